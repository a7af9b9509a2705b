"""What timers are reckoned from: the states behind rows, the calendar, the rules of reminders."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any
from uuid import UUID

import asyncpg

from domain.calendar import USUAL, State
from domain.organisation import Organisation
from domain.reminding import ReminderRule
from domain.timing import TIMINGS, Ground
from projections.catalog import PROJECTIONS
from projections.storage import Storage

GROUND = """
SELECT collection, id, convert_to(fields::text, 'UTF8') AS fields FROM row
WHERE collection IN ('calendar', 'reminding')
"""

ENDINGS = """
SELECT (fields ->> 'unit')::uuid, (fields ->> 'ending')::int FROM row
WHERE collection = 'reminding' AND (fields ->> 'rule' IS NOT NULL OR (fields ->> 'ending')::int <> 3)
"""

STORAGE = Storage([p for p in PROJECTIONS if p.collection in {*TIMINGS, "calendar", "reminding"}])

CurrentOrganisation = Callable[[], Coroutine[Any, Any, Organisation]]


async def read_calendar(
    conn: asyncpg.Connection[Any] | asyncpg.Pool,
) -> tuple[State, dict[UUID, ReminderRule]]:
    """The calendar and each unit's own rule, as the rows show them now."""
    calendar, rules = USUAL, {}
    for collection, id, fields in await conn.fetch(GROUND):
        state = STORAGE.state(collection, id, fields, None)
        if collection == "calendar":
            calendar = state
        elif state.rule is not None:
            rules[state.unit] = state.rule
    return calendar, rules


async def read_ground(conn: asyncpg.Connection[Any] | asyncpg.Pool, organisation: Organisation) -> Ground:
    """What moments are reckoned by, as the rows show it now."""
    calendar, rules = await read_calendar(conn)
    endings = {record[0]: record[1] for record in await conn.fetch(ENDINGS)}
    return Ground(workdays=calendar.workdays, rules=rules, organisation=organisation, endings=endings)


def states(found: Iterable[Iterable[Any]]) -> dict[tuple[str, UUID], Any]:
    """The states of rows by collection and id, from (collection, id, fields, rest) of each."""
    return {
        (collection, id): STORAGE.state(collection, id, fields, rest)
        for collection, id, fields, rest in found
    }
