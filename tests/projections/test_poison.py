"""An event that cannot be folded stops its own stream, and nothing else; a replay goes on after the fix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.task import commands as tasks
from domain.task.events import Reported
from projections.kernel import Recorded
from tests.projections.city import City
from tests.projections.tables import Tables

History = tuple[City, UUID, UUID]


@pytest.fixture
def history() -> History:
    """A city, and two tasks of which the first was reported at 13 percent, then at 50."""
    city = City().found()
    who, seat = city.acting(city.posts[1])
    made = []
    for title in ("Bơm nước", "Cấp cứu"):
        command = tasks.Assign(title=title, lead=seat, urgency="flash", deadline=city.deadline())
        task = city.run(command, who, seat)
        assert task is not None
        made.append(task)
    for percent in (13, 50):
        for task in made:
            reported = 14 if percent == 13 and task == made[1] else percent
            city.run(tasks.Report(task=task, percent=reported, text="Đang làm"), who, seat)
    return city, made[0], made[1]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, history: History) -> Iterator[pytest.MonkeyPatch]:
    """A program in which reports of 13 percent cannot be folded; undo it for the fix."""
    right = Reported.change

    def wrong(self: Reported, state: Any) -> Any:
        if self.percent == 13:
            raise ZeroDivisionError
        return right(self, state)

    with monkeypatch.context() as patch:
        patch.setattr(Reported, "change", wrong)
        yield patch


async def test_a_handler_that_raises_parks_its_stream_alone(
    tables: Tables, conn: Any, broken: pytest.MonkeyPatch, history: History
) -> None:
    city, bad, good = history
    await tables.apply(city.events)
    stopped = await tables.row("task", bad)
    assert (stopped["stale"], stopped["percent"]) == (True, 0)
    assert (await tables.row("timeline", bad))["stale"] is True
    went_on = await tables.row("task", good)
    assert ("stale" in went_on, went_on["percent"]) == (False, 50)
    place = await conn.fetchrow("SELECT version, topic, reason FROM parked WHERE stream = $1", bad)
    assert (place["version"], place["topic"]) == (3, "task.reported")
    assert "ZeroDivisionError" in place["reason"]


async def test_wherever_pages_end_a_poisoned_stream_leaves_the_same_tables(
    tables: Tables, conn: Any, broken: pytest.MonkeyPatch, history: History
) -> None:
    city, _, _ = history
    await tables.pages(city.events, [len(city.events)])
    whole = await tables.values()
    await conn.execute("TRUNCATE " + ", ".join(name for name in whole if name != "projection_head"))
    await conn.execute("UPDATE projection_head SET position = 0, tree = 0")
    await tables.group.open(conn)
    await tables.pages(city.events, [1, 4, 2])
    assert await tables.values() == whole


async def test_an_unreadable_event_parks_its_stream(tables: Tables, history: History) -> None:
    city, bad, good = history
    at = next(n for n, event in enumerate(city.events) if event.stream == bad and event.version == 2)
    events = [*city.events]
    events[at] = replace(events[at], event=None, error="ValueError: no such field")
    await tables.pages(events, [6])
    assert (await tables.row("task", bad))["stale"] is True
    assert (await tables.row("task", good))["percent"] == 50


async def test_after_the_fix_a_replay_goes_on_at_a_new_position(
    tables: Tables, conn: Any, broken: pytest.MonkeyPatch, history: History
) -> None:
    city, bad, _ = history
    await tables.apply(city.events)
    broken.undo()
    place = tables.group.parked.free()[bad]
    retried = [event for event in city.events if event.stream == bad and event.version >= place.version]
    marker = marked(len(city.events) + 1)
    await tables.apply([marker], retried)
    row = await tables.row("task", bad)
    assert ("stale" in row, row["percent"]) == (False, 50)
    assert await conn.fetchval("SELECT count(*) FROM parked") == 0
    position = await conn.fetchval("SELECT position FROM row WHERE collection = 'task' AND id = $1", bad)
    assert position == marker.position


async def test_a_replay_without_a_fix_leaves_the_stream_parked(
    tables: Tables, conn: Any, broken: pytest.MonkeyPatch, history: History
) -> None:
    city, bad, _ = history
    await tables.apply(city.events)
    before = await conn.fetchrow("SELECT * FROM parked")
    place = tables.group.parked.free()[bad]
    retried = [event for event in city.events if event.stream == bad and event.version >= place.version]
    await tables.apply([marked(len(city.events) + 1)], retried)
    after = await conn.fetchrow("SELECT * FROM parked")
    assert (after["stream"], after["version"]) == (before["stream"], before["version"])
    assert (await tables.row("task", bad))["stale"] is True


def marked(position: int) -> Recorded:
    """The event that asks for a replay."""
    city = City().found(0)
    return replace(
        city.events[0], position=position, topic="projection.replay", event=None, stream=UUID(int=9)
    )
