"""Channels: a row for each unit and each channel of people, with what was said there last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain import official, unit
from domain.channel import events
from domain.channel.state import Member, Posting
from domain.kernel import ALL
from domain.message import events as message
from domain.talk import PlaceKind, heard_by
from projections import search
from projections.kernel import Recorded
from projections.projection import Projection, begins, erasing, on
from projections.row import Row, Value
from projections.tables import Table

WINDOW = 50
"""How many of its newest messages a device keeps of a channel, and the tables of sync hold."""
SHOWN_MEMBERS = 50
PREVIEW = 120


class LastMessage(Value, kw_only=True):
    """What was said last, shortened."""

    id: UUID
    author: UUID
    at: datetime
    text: str
    files: int


class ChannelRow(Row, kw_only=True):
    """A place where people talk; the row of a unit's has the unit's id.

    `count` numbers its messages (answers in threads are not counted): unread is `count` less the number read.
    `members` are some of them, at most 50; `pinned` are messages.
    """

    kind: PlaceKind
    name: str
    topic: str | None
    unit: UUID | None
    members: tuple[UUID, ...]
    member_count: int
    moderators: tuple[UUID, ...]
    posting: Posting
    retention_days: int | None
    archived: bool
    count: int
    last: LastMessage | None
    pinned: tuple[UUID, ...]
    created_at: datetime


class Numbered(NamedTuple):
    """A message of the window, and its number (0: an answer in a thread)."""

    id: UUID
    number: int


class ChannelRest(Value, kw_only=True, omit_defaults=True):
    """What the row does not show: all members, and the messages of the window, oldest first."""

    members: tuple[Member, ...] = ()
    recent: tuple[Numbered, ...] = ()


class ChannelState(Value, kw_only=True):
    """The row with what is beside it."""

    row: ChannelRow
    members: tuple[Member, ...] = ()
    recent: tuple[Numbered, ...] = ()

    def admit(self, members: tuple[Member, ...]) -> ChannelState:
        """With these members from now on."""
        self.members = members
        self.row.members = tuple(member.official for member in members[:SHOWN_MEMBERS])
        self.row.member_count = len(members)
        self.row.moderators = tuple(member.official for member in members if member.moderator)
        return self


def _begun(kind: PlaceKind, name: str, at: datetime, **more: Any) -> ChannelRow:
    return ChannelRow(
        kind=kind,
        name=name,
        topic=more.get("topic"),
        unit=more.get("unit"),
        members=(),
        member_count=0,
        moderators=(),
        posting="all",
        retention_days=None,
        archived=False,
        count=0,
        last=None,
        pinned=(),
        created_at=at,
    )


def _channel(event: Any) -> Iterable[UUID | None]:
    return (event.channel,)


class Channels(Projection[ChannelState]):
    """Of units, from when they are set up until they end; and of people.

    Tasks and directives have one once something was said there: it numbers the messages, and nobody sees it.
    """

    collection = "channel"
    row = ChannelRow
    rest = ChannelRest
    table = Table(
        "channel_view",
        {
            "id": "uuid",
            "kind": "text",
            "name": "text",
            "marked": "text",
            "folded": "text",
            "archived": "bool",
            "count": "bigint",
            "last_at": "timestamptz",
            "retention_days": "int",
            "created_at": "timestamptz",
        },
        indexes=("(created_at, id)", "(id) WHERE retention_days IS NOT NULL"),
    )
    words = "SELECT DISTINCT author, channel FROM message_view WHERE ARRAY[channel, author] && $1"

    @begins(unit.Created)
    def founded(self, _: None, event: unit.Created, at: Recorded) -> ChannelState:
        return ChannelState(row=_begun("unit", event.name, event.timestamp, unit=at.stream))

    @on(unit.Renamed)
    def unit_renamed(self, state: ChannelState, event: unit.Renamed, at: Recorded) -> ChannelState:
        state.row.name = event.name
        return state

    @on(unit.Merged, unit.Split, unit.Closed)
    def unit_ended(self, state: ChannelState, event: Any, at: Recorded) -> ChannelState:
        state.row.archived = True
        return state

    @begins(events.Created)
    def created(self, _: None, event: events.Created, at: Recorded) -> ChannelState:
        row = _begun(event.kind, event.name, event.timestamp, topic=event.topic)
        return ChannelState(row=row).admit(event.members)

    @on(events.Renamed)
    def renamed(self, state: ChannelState, event: events.Renamed, at: Recorded) -> ChannelState:
        state.row.name, state.row.topic = event.name, event.topic
        return state

    @on(events.Joined)
    def joined(self, state: ChannelState, event: events.Joined, at: Recorded) -> ChannelState:
        new = tuple(Member(official=official, moderator=False) for official in event.officials)
        return state.admit(state.members + new)

    @on(events.Left)
    def left(self, state: ChannelState, event: events.Left, at: Recorded) -> ChannelState:
        return state.admit(tuple(m for m in state.members if m.official != event.official))

    @on(events.Appointed)
    def appointed(self, state: ChannelState, event: events.Appointed, at: Recorded) -> ChannelState:
        changed = Member(official=event.official, moderator=event.moderator)
        return state.admit(tuple(changed if m.official == event.official else m for m in state.members))

    @on(events.RulesChanged)
    def rules(self, state: ChannelState, event: events.RulesChanged, at: Recorded) -> ChannelState:
        state.row.posting, state.row.retention_days = event.posting, event.retention_days
        return state

    @on(events.Archived, events.Reopened)
    def archived(self, state: ChannelState, event: Any, at: Recorded) -> ChannelState:
        state.row.archived = isinstance(event, events.Archived)
        return state

    @on(message.Created, keys=_channel, makes=True)
    def posted(self, state: ChannelState | None, event: message.Created, at: Recorded) -> ChannelState | None:
        if state is None:
            if heard_by(event.kind, event.channel) is not None:
                return None
            state = ChannelState(row=_begun(event.kind, "", event.timestamp))
        row, number = state.row, 0
        if event.thread is None:
            number = row.count = row.count + 1
            row.last = LastMessage(
                id=at.stream,
                author=event.author,
                at=event.timestamp,
                text=(event.text or "")[:PREVIEW],
                files=len(event.attachments),
            )
        state.recent = (*state.recent, Numbered(at.stream, number))[-WINDOW:]
        return state

    @on(message.Edited, message.Retracted, message.Expired, keys=_channel)
    def said_otherwise(self, state: ChannelState, event: Any, at: Recorded) -> ChannelState | None:
        row, pinned = state.row, state.row.pinned
        if not isinstance(event, message.Edited):
            row.pinned = tuple(id for id in pinned if id != at.stream)
        if row.last is None or row.last.id != at.stream:
            return state if row.pinned != pinned else None
        row.last.text = (event.text or "")[:PREVIEW] if isinstance(event, message.Edited) else ""
        row.last.files = row.last.files if isinstance(event, message.Edited) else 0
        return state

    @on(message.Pinned, message.Unpinned, keys=_channel)
    def pinned(self, state: ChannelState, event: Any, at: Recorded) -> ChannelState:
        others = tuple(id for id in state.row.pinned if id != at.stream)
        state.row.pinned = (*others, at.stream) if isinstance(event, message.Pinned) else others
        return state

    @erasing(official.Erased)
    def erased(self, state: ChannelState, event: official.Erased, at: Recorded) -> ChannelState:
        if state.row.last is not None and state.row.last.author == at.stream:
            state.row.last.text = ""
        return state

    def seen_by(self, state: ChannelState) -> Any:
        return state.row.kind

    def audience(self, id: UUID, state: ChannelState, place: frozenset[str]) -> frozenset[str]:
        heard = heard_by(state.row.kind, id)
        if heard is None:
            return frozenset()
        return frozenset({heard, ALL} if state.row.kind == "open" else {heard})

    def present(self, id: UUID, state: ChannelState) -> ChannelRow:
        return state.row

    def beside(self, state: ChannelState) -> ChannelRest:
        return ChannelRest(members=state.members, recent=state.recent)

    def restore(self, id: UUID, row: ChannelRow, rest: ChannelRest) -> ChannelState:
        return ChannelState(row=row, members=rest.members, recent=rest.recent)

    def columns(self, id: UUID, state: ChannelState) -> tuple[Any, ...]:
        row = state.row
        last_at = row.last.at if row.last else row.created_at
        keys = search.keys(row.name)
        return (
            id,
            row.kind,
            row.name,
            *keys,
            row.archived,
            row.count,
            last_at,
            row.retention_days,
            row.created_at,
        )
