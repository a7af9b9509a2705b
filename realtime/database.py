"""The rows in PostgreSQL: snapshots for those who catch up, one reader for all, and what wakes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from projections import rows
from projections.rows import Head, ScopedRow
from realtime.cursor import Key
from realtime.feed import era
from realtime.page import Page, Snapshot

AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What reading raises while the database is away or restarting."""


MOST = 5_000
"""Changed rows in one page; after a rebuild everybody reads what concerns them instead."""
MANY = "SELECT count(*) FROM (SELECT FROM row WHERE position > $1 LIMIT $2) more"


class DatabaseRows:
    """The tables of projections/rows.py, read in REPEATABLE READ transactions."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        """The rows at one moment."""
        async with self._transaction() as conn:
            yield Moment(conn, await rows.head(conn))

    async def since(self, known: Head) -> Page:
        """All that changed since a head; no rows if it is of another era."""
        async with self._transaction() as conn:
            head = await rows.head(conn)
            if era(head) != era(known) or head.position <= known.position:
                return Page(known.position, head, [])
            if await conn.fetchval(MANY, known.position, MOST) == MOST:
                return Page(known.position, head, [], leap=True)
            changed, people = await rows.since(conn, known.position, head.position)
            return Page(known.position, head, changed, people)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Any]:
        async with (
            self._pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield conn


class Moment:
    """One transaction's view."""

    def __init__(self, conn: asyncpg.Connection[Any], head: Head) -> None:
        self._conn = conn
        self._head = head

    async def head(self) -> Head:
        """Where the rows are."""
        return self._head

    async def held(self, official: UUID) -> Sequence[tuple[str, int, bool]]:
        """A person's standing scopes."""
        return await rows.held(self._conn, official)

    async def may_open(self, official: UUID, unit: UUID) -> bool:
        """Whether the person may look at what is below the unit."""
        return await rows.may_open(self._conn, official, unit)

    async def below_units(self, unit: UUID) -> Sequence[UUID]:
        """The unit and all that it contains."""
        return await rows.below_units(self._conn, unit)

    async def changes(self, scopes: Collection[str], after: int) -> Sequence[ScopedRow]:
        """What changed in these scopes."""
        return await rows.changes(self._conn, scopes, after, self._head.position)

    async def page(self, scope: str, after: Key | None, limit: int) -> Sequence[ScopedRow]:
        """The next rows of a scope."""
        return await rows.page(self._conn, scope, after, self._head.position, limit)

    async def window(self, scope: str, limit: int) -> Sequence[ScopedRow]:
        """The last rows of a `below:` scope."""
        return await rows.window(self._conn, scope, limit)


class Bell:
    """Rings when the projector has committed a page; a notice may be lost, so it also rings now and then.

    `channel`: another one to listen to.
    """

    def __init__(self, pool: asyncpg.Pool, period: float = 1.0, channel: str = rows.CHANNEL) -> None:
        self._pool = pool
        self._period = period
        self._channel = channel
        self._rung = asyncio.Event()
        self._conn: Any = None

    async def wait(self) -> None:
        """Returns at the next ring; listens again if the connection was lost."""
        if self._conn is None:
            await self._listen()
        try:
            async with asyncio.timeout(self._period):
                await self._rung.wait()
        except TimeoutError:
            return
        finally:
            self._rung.clear()

    async def _listen(self) -> None:
        try:
            self._conn = await self._pool.acquire()
            self._conn.add_termination_listener(self._lose)
            await self._conn.add_listener(self._channel, self._ring)
            self._ring()
        except AWAY:
            self._conn = None

    def _ring(self, *_: object) -> None:
        self._rung.set()

    def _lose(self, *_: object) -> None:
        """The pool has taken the broken connection back by itself."""
        self._conn = None
        self._rung.set()

    async def close(self) -> None:
        """Stops listening."""
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.remove_termination_listener(self._lose)
            await conn.remove_listener(self._channel, self._ring)
            await self._pool.release(conn)
