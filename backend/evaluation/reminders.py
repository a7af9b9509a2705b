"""Tries a rule of reminders on a period that was: how many it would have sent, to whom, in which units."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import groupby, takewhile
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from backend.evaluation.trial import BELOW, Progress
from domain.evaluation.period import Period
from domain.kernel import Seat, Struct
from domain.marks import MATTERS, Kind, Mark
from domain.reminding import USUAL, ReminderRule, Role, origin
from domain.task.state import Opening, State, whose_turn
from domain.timing import Ground
from domain.workdays import Workdays

AT_ONCE = 500
"""Tasks that are read at a time."""
NOBODY = UUID(int=0)
ALIKE = attrgetter("waiting", "waiting_since", "assigner", "deadline", "deadline_since", "openings")
FACTS = itemgetter(
    *("status", "waiting", "deadline", "opened_at"),
    *("holder_unit", "holder_post", "assigner_unit", "assigner_post"),
)
"""What a state is made of: two lines in which it is the same are one."""
TASKS = """
SELECT DISTINCT id FROM stretch_view WHERE holder_unit = ANY($1) AND since < $3 AND until > $2 ORDER BY id
"""
STRETCHES = """
SELECT s.id, s.since, least(s.until, $2) AS until, s.status, s.waiting, s.deadline, s.opened_at,
    s.holder_unit, s.holder_post, s.assigner_unit, s.assigner_post
FROM stretch_view s WHERE s.id = ANY($1) AND s.since < $2 ORDER BY s.id, s.version
"""


class Sent(Struct, frozen=True):
    """How many reminders, of which kinds, to whom; of a unit: of the work that it has in hand."""

    reminders: int
    kinds: dict[Kind, int]
    roles: dict[Role, int]


class UnitSent(Struct, frozen=True):
    """How many were sent of a unit's work, and would have been."""

    unit: UUID
    before: int
    after: int


class ReminderTrial(Struct, frozen=True):
    """By the rules that hold now, and by the one that is tried.

    Not counted: reminders of requests for more time and of suspended work. A role is counted whether or not
    somebody has it in the task.
    """

    period: str
    tasks: int
    before: Sent
    after: Sent
    units: tuple[UnitSent, ...]


class _Count:
    """Reminders counted by unit, kind and roles."""

    def __init__(self) -> None:
        self._marks = Counter[tuple[UUID, Kind, tuple[Role, ...]]]()

    def add(self, unit: UUID, marks: Iterable[Mark]) -> None:
        for mark in marks:
            self._marks[unit, mark.kind, mark.to] += 1

    @property
    def units(self) -> Counter[UUID]:
        found = Counter[UUID]()
        for (unit, _, _), number in self._marks.items():
            found[unit] += number
        return found

    @property
    def sent(self) -> Sent:
        kinds, roles = Counter[Kind](), Counter[Role]()
        for (_, kind, to), number in self._marks.items():
            kinds[kind] += number
            roles.update(dict.fromkeys(to, number))
        return Sent(reminders=kinds.total(), kinds=dict(kinds), roles=dict(roles))


async def try_reminders(
    conn: Any, unit: UUID, period: Period, rule: ReminderRule, ground: Ground
) -> AsyncIterator[Progress | ReminderTrial]:
    """How far it has come, again and again, then what was found; for the unit and all that it contains."""
    units = [row[0] for row in await conn.fetch(BELOW, unit)]
    rules = {each: _rules(each, unit, set(units), rule, ground) for each in units}
    before, after = _Count(), _Count()
    tasks = [row[0] for row in await conn.fetch(TASKS, units, period.start, period.end)]
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        for _, lines in groupby(await conn.fetch(STRETCHES, some, period.end), key=itemgetter("id")):
            for at, since, until in replayed(lines, period):
                holder = at.lowest.unit
                if holder in rules:
                    held, tried = rules[holder]
                    now = list(marks_within(at, held, ground.workdays, since, until))
                    before.add(holder, now)
                    if tried is not held:
                        now = list(marks_within(at, tried, ground.workdays, since, until))
                    after.add(holder, now)
        yield Progress(done=len(units) * (start + len(some)) // len(tasks), of=len(units))
    were, would = before.units, after.units
    both = {each: (were[each], would[each]) for each in units}
    listed = sorted((each for each in units if any(both[each])), key=lambda each: -max(both[each]))
    yield ReminderTrial(
        period=period.key,
        tasks=len(tasks),
        before=before.sent,
        after=after.sent,
        units=tuple(UnitSent(unit=each, before=both[each][0], after=both[each][1]) for each in listed),
    )


def _rules(
    holder: UUID, unit: UUID, units: AbstractSet[UUID], rule: ReminderRule, ground: Ground
) -> tuple[ReminderRule, ReminderRule]:
    """The rule that holds for a unit, and the one that would, if `rule` were that of `unit`."""
    chosen = origin(ground.organisation.ancestors(holder), ground.rules)
    held = ground.rules[chosen] if chosen else USUAL
    theirs = chosen is not None and chosen != unit and chosen in units
    return held, held if theirs or rule == held else rule


def marks_within(
    state: State, rule: ReminderRule, workdays: Workdays, since: datetime, until: datetime
) -> Iterator[Mark]:
    """The reminders of a task that stays as it is from one moment until before another."""
    for matter in MATTERS:
        for mark in takewhile(lambda mark: mark.at < until, matter(state, rule, workdays)):
            if mark.at >= since:
                yield mark


def replayed(lines: Iterable[Any], period: Period) -> Iterator[tuple[State, datetime, datetime]]:
    """The states of a task in a period as far as reminders depend on them, each with from when until when."""
    state: State | None = None
    known, begun = None, period.start
    for line in lines:
        ended, facts = line["until"], FACTS(line)
        if facts == known:
            continue
        known, following = facts, _state(state, line)
        if state is not None and _same(state, following):
            continue
        since = max(line["since"], period.start)
        if state is not None and begun < since and state.waiting != "none":
            yield state, begun, since
        state, begun = following, since
    if state is not None and begun < ended and state.waiting != "none":
        yield state, begun, ended


def _same(one: State, other: State) -> bool:
    """Whether reminders of both are the same."""
    return (one.status == "assigned", one.chain, *ALIKE(one)) == (
        other.status == "assigned",
        other.chain,
        *ALIKE(other),
    )


def _state(before: State | None, line: Any) -> State:
    """The next state: the deadline may be another, or whose turn it is, since now."""
    at, deadline = line["since"], line["deadline"]
    holder = Seat(line["holder_unit"], line["holder_post"])
    moved = before is not None and before.deadline != deadline
    opened = line["opened_at"]
    state = State(
        id=line["id"],
        title="",
        description=None,
        source=None,
        urgency="normal",
        status=line["status"],
        assigner=Seat(line["assigner_unit"], line["assigner_post"]),
        creator=None,
        chain=(holder,),
        coordinating=(),
        following=(),
        chaser=None,
        deadline=deadline,
        original_deadline=deadline,
        parent=None,
        directive=None,
        form=(),
        created_at=before.created_at if before is not None else at,
        updated_at=at,
        version=0,
        waiting=line["waiting"],
        waiting_since=at,
        waiting_seat=None,
        deadline_since=at if moved else before.deadline_since if before is not None else None,
        openings=(Opening(official=NOBODY, at=opened, by_lead=True),) if opened is not None else (),
    )
    same = before is not None and whose_turn(before) == whose_turn(state)
    return replace(state, waiting_since=before.waiting_since) if same and before is not None else state
