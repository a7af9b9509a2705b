"""The facts about a message. Each names the channel, so that read models of channels need not look it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.kernel import CreatedEvent, Evolving
from domain.message.state import Card, Mention, Origin, Reaction, State
from domain.talk import PlaceKind


class Created(CreatedEvent):
    """`author` said something in a place of this kind; `thread`: in answer to that message."""

    TOPIC = "message.posted"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    channel: UUID
    kind: PlaceKind
    author: UUID
    text: str
    mentions: tuple[Mention, ...]
    thread: UUID | None
    attachments: tuple[UUID, ...]
    cards: tuple[Card, ...]
    origin: Origin | None
    device_at: datetime | None

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            channel=self.channel,
            kind=self.kind,
            author=self.author,
            text=self.text or "",
            mentions=self.mentions,
            thread=self.thread,
            attachments=self.attachments,
            cards=self.cards,
            origin=self.origin,
            at=self.device_at or self.timestamp,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class MessageEvent(Evolving):
    """A fact about a message after its first."""

    channel: UUID


class Edited(MessageEvent):
    """Its author said it otherwise; what was said before stays in the log."""

    TOPIC = "message.edited"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    text: str
    mentions: tuple[Mention, ...]
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, text=self.text or "", mentions=self.mentions, edited_at=self.timestamp)


def emptied(state: State) -> State:
    """A message without its words and what came with them."""
    return replace(state, text="", mentions=(), attachments=(), cards=(), reactions=(), pinned=False)


class Retracted(MessageEvent):
    """It was taken back, by its author or by who keeps order in the channel."""

    TOPIC = "message.retracted"
    official: UUID

    def change(self, state: State) -> State:
        return replace(emptied(state), retracted_by=self.official)


class Expired(MessageEvent):
    """The time for which its channel keeps messages is over."""

    TOPIC = "message.expired"

    def change(self, state: State) -> State:
        return replace(emptied(state), expired=True)


class Reacted(MessageEvent):
    """Somebody gave it an emoji."""

    TOPIC = "message.reacted"
    official: UUID
    emoji: str

    def change(self, state: State) -> State:
        known = {reaction.emoji: reaction.officials for reaction in state.reactions}
        known[self.emoji] = (*known.get(self.emoji, ()), self.official)
        return replace(state, reactions=_reactions(known))


class Unreacted(MessageEvent):
    """Somebody took their emoji back."""

    TOPIC = "message.unreacted"
    official: UUID
    emoji: str

    def change(self, state: State) -> State:
        known = {reaction.emoji: reaction.officials for reaction in state.reactions}
        known[self.emoji] = tuple(id for id in known.get(self.emoji, ()) if id != self.official)
        return replace(state, reactions=_reactions(known))


def _reactions(known: dict[str, tuple[UUID, ...]]) -> tuple[Reaction, ...]:
    return tuple(
        Reaction(emoji=emoji, officials=officials) for emoji, officials in known.items() if officials
    )


class Pinned(MessageEvent):
    """It is shown at the top of its channel."""

    TOPIC = "message.pinned"

    def change(self, state: State) -> State:
        return replace(state, pinned=True)


class Unpinned(MessageEvent):
    """It is no longer."""

    TOPIC = "message.unpinned"

    def change(self, state: State) -> State:
        return replace(state, pinned=False)
