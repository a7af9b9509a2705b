"""The row group on its database: pages of events in, one transaction a page out, all at one position."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection
from msgspec.structs import replace

from domain.organisation import Organisation
from projections import faults, rows, typescript
from projections.ddl import TABLES
from projections.fold import Fold, Poison
from projections.held import Step
from projections.kernel import Recorded
from projections.parking import PARK, UNPARK, Parked, Place
from projections.projection import Projection, rows_of
from projections.storage import Storage
from projections.write import Added, Write, send

AT_ONCE = 500
"""Steps that are run before others get a turn: some milliseconds."""

REBUILT = "projection.rebuilt"
REPLAY = "projection.replay"
MARKERS = frozenset({REBUILT, REPLAY})
"""Events that only take a position: from it on rebuilt rows hold, or parked streams are tried again."""

MOVE = """
UPDATE projection_head SET position = $3, tree = coalesce($4, tree) WHERE name = $1 AND position = $2
RETURNING pg_notify($5, $2::bigint || ':' || $3::bigint)
"""
BEGIN = """
INSERT INTO projection_head (name, position, generation, tree, floor, schema, built)
VALUES ($1, 0, 1, 0, 0, $2, $3) ON CONFLICT DO NOTHING
"""
FOUND = "SELECT schema, built FROM projection_head WHERE name = $1 FOR UPDATE"
RENEWED = """
UPDATE projection_head SET position = 0, tree = 0, floor = 0, schema = $2, built = $3,
    generation = CASE WHEN schema = $2 THEN generation ELSE generation + 1 END
WHERE name = $1
"""


class Moved(Exception):
    """Somebody else moved the group's position: what is in memory is out of date."""


class Batch(msgspec.Struct):
    """Folded pages, ready to be written: all between two positions."""

    previous: int
    position: int
    tree: int | None
    parked: dict[UUID, Place]
    writes: list[Write | Added]


@cache
def _seen(projections: tuple[Projection[Any], ...]) -> str:
    text = typescript.module(rows_of(projections), {})
    return hashlib.sha256(text.encode()).hexdigest()


class Group:
    """All row-producing projections. One `Group` may write at a time (see runner.py)."""

    def __init__(self, projections: Sequence[Projection[Any]]) -> None:
        self.projections = tuple(projections)
        self.storage = Storage(projections)
        self.position = self._batched = 0
        self.parked = Parked({})
        self._stored = Parked({})
        self.fold = Fold(self.projections, Organisation())

    @property
    def built(self) -> str:
        """A digest of the tables as they are now."""
        return hashlib.sha256(self.storage.ddl.encode()).hexdigest()

    @property
    def schema(self) -> str:
        """A digest of the rows as devices get them: when it changes, all devices start anew."""
        return _seen(self.projections)

    async def create(self, conn: Connection[Any]) -> None:
        """Make what tables are missing."""
        await conn.execute(self.storage.ddl)
        await conn.execute(BEGIN, rows.GROUP, self.schema, self.built)

    async def renew(self, conn: Connection[Any]) -> bool:
        """Where the tables are another program's, make them anew, to be filled from the start of the log.

        The same events give the same rows at the same positions, so devices go on; but where the rows look
        different now, the generation moves and they start anew.
        """
        async with conn.transaction():
            if await conn.fetchval("SELECT to_regclass('projection_head')") is None:
                return False
            found = await conn.fetchrow(FOUND, rows.GROUP)
            if found is None or (found[0], found[1]) == (self.schema, self.built):
                return False
            names = [*TABLES, *(table.name for table in self.storage.tables)]
            await conn.execute(f"DROP TABLE IF EXISTS {', '.join(names)} CASCADE")
            await conn.execute(self.storage.ddl)
            await conn.execute(RENEWED, rows.GROUP, self.schema, self.built)
        return True

    async def open(self, conn: Connection[Any]) -> None:
        """Go on from where the tables are."""
        self.parked = await Parked.load(conn)
        await self.forget(conn)

    async def forget(self, conn: Connection[Any]) -> None:
        """Forget the rows in memory and what was folded since they were written; what is parked stays so."""
        self._stored = await Parked.load(conn)
        self.position = self._batched = await conn.fetchval(
            "SELECT position FROM projection_head WHERE name = $1", rows.GROUP
        )
        self.fold = Fold(self.projections, await self._organisation(conn))

    async def _organisation(self, conn: Connection[Any]) -> Organisation:
        organisation = Organisation()
        for projection in self.projections:
            if type(projection).fact is not Projection.fact:
                for id, held in (await self.storage.load(conn, projection.collection, None)).items():
                    fact = projection.fact(id, held.state)
                    if fact is not None:
                        organisation.apply(held.position, [fact])
        return organisation

    def begin(self) -> None:
        """Begin at the start of the log, with nothing in memory; what is parked stays so."""
        self._stored = self.parked.copy()
        self.position = self._batched = 0
        self.fold = Fold(self.projections, Organisation())

    async def take(self, page: Sequence[Recorded]) -> None:
        """Fold a page in memory, all rows being there since `begin`. Raises Poison; then begin anew."""
        live = self._live(page)
        steps = self.fold.plan(live, {})
        while steps:
            steps = await self._in_turns(steps)
        self.fold.record(live)
        self.position = page[-1].position

    async def apply(
        self, conn: Connection[Any], page: Sequence[Recorded], retried: Sequence[Recorded] = ()
    ) -> Batch:
        """Fold one page (see `add`), ready to be written."""
        await self.add(conn, page, retried)
        return await self.batch(conn)

    async def add(
        self, conn: Connection[Any], page: Sequence[Recorded], retried: Sequence[Recorded] = ()
    ) -> None:
        """Fold the next page, and then events of streams that were parked until now.

        Raises Poison after having parked the stream: once all earlier batches are written, `forget`, and add
        again whatever was added since the last one.
        """
        position = page[-1].position
        live, again = self._live(page), self._live(retried)
        try:
            await self._run(conn, [*live, *(replace(at, position=position) for at in again)])
        except Poison as poison:
            self.parked.park(poison)
            raise
        self.fold.record([*live, *again])
        self.position = position

    async def batch(self, conn: Connection[Any]) -> Batch:
        """What was added since the last batch."""
        parked, parking = await self._parking(conn, self.position)
        writes = [*parking, *self.storage.writes(self.fold, self.parked.streams)]
        batch = Batch(self._batched, self.position, self.fold.standing.tree, parked, writes)
        self.fold.written()
        self._batched = self.position
        return batch

    def _live(self, events: Iterable[Recorded]) -> list[Recorded]:
        """The events that are not behind a poisonous one; unreadable ones are parked at once."""
        live = []
        for at in events:
            if at.topic in MARKERS or (self.parked.streams and self.parked.covers(at)):
                continue
            if at.event is None:
                self.parked.park(Poison(at, at.error or "unreadable"))
            else:
                live.append(at)
        return live

    async def _run(self, conn: Connection[Any], events: Sequence[Recorded]) -> None:
        erasing = self.fold.erasing(events)
        erased = {at.stream for at in events if self.fold.erases(at)} if erasing else set()
        words = await self.storage.words(conn, erased) if erased else {}
        self.fold.erased |= erased
        steps = self.fold.plan(events, words)
        while steps:
            for collection, ids in self.fold.missing(steps).items():
                self.fold.take(collection, await self.storage.load(conn, collection, ids))
            steps = await self._in_turns(steps)

    async def _in_turns(self, steps: list[Step]) -> list[Step]:
        """Run steps so that whoever waits for this thread, above all what is being written, gets a turn."""
        if len(steps) <= AT_ONCE:
            return self.fold.run(steps)
        later: list[Step] = []
        for start in range(0, len(steps), AT_ONCE):
            later += self.fold.run(steps[start : start + AT_ONCE])
            await asyncio.sleep(0)
        return later

    async def _parking(self, conn: Connection[Any], position: int) -> tuple[dict[UUID, Place], list[Write]]:
        """What was parked, or is no longer, since the last page; rows of these streams change for it."""
        now, before = self.parked.streams, self._stored.streams
        stopped = {stream: place for stream, place in now.items() if before.get(stream) != place}
        freed = before.keys() - now.keys()
        for projection in self.projections if stopped or freed else ():
            if projection.own:
                await self._touch(conn, projection.collection, dict.fromkeys(freed, position))
                await self._touch(conn, projection.collection, {s: p.position for s, p in stopped.items()})
        self._stored = self.parked.copy()
        writes = [Write(UNPARK, [list(freed)])] if freed else []
        if stopped:
            lines = [(stream, *msgspec.structs.astuple(place)) for stream, place in stopped.items()]
            writes.append(Write(PARK, list(zip(*lines, strict=True))))
        return stopped, writes

    async def _touch(self, conn: Connection[Any], collection: str, positions: dict[UUID, int]) -> None:
        missing = positions.keys() - self.fold.held[collection].keys()
        self.fold.take(collection, await self.storage.load(conn, collection, missing))
        for id, position in positions.items():
            self.fold.touch(collection, id, position)

    async def write(self, conn: Connection[Any], batch: Batch) -> None:
        """Write a batch in one transaction. Raises Moved if the tables are not where it begins."""
        async with conn.transaction():
            places = batch.previous, batch.position, batch.tree
            moved = await conn.execute(MOVE, rows.GROUP, *places, rows.CHANNEL)
            if moved != "UPDATE 1":
                raise Moved
            await send(conn, batch.writes)
            faults.point("rows.before-commit")
        faults.point("rows.after-commit")
