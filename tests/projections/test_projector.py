"""The projector on a real log: follows it, is elected, survives being cut off, is replaced when it dies."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from backend.store.store import Store
from domain.task.events import TaskEvent
from projections import rows
from projections.catalog import PROJECTIONS
from projections.parking import Place
from projections.rebuild import Rebuild
from projections.runner import Projector
from tests.projections.city import City
from tests.projections.marks import Marks
from tests.projections.tables import VIEWS, Tables

SOON = 30


class Seen:
    """Wakes those who wait for what the projector does."""

    def __init__(self) -> None:
        self.led: list[int] = []
        self.position = 0
        self.places: list[Place] = []
        self._changed = asyncio.Condition()

    def leading(self, position: int) -> None:
        self.led.append(position)
        self._wake()

    def applied(self, position: int, events: int) -> None:
        self.position = position
        self._wake()

    def parked(self, place: Place) -> None:
        self.places.append(place)

    def _wake(self) -> None:
        asyncio.get_running_loop().create_task(self._notify())

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, reached: Callable[[], bool]) -> None:
        """Return when it is so."""
        async with asyncio.timeout(SOON), self._changed:
            await self._changed.wait_for(reached)


@asynccontextmanager
async def running(store: Store, dsn: str, page: int = 2000, **limits: int) -> AsyncIterator[Seen]:
    """A projector at work."""
    seen = Seen()
    task = asyncio.create_task(Projector(store, dsn, PROJECTIONS, watch=seen, page=page, **limits).run())
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_it_forgets_on_the_way_it_finds_again(store: Store, dsn: str, tables: Tables) -> None:
    city = City(22).found().live(200)
    await city.store(store)
    async with running(store, dsn, page=10, batch=30, keep=40) as seen:
        await seen.until(lambda: seen.position == len(city.events))
    found = await tables.values()
    done = await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    assert (done.differed, done.extra) == (0, 0)
    after = await tables.values()
    assert {name: after[name] for name in VIEWS} == {name: found[name] for name in VIEWS}


async def test_it_follows_the_log_and_says_so(store: Store, dsn: str, conn: Any) -> None:
    city = City(21).found().live(80)
    told: asyncio.Queue[str] = asyncio.Queue()
    await conn.add_listener(rows.CHANNEL, lambda *about: told.put_nowait(about[3]))
    async with running(store, dsn) as seen:
        await seen.until(lambda: seen.led == [0])
        await city.store(store)
        await seen.until(lambda: seen.position == len(city.events))
        assert (await rows.head(conn)).position == len(city.events)
        at = 0
        while at < len(city.events):
            previous, _, position = (await asyncio.wait_for(told.get(), SOON)).partition(":")
            assert int(previous) == at, "each notice says what it follows"
            at = int(position)


async def test_it_writes_what_folding_in_one_page_writes(store: Store, dsn: str, tables: Tables) -> None:
    city = City(22).found().live(150)
    await city.store(store)
    async with running(store, dsn, page=13) as seen:
        await seen.until(lambda: seen.position == len(city.events))
    found = await tables.values()
    await _again(tables, await store.read(0, 10_000))
    assert await tables.values() == found


async def test_only_one_leads_and_another_takes_over(store: Store, dsn: str) -> None:
    city = City(23).found()
    await city.store(store)
    async with running(store, dsn) as first:
        await first.until(lambda: first.position == len(city.events))
        async with running(store, dsn) as second:
            city.live(20)
            await city.store(store)
            await first.until(lambda: first.position == len(city.events))
            assert second.led == []
            done = len(city.events)
            await _cut_off(dsn)
            city.live(20)
            await city.store(store)
            leader = await _who(first, second, lambda seen: seen.position == len(city.events))
            assert leader.led[-1] >= done


async def _who(first: Seen, second: Seen, reached: Callable[[Seen], bool]) -> Seen:
    waits = {
        asyncio.create_task(seen.until(lambda seen=seen: reached(seen))): seen for seen in (first, second)
    }
    done, rest = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    return waits[done.pop()]


async def _cut_off(dsn: str) -> None:
    """End the sessions of all projectors on the server."""
    conn = await asyncpg.connect(dsn)
    await conn.execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name LIKE 'congvu projector%' AND datname = current_database()
        """
    )
    await conn.close()


@pytest.mark.parametrize("times", [3])
async def test_being_cut_off_again_and_again_loses_and_doubles_nothing(
    store: Store, dsn: str, tables: Tables, times: int
) -> None:
    city = City(24).found()
    async with running(store, dsn, page=5) as seen:
        for _ in range(times):
            city.live(25)
            await city.store(store)
            await seen.until(lambda: seen.position > 0)
            await _cut_off(dsn)
        await seen.until(lambda: seen.position == len(city.events))
    found = await tables.values()
    await _again(tables, await store.read(0, 10_000))
    assert await tables.values() == found


async def test_a_projector_that_led_connects_anew_as_soon_as_one_that_is_new(
    store: Store, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(28).found()
    limits: list[float] = []

    def least(low: float, high: float) -> float:
        limits.append(high)
        return low

    monkeypatch.setattr(random, "uniform", least)
    async with running(store, dsn) as seen:
        for times in range(1, 4):
            await seen.until(lambda times=times: len(seen.led) == times)
            await _cut_off(dsn)
            city.live(5)
            await city.store(store)
        await seen.until(lambda: len(seen.led) == 4)
    assert limits == [0.05] * 3


async def _again(tables: Tables, events: Any) -> None:
    names = [name for name in await tables.values() if name != "projection_head"]
    await tables.conn.execute("TRUNCATE " + ", ".join(names))
    await tables.conn.execute("UPDATE projection_head SET position = 0, tree = 0")
    await tables.group.open(tables.conn)
    await tables.pages(events, [len(events)])


async def test_a_replay_in_the_log_frees_parked_streams_once_they_can_be_folded(
    store: Store, dsn: str, conn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(25).found().live(40)
    bad = max(city.tasks, key=lambda id: city.nouns[id].version)
    await city.store(store)
    right = TaskEvent.evolve

    def wrong(self: TaskEvent, state: Any) -> Any:
        if self.originator_id == bad:
            raise ZeroDivisionError
        return right(self, state)

    async with running(store, dsn, page=7) as seen:
        with monkeypatch.context() as broken:
            broken.setattr(TaskEvent, "evolve", wrong)
            await seen.until(lambda: seen.position == len(city.events))
            assert [place.version for place in seen.places] == [2]
            first = await Marks(dsn).replay()
            await seen.until(lambda: seen.position == first)
            assert await conn.fetchval("SELECT version FROM parked WHERE stream = $1", bad) == 2
        second = await Marks(dsn).replay()
        await seen.until(lambda: seen.position == second)
    assert await conn.fetchval("SELECT count(*) FROM parked") == 0
    line = await conn.fetchrow("SELECT position, fields FROM row WHERE collection = 'task' AND id = $1", bad)
    assert line["position"] == second
    row = json.loads(line["fields"])
    assert ("stale" in row, row["version"]) == (False, city.nouns[bad].version)


async def test_of_two_parked_streams_a_replay_frees_the_mended_one_alone_and_applies_nothing_twice(
    store: Store, dsn: str, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(26).found().live(40)
    mended, bad = sorted(city.tasks, key=lambda id: city.nouns[id].version)[-2:]
    broken = {mended, bad}
    right = TaskEvent.evolve

    def wrong(self: TaskEvent, state: Any) -> Any:
        if self.originator_id in broken:
            raise ZeroDivisionError
        return right(self, state)

    monkeypatch.setattr(TaskEvent, "evolve", wrong)
    await city.store(store)
    first = max(event.position for event in city.events if event.stream == mended) - 1
    await tables.pages(city.events[:first], [first])
    broken.remove(mended)
    # In one page: an event held back until then, the replay, and a stream that is still poisonous.
    position = await Marks(dsn).replay()
    async with running(store, dsn) as seen:
        await seen.until(lambda: seen.position == position)
    parked = await tables.conn.fetch("SELECT stream FROM parked")
    assert [row["stream"] for row in parked] == [bad]
    row = await tables.row("task", mended)
    assert ("stale" in row, row["version"]) == (False, city.nouns[mended].version)


async def test_a_parked_stream_is_named_in_the_log_lines(
    store: Store, dsn: str, conn: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    city = City(27).found().live(20)
    bad = max(city.tasks, key=lambda id: city.nouns[id].version)
    await city.store(store)
    unreadable = "UPDATE congvu_events SET state = '{' WHERE originator_id = $1 AND originator_version = 2"
    await conn.execute(unreadable, bad)
    async with running(store, dsn) as seen:
        await seen.until(lambda: seen.position == len(city.events))
    assert [place.version for place in seen.places] == [2]
    assert str(bad) in next(line for line in capsys.readouterr().out.splitlines() if "stream-parked" in line)
