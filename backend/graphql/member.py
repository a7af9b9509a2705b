"""Members: who hears what is said in a channel or unit, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
import strawberry

from backend.graphql.common import Connection, Info, PageInfo, checked_page, key_of
from backend.graphql.listing import Placed, Where
from backend.graphql.nodes import ChannelNode, OfficialNode

if TYPE_CHECKING:
    from backend.graphql.official import Official

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]

OF_CHANNEL = "(SELECT official, moderator FROM member_view WHERE channel = {} AND active)"
OF_UNIT = """(
    SELECT p.official, EXISTS (
        SELECT FROM post_view s WHERE s.holder = p.official AND s.unit = {0} AND s.leading AND s.active
    ) FROM person_scope p WHERE p.scope = 'unit:' || {0} AND NOT p.gone
)"""
PAGE = """
SELECT m.official, m.moderator, v.sort FROM {} AS m (official, moderator)
JOIN official_view v ON v.id = m.official WHERE {} ORDER BY v.sort, v.id LIMIT {}
"""


class Belonging(msgspec.Struct):
    """A person in a channel or unit."""

    who: UUID
    moderator: bool


async def _official(root: Belonging, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.who)


@strawberry.type(description="A person who hears what is said there; a moderator keeps order.")
class Member:
    official: LazyOfficial | None = strawberry.field(resolver=_official)
    moderator: bool


async def member_page(
    root: ChannelNode,
    info: Info,
    search: str | None = None,
    first: Annotated[int, strawberry.argument(description="Members of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """Those whom `search` names, or all."""
    where = Where()
    where.words(search)
    key = key_of(after, tuple[str, str])
    if key is not None:
        where.add("(v.sort, v.id) > ({}::text, {}::uuid)", *key)
    size = checked_page(first)
    place, most = (f"${len(where.values) + number}" for number in (1, 2))
    source = (OF_UNIT if root.kind == "unit" else OF_CHANNEL).format(place)
    query = PAGE.format(source, where.text, most)
    found = await info.context.reads.run(lambda conn: conn.fetch(query, *where.values, root.key, size + 1))
    edges: Any = [Placed((row[2], row[0]), Belonging(row[0], row[1])) for row in found[:size]]
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(has_next_page=len(found) > size, end_cursor=edges[-1].cursor if edges else None),
        position=await info.context.reads.position(),
    )
