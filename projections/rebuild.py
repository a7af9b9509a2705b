"""Builds all rows anew from the log, aside, and brings the tables to it: only what differs changes.

Devices go on meanwhile. A row that differs gets the position of the marker appended for it, so that devices
fetch it as any other change; one that should not be there becomes a tombstone at that position; equal ones
keep theirs. Only when the rows' schema changed does the generation move, and every device starts anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any, Self

import asyncpg
import msgspec
from asyncpg import Connection

from projections import compare, ddl, rows
from projections.fold import Poison
from projections.group import Group
from projections.kernel import Log, Recorded
from projections.parking import PARK
from projections.projection import Projection
from projections.storage import Lines
from projections.tables import Table
from projections.write import send

ASIDE = "congvu_aside"
LOCK_HEAD = "SELECT position FROM projection_head WHERE name = $1 FOR UPDATE"
HEAD = """
UPDATE projection_head SET position = $2, tree = CASE WHEN $3 THEN $2 ELSE tree END, schema = $4, built = $5,
    generation = CASE WHEN schema = $4 THEN generation ELSE generation + 1 END
WHERE name = $1
"""
Mark = Callable[[], Awaitable[int]]
"""Appends an event of the topic REBUILT that means nothing else; gives its position."""


class Rebuilt(msgspec.Struct, frozen=True):
    """What a rebuild did: up to which position, how many rows differed or should not have been there."""

    position: int
    differed: int
    extra: int
    parked: int


class Rebuild:
    """One rebuild of all projections of a database."""

    def __init__(
        self, log: Log, dsn: str, projections: Sequence[Projection[Any]], *, page: int = 5_000
    ) -> None:
        self._log = log
        self._dsn = dsn
        self._projections = projections
        self._page = page
        self._group = Group(projections)

    async def run(self, mark: Mark) -> Rebuilt:
        """Build, compare, bring in."""
        async with self._connected() as conn:
            await self._group.create(conn)
            while True:
                try:
                    await self.build(conn)
                    return await self._bring_in(conn, mark)
                except Poison as poison:
                    self._group.parked.park(poison)
                finally:
                    await conn.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection[Any]]:
        settings = {"timezone": "UTC", "application_name": "congvu rebuild", "work_mem": "128MB"}
        conn = await asyncpg.connect(self._dsn, timeout=10, server_settings=settings)
        try:
            yield conn
        finally:
            await conn.close()

    async def build(self, conn: Connection[Any]) -> None:
        """Fold the whole log in memory and copy what comes of it into tables of their own schema.

        Raises Poison for an event that cannot be folded.
        """
        await conn.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE; CREATE SCHEMA {ASIDE}")
        async with conn.transaction():
            await conn.execute(f"SET LOCAL search_path = {ASIDE}")
            await conn.execute(self._group.storage.bare)
        self._group.begin()
        storage, fold = self._group.storage, self._group.fold
        async with Copying(conn) as copying, aclosing(self._pages()) as pages:
            async for page in pages:
                await self._group.take(page)
                await copying.begin(storage.event_lines(fold))
            await copying.begin(storage.all_lines(fold, self._group.parked.streams))
        fold.written()

    async def _pages(self) -> AsyncGenerator[list[Recorded]]:
        """The log to its end; the next page is read while one is folded."""
        upcoming = asyncio.create_task(self._log.read(0, self._page))
        try:
            while page := await upcoming:
                upcoming = asyncio.create_task(self._log.read(page[-1].position, self._page))
                yield page
        finally:
            upcoming.cancel()
            await asyncio.gather(upcoming, return_exceptions=True)

    async def _bring_in(self, conn: Connection[Any], mark: Mark) -> Rebuilt:
        """With the projector kept out: the rest of the log up to the marker, then what differs."""
        home = await conn.fetchval("SELECT current_schema()")
        async with conn.transaction():
            previous = await conn.fetchval(LOCK_HEAD, rows.GROUP)
            position = await mark()
            await conn.execute(f"SET LOCAL search_path = {ASIDE}")
            await self._catch_up(conn, position)
            await conn.execute(f"SET LOCAL search_path = {home}")
            taken = await self._take_over(conn, home)
            tables = [table for table in self._group.storage.tables if table not in taken]
            found = await compare.bring_in(conn, home, ASIDE, position, tables)
            await conn.execute(self._group.storage.ddl)
            await self._park(conn)
            await conn.execute(HEAD, rows.GROUP, position, found.tree, self._group.schema, self._group.built)
            await conn.execute("SELECT pg_notify($1, $2)", rows.CHANNEL, f"{previous}:{position}")
        return Rebuilt(position, found.differed, found.extra, len(self._group.parked.streams))

    async def _take_over(self, conn: Connection[Any], home: str) -> list[Table]:
        """Typed tables of another program, and empty ones, give way to those aside; which these are.

        Indexes, here and of rows if there are none yet, are made once all is there.
        """
        built = await conn.fetchval("SELECT built FROM projection_head WHERE name = $1", rows.GROUP)
        taken = []
        for table in self._group.storage.tables:
            if built != self._group.built or await _empty(conn, table.name):
                await conn.execute(f"DROP TABLE {table.name} CASCADE")
                await conn.execute(f"ALTER TABLE {ASIDE}.{table.name} SET SCHEMA {home}")
                taken.append(table)
        if await _empty(conn, "row"):
            await conn.execute(ddl.DROP_INDEXES)
        return taken

    async def _catch_up(self, conn: Connection[Any], position: int) -> None:
        while self._group.position < position:
            page = await self._log.read(self._group.position, self._page)
            page = [at for at in page if at.position <= position]
            batch = await self._group.apply(conn, page)
            await send(conn, batch.writes)

    async def _park(self, conn: Connection[Any]) -> None:
        await conn.execute("DELETE FROM parked")
        places = self._group.parked.streams.items()
        lines = [(stream, *msgspec.structs.astuple(place)) for stream, place in places]
        await conn.execute(PARK, *([list(column) for column in zip(*lines, strict=True)] or [[]] * 5))


async def _empty(conn: Connection[Any], table: str) -> bool:
    return not await conn.fetchval(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - a constant


class Copying:
    """What is copied into the tables aside, while more is folded."""

    def __init__(self, conn: Connection[Any]) -> None:
        self._conn = conn
        self._copying: asyncio.Task[None] | None = None

    async def begin(self, tables: Iterable[Lines]) -> None:
        """Begin to copy, once what came before is copied."""
        given = list(tables)
        if self._copying is not None:
            await self._copying
        self._copying = asyncio.create_task(self._copy(given), name="rebuild copies")

    async def _copy(self, tables: Iterable[Lines]) -> None:
        for table, columns, lines in tables:
            await self._conn.copy_records_to_table(table, records=lines, columns=columns, schema_name=ASIDE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # Not cancelled after an error: the connection goes on being used.
        if self._copying is not None:
            await asyncio.gather(self._copying, return_exceptions=kind is not None)
