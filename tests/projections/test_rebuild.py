"""A rebuild finds nothing to do on true tables, mends damaged ones, and moves only what differed."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from backend.store.store import Store
from domain.task.events import TaskEvent
from projections import rows
from projections.catalog import PROJECTIONS
from projections.fold import Poison
from projections.rebuild import ASIDE, Rebuild
from tests.projections.city import City
from tests.projections.marks import Marks
from tests.projections.tables import VIEWS, Tables


@pytest.fixture
async def city(store: Store, tables: Tables) -> City:
    city = City(31).found().live(150)
    await city.store(store)
    await tables.pages(await store.read(0, 10_000), [40])
    return city


def without_head(values: dict[str, Any]) -> dict[str, Any]:
    return {name: lines for name, lines in values.items() if name != "projection_head"}


async def test_what_is_built_aside_equals_what_was_built_page_by_page(
    city: City, store: Store, dsn: str, tables: Tables
) -> None:
    await Rebuild(store, dsn, PROJECTIONS, page=70).build(tables.conn)
    built = await tables.values(ASIDE)
    found = await tables.values()
    for name in ("row", "row_scope", "person_scope", "person_below", "unit_closure", *VIEWS):
        assert built[name] == found[name], name


async def test_true_tables_stay_as_they_are(city: City, store: Store, dsn: str, tables: Tables) -> None:
    before = without_head(await tables.values())
    generation = (await rows.head(tables.conn)).generation
    done = await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    assert (done.differed, done.extra) == (0, 0)
    assert without_head(await tables.values()) == before
    head = await rows.head(tables.conn)
    assert (head.position, head.generation) == (done.position, generation)


async def test_damage_is_mended_at_a_new_position_and_the_rest_keeps_its_own(
    city: City, store: Store, dsn: str, tables: Tables, conn: Any
) -> None:
    before = without_head(await tables.values())
    wrong, missing = city.tasks[0], city.tasks[1]
    stray = UUID(int=77)
    await conn.execute(
        """UPDATE row SET fields = '{"title": "sai"}' WHERE id = $1 AND collection = 'task'""", wrong
    )
    await conn.execute("DELETE FROM row WHERE id = $1 AND collection = 'task'", missing)
    await conn.execute(
        "INSERT INTO row SELECT 'task', $1, position, fields, rest, '{all}' FROM row WHERE id = $2 LIMIT 1",
        stray,
        city.tasks[2],
    )
    await conn.execute("INSERT INTO row_scope VALUES ('all', 'task', $1, 5, false)", stray)
    await conn.execute("DELETE FROM task_view WHERE id = $1", missing)
    done = await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    assert (done.differed, done.extra) == (2, 1)
    after = without_head(await tables.values())
    moved = {line[:2] for line in after["row"] if line[2] == done.position}
    assert moved == {("task", wrong), ("task", missing)}
    assert await tables.scopes("task", stray) == {"all": (done.position, True)}
    unmoved = [line[:2] + line[3:] for line in after["row"]]
    assert unmoved == [line[:2] + line[3:] for line in before["row"]]
    for name in ("unit_closure", "person_scope", *VIEWS):
        assert after[name] == before[name], name


async def test_the_projector_starts_over_from_where_a_rebuild_left(
    city: City, store: Store, dsn: str, tables: Tables
) -> None:
    await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    await tables.group.open(tables.conn)
    city.live(30)
    await city.store(store)
    behind = await store.read(tables.group.position, 10_000)
    await tables.pages(behind, [9])
    done = await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    assert (done.differed, done.extra) == (0, 0)


async def test_another_schema_of_rows_moves_the_generation(
    city: City, store: Store, dsn: str, tables: Tables, conn: Any
) -> None:
    await conn.execute("UPDATE projection_head SET schema = 'yesterday'")
    before = await rows.head(conn)
    await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    assert (await rows.head(conn)).generation == before.generation + 1


async def test_tables_of_another_program_are_made_anew(
    city: City, store: Store, dsn: str, tables: Tables, conn: Any
) -> None:
    before = await tables.values()
    assert await tables.group.renew(conn) is False
    await conn.execute("ALTER TABLE task_view DROP COLUMN title")
    await conn.execute("UPDATE projection_head SET built = 'yesterday'")
    assert await tables.group.renew(conn) is True
    assert (await rows.head(conn)).position == 0
    await tables.group.open(conn)
    await tables.pages(await store.read(0, 10_000), [90])
    assert await tables.values() == before, "and devices go on where they were"


async def test_a_rebuild_replaces_typed_tables_of_another_program(
    city: City, store: Store, dsn: str, tables: Tables, conn: Any
) -> None:
    before = without_head(await tables.values())
    await conn.execute("ALTER TABLE task_view DROP COLUMN title")
    await conn.execute("UPDATE projection_head SET built = 'yesterday'")
    done = await Rebuild(store, dsn, PROJECTIONS).run(Marks(dsn).rebuilt)
    assert done.differed == 0
    assert without_head(await tables.values()) == before


async def test_purged_tombstones_raise_the_floor(city: City, tables: Tables, conn: Any) -> None:
    gone = await conn.fetchval("SELECT max(position) FROM row_scope WHERE gone")
    live = await conn.fetchval("SELECT count(*) FROM row_scope WHERE NOT gone")
    assert gone is not None
    await rows.purge(conn, gone - 1)
    assert await conn.fetchval("SELECT min(position) FROM row_scope WHERE gone") == gone
    assert await conn.fetchval("SELECT count(*) FROM row_scope WHERE NOT gone") == live
    assert (await rows.head(conn)).floor == gone - 1


async def test_a_stream_that_cannot_be_folded_is_parked_and_the_rest_rebuilt(
    city: City, store: Store, dsn: str, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = max(city.tasks, key=lambda id: city.nouns[id].version)
    before = await tables.values()
    right = TaskEvent.evolve

    def wrong(self: TaskEvent, state: Any) -> Any:
        if self.originator_id == bad:
            raise ZeroDivisionError
        return right(self, state)

    monkeypatch.setattr(TaskEvent, "evolve", wrong)
    done = await Rebuild(store, dsn, PROJECTIONS, page=30).run(Marks(dsn).rebuilt)
    assert done.parked == 1
    assert await tables.conn.fetchval("SELECT version FROM parked WHERE stream = $1", bad) == 2
    row = await tables.row("task", bad)
    assert (row["stale"], row["version"]) == (True, 1)
    others = [line for line in before["row"] if line[0] == "task" and line[1] != bad]
    assert others == [line for line in (await tables.values())["row"] if line[0] == "task" and line[1] != bad]


async def test_nothing_is_read_any_more_once_an_event_could_not_be_folded(
    city: City, store: Store, dsn: str, conn: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(self: TaskEvent, state: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(TaskEvent, "evolve", wrong)
    before = asyncio.all_tasks()
    with pytest.raises(Poison):
        await Rebuild(store, dsn, PROJECTIONS, page=5).build(conn)
    assert asyncio.all_tasks() <= before
