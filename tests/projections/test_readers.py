"""What the gateway reads: changes since a position, pages of a scope, windows of what lies below."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.kernel import ALL, below_scope, desk_scope
from projections import rows
from tests.projections.city import City
from tests.projections.tables import Tables


@pytest.fixture
async def city(tables: Tables) -> City:
    city = City(11).found().live(120)
    await tables.pages(city.events, [25])
    return city


async def test_a_head_that_was_never_written_is_zero(conn: Any) -> None:
    await conn.execute("DELETE FROM projection_head")
    head = await rows.head(conn)
    assert (head.position, head.generation, head.tree, head.floor) == (0, 0, 0, 0)


async def test_pages_of_a_scope_and_its_changes_from_zero_are_the_same_rows(city: City, conn: Any) -> None:
    head = await rows.head(conn)
    for scope in (ALL, desk_scope(city.units[1]), below_scope(city.units[0])):
        paged: list[rows.ScopedRow] = []
        last: tuple[str, UUID] | None = None
        while page := await rows.page(conn, scope, last, head.position, 7):
            paged += page
            last = (page[-1].collection, page[-1].id)
        changed = [row for row in await rows.changes(conn, [scope], 0, head.position) if not row.gone]
        key = [(row.collection, row.id, row.position, row.fields) for row in paged]
        assert key == sorted(key)
        assert key == sorted((row.collection, row.id, row.position, row.fields) for row in changed)


async def test_since_gives_each_changed_row_with_all_its_scopes(city: City, conn: Any) -> None:
    head = await rows.head(conn)
    changed, people = await rows.since(conn, 0, head.position)
    assert [row.position for row in changed] == sorted(row.position for row in changed)
    by_key = {(row.collection, row.id): row for row in changed}
    scoped = await rows.changes(
        conn, list({scope for row in changed for scope in row.scopes}), 0, head.position
    )
    standing = [row for row in scoped if not row.scope.startswith(rows.BELOW)]
    assert standing
    for row in standing:
        found = by_key[(row.collection, row.id)]
        assert row.scope in (found.left if row.gone else found.scopes)
    assert people
    assert await rows.since(conn, head.position, head.position) == ([], [])


async def test_since_tells_of_a_row_that_lost_all_who_saw_it_and_of_none_that_nobody_saw(
    city: City, conn: Any
) -> None:
    head = await rows.head(conn)
    changed, _ = await rows.since(conn, 0, head.position)
    told = {(row.collection, row.id) for row in changed}
    silent = await conn.fetch("SELECT collection, id FROM row WHERE audience = '{}'")
    left = {(row[0], row[1]) for row in await conn.fetch("SELECT collection, id FROM row_scope WHERE gone")}
    unseen = {(row[0], row[1]) for row in silent}
    assert unseen - left
    assert not (unseen - left) & told
    assert set() < unseen & left <= told
    assert all(row.left and not row.scopes for row in changed if (row.collection, row.id) in unseen)


async def test_a_window_has_the_newest_rows_first(city: City, conn: Any) -> None:
    window = await rows.window(conn, below_scope(city.units[0]), 10)
    positions = [row.position for row in window]
    assert len(window) == 10
    assert positions == sorted(positions, reverse=True)
