"""Brings the tables to what was built aside: statements that write only what differs, at one position."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from asyncpg import Connection

from projections.tables import Table

ROWS = """
CREATE TEMP TABLE differing ON COMMIT DROP AS
SELECT a.collection, a.id FROM {aside}.row a LEFT JOIN {home}.row h USING (collection, id)
WHERE h.id IS NULL OR h.fields::text <> a.fields::text OR h.rest::text IS DISTINCT FROM a.rest::text
    OR h.audience <> a.audience
UNION
SELECT a.collection, a.id FROM {aside}.row_scope a
LEFT JOIN {home}.row_scope h ON (h.scope, h.collection, h.id) = (a.scope, a.collection, a.id) AND NOT h.gone
WHERE NOT a.gone AND h.id IS NULL
"""
LEFT = """
UPDATE {home}.row_scope h SET gone = true, position = $1
WHERE NOT h.gone AND NOT EXISTS (
    SELECT FROM {aside}.row_scope a
    WHERE (a.scope, a.collection, a.id) = (h.scope, h.collection, h.id) AND NOT a.gone
) OR h.gone AND EXISTS (
    SELECT FROM {aside}.row_scope a
    WHERE (a.scope, a.collection, a.id) = (h.scope, h.collection, h.id) AND a.gone AND a.position > h.position
)
"""
EXTRA = """
DELETE FROM {home}.row h
WHERE NOT EXISTS (SELECT FROM {aside}.row a WHERE (a.collection, a.id) = (h.collection, h.id))
"""
REPLACE = """
INSERT INTO {home}.row (collection, id, position, fields, rest, audience)
SELECT collection, id, $1, fields, rest, audience FROM {aside}.row JOIN differing USING (collection, id)
ON CONFLICT (collection, id) DO UPDATE SET position = excluded.position, fields = excluded.fields,
    rest = excluded.rest, audience = excluded.audience
"""
SEEN = """
INSERT INTO {home}.row_scope (scope, collection, id, position, gone)
SELECT scope, collection, id, $1, false FROM {aside}.row_scope JOIN differing USING (collection, id)
WHERE NOT gone
ON CONFLICT (scope, collection, id) DO UPDATE SET position = excluded.position, gone = false
"""
SCOPES = """
INSERT INTO {home}.person_scope (official, scope, position, gone)
SELECT coalesce(a.official, h.official), coalesce(a.scope, h.scope), $1, coalesce(a.gone, true)
FROM {aside}.person_scope a FULL JOIN {home}.person_scope h USING (official, scope)
WHERE coalesce(a.gone, true) <> coalesce(h.gone, true)
    OR a.gone AND h.gone AND a.position > h.position
ON CONFLICT (official, scope) DO UPDATE SET position = excluded.position, gone = excluded.gone
"""
BELOW = """
INSERT INTO {home}.person_below (official, unit, position, gone)
SELECT coalesce(a.official, h.official), coalesce(a.unit, h.unit), $1, coalesce(a.gone, true)
FROM {aside}.person_below a FULL JOIN {home}.person_below h USING (official, unit)
WHERE coalesce(a.gone, true) <> coalesce(h.gone, true)
    OR a.gone AND h.gone AND a.position > h.position
ON CONFLICT (official, unit) DO UPDATE SET position = excluded.position, gone = excluded.gone
"""
UNCLOSED = """
DELETE FROM {home}.unit_closure h WHERE NOT EXISTS (
    SELECT FROM {aside}.unit_closure a WHERE (a.ancestor, a.descendant) = (h.ancestor, h.descendant)
)
"""
CLOSED = """
INSERT INTO {home}.unit_closure SELECT * FROM {aside}.unit_closure ON CONFLICT DO NOTHING
"""

REPLACED = """
INSERT INTO {{home}}.{table} ({names})
SELECT {names} FROM (
    SELECT {names} FROM {{aside}}.{table} EXCEPT SELECT {names} FROM {{home}}.{table}
) changed
{conflict}
"""


class Compared:
    """How many rows differed or were there for no reason, and whether the tree of units did."""

    def __init__(self) -> None:
        self.differed = self.extra = 0
        self.tree = False


async def bring_in(
    conn: Connection[Any], home: str, aside: str, position: int, tables: Iterable[Table]
) -> Compared:
    """Write what differs at `position`; in the caller's transaction, which keeps the projector out."""

    async def run(sql: str, *args: Any) -> int:
        done = await conn.execute(sql.format(home=home, aside=aside), *args)
        return int(done.rpartition(" ")[2])

    found = Compared()
    for name in ("row", "row_scope"):
        await conn.execute(f"ANALYZE {aside}.{name}")
    found.differed = await run(ROWS)
    await run(LEFT, position)
    found.extra = await run(EXTRA)
    await run(REPLACE, position)
    await run(SEEN, position)
    await run(SCOPES, position)
    await run(BELOW, position)
    found.tree = (await run(UNCLOSED) + await run(CLOSED)) > 0
    for table in tables:
        await run(_without(table))
        await run(_replaced(table))
    return found


def _without(table: Table) -> str:
    same = " AND ".join(f'a."{name}" = h."{name}"' for name in table.key)
    return (
        f"DELETE FROM {{home}}.{table.name} h "  # noqa: S608 - names are constants
        f"WHERE NOT EXISTS (SELECT FROM {{aside}}.{table.name} a WHERE {same})"
    )


def _replaced(table: Table) -> str:
    return REPLACED.format(
        table=table.name,
        names=", ".join(f'"{name}"' for name in table.columns),
        conflict=table.conflict,
    )
