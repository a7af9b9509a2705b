"""Messages that a search found, with the part of their text that it found them by."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NamedTuple
from unicodedata import normalize

import strawberry

from backend import richtext
from backend.graphql import ids, message_search
from backend.graphql.common import Info, PageInfo, checked_page, cursor_of, here, key_of
from backend.graphql.message import Message
from backend.graphql.message_search import END, Wanted
from backend.graphql.nodes import MessageNode
from projections.fulltext import Sought, sought

BEFORE, LONGEST = 40, 160
"""Characters of an excerpt: at most, and how many of them before the first word found."""


@strawberry.type(description="A message found.")
class MessageHit:
    message: Message
    excerpt: str = strawberry.field(
        description="Its text where the words are, in one line, without marks of style."
    )


class Hit(NamedTuple):
    """A message and its excerpt."""

    message: MessageNode
    excerpt: str


@strawberry.type(description="One page of what was found, newest first.")
class MessageHits:
    nodes: list[MessageHit]
    page_info: PageInfo
    position: int = strawberry.field(description="The position in the log that this page is true at.")


async def message_hits(  # noqa: PLR0917 - they are named in every query
    info: Info,
    query: Annotated[str, strawberry.argument(description="Words; of the last one the beginning is enough.")],
    channel: strawberry.ID | None = None,
    author: strawberry.ID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    has_file: bool | None = None,
    first: Annotated[int, strawberry.argument(description="Messages of the page, at most 100.")] = 20,
    after: str | None = None,
) -> Any:
    """What the asker hears and all conditions hold for. Without marks a query finds words with any."""
    size, key, reads = checked_page(first), key_of(after, tuple[int]), info.context.reads
    wanted = Wanted(
        words=sought(query),
        channel=ids.uuid_of(channel) if channel else None,
        author=ids.uuid_of(author, "Official") if author else None,
        since=here(since) if since else None,
        until=here(until) if until else None,
        has_file=has_file,
        before=key[0] if key else END,
    )
    scopes = await reads.all_scopes()
    found = await reads.run(lambda conn: message_search.find(conn, scopes, wanted, size + 1))
    messages = await reads.many("message", MessageNode, [id for id, _ in found[:size]])
    return MessageHits(
        nodes=[Hit(message, excerpt(message.text, wanted.words)) for message in messages],  # type: ignore[misc]
        page_info=PageInfo(
            has_next_page=len(found) > size,
            end_cursor=cursor_of((found[:size][-1][1],)) if found else None,
        ),
        position=await reads.position(),
    )


def excerpt(text: str, words: Sought) -> str:
    """What is around the first word found, at most LONGEST characters; the beginning, if none is."""
    line = normalize("NFC", richtext.plain(text))
    at = words.place(line) or 0
    start = 0 if at <= BEFORE else line.rfind(" ", 0, at - BEFORE) + 1
    cut = line[start : start + LONGEST]
    if start + LONGEST < len(line):
        cut = cut.rpartition(" ")[0] or cut
    return f"{'…' if start else ''}{cut}{'…' if start + len(cut) < len(line) else ''}"
