"""Keeps the table of timers in step with the rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from backend.timers.reading import CurrentOrganisation, read_ground, states
from domain.timing import GROUNDS, TIMINGS, Ground
from projections import faults, rows

AT_ONCE = 2_000
"""Rows of one step: about 100 ms."""
BEFORE_ALL = UUID(int=0)

PLACE = "SELECT position, sweep FROM timer_position"
MOVE = "UPDATE timer_position SET position = $1, sweep = $2"
UPTO = """
SELECT position FROM row WHERE position > $1 AND position <= $2 AND collection = ANY($3)
ORDER BY position OFFSET $4 LIMIT 1
"""
CHANGED = """
SELECT collection, id, convert_to(fields::text, 'UTF8'), convert_to(rest::text, 'UTF8') FROM row
WHERE position > $1 AND position <= $2 AND collection = ANY($3)
"""
MOVED = """
SELECT EXISTS (SELECT FROM row WHERE position > $1 AND position <= $2 AND collection = ANY($3))
"""
SWEPT = """
SELECT t.collection, t.subject, convert_to(r.fields::text, 'UTF8'), convert_to(r.rest::text, 'UTF8')
FROM (SELECT collection, subject FROM timer WHERE subject > $1 ORDER BY subject LIMIT $2) t
JOIN row r ON r.collection = t.collection AND r.id = t.subject
"""
LAST = """
SELECT subject FROM (SELECT subject FROM timer WHERE subject > $1 ORDER BY subject LIMIT $2) t
ORDER BY subject DESC LIMIT 1
"""
WRITE = """
INSERT INTO timer (collection, subject, due) SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[])
ON CONFLICT (subject, collection) DO UPDATE SET due = excluded.due
    WHERE timer.due IS DISTINCT FROM excluded.due
"""
DROP = """
DELETE FROM timer t USING unnest($1::text[], $2::uuid[]) AS over (collection, subject)
WHERE (t.collection, t.subject) = (over.collection, over.subject)
"""

log = structlog.get_logger("timers")


class Follower:
    """Several may run: of two that follow the same rows, one finds the position moved, its work undone."""

    def __init__(self, pool: asyncpg.Pool, organisation: CurrentOrganisation) -> None:
        self._pool = pool
        self._organisation = organisation

    async def step(self) -> bool:
        """Take in what changed, or a part of it; whether there is more."""
        try:
            async with self._pool.acquire() as connection:
                conn: Any = connection
                async with conn.transaction(isolation="repeatable_read"):
                    more = await self._step(conn)
                    faults.point("timers.before-follow")
        except asyncpg.SerializationError:
            return True
        return more

    async def _step(self, conn: asyncpg.Connection[Any]) -> bool:
        head = (await rows.head(conn)).position
        position, sweep = await conn.fetchrow(PLACE) or (0, None)
        if head < position:
            log.info("the rows are filled anew", position=head)
            position = 0
        if head > position:
            return await self._follow(conn, position, head, sweep)
        if sweep is not None:
            return await self._sweep(conn, position, sweep)
        return False

    async def _follow(
        self, conn: asyncpg.Connection[Any], position: int, head: int, sweep: UUID | None
    ) -> bool:
        """Reckon what changed; where the ground did, everything after that."""
        followed = list(TIMINGS)
        upto = await conn.fetchval(UPTO, position, head, followed, AT_ONCE) or head
        found = states(await conn.fetch(CHANGED, position, upto, followed))
        if found:
            await _write(conn, found.items(), await read_ground(conn, await self._organisation()))
        if await conn.fetchval(MOVED, position, upto, list(GROUNDS)):
            sweep = BEFORE_ALL
        await conn.execute(MOVE, upto, sweep)
        return upto < head or sweep is not None

    async def _sweep(self, conn: asyncpg.Connection[Any], position: int, after: UUID) -> bool:
        """Reckon the next timers anew, in the order of their subjects."""
        found = states(await conn.fetch(SWEPT, after, AT_ONCE))
        last = await conn.fetchval(LAST, after, AT_ONCE)
        await _write(conn, found.items(), await read_ground(conn, await self._organisation()))
        await conn.execute(MOVE, position, last)
        return last is not None


async def _write(
    conn: asyncpg.Connection[Any], found: Iterable[tuple[tuple[str, UUID], Any]], ground: Ground
) -> None:
    """Set the timers of what has these states, and drop those of what has nothing to wait for."""
    pending: list[tuple[str, UUID, datetime]] = []
    over: list[tuple[str, UUID]] = []
    for (collection, id), state in found:
        due = TIMINGS[collection].due(id, state, ground)
        if due is None:
            over.append((collection, id))
        else:
            pending.append((collection, id, due))
    if pending:
        await conn.execute(WRITE, *map(list, zip(*pending, strict=True)))
    if over:
        await conn.execute(DROP, *map(list, zip(*over, strict=True)))
