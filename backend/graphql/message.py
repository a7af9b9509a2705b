"""Messages: what was said, what it said before, and what came with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import strawberry
from strawberry.scalars import JSON

from backend import richtext
from backend.graphql.common import Info, Node
from backend.graphql.file import File, files
from backend.graphql.ids import global_id
from backend.graphql.inputs import enum_of
from backend.graphql.nodes import (
    ChannelNode,
    DirectiveNode,
    MessageNode,
    OfficialNode,
    PostNode,
    TaskNode,
    UnitNode,
)
from domain.message import events
from domain.message.state import Mention as MentionValue
from domain.message.state import MentionKind as Calling
from domain.message.state import Origin as OriginValue
from domain.message.state import Reaction as ReactionValue
from domain.talk import PlaceKind as Kind

if TYPE_CHECKING:
    from backend.graphql.channel import Channel
    from backend.graphql.directive import Directive
    from backend.graphql.official import Official
    from backend.graphql.post import Post
    from backend.graphql.task import Task
    from backend.graphql.unit import Unit

LazyChannel = Annotated["Channel", strawberry.lazy("backend.graphql.channel")]
LazyDirective = Annotated["Directive", strawberry.lazy("backend.graphql.directive")]
LazyMessage = Annotated["Message", strawberry.lazy("backend.graphql.message")]
LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]

PlaceKind: Any = enum_of("PlaceKind", get_args(Kind))
MentionKind: Any = enum_of("MentionKind", get_args(Calling))
CardKind: Any = enum_of("CardKind", ("task", "directive", "official", "unit", "message"))


async def _author(root: MessageNode | OriginValue, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.author)


async def _post(root: MessageNode, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.post)


async def _retracted_by(root: MessageNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.retracted_by)


async def _channel(root: MessageNode, info: Info) -> Any:
    return await info.context.reads.row("channel", ChannelNode, root.channel)


async def _task(root: MessageNode, info: Info) -> Any:
    return await info.context.reads.row("task", TaskNode, root.channel if root.kind == "task" else None)


async def _directive(root: MessageNode, info: Info) -> Any:
    place = root.channel if root.kind == "directive" else None
    return await info.context.reads.row("directive", DirectiveNode, place)


async def _thread(root: MessageNode, info: Info) -> Any:
    return await info.context.reads.row("message", MessageNode, root.thread)


def _row(root: MessageNode) -> Any:
    return {name: value for name, value in msgspec.to_builtins(root).items() if name != "key"}


def _called(kind: Calling, collection: str, shape: type[Any]) -> Any:
    async def resolve(root: MentionValue, info: Info) -> Any:
        return await info.context.reads.row(collection, shape, root.id if root.kind == kind else None)

    return resolve


@strawberry.type(description="Somebody called: a person, whoever holds a post, a unit, or all who hear.")
class Mention:
    kind: MentionKind
    official: LazyOfficial | None = strawberry.field(resolver=_called("official", "official", OfficialNode))
    post: LazyPost | None = strawberry.field(resolver=_called("post", "post", PostNode))
    unit: LazyUnit | None = strawberry.field(resolver=_called("unit", "unit", UnitNode))


@strawberry.type(description="A thing shown with a message; ask for it by its id: one may not see it.")
class Card:
    kind: CardKind
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(global_id(root.kind.capitalize(), root.id))
    )


@strawberry.type(description="Where a forwarded message was said first.")
class Origin:
    message: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(global_id("Message", root.message))
    )
    author: LazyOfficial | None = strawberry.field(resolver=_author)
    at: datetime


async def _officials(root: ReactionValue, info: Info) -> Any:
    return await info.context.reads.many("official", OfficialNode, root.officials)


@strawberry.type(description="An emoji, and who gave it.")
class Reaction:
    emoji: str
    officials: list[LazyOfficial] = strawberry.field(resolver=_officials)


async def _attachments(root: MessageNode, info: Info) -> Any:
    return await files(info, root.attachments)


@strawberry.type(description="What a message said from a moment on.")
class MessageVersion:
    at: datetime
    text: str


async def _versions(root: MessageNode, info: Info) -> list[MessageVersion]:
    """From the log; of what was taken back or has expired there are none, of who was erased no words."""
    if root.retracted_by is not None or root.expired:
        return []
    told = await info.context.log.stream(root.key, upto=await info.context.reads.position())
    said = [at.event for at in told if isinstance(at.event, events.Created | events.Edited)]
    return [MessageVersion(at=event.timestamp, text=event.text or "") for event in said]


@strawberry.type(description="What somebody said in a channel, a unit, or at a task or directive.")
class Message(Node):
    id: strawberry.ID
    row: JSON = strawberry.field(resolver=_row, description="The row as devices have it.")
    kind: PlaceKind = strawberry.field(description="Of the place where it was said.")
    channel: LazyChannel | None = strawberry.field(
        resolver=_channel, description="Null at a task or directive."
    )
    task: LazyTask | None = strawberry.field(resolver=_task)
    directive: LazyDirective | None = strawberry.field(resolver=_directive)
    author: LazyOfficial | None = strawberry.field(resolver=_author)
    post: LazyPost | None = strawberry.field(resolver=_post, description="The seat that its author spoke in.")
    at: datetime
    text: str = strawberry.field(description="In a subset of CommonMark; empty once it was taken back.")
    html: str = strawberry.field(
        resolver=lambda root: richtext.html(root.text), description="The text as HTML that is safe to show."
    )
    mentions: list[Mention]
    thread: LazyMessage | None = strawberry.field(
        resolver=_thread, description="The message that it answers in a thread."
    )
    replies: int = strawberry.field(description="Answers in its own thread.")
    attachments: list[File] = strawberry.field(resolver=_attachments)
    cards: list[Card]
    origin: Origin | None
    order: int = strawberry.field(description="The position at which it was posted.")
    number: int = strawberry.field(description="Counts the messages of its place; 0: an answer in a thread.")
    edited_at: datetime | None
    retracted_by: LazyOfficial | None = strawberry.field(resolver=_retracted_by)
    expired: bool
    pinned: bool
    reactions: list[Reaction]
    versions: list[MessageVersion] = strawberry.field(
        resolver=_versions, description="What it said, oldest first."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, MessageNode)
