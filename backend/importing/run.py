"""Carries out a directory file through the write path; what is refused is told by its line and column."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import msgspec

from backend.auth.accounts import Account, Accounts
from backend.importing.columns import FIELDS, shown
from backend.importing.plan import OfficialLine, Plan, PostLine, UnitLine, plan
from backend.importing.table import Wrong, read
from backend.problems import problem
from domain import official, post, unit
from domain.facts import Power
from domain.kernel import Actor, Command, Rejection
from domain.organisation import Organisation
from projections.kernel import Commands, Outcome, Problem, Request

NAMESPACE = UUID("6f1f6f0e-6c5b-5a52-9a3e-1d1a2ad0c7b4")
SETUP = Actor(official=None, policy="setup")
AT_ONCE = 200

CODES = "SELECT value, subject FROM claims WHERE kind = 'unit.code'"
EMAILS = "SELECT value, subject FROM claims WHERE kind = 'official.email'"
EXISTS = frozenset({"command.id-reused", "command.id-taken"})
"""Refusals which mean that an earlier import made it, from a row with other contents."""

CurrentOrganisation = Callable[[], Coroutine[Any, Any, Organisation]]


class Report(msgspec.Struct):
    """What an import did to the log beyond `head`: changes by kind, and all that was wrong."""

    head: int = 0
    changed: dict[str, int] = {}
    same: int = 0
    wrong: list[Wrong] = []

    def count(self, noun: str, position: int | None) -> None:
        """Note what became of a row: changed now, or as it was."""
        if position is not None and position > self.head:
            self.changed[noun] = self.changed.get(noun, 0) + 1
        else:
            self.same += 1

    def lines(self, language: str) -> list[str]:
        """For the one who imports: each wrong cell, then the sums."""
        wrong = [
            _told(each, language) for each in sorted(self.wrong, key=lambda each: (each.line, each.column))
        ]
        counts = {name: self.changed.get(name, 0) for name in ("unit", "official", "post", "seat")}
        sums = problem("import.done", {**counts, "same": self.same, "wrong": len(self.wrong)}, language)
        return [*wrong, sums.detail]


class Step(msgspec.Struct, frozen=True):
    """One thing that must be so: its line, how it is made, and how it is changed if it is there already."""

    noun: str
    line: int
    key: str
    create: Command[Any] | None
    changes: tuple[Command[Any], ...] = ()


class Into(msgspec.Struct, frozen=True, kw_only=True):
    """Where the rows go: the write path, accounts, and what is there already (log at `head`)."""

    commands: Commands
    accounts: Accounts
    organisation: CurrentOrganisation
    pool: asyncpg.Pool
    head: int


async def import_file(file: Path, into: Into) -> Report:
    """Take in a file. Rows that were taken in before with the same contents change nothing."""
    lines, wrong = read(file)
    codes = {row["value"]: row["subject"] for row in await into.pool.fetch(CODES)}
    emails = {row["value"]: row["subject"] for row in await into.pool.fetch(EMAILS)}
    made = plan(lines, codes)
    report = Report(head=into.head, wrong=[*wrong, *made.wrong])
    carrying = Carrying(into.commands, report, _units(made, codes), _people(made, emails))
    await carrying.units(made)
    await carrying.people(made)
    await _accounts(made, carrying.officials, into.accounts, report)
    await carrying.posts(made)
    await carrying.seats(made, await into.organisation())
    return report


class Carrying:
    """Runs the steps of one file; what failed is left out, and so is what depends on it."""

    def __init__(
        self, commands: Commands, report: Report, units: Mapping[str, UUID], officials: Mapping[str, UUID]
    ) -> None:
        self.unit_ids = dict(units)
        self.officials = dict(officials)
        self._commands = commands
        self._report = report

    async def units(self, made: Plan) -> None:
        """Units, level by level: a parent must be there first."""
        waiting = list(made.units.values())
        while waiting:
            ready = [each for each in waiting if each.parent not in {other.code for other in waiting}]
            waiting = [each for each in waiting if each not in ready]
            failed = await self._run(
                [self._unit(each) for each in ready if each.parent in {"", *self.unit_ids}]
            )
            for each in ready:
                if each.line in failed or each.parent not in {"", *self.unit_ids}:
                    self.unit_ids.pop(each.code, None)

    async def people(self, made: Plan) -> None:
        """Officials, in any order."""
        failed = await self._run([self._official(each) for each in made.officials.values()])
        for each in made.officials.values():
            if each.line in failed:
                self.officials.pop(each.email, None)

    async def posts(self, made: Plan) -> None:
        """Seats of the units that are there, unless their row's official was refused."""
        there = [each for each in made.posts.values() if each.unit in self.unit_ids]
        await self._run([self._post(each) for each in there if each.email in {"", *self.officials}])

    async def seats(self, made: Plan, organisation: Organisation) -> None:
        """Who sits there, and the powers that the seat has."""
        steps = [step for each in made.posts.values() for step in self._seat(each, organisation)]
        await self._run(steps)

    def _unit(self, each: UnitLine) -> Step:
        id = self.unit_ids[each.code]
        parent = self.unit_ids.get(each.parent) if each.parent else None
        create = unit.Create(
            full_name=each.name, short_name=each.short_name, code=each.code, kind=each.kind, parent=parent
        )
        changes: list[Command[Any]] = [unit.Rename(unit=id, full_name=each.name, short_name=each.short_name)]
        if parent is not None:
            changes.append(unit.Move(unit=id, parent=parent))
        new = id == derived("unit", each.code)
        return Step("unit", each.line, f"unit:{each.code}", create if new else None, tuple(changes))

    def _official(self, each: OfficialLine) -> Step:
        id = self.officials[each.email]
        card: dict[str, Any] = {
            "full_name": each.name,
            "email": each.email,
            "office_phone": each.office_phone or None,
            "private_phone": each.private_phone or None,
        }
        create = official.Register(**card) if id == derived("official", each.email) else None
        return Step(
            "official", each.line, f"official:{each.email}", create, (official.Alter(official=id, **card),)
        )

    def _post(self, each: PostLine) -> Step:
        part: dict[str, Any] = {
            "title": each.title, "leading": each.order > 0, "order": each.order, "intake": each.intake
        }  # fmt: skip
        create = post.Create(unit=self.unit_ids[each.unit], **part)
        change = post.Alter(post=derived("post", each.key), **part)
        return Step("post", each.line, f"post:{each.key}", create, (change,))

    def _seat(self, each: PostLine, organisation: Organisation) -> list[Step]:
        """What is not yet so: the holder and the powers named in the file."""
        id = derived("post", each.key)
        seat = organisation.posts.get(id)
        if seat is None or not seat.active:
            return []
        version = organisation.version(id)
        wanted: list[Command[Any]] = [
            post.Grant(post=id, power=power, unit=seat.unit)
            for power in each.powers
            if Power(name=power, unit=seat.unit) not in seat.powers
        ]
        holder = self.officials.get(each.email) if each.email else None
        if holder != seat.holder and (holder is not None or not each.email):
            wanted.append(post.HandOver(post=id, holder=holder))
        return [
            Step("seat", each.line, f"seat:{id}:{version}:{_digest(command)}", command) for command in wanted
        ]

    async def _run(self, steps: Sequence[Step]) -> set[int]:
        """Carry out steps that do not depend on each other; the lines of those refused."""
        failed: set[int] = set()
        for start in range(0, len(steps), AT_ONCE):
            some = steps[start : start + AT_ONCE]
            outcomes = await asyncio.gather(*(self._settle(step) for step in some))
            for step, outcome in zip(some, outcomes, strict=True):
                if outcome.problem is not None:
                    failed.add(step.line)
                    self._report.wrong.append(_wrong(step, outcome.problem))
                else:
                    self._report.count(step.noun, outcome.position)
        return failed

    async def _settle(self, step: Step) -> Outcome:
        """Make it; or, if it is there with other contents, change it."""
        outcome = Outcome()
        if step.create is not None:
            outcome = await self._commands.run(_request(step, step.create))
            if outcome.problem is None or outcome.problem.code not in EXISTS:
                return outcome
        for change in step.changes:
            outcome = await self._commands.run(_request(step, change, _digest(change)))
            if outcome.problem is not None:
                break
        return outcome


def derived(noun: str, key: str) -> UUID:
    """The id of what a row makes: the same each time the file is read."""
    return uuid5(uuid5(NAMESPACE, f"{noun}:{key}"), noun)


def _request(step: Step, command: Command[Any], contents: str = "") -> Request:
    key = f"{step.key}:{command.name}:{contents}" if contents else step.key
    return Request(
        id=uuid5(NAMESPACE, key), name=command.name, args=msgspec.json.encode(command), actor=SETUP
    )


def _digest(command: Command[Any]) -> str:
    return sha256(msgspec.json.encode(command)).hexdigest()


def _people(made: Plan, emails: Mapping[str, UUID]) -> dict[str, UUID]:
    """Ids of the file's officials: those who have an account keep theirs."""
    digests = {email: sha256(email.encode()).hexdigest() for email in made.officials}
    return {email: emails.get(digest) or derived("official", email) for email, digest in digests.items()}


def _units(made: Plan, codes: Mapping[str, UUID]) -> dict[str, UUID]:
    """Ids of all units that the file may name: those in the directory, then its own."""
    return {**{code: derived("unit", code) for code in made.units}, **codes}


async def _accounts(made: Plan, officials: Mapping[str, UUID], accounts: Accounts, report: Report) -> None:
    """A login for each official; passwords are given by `congvu password`."""
    for each in made.officials.values():
        if each.email in officials:
            try:
                await accounts.add([Account(each.login, officials[each.email])])
            except Rejection as rejection:
                report.wrong.append(Wrong(each.line, "login", rejection.code, rejection.params))


def _wrong(step: Step, refused: Problem) -> Wrong:
    """A refused command as a wrong cell."""
    field = str(refused.params.get("field", ""))
    column = {"name": "name" if step.noun == "official" else "unit_name"}.get(field) or FIELDS.get(field)
    by_code = {"unit.bad-code": "unit_code", "official.email-taken": "email"}
    return Wrong(step.line, column or by_code.get(refused.code, ""), refused.code, refused.params)


def _told(wrong: Wrong, language: str) -> str:
    """One line: where, and what to do."""
    name = shown(wrong.column, language)
    params = wrong.params | ({"field": name} if "field" in wrong.params else {})
    detail = problem(wrong.code, params, language).detail
    where = {"vi": f"Dòng {wrong.line}", "en": f"Line {wrong.line}"}[language] if wrong.line else ""
    column = {"vi": f", cột “{name}”", "en": f", column “{name}”"}[language] if name else ""
    return f"{where}{column}: {detail}" if where else detail
