"""Rows as they were: at a position, at an instant; a board; the organisation before and after a merger."""

from __future__ import annotations

import json
from datetime import timedelta

import msgspec

from backend.store.store import Store
from domain import unit
from projections.asof import board_at, organisation_at, task_at
from projections.catalog import PROJECTIONS
from tests.projections.city import City
from tests.projections.tables import Tables


async def test_a_task_at_each_position_is_what_the_row_was_then(store: Store, tables: Tables) -> None:
    city = City(41).found().live(60)
    await city.store(store)
    task = max(city.tasks, key=lambda id: city.nouns[id].version)
    for at in await store.read(0, 10_000):
        await tables.apply([at])
        if at.stream == task:
            past = await task_at(store, PROJECTIONS, task, at.position)
            assert json.loads(msgspec.json.encode(past)) == await tables.row("task", task)


async def test_an_instant_counts_by_the_events_own_times(store: Store) -> None:
    city = City(42).found().live(60)
    await city.store(store)
    task = max(city.tasks, key=lambda id: city.nouns[id].version)
    events = await store.stream(task)
    assert await task_at(store, PROJECTIONS, task, events[0].event.timestamp - timedelta(seconds=1)) is None
    for at in events:
        past = await task_at(store, PROJECTIONS, task, at.event.timestamp)
        assert past is not None
        assert past.version == max(e.version for e in events if e.event.timestamp <= at.event.timestamp)


async def test_a_board_fills_as_the_slider_moves(store: Store) -> None:
    city = City(43).found(6)
    directive = city.direct()
    assert directive is not None
    city.live(80)
    await city.store(store)
    head = await store.head()
    issued = (await store.stream(directive))[0].position
    assert await board_at(store, PROJECTIONS, directive, issued - 1) is None
    first = await board_at(store, PROJECTIONS, directive, issued)
    assert first is not None
    assert (len(first[0].units), first[1]) == (3, {})
    last = await board_at(store, PROJECTIONS, directive, head)
    assert last is not None
    for task, line in last[1].items():
        state = city.nouns[task].state
        assert (line.state, line.percent, line.answers) == (state.status, state.percent, state.answers)


async def test_the_organisation_before_and_after_a_merger(store: Store) -> None:
    city = City(44).found(2)
    _, first, second = city.units
    before = len(city.events)
    city.run(unit.Merge(unit=first, into=second))
    await city.store(store)
    for position, state, names in ((before, "active", 0), (before + 1, "merged", 1)):
        past = await organisation_at(store, PROJECTIONS, city.units, position)
        assert past.rows("unit")[first].state == state
        assert len(past.rows("unit")[second].former_names) == names
