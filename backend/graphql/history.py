"""Pages of what was said in a place: its newest messages, or those around any place in its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

from backend.graphql import ids
from backend.graphql.common import Info, checked_page, here
from backend.graphql.message import Message
from backend.graphql.nodes import MessageNode
from backend.graphql.reads import node
from projections.message import SEEN

END = 2**63 - 1

SAID = "m.channel = $1 AND m.thread IS NULL AND $2::uuid IS NULL"
ANSWERED = "m.channel = $1 AND m.thread = $2"
AT_ORDER = "$6::bigint"
AT_NUMBER = """(
    SELECT m.posted FROM message_view m WHERE m.channel = $1 AND m.thread IS NULL ORDER BY m.posted DESC
    OFFSET (SELECT greatest(c.count - $6, 0) FROM channel_view c WHERE c.id = $1) LIMIT 1
)"""
AT_MOMENT = """(
    SELECT min(first.posted) FROM (
        SELECT m.posted FROM message_view m WHERE {said} AND m.at >= $6 AND NOT m.gone ORDER BY m.at LIMIT 100
    ) first
)"""
"""What was written offline may be older than what was posted before it: so not just the first by time."""
PAGE = """
WITH place AS MATERIALIZED (SELECT coalesce({place}, $7) AS order)
SELECT page.id, page.fields, page.newer FROM (
    (
        SELECT m.id, convert_to(r.fields::text, 'UTF8') AS fields, m.posted, false AS newer
        FROM message_view m JOIN row r ON r.collection = 'message' AND r.id = m.id
        WHERE {said} AND m.posted < (SELECT "order" FROM place) AND {seen} ORDER BY m.posted DESC LIMIT $4
    ) UNION ALL (
        SELECT m.id, convert_to(r.fields::text, 'UTF8') AS fields, m.posted, true AS newer
        FROM message_view m JOIN row r ON r.collection = 'message' AND r.id = m.id
        WHERE {said} AND m.posted >= (SELECT "order" FROM place) AND {seen} ORDER BY m.posted LIMIT $5
    )
) page ORDER BY page.posted
"""
"""Given: channel, thread, scopes, how many before and from the place on, the place, and the place of none."""


class Place(NamedTuple):
    """A place in the history: SQL of its `order`, the value in it, and how many are wanted from it on."""

    sql: str
    value: int | datetime
    newer: int


class Wanted(NamedTuple):
    """Messages of a place, or of a thread there, at most `size`: the newest, or by what `at` names."""

    channel: UUID
    thread: UUID | None
    size: int
    at: dict[str, Any]


@strawberry.type(description="Messages that follow each other, oldest first.")
class MessagePage:
    nodes: list[Message]
    has_before: bool
    has_after: bool
    position: int = strawberry.field(description="The position in the log that this page is true at.")


async def message_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    channel: strawberry.ID,
    before: Annotated[int | None, strawberry.argument(description="The `order` of a message.")] = None,
    after: Annotated[int | None, strawberry.argument(description="The `order` of a message.")] = None,
    around: Annotated[int | None, strawberry.argument(description="The `order` of a message.")] = None,
    number: Annotated[int | None, strawberry.argument(description="Around the message so numbered.")] = None,
    date: Annotated[
        datetime | None,
        strawberry.argument(
            description="Around the first message of that day in Asia/Ho_Chi_Minh, or after it."
        ),
    ] = None,
    thread: Annotated[
        strawberry.ID | None, strawberry.argument(description="Answers in the thread of this message.")
    ] = None,
    first: Annotated[int, strawberry.argument(description="Messages of the page, at most 100.")] = 50,
) -> Any:
    """One page of a channel, unit, task or directive; of a place where one hears nothing it is empty."""
    given = {"before": before, "after": after, "around": around, "number": number, "date": date}
    wanted = Wanted(
        channel=ids.uuid_of(channel),
        thread=ids.uuid_of(thread, "Message") if thread else None,
        size=checked_page(first),
        at={name: value for name, value in given.items() if value is not None},
    )
    reads = info.context.reads
    scopes = await reads.all_scopes()
    nodes, has_before, has_after = await reads.run(lambda conn: read(conn, scopes, wanted))
    return MessagePage(
        nodes=nodes, has_before=has_before, has_after=has_after, position=await reads.position()
    )


async def read(conn: Any, scopes: Sequence[str], wanted: Wanted) -> tuple[list[MessageNode], bool, bool]:
    """What whoever holds the scopes hears, oldest first; and whether there is more before and after."""
    place, size = _place(wanted.size, wanted.at), wanted.size
    said = ANSWERED if wanted.thread else SAID
    query = PAGE.format(place=place.sql.format(said=said), said=said, seen=SEEN.format("$3"))
    before = size - place.newer
    values = (wanted.channel, wanted.thread, scopes, before + 1, place.newer + 1, place.value, END)
    found = await conn.fetch(query, *values)
    older, newer = [row for row in found if not row[2]], [row for row in found if row[2]]
    decode = msgspec.json.Decoder(MessageNode).decode
    shown = [node(decode, row) for row in (*older[max(0, len(older) - before) :], *newer[: place.newer])]
    return shown, len(older) > before, len(newer) > place.newer


def _place(size: int, given: dict[str, Any]) -> Place:
    if len(given) > 1:
        raise GraphQLError(
            f"Ask for a page by one of {', '.join(given)}.", extensions={"code": "page.several-places"}
        )
    newer = size - size // 2
    match next(iter(given.items()), None):
        case None:
            return Place(AT_ORDER, END, 0)
        case ("before", order):
            return Place(AT_ORDER, order, 0)
        case ("after", order):
            return Place(AT_ORDER, order + 1, size)
        case ("around", order):
            return Place(AT_ORDER, order, newer)
        case ("number", number):
            return Place(AT_NUMBER, number, newer)
        case (_, moment):
            return Place(AT_MOMENT, _day(moment), newer)


def _day(moment: datetime) -> datetime:
    """The beginning of a moment's day; a date alone is a day there."""
    return here(moment).replace(hour=0, minute=0, second=0, microsecond=0)
