"""Channels: the places where people talk, of units and of people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import strawberry

from backend.graphql import ids
from backend.graphql.common import Connection, Info, Node
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.member import Member, member_page
from backend.graphql.message import Message, PlaceKind
from backend.graphql.nodes import ChannelNode, MessageNode, OfficialNode, UnitNode
from domain.channel.state import Posting as PostingValue
from domain.kernel import ALL
from projections.channel import LastMessage as LastValue

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
Posting: Any = enum_of("Posting", get_args(PostingValue))

CHANNELS = Listing("channel", "channel_view", ChannelNode)
NEWEST = Order("last_at", "timestamptz", datetime, down=True)
HEARD = """v.id {} (
    SELECT s.id FROM row_scope s WHERE s.scope = ANY({{}}) AND s.collection = 'channel' AND NOT s.gone
)"""


async def _unit(root: ChannelNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


async def _moderators(root: ChannelNode, info: Info) -> Any:
    return await info.context.reads.many("official", OfficialNode, root.moderators)


async def _pinned(root: ChannelNode, info: Info) -> Any:
    return await info.context.reads.many("message", MessageNode, root.pinned)


async def _author(root: LastValue, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.author)


@strawberry.type(description="What was said last, shortened.")
class LastMessage:
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(ids.global_id("Message", root.id))
    )
    author: LazyOfficial | None = strawberry.field(resolver=_author)
    at: datetime
    text: str
    files: int


@strawberry.type(description="A place where people talk: a unit, or a channel of people.")
class Channel(Node):
    id: strawberry.ID
    kind: PlaceKind
    name: str = strawberry.field(description="Empty for a channel of two.")
    topic: str | None
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    members: Connection[Member] = strawberry.field(
        resolver=member_page, description="By name; `search` finds names without marks."
    )
    member_count: int = strawberry.field(description="Of a channel of people; 0 for a unit.")
    moderators: list[LazyOfficial] = strawberry.field(resolver=_moderators)
    posting: Posting
    retention_days: int | None = strawberry.field(description="After how many days messages go; null: never.")
    archived: bool
    count: int = strawberry.field(description="Messages so far, without answers in threads.")
    last: LastMessage | None
    pinned: list[Message] = strawberry.field(resolver=_pinned)
    created_at: datetime

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, ChannelNode)


async def channel_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    search: str | None = None,
    kinds: list[PlaceKind] | None = None,
    archived: bool | None = False,
    heard: Annotated[
        bool | None,
        strawberry.argument(description="False: open channels that one could join. Null: those as well."),
    ] = True,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """The asker's channels."""
    where = Where()
    where.words(search)
    where.when("v.kind = ANY({})", [kind.value for kind in kinds] if kinds else None)
    where.when("v.archived = {}", archived)
    if heard is not None:
        scopes = [scope for scope in await info.context.reads.scopes() if scope != ALL]
        where.add(HEARD.format("IN" if heard else "NOT IN"), scopes)
    return await CHANNELS.page(info, where, NEWEST, first, after)
