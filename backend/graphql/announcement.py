"""Announcements: what they say and said before, who has read them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import strawberry

from backend import richtext
from backend.graphql.common import Connection, Info, Node
from backend.graphql.file import File, files
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import AnnouncementNode, OfficialNode, ReceiptNode, UnitNode
from backend.graphql.reader import Reader, ReaderCount, board, reader_page
from backend.graphql.seat import Seat
from domain.announcement import events
from domain.announcement.state import Status, Urgency
from domain.receipt import receipt_of

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
AnnouncementState: Any = enum_of("AnnouncementState", get_args(Status))
AnnouncementUrgency: Any = enum_of("AnnouncementUrgency", get_args(Urgency))
ANNOUNCEMENTS = Listing("announcement", "announcement_view", AnnouncementNode)
NEWEST = Order("issued_at", "timestamptz", datetime, down=True)


@strawberry.type(description="That the asker has opened an announcement, and acknowledged it.")
class Receipt:
    opened_at: datetime
    edition: int = strawberry.field(
        resolver=lambda root: root.acknowledged, description="The newest text acknowledged; 0: none."
    )
    acknowledged_at: datetime | None


class Edition(msgspec.Struct):
    """What an announcement said from a moment on."""

    number: int
    at: datetime
    title: str
    text: str
    again: bool
    author: Any


async def _written_by(root: Edition, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.author)


@strawberry.type(description="What an announcement said from a moment on.")
class AnnouncementEdition:
    number: int
    at: datetime
    title: str
    text: str
    again: bool = strawberry.field(description="Whether it asked for acknowledgement once more.")
    author: LazyOfficial | None = strawberry.field(resolver=_written_by)


async def _author(root: AnnouncementNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.author)


async def _units(root: AnnouncementNode, info: Info) -> Any:
    return await info.context.reads.many("unit", UnitNode, root.units)


async def _attachments(root: AnnouncementNode, info: Info) -> Any:
    return await files(info, root.attachments)


async def _mine(root: AnnouncementNode, info: Info) -> Any:
    return await info.context.reads.row("receipt", ReceiptNode, receipt_of(root.key, info.context.asker))


async def _editions(root: AnnouncementNode, info: Info) -> Any:
    """From the log; of who was erased no words."""
    told = await info.context.log.stream(root.key, upto=await info.context.reads.position())
    found: list[Edition] = []
    for event in (at.event for at in told):
        if isinstance(event, events.Created | events.Corrected):
            again = isinstance(event, events.Corrected) and event.again
            text = event.text or ""
            found.append(Edition(len(found) + 1, event.timestamp, event.title, text, again, event.author))
    return found


@strawberry.type(description="One text to everybody in many units, who may be asked to acknowledge it.")
class Announcement(Node):
    id: strawberry.ID
    title: str
    text: str = strawberry.field(description="In a subset of CommonMark.")
    html: str = strawberry.field(
        resolver=lambda root: richtext.html(root.text), description="The text as HTML that is safe to show."
    )
    state: AnnouncementState
    urgency: AnnouncementUrgency
    issuer: Seat
    author: LazyOfficial | None = strawberry.field(resolver=_author)
    units: list[LazyUnit] = strawberry.field(resolver=_units)
    acknowledge: bool = strawberry.field(description="Whether everybody is asked to acknowledge it.")
    acknowledge_by: datetime | None
    attachments: list[File] = strawberry.field(resolver=_attachments)
    reason: str | None = strawberry.field(description="Why it was withdrawn, if it was.")
    edition: int = strawberry.field(description="Counts its texts, from 1.")
    counts_from: int = strawberry.field(description="The first text that it is enough to have acknowledged.")
    issued_at: datetime
    corrected_at: datetime | None
    reminded_at: datetime | None
    version: int
    mine: Receipt | None = strawberry.field(resolver=_mine, description="The asker's own receipt.")
    board: list[ReaderCount] = strawberry.field(
        resolver=board, description="For its issuer every unit, for a unit's desk its own."
    )
    people: Connection[Reader] = strawberry.field(
        resolver=reader_page, description="By name: of the units on the board, those who were told."
    )
    editions: list[AnnouncementEdition] = strawberry.field(
        resolver=_editions, description="What it said, oldest first."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, AnnouncementNode)


async def announcement_page(
    info: Info,
    search: str | None = None,
    state: AnnouncementState | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 20,
    after: str | None = None,
) -> Any:
    """Those that the asker was told, or whose board they see."""
    where = Where()
    where.words(search)
    where.when("v.state = {}", state.value if state else None)
    return await ANNOUNCEMENTS.page(info, where, NEWEST, first, after)
