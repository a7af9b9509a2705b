"""Between rows in memory and their tables: loads states, turns a fold's changes into arrays, writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection

from projections import ddl
from projections.fold import Fold
from projections.held import Held
from projections.projection import Follower, Projection, Trail, rows_of
from projections.standing import Standing
from projections.tables import Table
from projections.write import Added, Write

encode = msgspec.json.Encoder(order="deterministic").encode

LOAD = """
SELECT id, position, audience, convert_to(fields::text, 'UTF8'), convert_to(rest::text, 'UTF8')
FROM row WHERE collection = $1
"""
LOAD_SOME = LOAD + "AND id = ANY($2)"
LOAD_SEEN = "SELECT id, position, audience FROM row WHERE collection = ANY($1) AND id = ANY($2)"
WRITE_ROWS = """
INSERT INTO row (collection, id, position, fields, rest, audience)
SELECT unnest($1::text[]), unnest($2::uuid[]), unnest($3::bigint[]), unnest($4::json[]), unnest($5::json[]),
    string_to_array(unnest($6::text[]), ',')
ON CONFLICT (collection, id) DO UPDATE SET position = excluded.position, fields = excluded.fields,
    rest = excluded.rest, audience = excluded.audience
RETURNING collection, id, position, audience
"""
WRITE_SEEN = """
INSERT INTO row_scope (scope, collection, id, position, gone)
SELECT unnest(audience), collection, id, position, false FROM changed
ON CONFLICT (scope, collection, id) DO UPDATE SET position = excluded.position, gone = false
"""
WRITE_LEFT = """
INSERT INTO row_scope (scope, collection, id, position, gone)
SELECT *, true FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[])
ON CONFLICT (scope, collection, id) DO UPDATE SET position = excluded.position, gone = true
"""
WRITE_FADED = """
DELETE FROM row_scope r USING unnest($1::text[], $2::text[], $3::uuid[]) AS faded (scope, collection, id)
WHERE (r.scope, r.collection, r.id) = (faded.scope, faded.collection, faded.id)
"""
WRITE_SCOPES = """
INSERT INTO person_scope (official, scope, position, gone)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bool[])
ON CONFLICT (official, scope) DO UPDATE SET position = excluded.position, gone = excluded.gone
"""
WRITE_BELOW = """
INSERT INTO person_below (official, unit, position, gone)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bool[])
ON CONFLICT (official, unit) DO UPDATE SET position = excluded.position, gone = excluded.gone
"""
ADD_PAIRS = """
INSERT INTO unit_closure (ancestor, descendant) SELECT * FROM unnest($1::uuid[], $2::uuid[])
ON CONFLICT DO NOTHING
"""
DROP_PAIRS = """
DELETE FROM unit_closure c USING unnest($1::uuid[], $2::uuid[]) AS gone (ancestor, descendant)
WHERE c.ancestor = gone.ancestor AND c.descendant = gone.descendant
"""


Lines = tuple[str, list[str], Sequence[Sequence[Any]]]
"""A table, its columns, and what to copy into them."""


class Storage:
    """The tables of a group of projections."""

    def __init__(self, projections: Sequence[Projection[Any]]) -> None:
        self.projections = {projection.collection: projection for projection in projections}
        self._rows = {name: msgspec.json.Decoder(row) for name, row in rows_of(projections).items()}
        self._trails = {p.collection: p.stretches for p in projections if isinstance(p, Trail)}
        self._rests = {p.collection: msgspec.json.Decoder(p.rest) for p in projections if p.rest}

    @property
    def ddl(self) -> str:
        """All tables of the group."""
        read = [(p.collection, *p.read) for p in self.projections.values() if p.read]
        return ddl.DDL + "".join(table.ddl for table in self.tables) + ddl.views(read)

    @property
    def bare(self) -> str:
        """The tables without what only readers need: indexes, views."""
        return ddl.BARE + "".join(table.bare for table in self.tables)

    async def load(
        self, conn: Connection[Any], collection: str, ids: Collection[UUID] | None
    ) -> dict[UUID, Held]:
        """The rows with these ids (None: all) that exist, with their states."""
        wanted = (LOAD, collection) if ids is None else (LOAD_SOME, collection, list(ids))
        rows = {
            id: Held(self.state(collection, id, fields, rest), frozenset(audience), position)
            for id, position, audience, fields, rest in await conn.fetch(*wanted)
        }
        projection = self.projections[collection]
        if isinstance(projection, Follower) and ids is not None:
            rows |= await self._unkept(conn, projection, [id for id in ids if id not in rows])
        return rows

    async def _unkept(
        self, conn: Connection[Any], projection: Follower[Any], ids: Sequence[UUID]
    ) -> dict[UUID, Held]:
        """Rows that are not stored yet, where what they follow is."""
        found = await conn.fetch(LOAD_SEEN, list(projection.source), ids) if ids else []
        return {
            id: Held(projection.begin(frozenset(audience)), position=position)
            for id, position, audience in found
        }

    def state(self, collection: str, id: UUID, fields: bytes, rest: bytes | None) -> Any:
        """The state of a stored row, from its JSON and what is kept beside it."""
        row = self._rows[collection].decode(fields)
        beside = None if rest is None else self._rests[collection].decode(rest)
        return self.projections[collection].restore(id, row, beside)

    async def words(
        self, conn: Connection[Any], officials: Collection[UUID]
    ) -> dict[tuple[str, UUID], list[UUID]]:
        """The rows of each collection that hold words of these officials."""
        found: dict[tuple[str, UUID], list[UUID]] = {}
        for collection, projection in self.projections.items():
            if projection.words is not None:
                for official, id in await conn.fetch(projection.words, list(officials)):
                    found.setdefault((collection, official), []).append(id)
        return found

    @property
    def tables(self) -> list[Table]:
        """The typed tables."""
        found = [table for p in self.projections.values() for table in (p.table, p.events)]
        return [*(table for table in found if table is not None), *self._trails.values()]

    def event_lines(self, fold: Fold) -> Iterator[Lines]:
        """What a fold has that will not change, to be copied; it has it no longer."""
        for collection, lines in fold.take_entries().items():
            table = self.projections[collection].events
            assert table is not None
            yield table.name, list(table.columns), lines
        for collection, stretches in fold.trails.items():
            yield *self._trail(collection), stretches.take_closed()

    def _trail(self, collection: str) -> tuple[str, list[str]]:
        table = self._trails[collection]
        return table.name, list(table.columns)

    def all_lines(self, fold: Fold, stale: Collection[UUID]) -> Iterator[Lines]:
        """All rows of a fold that began with nothing, to be copied into empty tables."""
        typed: dict[str, list[Sequence[Any]]] = {}
        lines, scopes = [], []
        for (collection, id), held in fold.dirty.items():
            projection = self.projections[collection]
            fields, rest = self._json(projection, id, held, stale)
            lines.append((collection, id, held.position, fields, rest, sorted(held.audience)))
            scopes += [(scope, collection, id, held.position, False) for scope in held.audience]
            if not projection.fades:
                scopes += [(scope, collection, id, position, True) for scope, position in held.left.items()]
            if projection.table is not None:
                typed.setdefault(collection, []).append(projection.columns(id, held.state))
        yield "row", ["collection", "id", "position", "fields", "rest", "audience"], lines
        yield "row_scope", ["scope", "collection", "id", "position", "gone"], scopes
        for collection, values in typed.items():
            table = self.projections[collection].table
            assert table is not None
            yield table.name, list(table.columns), values
        for collection, stretches in fold.trails.items():
            yield *self._trail(collection), stretches.lines
        yield from _people_lines(fold.standing)

    def writes(self, fold: Fold, stale: Collection[UUID]) -> list[Write | Added]:
        """What brings the tables to where the fold is; rows of `stale` streams say so."""
        return [
            *self.row_writes(fold.dirty, stale),
            *self._left(fold.dirty),
            *self._entries(fold),
            *self._stretches(fold),
            *self._erasures(fold.erased),
            *_standing(fold),
        ]

    def row_writes(self, dirty: Mapping[tuple[str, UUID], Held], stale: Collection[UUID]) -> Iterable[Write]:
        """The rows, their live scopes and their lines in typed tables."""
        if not dirty:
            return
        lines: list[tuple[Any, ...]] = []
        typed: dict[str, list[Sequence[Any]]] = {}
        for (collection, id), held in dirty.items():
            projection = self.projections[collection]
            audience = ",".join(sorted(held.audience))
            lines.append((collection, id, held.position, *self._json(projection, id, held, stale), audience))
            if projection.table is not None:
                typed.setdefault(collection, []).append(projection.columns(id, held.state))
        yield Write(WRITE_ROWS, list(zip(*lines, strict=True)), name="changed")
        yield Write(WRITE_SEEN)
        for collection, values in typed.items():
            table = self.projections[collection].table
            assert table is not None
            yield Write(table.upsert, table.arrays(values))

    def _json(
        self, projection: Projection[Any], id: UUID, held: Held, stale: Collection[UUID]
    ) -> tuple[str, str | None]:
        """Fields, and what the state has beside them."""
        row = projection.present(id, held.state)
        row.stale = True if projection.own and id in stale else msgspec.UNSET
        rest = encode(projection.beside(held.state)).decode() if projection.rest else None
        return encode(row).decode(), rest

    def _left(self, dirty: Mapping[tuple[str, UUID], Held]) -> Iterable[Write]:
        left, faded = [], []
        for (collection, id), held in dirty.items():
            if self.projections[collection].fades:
                faded += [(scope, collection, id) for scope in held.left]
            else:
                left += [(scope, collection, id, position) for scope, position in held.left.items()]
        if left:
            yield Write(WRITE_LEFT, list(zip(*left, strict=True)))
        if faded:
            yield Write(WRITE_FADED, list(zip(*faded, strict=True)))

    def _entries(self, fold: Fold) -> Iterable[Added]:
        for collection, lines in fold.entries.items():
            table = self.projections[collection].events
            if lines and table is not None:
                yield Added(table, lines)

    def _stretches(self, fold: Fold) -> Iterable[Write | Added]:
        for collection, stretches in fold.trails.items():
            table = self._trails[collection]
            if stretches.ends:
                yield Write(table.close, [list(stretches.ends), list(stretches.ends.values())])
            if lines := stretches.lines:
                yield Added(table, lines)

    def _erasures(self, erased: Collection[UUID]) -> Iterable[Write]:
        for projection in self.projections.values():
            if erased and projection.erase is not None:
                yield Write(projection.erase, [list(erased)], alone=True)


def _standing(fold: Fold) -> Iterable[Write]:
    standing = fold.standing
    if standing.scopes:
        yield _people(WRITE_SCOPES, standing.scopes)
    if standing.belows:
        yield _people(WRITE_BELOW, standing.belows)
    for sql, wanted in ((DROP_PAIRS, False), (ADD_PAIRS, True)):
        pairs = [pair for pair, there in standing.pairs.items() if there is wanted]
        if pairs:
            yield Write(sql, list(zip(*pairs, strict=True)))


def _people(sql: str, changes: Mapping[tuple[UUID, Any], tuple[int, bool]]) -> Write:
    return Write(sql, list(zip(*(key + change for key, change in changes.items()), strict=True)))


def _people_lines(standing: Standing) -> Iterator[Lines]:
    scopes = [key + change for key, change in standing.scopes.items()]
    yield "person_scope", ["official", "scope", "position", "gone"], scopes
    belows = [key + change for key, change in standing.belows.items()]
    yield "person_below", ["official", "unit", "position", "gone"], belows
    pairs = [pair for pair, there in standing.pairs.items() if there]
    yield "unit_closure", ["ancestor", "descendant"], pairs
