"""Events into the tables page by page, and the tables as plain values to compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from projections.fold import Poison
from projections.group import Group
from projections.kernel import Recorded

VIEWS = (
    "unit_view",
    "post_view",
    "official_view",
    "task_view",
    "directive_view",
    "timeline_view",
    "line_view",
    "figure_view",
    "stretch_view",
    "holding_view",
    "channel_view",
    "member_view",
    "message_view",
    "notice_view",
    "preferences_view",
    "draft_view",
    "file_view",
    "announcement_view",
    "receipt_view",
)
COMPARED = {
    "row": "collection, id, position, fields::text, rest::text, audience",
    "row_scope": "scope, collection, id, position, gone",
    "person_scope": "official, scope, position, gone",
    "person_below": "official, unit, position, gone",
    "unit_closure": "ancestor, descendant",
    "projection_head": "name, position, generation, tree",
    "parked": "*",
    **dict.fromkeys(VIEWS, "*"),
}


class Tables:
    """A group and the connection that it writes with."""

    def __init__(self, conn: asyncpg.Connection[Any], group: Group) -> None:
        self.conn = conn
        self.group = group

    async def apply(self, events: Sequence[Recorded], retried: Sequence[Recorded] = ()) -> None:
        """One page; a poisonous stream is parked as the projector does."""
        while True:
            try:
                batch = await self.group.apply(self.conn, events, retried)
                break
            except Poison:
                await self.group.forget(self.conn)
        await self.group.write(self.conn, batch)

    async def pages(self, events: Sequence[Recorded], sizes: Sequence[int]) -> None:
        """Pages of these sizes, over and over; each begins with an erasure if there is one in it."""
        at = turn = 0
        while at < len(events):
            size = sizes[turn % len(sizes)]
            page = list(events[at : at + size])
            erasures = [n for n, event in enumerate(page) if n and self.group.fold.erases(event)]
            if erasures:
                page = page[: erasures[0]]
            await self.apply(page)
            at, turn = at + len(page), turn + 1

    async def values(self, schema: str = "public") -> dict[str, list[tuple[Any, ...]]]:
        """All tables, each as its sorted lines."""
        found = {}
        for table, columns in COMPARED.items():
            lines = await self.conn.fetch(f"SELECT {columns} FROM {schema}.{table}")
            found[table] = sorted((tuple(line) for line in lines), key=repr)
        return found

    async def row(self, collection: str, id: UUID) -> dict[str, Any]:
        """A row's fields."""
        fields = await self.conn.fetchval(
            "SELECT fields FROM row_shown WHERE collection = $1 AND id = $2", collection, id
        )
        return dict(json.loads(fields))

    async def scopes(self, collection: str, id: UUID) -> dict[str, tuple[int, bool]]:
        """A row's scopes: position and whether it is gone from there."""
        lines = await self.conn.fetch(
            "SELECT scope, position, gone FROM row_scope WHERE collection = $1 AND id = $2", collection, id
        )
        return {line[0]: (line[1], line[2]) for line in lines}
