"""Read positions in the database: kept once they grow, told by stamp, heard by the other gateway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from projections import rows
from realtime.company import Company, Device
from realtime.readings import Readings
from tests.realtime.world import uid

ROW = "INSERT INTO row (collection, id, position, fields, audience) VALUES ('channel', $1, 1, '{}', '{}')"
AN, CHANNEL, OTHER = uid("an"), uid("channel"), uid("other")


class Gate:
    """A gateway's company with one device, and where its read positions are kept."""

    def __init__(self, pool: asyncpg.Pool[Any]) -> None:
        self.company = Company()
        self.readings = Readings(pool, self.company)
        self.told: asyncio.Queue[Any] = asyncio.Queue()
        self.device = Device(uid(str(id(self))), AN, self.told.put_nowait)
        self.company.join(self.device)


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool[Any]]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=6) as made:
        conn: Any
        async with made.acquire() as conn:
            await rows.create(conn)
        await made.executemany(ROW, [(CHANNEL,), (OTHER,)])
        yield made


async def test_they_only_grow_and_only_of_what_there_is(pool: asyncpg.Pool[Any]) -> None:
    gate = Gate(pool)
    for number in (5, 3):
        gate.company.read(gate.device, [(CHANNEL, number), (uid("nothing"), 1)])
        await gate.readings.keep()
    reads, stamp = await gate.readings.since(AN, None)
    assert reads == [(CHANNEL, 5)]
    assert stamp is not None
    assert await gate.readings.since(uid("binh"), None) == ([], None)


async def test_a_stamp_tells_what_came_after(pool: asyncpg.Pool[Any]) -> None:
    gate = Gate(pool)
    gate.company.read(gate.device, [(CHANNEL, 5)])
    await gate.readings.keep()
    await pool.execute("UPDATE read_position SET changed = now() - interval '1 hour'")
    _, stamp = await gate.readings.since(AN, None)
    gate.company.read(gate.device, [(OTHER, 2)])
    await gate.readings.keep()
    assert {thing for thing, _ in (await gate.readings.since(AN, stamp))[0]} == {CHANNEL, OTHER}
    newest = (await gate.readings.since(AN, None))[1]
    assert (await gate.readings.since(AN, newest))[0] == [(OTHER, 2)]
    assert len((await gate.readings.since(AN, "not a stamp"))[0]) == 2


async def test_another_gateway_hears_of_it(pool: asyncpg.Pool[Any]) -> None:
    here, there = Gate(pool), Gate(pool)
    running = asyncio.create_task(there.readings.run())
    listening = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%congvu_reads%'"
    async with asyncio.timeout(20):
        while not await pool.fetchval(listening):  # noqa: ASYNC110 - another connection's doing
            await asyncio.sleep(0)
        here.company.read(here.device, [(CHANNEL, 8)])
        await here.readings.keep()
        assert (await there.told.get()).reads == [(CHANNEL, 8)]
    assert here.told.empty()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_sights_are_kept_for_those_who_send_pushes(pool: asyncpg.Pool[Any]) -> None:
    gate = Gate(pool)
    gate.company.see(gate.device, True, [CHANNEL])
    await gate.readings.keep()
    assert await pool.fetchval("SELECT subjects FROM device_sight WHERE looking") == [CHANNEL]
    gate.company.leave(gate.device, 0.0)
    await gate.readings.keep()
    assert await pool.fetchval("SELECT count(*) FROM device_sight") == 0
