"""Read models kept up with the log: all together, the task list against the library's, a rebuild."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from backend.bench.history import BEFORE_TASKS, fill
from backend.bench.library_view import follow
from backend.bench.report import Line, Place
from backend.part import FOLDING, tune_collector
from backend.store.store import Store
from domain.catalog import EVENTS
from projections.catalog import PROJECTIONS
from projections.held import NOBODY
from projections.parking import Place as Parked
from projections.projection import Projection
from projections.rebuild import Rebuild
from projections.runner import Projector
from projections.task import Tasks

FOLLOWED = 200_000
REBUILT = int(os.environ.get("CONGVU_BENCH_EVENTS", "200000"))
"""Events to rebuild from: a million takes some minutes, most of them to make the history."""
MILLION = 1_000_000
BY_LIBRARY = 4_000
"""Events that the library follows, of the tasks alone: one at a time, it would be long at the directory."""
LEAST = 10_000
OF_LIBRARY = 25.0
MOST_SECONDS = 120.0
MARK = """
INSERT INTO congvu_events (originator_id, originator_version, topic, state, notification_id)
SELECT gen_random_uuid(), 1, 'projection.rebuilt', '{}', max(notification_id) + 1 FROM congvu_events
RETURNING notification_id
"""


class TaskList(Tasks):
    """Only the table that lists are read from: rows that nobody subscribes to."""

    def seen_by(self, state: Any) -> str:
        return ""

    def audience(self, id: Any, state: Any, place: frozenset[str]) -> frozenset[str]:
        return NOBODY


class Clock:
    """Seconds from the moment the projector leads until a position is written."""

    def __init__(self, position: int) -> None:
        self._position = position
        self._done = asyncio.Event()
        self.began = self.ended = 0.0
        self.reached = 0

    def leading(self, position: int) -> None:
        """The clock starts."""
        self.began = time.perf_counter()

    def applied(self, position: int, events: int) -> None:
        """The clock stops at the position."""
        if position >= self._position and not self._done.is_set():
            self.ended, self.reached = time.perf_counter(), position
            self._done.set()

    def parked(self, place: Parked) -> None:
        """Nothing in this history is poisonous."""
        raise AssertionError(place)

    async def rate(self) -> float:
        """Events a second, once that is known."""
        await self._done.wait()
        return self.reached / (self.ended - self.began)


async def followed(store: Store, dsn: str, projections: Sequence[Projection[Any]]) -> float:
    """Events a second by our projector, from the start of the log."""
    clock = Clock(min(FOLLOWED, await store.head()))
    task = asyncio.create_task(Projector(store, dsn, projections, watch=clock).run())
    waiting = asyncio.create_task(clock.rate())
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        return await waiting
    finally:
        task.cancel()
        waiting.cancel()
        await asyncio.gather(task, waiting, return_exceptions=True)


async def rebuilt(store: Store, dsn: str) -> float:
    """Seconds of a rebuild on tables that do not have anything yet."""

    async def mark() -> int:
        conn = await asyncpg.connect(dsn)
        try:
            return int(await conn.fetchval(MARK))
        finally:
            await conn.close()

    started = time.perf_counter()
    await Rebuild(store, dsn, PROJECTIONS).run(mark)
    return time.perf_counter() - started


class Logs:
    """One long history, and a fresh copy of it for each measurement."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._filled = ""

    async def fill(self, count: int) -> None:
        """Make the history."""
        dsn = await self._place.database()
        async with await _open(dsn) as store:
            await fill(dsn, store, count)
        self._filled = urlsplit(dsn).path[1:]

    @asynccontextmanager
    async def copy(self) -> AsyncIterator[tuple[Store, str]]:
        """The log and the address of a database that has nothing but it."""
        name = f"{self._filled}_{secrets.token_hex(2)}"
        server = await asyncpg.connect(self._place.server.dsn())
        await server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._filled}" STRATEGY file_copy')
        await server.close()
        dsn = self._place.server.dsn(name)
        async with await _open(dsn) as store:
            yield store, dsn


async def _open(dsn: str) -> Store:
    return await Store.open(dsn, events=EVENTS, master_key=bytes(32))


async def run(place: Place) -> list[Line]:
    """All of it in turn."""
    tune_collector(FOLDING)
    logs = Logs(place)
    await logs.fill(REBUILT)
    async with logs.copy() as (store, dsn):
        together = await followed(store, dsn, PROJECTIONS)
    async with logs.copy() as (store, dsn):
        alone = await followed(store, dsn, [TaskList()])
    async with logs.copy() as (store, dsn):
        await store.reader.learn_keys(
            await store.pool.fetchval("SELECT array_agg(subject) FROM subject_keys")
        )
        library = await asyncio.to_thread(follow, dsn, store.mapper, BEFORE_TASKS, BY_LIBRARY)
    async with logs.copy() as (store, dsn):
        seconds = await rebuilt(store, dsn)
    note = "" if REBUILT == MILLION else f"measured on {REBUILT:,}: {seconds:.1f} s"
    return [
        Line(what="projections, all together with rows", value=together, unit="events/s", least=LEAST),
        Line(
            what="projection of the task list alone",
            value=alone,
            unit="events/s",
            peer="eventsourcing ProjectionRunner",
            peer_value=library,
            least=OF_LIBRARY,
        ),
        Line(
            what="rebuild of 1,000,000 events",
            value=seconds * MILLION / REBUILT,
            unit="s",
            most=MOST_SECONDS,
            note=note,
        ),
    ]
