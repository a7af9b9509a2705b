"""Does what is due: a command for each timer whose moment has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from backend.timers.reading import CurrentOrganisation, read_ground, states
from domain.kernel import Command
from domain.timing import NEVER, TIMERS, TIMINGS, Ground, command_id
from projections import faults
from projections.kernel import Commands, Outcome, Request

AT_ONCE = 500
"""Timers of one step; what others do gets its turn in between."""
PATIENCE = timedelta(minutes=1)
"""Until what was refused, or is not there yet, is tried again."""

DUE = """
SELECT t.collection, t.subject, t.due, convert_to(r.fields::text, 'UTF8') AS fields,
    convert_to(r.rest::text, 'UTF8') AS rest
FROM (SELECT * FROM timer WHERE due <= $1 ORDER BY due LIMIT $2) t
LEFT JOIN row r ON r.collection = t.collection AND r.id = t.subject
"""
SET = """
UPDATE timer t SET due = at.next
FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])
    AS at (collection, subject, due, next)
WHERE (t.collection, t.subject, t.due) = (at.collection, at.subject, at.due)
"""
"""Only where the timer is still the one that was found: the row may have changed meanwhile."""

log = structlog.get_logger("timers")


class Firing:
    """Several may run: commands have the same ids, so each is given once."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        commands: Commands,
        organisation: CurrentOrganisation,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._pool = pool
        self._commands = commands
        self._organisation = organisation
        self._now = now
        self._told: set[tuple[str, UUID]] = set()

    async def step(self) -> int:
        """Do what is due, at most AT_ONCE; how many timers that were.

        Raises Temporary if any command is uncertain.
        """
        now = self._now()
        found = await self._pool.fetch(DUE, now, AT_ONCE)
        if not found:
            return 0
        known = states(
            (each["collection"], each["subject"], each["fields"], each["rest"])
            for each in found
            if each["fields"] is not None
        )
        ground = await read_ground(self._pool, await self._organisation())
        requests = _requests(known, ground, now)
        faults.point("timers.before-commands")
        outcomes = dict(zip(requests, await self._commands.run_all(list(requests.values())), strict=True))
        faults.point("timers.after-commands")
        await self._settle(found, known, outcomes, ground, now)
        return len(found)

    async def _settle(
        self,
        found: Sequence[asyncpg.Record],
        known: Mapping[tuple[str, UUID], Any],
        outcomes: Mapping[tuple[str, UUID], Outcome],
        ground: Ground,
        now: datetime,
    ) -> None:
        """Set the timers aside until their rows change; what did not go well is tried again."""
        lines = []
        for timer in found:
            key = (timer["collection"], timer["subject"])
            outcome = outcomes.get(key)
            if outcome is not None and outcome.problem is None:
                self._told.discard(key)
                next_ = NEVER
            elif outcome is None and key in known:
                next_ = TIMINGS[key[0]].due(key[1], known[key], ground) or NEVER
            else:
                self._tell(key, outcome)
                next_ = now + PATIENCE
            lines.append((*key, timer["due"], next_))
        await self._pool.execute(SET, *map(list, zip(*lines, strict=True)))
        faults.point("timers.settled")

    def _tell(self, key: tuple[str, UUID], outcome: Outcome | None) -> None:
        """Of what does not go well is told once."""
        if key not in self._told:
            self._told.add(key)
            problem = outcome.problem.code if outcome is not None and outcome.problem else "no row"
            log.warning("refused", collection=key[0], subject=str(key[1]), problem=problem)


def _requests(
    known: Mapping[tuple[str, UUID], Any], ground: Ground, now: datetime
) -> dict[tuple[str, UUID], Request]:
    """The commands that are due."""
    drawn = {key: TIMINGS[key[0]].then(key[1], state, ground, now) for key, state in known.items()}
    return {key: _request(key[1], *each) for key, each in drawn.items() if each is not None}


def _request(subject: UUID, what: object, command: Command[Any]) -> Request:
    id = command_id(subject, what)
    return Request(id=id, name=command.name, args=msgspec.json.encode(command), actor=TIMERS)
