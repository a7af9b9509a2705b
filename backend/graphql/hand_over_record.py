"""Records of hand-overs: who gave what to whom, and the lists of what moved, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args
from uuid import UUID

import msgspec
import strawberry

from backend.graphql import ids
from backend.graphql.common import Connection, Info, Node, PageInfo, checked_page, cursor_of, key_of
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Placed, Where
from backend.graphql.nodes import (
    HandOverNode,
    OfficialNode,
    PostNode,
    RecurrenceNode,
    TaskNode,
    TemplateNode,
    UnitNode,
)
from domain.hand_over import Kind
from projections import asof
from projections.catalog import PROJECTIONS
from projections.hand_over import HandOverRest

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.post import Post
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
HandOverKind: Any = enum_of("HandOverKind", get_args(Kind))

LISTS: dict[str, tuple[str, type[Any]]] = {
    "task": ("tasks", TaskNode),
    "recurrence": ("recurring", RecurrenceNode),
    "template": ("templates", TemplateNode),
}
HandOverList: Any = enum_of("HandOverList", tuple(LISTS))
HAND_OVERS = Listing("handOver", "hand_over_view", HandOverNode)
NEWEST = Order("at", "timestamptz", datetime, down=True)
REST = "SELECT convert_to(rest::text, 'UTF8') FROM row WHERE collection = 'handOver' AND id = $1"

_rest = msgspec.json.Decoder(HandOverRest).decode


class Item(msgspec.Struct):
    """Something that moved, as it was then; `title` is None where it is not the asker's to read."""

    id: strawberry.ID
    title: str | None
    deadline: datetime | None
    state: str | None


@strawberry.type(description="Something that moved, as it was when it did.")
class HandOverItem:
    id: strawberry.ID = strawberry.field(description="Global id of the task, recurring work or template.")
    title: str | None = strawberry.field(description="Null where it is not the asker's to read.")
    deadline: datetime | None = strawberry.field(description="Of a task.")
    state: str | None = strawberry.field(description="Of a task or recurring work.")


async def _unit(root: HandOverNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.seat.unit)


async def _post(root: HandOverNode, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.seat.post)


async def _desk(root: HandOverNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.desk)


def _person(name: str) -> Any:
    async def resolve(root: HandOverNode, info: Info) -> Any:
        return await info.context.reads.row("official", OfficialNode, getattr(root, name))

    return resolve


async def _items(
    root: HandOverNode,
    info: Info,
    of: HandOverList,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    name, _ = LISTS[of.value]
    size = checked_page(first)
    key = key_of(after, tuple[int, str])
    start = key[0] if key else 0
    rest = _rest(await info.context.reads.run(lambda conn: conn.fetchval(REST, root.key)))
    listed: Sequence[UUID] = getattr(rest, name)
    page = listed[start : start + size]
    found = await _as_they_were(info, root, of.value, page, rest.position)
    edges: Any = [Placed((start + place, str(id)), found[id]) for place, id in enumerate(page, 1)]
    end = cursor_of((start + len(page), name)) if page else None
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(has_next_page=start + size < len(listed), end_cursor=end),
        position=await info.context.reads.position(),
    )


async def _as_they_were(
    info: Info, root: HandOverNode, kind: str, page: Sequence[UUID], position: int
) -> dict[UUID, Item]:
    """By id. Who gave and who received may read what it was; others, what they see today."""
    _, node = LISTS[kind]
    shown = set(page)
    if info.context.asker not in (root.previous, root.holder):
        shown = {row.key for row in await info.context.reads.many(kind, node, page)}
    were = await asof.rows_at(info.context.log, PROJECTIONS, kind, page, position)
    return {id: _item(kind, id, were.get(id) if id in shown else None) for id in page}


def _item(kind: str, id: UUID, row: Any) -> Item:
    noun = kind.capitalize()
    if row is None:
        return Item(strawberry.ID(ids.global_id(noun, id)), None, None, None)
    title = row.name if kind == "template" else row.title
    return Item(
        id=strawberry.ID(ids.global_id(noun, id)),
        title=title,
        deadline=row.deadline if kind == "task" else None,
        state=None if kind == "template" else row.state,
    )


@strawberry.type(description="The record of a seat that changed hands, or of a seat or unit that ended.")
class HandOverRecord(Node):
    id: strawberry.ID
    kind: HandOverKind
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    post: LazyPost | None = strawberry.field(resolver=_post, description="Null: a unit that ended.")
    previous: LazyOfficial | None = strawberry.field(resolver=_person("previous"))
    holder: LazyOfficial | None = strawberry.field(resolver=_person("holder"))
    desk: LazyUnit | None = strawberry.field(
        resolver=_desk, description="On whose desk it is, where nobody holds the seat."
    )
    author: LazyOfficial | None = strawberry.field(
        resolver=_person("author"), description="Who handed it over. Null: the platform."
    )
    at: datetime
    tasks: int = strawberry.field(description="Open tasks, in whichever part.")
    recurring: int
    templates: int
    items: Connection[HandOverItem] = strawberry.field(
        resolver=_items, description="What moved, as it was; tasks that were due first come first."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, HandOverNode)


async def hand_over_by_id(info: Info, id: strawberry.ID) -> Any:
    """One, if the asker sees it."""
    return await info.context.reads.row("handOver", HandOverNode, ids.uuid_of(id, "HandOverRecord"))


async def hand_over_page(
    info: Info,
    post: strawberry.ID | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """Those that the asker gave, received or made, and those of their desks; newest first."""
    where = Where()
    where.when("v.post = {}", ids.uuid_of(post, "Post") if post else None)
    return await HAND_OVERS.page(info, where, NEWEST, first, after)
