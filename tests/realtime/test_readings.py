"""Read positions and sights in the database: kept once they grow, told by stamp, else tried again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from domain import official
from projections import rows
from projections.kernel import Metadata, Recorded
from realtime import protocol, readings
from realtime.readings import STALE, Readings
from tests.realtime.phone import Gate, Phone
from tests.realtime.world import uid

ROW = "INSERT INTO row (collection, id, position, fields, audience) VALUES ($1, $2, 1, '{}', '{}')"
AN, CHANNEL, OTHER, NOTICE, TASK = map(uid, ("an", "channel", "other", "notice", "task"))
SIGHTS = "SELECT looking, subjects FROM device_sight"


class Kept(Gate):
    """A gateway with one device, and where its read positions are kept."""

    def __init__(self, name: str, pool: asyncpg.Pool[Any]) -> None:
        super().__init__(name)
        self.mine = self.phone("phone", "an")
        self.readings = Readings(pool, self.company)

    async def read(self, *reads: protocol.ReadUpTo) -> None:
        self.company.read(self.mine.device, reads)
        await self.readings.keep()

    async def leave(self, phone: Phone) -> None:
        self.company.leave(phone.device, 0.0)
        await self.readings.keep()


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool[Any]]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=6) as made:
        conn: Any
        async with made.acquire() as conn:
            await rows.create(conn)
        things = [("channel", CHANNEL), ("talk", OTHER), ("notice", NOTICE), ("task", TASK)]
        await made.executemany(ROW, things)
        yield made


@pytest.fixture
def gate(pool: asyncpg.Pool[Any]) -> Kept:
    return Kept("a", pool)


async def test_they_only_grow(gate: Kept) -> None:
    for number in (5, 3):
        await gate.read((CHANNEL, number))
    reads, stamp = await gate.readings.since(AN, None)
    assert reads == [(CHANNEL, 5)]
    assert stamp is not None
    assert await gate.readings.since(uid("binh"), None) == ([], None)


async def test_kept_are_those_of_conversations_and_notices_that_there_are(gate: Kept) -> None:
    await gate.read((CHANNEL, 1), (OTHER, 1), (NOTICE, 1), (TASK, 1), (uid("nothing"), 1))
    reads, _ = await gate.readings.since(AN, None)
    assert {thing for thing, _ in reads} == {CHANNEL, OTHER, NOTICE}


async def test_a_stamp_tells_what_came_after(gate: Kept, pool: asyncpg.Pool[Any]) -> None:
    await gate.read((CHANNEL, 5))
    await pool.execute("UPDATE read_position SET changed = now() - interval '1 hour'")
    _, stamp = await gate.readings.since(AN, None)
    await gate.read((OTHER, 2))
    assert {thing for thing, _ in (await gate.readings.since(AN, stamp))[0]} == {CHANNEL, OTHER}
    newest = (await gate.readings.since(AN, None))[1]
    assert await gate.readings.since(AN, newest) == ([(OTHER, 2)], newest)
    assert len((await gate.readings.since(AN, "not a stamp"))[0]) == 2


async def test_what_grew_is_told_to_the_other_gateways_who_tell_their_devices(
    pool: asyncpg.Pool[Any],
) -> None:
    here, there = Kept("a", pool), Kept("b", pool)
    here.company.hear(there.id, there.notes.pop(), 0.0)
    here.notes.clear()
    await here.read((CHANNEL, 8))
    await here.read((CHANNEL, 7), (uid("nothing"), 9))
    [note] = here.notes
    there.company.hear(here.id, note, 0.0)
    assert there.mine.told() == [protocol.Reads([(CHANNEL, 8)])]


async def test_who_missed_it_reads_it(pool: asyncpg.Pool[Any]) -> None:
    here, there = Kept("a", pool), Kept("b", pool)
    await there.readings.catch_up()
    await here.read((CHANNEL, 8))
    await there.readings.catch_up()
    assert there.mine.told() == []
    there.company.begin()
    await there.readings.catch_up()
    assert there.mine.told() == [protocol.Reads([(CHANNEL, 8)])]


async def test_gateways_that_write_the_same_at_once_agree(pool: asyncpg.Pool[Any]) -> None:
    gates = [Kept(name, pool) for name in "abc"]
    things = [uid(f"thing {number}") for number in range(200)]
    await pool.executemany(ROW, [("channel", thing) for thing in things])
    for number, gate in enumerate(gates):
        gate.company.read(gate.mine.device, [(thing, number) for thing in (things, things[::-1])[number % 2]])
    await asyncio.gather(*(gate.readings.keep() for gate in gates))
    assert set((await gates[0].readings.since(AN, None))[0]) == {(thing, 2) for thing in things}


async def test_what_cannot_be_written_waits(gate: Kept, pool: asyncpg.Pool[Any]) -> None:
    gate.mine.look(subjects=[CHANNEL])
    await pool.execute("ALTER TABLE read_position RENAME TO away; ALTER TABLE device_sight RENAME TO gone")
    with pytest.raises(asyncpg.UndefinedTableError):
        await gate.read((CHANNEL, 5))
    assert gate.company.reads.of(AN) == [(CHANNEL, 5)]
    await pool.execute("ALTER TABLE away RENAME TO read_position")
    with pytest.raises(asyncpg.UndefinedTableError):
        await gate.readings.keep()
    await pool.execute("ALTER TABLE gone RENAME TO device_sight")
    await gate.readings.keep()
    assert (await gate.readings.since(AN, None))[0] == [(CHANNEL, 5)]
    assert await pool.fetchval(SIGHTS) is True


async def test_who_is_stopped_while_writing_writes_it_later(gate: Kept, pool: asyncpg.Pool[Any]) -> None:
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("LOCK TABLE read_position")
        gate.company.read(gate.mine.device, [(CHANNEL, 5)])
        keeping = asyncio.create_task(gate.readings.keep())
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while not await pool.fetchval(waiting):  # noqa: ASYNC110 - another connection's doing
            await asyncio.sleep(0)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
    await gate.readings.keep()
    assert (await gate.readings.since(AN, None))[0] == [(CHANNEL, 5)]


async def test_sights_are_kept_for_those_who_send_pushes(gate: Kept, pool: asyncpg.Pool[Any]) -> None:
    gate.mine.look(subjects=[CHANNEL, OTHER])
    await gate.readings.keep()
    assert [tuple(row) for row in await pool.fetch(SIGHTS)] == [(True, [CHANNEL, OTHER])]
    gate.mine.look(False)
    await gate.readings.keep()
    assert [tuple(row) for row in await pool.fetch(SIGHTS)] == [(False, [])]
    await gate.leave(gate.mine)
    assert await pool.fetch(SIGHTS) == []


async def test_a_device_that_came_back_elsewhere_is_not_forgotten(pool: asyncpg.Pool[Any]) -> None:
    here, there = Kept("a", pool), Kept("b", pool)
    for gate in (here, there):
        gate.mine.look(subjects=[CHANNEL])
        await gate.readings.keep()
    assert here.mine.device.written is not None
    assert there.mine.device.written - here.mine.device.written > timedelta()
    await here.leave(here.mine)
    assert len(await pool.fetch(SIGHTS)) == 1
    await there.leave(there.mine)
    assert await pool.fetch(SIGHTS) == []


async def test_sights_of_killed_gateways_are_forgotten_one_day(gate: Kept, pool: asyncpg.Pool[Any]) -> None:
    gate.mine.look(subjects=[CHANNEL])
    await gate.readings.keep()
    now = datetime.now(UTC)
    await readings.sweep(pool, now)
    assert len(await pool.fetch(SIGHTS)) == 1
    await readings.sweep(pool, now + STALE + timedelta(minutes=1))
    assert await pool.fetch(SIGHTS) == []


async def test_of_who_was_erased_nothing_is_left(gate: Kept, pool: asyncpg.Pool[Any]) -> None:
    await gate.read((CHANNEL, 5))
    topic = official.Erased.TOPIC
    await readings.effects(pool)[topic](Recorded(1, AN, 2, topic, None, Metadata(command=uid("erase"))))
    assert await gate.readings.since(AN, None) == ([], None)
