"""Messages: a row each. Devices get the newest of each channel; all can be asked for, and searched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import official
from domain.message import events
from domain.message.state import Card, Mention, Origin, Reaction, State
from domain.notices.whom import mentioned
from domain.talk import PlaceKind, heard_by
from projections.channel import ChannelState, Numbered
from projections.fulltext import stored, vector
from projections.kernel import Recorded
from projections.projection import Derived, begins, erasing, on
from projections.row import Row, Value
from projections.tables import Table

FALLEN = -1
"""Instead of a number: the message is no longer one of the newest of its channel."""

SEEN = """(m.scope = ANY({0}) OR m.scope IS NULL AND (
    SELECT t.audience && {0} FROM row t WHERE t.collection = 'talk' AND t.id = m.channel
))"""
"""Whether who holds the scopes {0} (text[]) hears the message `m` of message_view.

With EXISTS instead, the planner might first gather all that they see.
"""

BY = "ARRAY[channel, author]"
WHEN = "ARRAY[posted >> 16, CASE files WHEN '' THEN -2 ELSE -1 END]"
"""What words are indexed with: where and by whom; in which 65,536 positions, and (-1) whether with a file."""
SHORT_PENDING = "gin_pending_list_limit = 128"
"""In kB: what waits there is brought in by whoever writes next, and slows down each search until then."""


class MessageRow(Row, kw_only=True):
    """One message. `order` is the position at which it was posted, `number` counts it in its channel (0: in a
    thread, under the message `thread`). `post` is the seat in which its author spoke.
    """

    channel: UUID
    kind: PlaceKind
    author: UUID
    post: UUID | None
    text: str
    mentions: tuple[Mention, ...]
    thread: UUID | None
    replies: int
    attachments: tuple[UUID, ...]
    cards: tuple[Card, ...]
    origin: Origin | None
    at: datetime
    order: int
    number: int
    edited_at: datetime | None
    retracted_by: UUID | None
    expired: bool
    pinned: bool
    reactions: tuple[Reaction, ...]
    version: int


class MessageRest(Value, kw_only=True, omit_defaults=True):
    """Whether devices have it no longer."""

    fallen: bool = False


class MessageState(Value, kw_only=True):
    """The row, and whether it has fallen out of its channel's window."""

    row: MessageRow
    fallen: bool = False


OWN = ("stale", "post", "replies", "order", "number")
SAID = tuple(name for name in MessageRow.__struct_fields__ if name not in OWN)


def begun(event: events.Created, at: Recorded) -> MessageRow:
    """The row of a message that was just posted; not yet numbered."""
    state = event.begin()
    said = {name: getattr(state, name) for name in SAID}
    return MessageRow(**said, post=at.metadata.post, replies=0, order=at.position, number=0)


def evolved(id: UUID, row: MessageRow, event: events.MessageEvent) -> MessageRow:
    """The row after an event about its message."""
    state = event.evolve(State(id=id, **{name: getattr(row, name) for name in SAID}))
    for name in SAID:
        setattr(row, name, getattr(state, name))
    return row


def _thread(event: Any) -> Iterable[UUID | None]:
    return (event.thread,)


def _shared(before: tuple[Numbered, ...], after: tuple[Numbered, ...]) -> int:
    """How many the old window's end has in common with the new one's beginning: it only moves on."""
    last = before[-1] if before else None
    return next((at for at in range(len(after), 0, -1) if after[at - 1] == last), 0)


class Messages(Derived[MessageState]):
    """Numbered by their channel, which also says when one is no longer among its newest."""

    collection = "message"
    source = "channel"
    row = MessageRow
    rest = MessageRest
    fades = True
    table = Table(
        "message_view",
        {
            "id": "uuid",
            "channel": "uuid",
            "kind": "text",
            "scope": "text",
            "author": "uuid",
            "posted": "bigint",
            "number": "bigint",
            "at": "timestamptz",
            "thread": "uuid",
            "gone": "bool",
            "files": "text",
            "called": "text",
            "folded": "text",
            "marked": "text",
        },
        indexes=(
            "(posted)",
            "(channel, posted) WHERE thread IS NULL",
            "(thread, posted) WHERE thread IS NOT NULL",
            "(channel, at) WHERE NOT gone",
            "(channel, number) WHERE called <> '' AND number > 0",
            f"USING gin ({vector('folded')}, {vector('marked')}, ({BY}), ({WHEN})) WITH ({SHORT_PENDING})",
            "USING gin (string_to_array(files, ' ')) WHERE files <> ''",
        ),
    )
    words = "SELECT author, id FROM message_view WHERE ARRAY[channel, author] && $1"

    @begins(events.Created)
    def posted(self, _: None, event: events.Created, at: Recorded) -> MessageState:
        return MessageState(row=begun(event, at))

    @on(events.Created, keys=_thread)
    def answered(self, state: MessageState, event: events.Created, at: Recorded) -> MessageState:
        state.row.replies += 1
        return state

    @on(*events.MessageEvent.__subclasses__())
    def evolve(self, state: MessageState, event: events.MessageEvent, at: Recorded) -> MessageState:
        evolved(at.stream, state.row, event)
        return state

    @erasing(official.Erased)
    def erased(self, state: MessageState, event: official.Erased, at: Recorded) -> MessageState:
        state.row.text = ""
        return state

    def part(self, id: UUID, state: ChannelState) -> tuple[Numbered, ...]:
        return state.recent

    def derive(
        self, id: UUID, before: tuple[Numbered, ...] | None, after: tuple[Numbered, ...]
    ) -> Iterable[tuple[UUID, int]]:
        known = before or ()
        shared = _shared(known, after)
        yield from ((each.id, FALLEN) for each in known[: len(known) - shared])
        yield from ((each.id, each.number) for each in after[shared:])

    def apply(self, state: MessageState | None, change: int) -> MessageState | None:
        if state is None:
            return None
        if change == FALLEN:
            state.fallen = True
        else:
            state.row.number = change
        return state

    def seen_by(self, state: MessageState) -> Any:
        return state.fallen

    def audience(self, id: UUID, state: MessageState, place: frozenset[str]) -> frozenset[str]:
        heard = heard_by(state.row.kind, state.row.channel)
        return frozenset() if heard is None or state.fallen else frozenset({heard})

    def present(self, id: UUID, state: MessageState) -> MessageRow:
        return state.row

    def beside(self, state: MessageState) -> MessageRest:
        return MessageRest(fallen=state.fallen)

    def restore(self, id: UUID, row: MessageRow, rest: MessageRest) -> MessageState:
        return MessageState(row=row, fallen=rest.fallen)

    def columns(self, id: UUID, state: MessageState) -> tuple[Any, ...]:
        row = state.row
        called = (scope for mention in row.mentions for scope in mentioned(mention, row.kind, row.channel))
        return (
            id,
            row.channel,
            row.kind,
            heard_by(row.kind, row.channel),
            row.author,
            row.order,
            row.number,
            row.at,
            row.thread,
            row.retracted_by is not None or row.expired,
            " ".join(map(str, row.attachments)),
            " ".join(called),
            *stored(row.text),
        )
