"""The table of stretches says how each task counted, and from when until when, whatever happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from backend.store.store import Store
from domain import official
from domain.task import commands as tasks
from domain.task.events import Created, TaskEvent
from domain.task.state import State
from projections.catalog import PROJECTIONS
from projections.kernel import Recorded
from projections.rebuild import Rebuild
from projections.stretch import TaskStretches, original_in_time
from projections.tables import FOREVER
from tests.projections.city import City
from tests.projections.marks import Marks
from tests.projections.tables import Tables
from tests.projections.test_poison import marked

Line = tuple[Any, ...]
TABLE = TaskStretches.stretches


def stretches(events: Sequence[Recorded]) -> list[Line]:
    """The lines of the tasks of a log, said plainly: each state that counts otherwise than the one before."""
    states: dict[UUID, State] = {}
    lines: dict[UUID, list[list[Any]]] = {}
    for at in events:
        if isinstance(at.event, Created):
            states[at.stream] = at.event.begin()
        elif isinstance(at.event, TaskEvent):
            states[at.stream] = at.event.evolve(states[at.stream])
        else:
            continue
        told = lines.setdefault(at.stream, [])
        values = list(TaskStretches().part(at.stream, states[at.stream]))
        moment = at.event.timestamp
        if told and told[-1][4:] == values:
            continue
        if told:
            moment = max(
                moment,
                *(e.event.timestamp for e in events if e.stream == at.stream and e.version < at.version),
            )
            told[-1][3] = moment
        told.append([at.stream, at.version, moment, FOREVER, *values])
    return sorted((tuple(line) for told in lines.values() for line in told), key=repr)


async def stored(tables: Tables, schema: str = "public") -> list[Line]:
    """The lines as they are stored."""
    found = await tables.conn.fetch(f"SELECT * FROM {schema}.{TABLE.name}")
    return sorted((tuple(line) for line in found), key=repr)


class Hurried(City):
    """A city whose clocks stand still for a while, and now and then are some minutes behind."""

    def run(self, command: Any, who: UUID | None = None, seat: Any = None) -> UUID | None:
        chance = self.random.random()
        self.now -= timedelta(minutes=1 if chance < 0.5 else 9 if chance < 0.55 else 0)
        return super().run(command, who, seat)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", [City, Hurried])
@pytest.mark.parametrize("sizes", [[1, 3, 40], [500]])
async def test_a_line_for_each_stretch(tables: Tables, seed: int, kind: type[City], sizes: list[int]) -> None:
    city = kind(seed).found().live(150)
    await tables.pages(city.events, sizes)
    assert await stored(tables) == stretches(city.events)


async def test_stretches_of_a_task_meet_and_one_is_open(tables: Tables) -> None:
    city = Hurried(3).found().live(200)
    await tables.pages(city.events, [7, 60])
    by_task: dict[UUID, list[Line]] = {}
    for line in await tables.conn.fetch(f"SELECT * FROM {TABLE.name} ORDER BY id, version"):
        by_task.setdefault(line[0], []).append(tuple(line))
    assert by_task.keys() == set(city.tasks)
    for lines in by_task.values():
        assert [line[3] for line in lines[:-1]] == [line[2] for line in lines[1:]]
        assert [line[3] is FOREVER or line[3] == FOREVER for line in lines] == [False] * (len(lines) - 1) + [
            True
        ]
        since: list[datetime] = [line[2] for line in lines]
        assert since == sorted(since)


async def test_an_erasure_moves_no_stretch(tables: Tables) -> None:
    city = City(5).found().live(80)
    await tables.pages(city.events, [30])
    before = await stored(tables)
    written = len(city.events)
    for person in city.people:
        city.run(official.Leave(official=person))
        city.run(official.Erase(official=person))
    await tables.pages(city.events[written:], [30])
    assert await stored(tables) == before


async def test_a_rebuild_mends_what_was_damaged(store: Store, dsn: str, tables: Tables, conn: Any) -> None:
    city = City(6).found().live(150)
    await city.store(store)
    await tables.pages(await store.read(0, 10_000), [40])
    before = await stored(tables)
    task = max(city.tasks, key=lambda id: city.nouns[id].version)
    await conn.execute("DELETE FROM stretch_view WHERE id = $1 AND until = 'infinity'", task)
    await conn.execute("UPDATE stretch_view SET until = 'infinity' WHERE id = $1", task)
    await conn.execute("UPDATE stretch_view SET status = 'accepted' WHERE id = $1", city.tasks[0])
    await conn.execute(
        "INSERT INTO stretch_view (id, version, since, until) VALUES ($1, 99, now(), 'infinity')", task
    )
    await Rebuild(store, dsn, PROJECTIONS, page=70).run(Marks(dsn).rebuilt)
    assert await stored(tables) == before
    await tables.group.open(tables.conn)
    city.live(40)
    await city.store(store)
    await tables.pages(await store.read(tables.group.position, 10_000), [9])
    assert await stored(tables) == stretches(city.events)


async def test_what_happens_while_a_rebuild_folds_is_brought_in(
    store: Store, dsn: str, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(7).found().live(100)
    await city.store(store)

    class Late(Rebuild):
        async def build(self, conn: Any) -> None:
            await super().build(conn)
            city.live(60)
            await city.store(store)

    await Late(store, dsn, PROJECTIONS, page=30).run(Marks(dsn).rebuilt)
    assert await stored(tables) == stretches(city.events)


async def test_a_parked_stream_goes_on_from_its_last_stretch(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(8).found().live(120)
    bad = max(city.tasks, key=lambda id: city.nouns[id].version)
    right = TaskEvent.evolve

    def wrong(self: TaskEvent, state: State) -> State:
        if self.originator_id == bad and self.originator_version == 3:
            raise ZeroDivisionError
        return right(self, state)

    with monkeypatch.context() as patch:
        patch.setattr(TaskEvent, "evolve", wrong)
        await tables.pages(city.events, [25])
    assert await stored(tables) == stretches([e for e in city.events if e.stream != bad or e.version < 3])
    place = tables.group.parked.free()[bad]
    retried = [event for event in city.events if event.stream == bad and event.version >= place.version]
    await tables.apply([marked(len(city.events) + 1)], retried)
    assert await stored(tables) == stretches(city.events)


def test_the_first_deadline_counts_as_much_later_as_the_assigner_kept_it() -> None:
    city = City(9).found()
    who, seat = city.acting(city.posts[1])
    deadline = city.now + timedelta(hours=2)
    task = city.run(tasks.Assign(title="Bơm nước", lead=seat, urgency="flash", deadline=deadline), who, seat)
    assert task is not None
    assert original_in_time(city.nouns[task].state) is None
    city.run(tasks.ChangeDeadline(task=task, deadline=deadline + timedelta(days=1)), who, seat)
    city.now = deadline + timedelta(hours=1)
    city.run(tasks.Submit(task=task, text="Đã xong"), who, seat)
    city.run(tasks.Complete(task=task), who, seat)
    state = cast(State, city.nouns[task].state)
    assert (state.status, state.in_time, original_in_time(state)) == ("completed", True, False)
