"""Waiting until the rows show a position: for who reads what they have just written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from backend.store.connection import LOST
from backend.store.heads import Heads
from projections import rows
from realtime.database import Bell

PERIOD = 1.0
POSITION = "SELECT position FROM projection_head WHERE name = $1"


class Reached:
    """The rows' position as this process knows it: one listening connection, however many wait."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record]) -> None:
        self._pool = pool
        self._bell = Bell(pool, PERIOD)
        self._heads = Heads()

    async def at_least(self, position: int, seconds: float = 10.0) -> bool:
        """Return once the rows show `position`: True, or False when they did not in time."""
        try:
            async with asyncio.timeout(seconds):
                while self._heads.head < position:
                    await self._heads.beyond(position - 1, PERIOD)
        except TimeoutError:
            return False
        return True

    async def follow(self) -> None:
        """Keep up with the projector until cancelled."""
        while True:
            await self._bell.wait()
            try:
                self._heads.advance(await self._pool.fetchval(POSITION, rows.GROUP) or 0)
            except LOST:
                continue

    async def close(self) -> None:
        """Stop listening."""
        await self._bell.close()


@asynccontextmanager
async def open_reached(pool: asyncpg.Pool[asyncpg.Record]) -> AsyncIterator[Reached]:
    """Follows the rows while it is open."""
    reached = Reached(pool)
    following = asyncio.create_task(reached.follow(), name="rows reached")
    try:
        yield reached
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await reached.close()
