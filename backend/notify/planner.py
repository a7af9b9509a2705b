"""The planner: follows the rows, and puts what is to be told into the outbox, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import asyncpg
import structlog

from backend.notify.plan import plan
from backend.notify.reading import known_for, news_between
from backend.push.outbox import enqueue, withdraw
from backend.store.connection import LOST
from projections import faults, rows
from realtime.database import Bell

log = structlog.get_logger("planner")

PERIOD = 1.0
BEGIN = """
INSERT INTO planner_position (position) SELECT coalesce(max(position), 0) FROM projection_head WHERE name = $1
ON CONFLICT DO NOTHING
"""
POSITION = "SELECT position FROM planner_position"
MOVE = "UPDATE planner_position SET position = $1"


class Planner:
    """Several may run: of two that plan the same news, one finds the position moved, and its work undone."""

    def __init__(
        self, pool: asyncpg.Pool[asyncpg.Record], now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pool = pool
        self._now = now

    async def run(self) -> None:
        """Plan for ever, woken by the projector."""
        await self.begin()
        bell = Bell(self._pool, PERIOD)
        try:
            while True:
                await bell.wait()
                try:
                    await self.step()
                except LOST as error:
                    log.warning("put off", error=type(error).__name__)
        finally:
            await bell.close()

    async def begin(self) -> None:
        """Where there was no planner before, nobody is told of what lies behind."""
        await self._pool.execute(BEGIN, rows.GROUP)

    async def step(self) -> int:
        """Plan all that is new; how many notices were put in.

        They are put in by the transaction that moves the position, so each is put in once however often the
        process dies.
        """
        try:
            return await self._step()
        except asyncpg.SerializationError:
            return 0

    async def _step(self) -> int:
        async with self._pool.acquire() as connection:
            conn: Any = connection
            async with conn.transaction(isolation="repeatable_read"):
                head = (await rows.head(conn)).position
                position = await conn.fetchval(POSITION)
                if position >= head:
                    return 0
                news = await news_between(conn, position, head)
                notices = plan(news, await known_for(conn, news), self._now()) if news else []
                if notices:
                    await enqueue(conn, notices)
                await withdraw(conn, position, head)
                await conn.execute(MOVE, head)
                faults.point("planner.before-commit")
        faults.point("planner.after-commit")
        return len(notices)


async def keep_planned(pool: asyncpg.Pool[asyncpg.Record]) -> None:
    """Plan until cancelled; begins again when the database was away at the start."""
    while True:
        try:
            await Planner(pool).run()
        except LOST as error:
            log.warning("starting again", error=type(error).__name__)
            await asyncio.sleep(PERIOD)
