"""What is known of a message at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.kernel import Struct
from domain.talk import PlaceKind

MentionKind = Literal["official", "post", "unit", "everyone"]


class Mention(Struct, frozen=True):
    """Who is called: a person, whoever holds a post, the members of a unit, or all who hear (`id` null)."""

    kind: MentionKind
    id: UUID | None = None


class Card(Struct, frozen=True):
    """A thing shown with the message: each reader sees of it what they may."""

    kind: Literal["task", "directive", "official", "unit", "message"]
    id: UUID


class Forward(Struct, frozen=True):
    """A message to be forwarded, and the channel that it is in."""

    message: UUID
    channel: UUID


class Origin(Struct, frozen=True):
    """Where a forwarded message was said first, by whom and when."""

    message: UUID
    channel: UUID
    author: UUID
    at: datetime


class Reaction(Struct, frozen=True):
    """An emoji, and who gave it."""

    emoji: str
    officials: tuple[UUID, ...]


class State(Struct, frozen=True):
    """A message. `thread` is the message that it answers in a thread; `retracted` by whom, if it was."""

    id: UUID
    channel: UUID
    kind: PlaceKind
    author: UUID
    text: str
    mentions: tuple[Mention, ...]
    thread: UUID | None
    attachments: tuple[UUID, ...]
    cards: tuple[Card, ...]
    origin: Origin | None
    at: datetime
    edited_at: datetime | None = None
    retracted_by: UUID | None = None
    expired: bool = False
    pinned: bool = False
    reactions: tuple[Reaction, ...] = ()
    version: int = 1

    @property
    def gone(self) -> bool:
        """Whether its words are there no more."""
        return self.retracted_by is not None or self.expired
