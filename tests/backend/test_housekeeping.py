"""What is kept for a time is kept that long, and no longer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend import housekeeping
from backend.housekeeping import ANSWERS, TOMBSTONES, position_at, sweep
from backend.store.store import Store
from projections import rows
from projections.catalog import PROJECTIONS
from projections.runner import Projector
from tests.graphql.conftest import Until
from tests.projections.city import City

AGED = "UPDATE congvu_events SET recorded_at = $1::timestamptz + notification_id * interval '1 minute'"


async def projected(store: Store, dsn: str) -> City:
    city = City().found().live(220)
    await city.store(store)
    until = Until()
    projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS, watch=until).run())
    await until.reach(await store.head())
    projecting.cancel()
    await asyncio.gather(projecting, return_exceptions=True)
    return city


async def test_the_position_of_a_moment(store: Store, dsn: str) -> None:
    await projected(store, dsn)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    await store.pool.execute(AGED, start)
    head = await store.head()
    for position in (0, 1, 7, head - 1, head):
        moment = start + timedelta(minutes=position, seconds=1)
        assert await position_at(store.pool, moment, head) == position


async def test_old_tombstones_and_answers_go_and_young_ones_stay(store: Store, dsn: str) -> None:
    await projected(store, dsn)
    now = datetime.now(UTC)
    head = await store.head()
    middle = head // 2
    await store.pool.execute(AGED, now - TOMBSTONES - timedelta(minutes=middle))
    old = "UPDATE command_results SET recorded_at = $1 WHERE position <= $2"
    await store.pool.execute(old, now - ANSWERS - timedelta(days=1), middle)
    before = await counts(store, middle)
    assert min(before) > 0, "there is something to forget and something to keep"
    await sweep(store, now)
    assert await counts(store, middle) == (0, before[1], 0, before[3])
    async with store.pool.acquire() as conn:
        assert (await rows.head(conn)).floor in (middle - 1, middle)


async def test_a_sweep_that_lost_the_database_is_made_up_for_at_once(
    store: Store, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await projected(store, dsn)
    lost, swept = [ConnectionResetError(), asyncpg.InterfaceError("closed")], asyncio.Event()

    async def unsteady(store: Store, now: datetime) -> None:
        if lost:
            raise lost.pop()
        await sweep(store, now)
        swept.set()

    monkeypatch.setattr(housekeeping, "sweep", unsteady)
    keeping = asyncio.create_task(housekeeping.keep_swept(store))
    try:
        await asyncio.wait_for(swept.wait(), 20)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def counts(store: Store, middle: int) -> tuple[int, ...]:
    """Old and young tombstones, old and young answers."""
    statement = """
        SELECT (SELECT count(*) FROM row_scope WHERE gone AND position < $1),
               (SELECT count(*) FROM row_scope WHERE gone AND position > $1),
               (SELECT count(*) FROM command_results WHERE position <= $1),
               (SELECT count(*) FROM command_results WHERE position > $1)
    """
    found: asyncpg.Record = await store.pool.fetchrow(statement, middle)
    return tuple(found)
