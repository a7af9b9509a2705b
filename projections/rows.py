"""The sync tables: what the projector writes and the gateway reads, all true at one position.

Every reader runs in the caller's REPEATABLE READ transaction. `upto` is always a head that was read there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection

from domain.kernel import below_scope
from projections.ddl import DDL, views

CHANNEL = "congvu_rows"
GROUP = "rows"
BELOW = below_scope(UUID(int=0))[:-36]

HEAD = """
SELECT h.position, h.generation, m.epoch::text || '-' || CASE
    WHEN pg_is_in_recovery() THEN (SELECT timeline_id FROM pg_control_checkpoint())
    ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END, h.tree, h.floor
FROM store_meta m LEFT JOIN projection_head h ON h.name = $1
"""


GONE = b"null"
"""Instead of the fields of a row that nobody sees any more."""

EACH_ROW = """CROSS JOIN LATERAL (
    SELECT position, fields FROM row_shown WHERE collection = s.collection AND id = s.id LIMIT 1
) r"""
"""The row of each key in `s`. A plain join may make the view's rows (timelines) for all that there are."""


class Head(msgspec.Struct, frozen=True):
    """Where the rows are: position, generation of their schema, epoch of the log.

    `tree` is the position at which the tree of units last changed: what a `below:` scope opened before covers
    may have changed since, so it is filled anew. Tombstones up to `floor` are no longer kept: an older cursor
    must reset.
    """

    position: int
    generation: int
    epoch: str
    tree: int
    floor: int


class ScopedRow(msgspec.Struct, frozen=True):
    """A row as one scope sees it; `fields` (JSON) is None when the row is gone from that scope."""

    collection: str
    id: UUID
    position: int
    scope: str
    gone: bool
    fields: bytes | None


class ChangedRow(msgspec.Struct, frozen=True):
    """A row that changed, with every scope that has it now and every scope that it left meanwhile."""

    collection: str
    id: UUID
    position: int
    fields: bytes
    scopes: tuple[str, ...]
    left: tuple[str, ...]


class ScopeChange(msgspec.Struct, frozen=True):
    """A standing scope that a person got or (gone) lost at a position."""

    official: UUID
    scope: str
    position: int
    gone: bool


async def create(conn: Connection[Any]) -> None:
    """Make the tables where they are missing."""
    await conn.execute(DDL + views([]))


async def purge(conn: Connection[Any], upto: int) -> None:
    """Forget tombstones up to a position; cursors from before it must reset. In the caller's transaction."""
    await conn.execute("DELETE FROM row_scope WHERE gone AND position <= $1", upto)
    await conn.execute("DELETE FROM person_scope WHERE gone AND position <= $1", upto)
    await conn.execute("DELETE FROM person_below WHERE gone AND position <= $1", upto)
    await conn.execute("UPDATE projection_head SET floor = greatest(floor, $2) WHERE name = $1", GROUP, upto)


async def head(conn: Connection[Any]) -> Head:
    """The position that all the tables are true at; 0 before the first page."""
    found = await conn.fetchrow(HEAD, GROUP)
    if found is None:
        raise LookupError("the store has no epoch: run `congvu migrate`")
    return Head(found[0] or 0, found[1] or 0, found[2], found[3] or 0, found[4] or 0)


async def held(conn: Connection[Any], official: UUID) -> list[tuple[str, int, bool]]:
    """A person's standing scopes: scope, position since when, whether it is gone."""
    found = await conn.fetch("SELECT scope, position, gone FROM person_scope WHERE official = $1", official)
    return [(scope, position, gone) for scope, position, gone in found]


async def may_open(conn: Connection[Any], official: UUID, unit: UUID) -> bool:
    """Whether the person leads a unit that contains `unit`, and so may open `below:unit`."""
    return bool(
        await conn.fetchval(
            """
            SELECT EXISTS (
                SELECT FROM person_below b JOIN unit_closure c ON c.ancestor = b.unit
                WHERE b.official = $1 AND NOT b.gone AND c.descendant = $2
            )
            """,
            official,
            unit,
        )
    )


async def below_units(conn: Connection[Any], unit: UUID) -> list[UUID]:
    """The unit itself and all that it contains."""
    found = await conn.fetch("SELECT descendant FROM unit_closure WHERE ancestor = $1", unit)
    return [row[0] for row in found]


async def changes(conn: Connection[Any], scopes: Iterable[str], after: int, upto: int) -> list[ScopedRow]:
    """Everything that changed in these scopes with `after` < position ≤ `upto`, a `below:` scope included."""
    standing = [scope for scope in scopes if not scope.startswith(BELOW)]
    opened = [UUID(scope.removeprefix(BELOW)) for scope in scopes if scope.startswith(BELOW)]
    entries = await conn.fetch(
        """
        SELECT collection, id, position, scope, gone FROM scope_shown
        WHERE scope = ANY($1) AND position > $2 AND position <= $3
        ORDER BY collection, id
        """,
        standing,
        after,
        upto,
    )
    if opened:
        entries += await conn.fetch(
            """
            SELECT s.collection, s.id, max(s.position), 'below:' || c.ancestor, bool_and(s.gone)
            FROM unit_closure c JOIN scope_shown s ON s.scope = 'below:' || c.descendant
            WHERE c.ancestor = ANY($1) AND s.position > $2 AND s.position <= $3
            GROUP BY s.collection, s.id, c.ancestor
            ORDER BY s.collection, s.id
            """,
            opened,
            after,
            upto,
        )
    return await _with_fields(conn, entries)


async def page(
    conn: Connection[Any], scope: str, last_key: tuple[str, UUID] | None, upto: int, limit: int
) -> list[ScopedRow]:
    """The next rows of a scope that is being filled, in the order of (collection, id), after `last_key`."""
    collection, id = last_key or ("", UUID(int=0))
    if scope.startswith(BELOW):
        return await _below_page(conn, scope, (collection, id), upto, limit)
    found = await conn.fetch(
        f"""
        SELECT s.collection, s.id, s.position, convert_to(r.fields::text, 'UTF8')
        FROM (
            SELECT collection, id, position FROM scope_shown
            WHERE scope = $1 AND (collection, id) > ($2, $3) AND NOT gone AND position <= $4
            ORDER BY collection, id LIMIT $5
        ) s {EACH_ROW}
        ORDER BY s.collection, s.id
        """,  # noqa: S608 - a constant
        scope,
        collection,
        id,
        upto,
        limit,
    )
    return [ScopedRow(row[0], row[1], row[2], scope, False, row[3]) for row in found]


async def _below_page(
    conn: Connection[Any], scope: str, last_key: tuple[str, UUID], upto: int, limit: int
) -> list[ScopedRow]:
    found = await conn.fetch(
        f"""
        SELECT s.collection, s.id, r.position, convert_to(r.fields::text, 'UTF8')
        FROM (
            SELECT DISTINCT s.collection, s.id
            FROM unit_closure c JOIN scope_shown s ON s.scope = 'below:' || c.descendant
            WHERE c.ancestor = $1 AND (s.collection, s.id) > ($2, $3) AND NOT s.gone AND s.position <= $4
            ORDER BY s.collection, s.id LIMIT $5
        ) s {EACH_ROW}
        ORDER BY s.collection, s.id
        """,  # noqa: S608 - a constant
        UUID(scope.removeprefix(BELOW)),
        *last_key,
        upto,
        limit,
    )
    return [ScopedRow(row[0], row[1], row[2], scope, False, row[3]) for row in found]


async def window(conn: Connection[Any], scope: str, limit: int) -> list[ScopedRow]:
    """The rows of a `below:` scope that changed last, newest first: what a screen starts with."""
    found = await conn.fetch(
        f"""
        SELECT s.collection, s.id, r.position, convert_to(r.fields::text, 'UTF8')
        FROM (
            SELECT DISTINCT s.position, s.collection, s.id
            FROM unit_closure c CROSS JOIN LATERAL (
                SELECT position, collection, id FROM scope_shown
                WHERE scope = 'below:' || c.descendant AND NOT gone
                ORDER BY position DESC, collection DESC, id DESC LIMIT $2
            ) s
            WHERE c.ancestor = $1
            ORDER BY s.position DESC, s.collection DESC, s.id DESC LIMIT $2
        ) s {EACH_ROW}
        ORDER BY s.position DESC, s.collection DESC, s.id DESC
        """,  # noqa: S608 - a constant
        UUID(scope.removeprefix(BELOW)),
        limit,
    )
    return [ScopedRow(row[0], row[1], row[2], scope, False, row[3]) for row in found]


async def since(conn: Connection[Any], after: int, upto: int) -> tuple[list[ChangedRow], list[ScopeChange]]:
    """All that changed for anybody, oldest first: what the gateway's one shared reader asks for."""
    rows = await conn.fetch(
        """
        SELECT collection, id, position, convert_to(fields::text, 'UTF8'), audience FROM row_shown
        WHERE position > $1 AND position <= $2 AND audience <> '{}' ORDER BY position
        """,
        after,
        upto,
    )
    left: dict[tuple[str, UUID], list[str]] = {}
    lost: dict[tuple[str, UUID], int] = {}
    for collection, id, scope, position in await conn.fetch(
        """
        SELECT collection, id, scope, position FROM scope_shown
        WHERE gone AND position > $1 AND position <= $2
        """,
        after,
        upto,
    ):
        left.setdefault((collection, id), []).append(scope)
        lost[(collection, id)] = max(position, lost.get((collection, id), 0))
    people = await conn.fetch(
        """
        SELECT official, scope, position, gone FROM person_scope
        WHERE position > $1 AND position <= $2 ORDER BY position
        """,
        after,
        upto,
    )
    changed = [
        ChangedRow(row[0], row[1], row[2], row[3], tuple(row[4]), tuple(left.pop((row[0], row[1]), ())))
        for row in rows
    ]
    changed += [ChangedRow(*key, lost[key], GONE, (), tuple(scopes)) for key, scopes in left.items()]
    changed.sort(key=lambda row: row.position)
    return changed, [ScopeChange(*person) for person in people]


async def _with_fields(conn: Connection[Any], entries: Sequence[Any]) -> list[ScopedRow]:
    """The entries as rows; a row that several scopes have is fetched once and its bytes are shared."""
    live = list({(collection, id) for collection, id, _, _, gone in entries if not gone})
    found = await conn.fetch(
        f"""
        SELECT s.collection, s.id, convert_to(r.fields::text, 'UTF8')
        FROM unnest($1::text[], $2::uuid[]) s (collection, id) {EACH_ROW}
        """,  # noqa: S608 - a constant
        [key[0] for key in live],
        [key[1] for key in live],
    )
    fields = {(row[0], row[1]): row[2] for row in found}
    return [
        ScopedRow(collection, id, position, scope, gone, None if gone else fields[(collection, id)])
        for collection, id, position, scope, gone in entries
    ]
