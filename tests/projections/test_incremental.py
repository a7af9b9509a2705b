"""A random history gives the same tables wherever pages end, and they say what the aggregates say."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from domain.directive.state import audience as directive_audience
from domain.organisation import Organisation, scopes
from domain.task.state import audience
from domain.task.task import Task
from projections import write
from projections.group import Moved
from projections.task import Tasks
from tests.projections.city import City
from tests.projections.tables import Tables


def organisation(city: City) -> Organisation:
    """The organisation by the aggregates' own facts."""
    found = Organisation()
    for position, draft in enumerate(city.waiting, 1):
        found.apply(position, draft.facts)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_same_tables_wherever_pages_end(tables: Tables, seed: int) -> None:
    city = City(seed).found().live(150)
    await tables.pages(city.events, [len(city.events)])
    whole = await tables.values()
    await begin_anew(tables)
    await tables.pages(city.events, [1, 2, 3, 7, 1, 40])
    assert await tables.values() == whole


async def begin_anew(tables: Tables) -> None:
    names = [name for name in await tables.values() if name != "projection_head"]
    await tables.conn.execute("TRUNCATE " + ", ".join(names))
    await tables.conn.execute("UPDATE projection_head SET position = 0, tree = 0")
    await tables.group.open(tables.conn)


async def test_the_same_tables_when_nothing_stays_in_memory_and_all_lines_are_copied(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = City(8).found().live(150)
    await tables.pages(city.events, [len(city.events)])
    whole = await tables.values()
    assert "talk" in {line[0] for line in whole["row"]}
    await begin_anew(tables)
    monkeypatch.setattr(write, "MANY", 1)
    for start in range(0, len(city.events), 9):
        await tables.pages(city.events[start : start + 9], [9])
        await tables.group.open(tables.conn)
    assert await tables.values() == whole


async def test_a_talk_is_kept_once_something_is_said(tables: Tables, conn: Any) -> None:
    city = City(5).found()
    silent, task = city.assign(), city.assign()
    assert task != silent is not None
    city.say(task)
    await tables.pages(city.events, [4])
    assert [row[0] for row in await conn.fetch("SELECT id FROM row WHERE collection = 'talk'")] == [task]


@pytest.mark.parametrize("seed", [4, 5])
async def test_rows_say_what_the_aggregates_say(tables: Tables, seed: int) -> None:
    city = City(seed).found().live(200)
    await tables.pages(city.events, [17, 5])
    for id in city.tasks:
        task: Task = city.nouns[id]
        shown = await tables.row("task", id)
        assert shown == json.loads(msgspec.json.encode(Tasks().present(id, task.state)))
        live = {scope for scope, (_, gone) in (await tables.scopes("task", id)).items() if not gone}
        assert live == audience(task.state)
        entries = (await tables.row("timeline", id))["entries"]
        assert [entry["version"] for entry in entries] == list(range(1, task.version + 1))[-50:]
    for id in city.directives:
        live = {scope for scope, (_, gone) in (await tables.scopes("directive", id)).items() if not gone}
        assert live == directive_audience(city.nouns[id].state)


@pytest.mark.parametrize("seed", [6, 7])
async def test_people_hold_the_scopes_of_the_organisation(tables: Tables, conn: Any, seed: int) -> None:
    city = City(seed).found().live(200)
    await tables.pages(city.events, [23])
    known = organisation(city)
    for person in city.people:
        lines = await conn.fetch("SELECT scope FROM person_scope WHERE official = $1 AND NOT gone", person)
        assert {line[0] for line in lines} == scopes(person, known)
    pairs = await conn.fetch("SELECT ancestor, descendant FROM unit_closure")
    assert {tuple(pair) for pair in pairs} == {
        (ancestor, unit) for unit in city.units for ancestor in known.ancestors(unit)
    }


async def test_figures_add_up_to_the_tasks(tables: Tables, conn: Any) -> None:
    city = City(8).found().live(300)
    await tables.pages(city.events, [31])
    for unit in city.units:
        states = [city.nouns[id].state for id in city.tasks]
        mine = [state for state in states if state.lead.unit == unit]
        if not mine:
            continue
        figure = await tables.row("figure", unit)
        assert sum(figure["open"].values()) == sum(state.open for state in mine)
        assert figure["doneInTime"] == sum(state.in_time is True for state in mine)
        assert figure["declined"] == sum(state.status == "declined" for state in mine)


async def test_a_page_is_refused_when_somebody_else_moved_the_position(tables: Tables, conn: Any) -> None:
    city = City().found()
    await tables.apply(city.events[:5])
    batch = await tables.group.apply(conn, city.events[5:9])
    await conn.execute("UPDATE projection_head SET position = 7")
    before = await tables.values()
    with pytest.raises(Moved):
        await tables.group.write(conn, batch)
    assert await tables.values() == before
