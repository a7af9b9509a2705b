"""Read models kept up with the log: all together, the task list against the library's, a rebuild."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from backend.bench.history import EVENTS_OF_A_TASK, fill
from backend.bench.library_view import follow
from backend.bench.report import Line, Place
from backend.part import tune_collector
from backend.store.store import Store
from domain.catalog import EVENTS
from projections.catalog import PROJECTIONS
from projections.held import NOBODY
from projections.parking import Place as Parked
from projections.projection import Projection
from projections.rebuild import Rebuild
from projections.runner import Projector
from projections.task import Tasks

ALL_TOGETHER = 60_000
REBUILT = 200_000
MILLION = 1_000_000
BY_LIBRARY = 2_000
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

    def leading(self, position: int) -> None:
        """The clock starts."""
        self.began = time.perf_counter()

    def applied(self, position: int, events: int) -> None:
        """The clock stops at the position."""
        if position >= self._position:
            self.ended = time.perf_counter()
            self._done.set()

    def parked(self, place: Parked) -> None:
        """Nothing in this history is poisonous."""
        raise AssertionError(place)

    async def wait(self) -> float:
        """The seconds, once they are known."""
        await self._done.wait()
        return self.ended - self.began


async def followed(store: Store, dsn: str, projections: Sequence[Projection[Any]], count: int) -> float:
    """Events a second by our projector, from the start of the log."""
    clock = Clock(count)
    task = asyncio.create_task(Projector(store, dsn, projections, watch=clock).run())
    waiting = asyncio.create_task(clock.wait())
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        return count / await waiting
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


@asynccontextmanager
async def filled(place: Place, count: int) -> Any:
    """A log of `count` events in a fresh database."""
    dsn = await place.database()
    async with await Store.open(dsn, events=EVENTS, master_key=bytes(32)) as store:
        await fill(dsn, store, count)
        yield store, dsn


async def run(place: Place) -> list[Line]:
    """All of it in turn."""
    tune_collector()
    async with filled(place, ALL_TOGETHER) as (store, dsn):
        together = await followed(store, dsn, PROJECTIONS, ALL_TOGETHER)
    async with filled(place, ALL_TOGETHER) as (store, dsn):
        alone = await followed(store, dsn, [TaskList()], ALL_TOGETHER)
    library = await asyncio.to_thread(follow, await place.database(), BY_LIBRARY, EVENTS_OF_A_TASK)
    async with filled(place, REBUILT) as (store, dsn):
        seconds = await rebuilt(store, dsn)
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
            note=f"measured on {REBUILT:,}: {seconds:.1f} s",
        ),
    ]
