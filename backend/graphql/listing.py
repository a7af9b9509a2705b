"""Lists as one SQL statement: filters, the asker's scopes, a keyset page in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from backend.graphql.common import Connection, Info, PageInfo, checked_page, cursor_of, key_of
from backend.graphql.reads import node
from projections import search

FEW = """v.id IN (
    SELECT s.id FROM row_scope s WHERE s.collection = '{}' AND NOT s.gone AND s.scope = ANY({})
)"""
"""Who sees few rows: from their scopes to the rows, then sorted."""
MANY = "CASE WHEN r.audience && {} THEN true END"
"""Who sees many: along the order asked for, until the page is full. The planner takes a bare `&&` for a rare
thing, and would gather and sort everything; a CASE it takes to hold for every other row.
"""


class Placed(NamedTuple):
    """An edge; its cursor is made when it is asked for."""

    key: tuple[Any, Any]
    node: Any

    @property
    def cursor(self) -> str:
        """Its place in the order."""
        return cursor_of(self.key)


class Order(msgspec.Struct, frozen=True):
    """A sort: the typed table's column, its PostgreSQL and Python types, and the direction."""

    column: str
    kind: str
    shape: Any
    down: bool = False


class Listing(msgspec.Struct, frozen=True):
    """A list of one collection. `view` is its typed table, `public` whether everybody sees all of it."""

    collection: str
    view: str
    node: type[Any]
    public: bool = False

    async def page(
        self, info: Info, where: Where, order: Order, first: int, after: str | None
    ) -> Connection[Any]:
        """The page after a cursor. Raises GraphQLError for a wrong size or another list's cursor."""
        reads = info.context.reads
        size = checked_page(first)
        if not self.public:
            seen = MANY if await reads.sees_many(self.collection) else FEW.replace("{}", self.collection, 1)
            where.add(seen, await reads.all_scopes())
        key = key_of(after, tuple[order.shape, str])  # type: ignore[name-defined]  # a type made of a value
        if key is not None:
            mark = "<" if order.down else ">"
            where.add(f"(v.{order.column}, v.id) {mark} ({{}}::{order.kind}, {{}}::uuid)", *key)
        statement = self._statement(where, order)
        found = await reads.run(lambda conn: conn.fetch(statement, *where.values, size + 1))
        return await self._connection(info, found, size)

    def _statement(self, where: Where, order: Order) -> str:
        way = "DESC" if order.down else "ASC"
        return (
            f"SELECT v.id, convert_to(r.fields::text, 'UTF8'), v.{order.column} "  # noqa: S608 - constants
            f"FROM {self.view} v JOIN row r ON r.collection = '{self.collection}' AND r.id = v.id "
            f"WHERE {where.text} ORDER BY v.{order.column} {way}, v.id {way} LIMIT ${len(where.values) + 1}"
        )

    async def _connection(self, info: Info, found: Sequence[Any], size: int) -> Connection[Any]:
        decode = msgspec.json.Decoder(self.node).decode
        edges: Any = [Placed((row[2], row[0]), node(decode, row)) for row in found[:size]]
        more = PageInfo(has_next_page=len(found) > size, end_cursor=edges[-1].cursor if edges else None)
        return Connection(
            edges=edges,
            nodes=[edge.node for edge in edges],
            page_info=more,
            position=await info.context.reads.position(),
        )


class Where:
    """Conditions joined by AND; each `{}` in one stands for a value of its own."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._conditions: list[str] = []

    def add(self, condition: str, *values: Any) -> None:
        """One more condition."""
        start = len(self.values) + 1
        places = [f"${start + n}" for n in range(len(values))]
        self.values += values
        self._conditions.append(condition.format(*places))

    def when(self, condition: str, value: Any) -> None:
        """One more condition if there is a value for it."""
        if value is not None:
            self.add(condition, value)

    def words(self, query: str | None) -> None:
        """Names as people type them: without marks if they typed none, abbreviated, former ones too."""
        if query:
            column = "marked" if search.has_marks(query) else "folded"
            for pattern in search.patterns(query):
                self.add(f"v.{column} LIKE {{}}", pattern)

    @property
    def text(self) -> str:
        """The conditions as SQL."""
        return " AND ".join(self._conditions) or "true"
