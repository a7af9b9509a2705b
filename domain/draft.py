"""What somebody has begun to say in a place and not yet sent: it follows them from device to device."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid5

from domain import text
from domain.kernel import By, CreatedEvent, Event, Keeping, Noun
from domain.message.commands import LONGEST_MESSAGE


def draft_of(official: UUID, channel: UUID) -> UUID:
    """The id of somebody's draft in a place."""
    return uuid5(official, f"draft:{channel}")


class Created(CreatedEvent):
    """Somebody began to write."""

    TOPIC = "draft.begun"
    sealed: ClassVar[dict[str, str]] = {"text": "official"}
    official: UUID
    channel: UUID
    text: str


class Changed(Event):
    """They wrote on; nothing: it was sent, or thrown away."""

    TOPIC = "draft.changed"
    sealed: ClassVar[dict[str, str]] = {"text": "official"}
    official: UUID
    channel: UUID
    text: str

    def apply(self, subject: Draft) -> None:
        subject.text = self.text


class Draft(Noun, created=Created):
    """What somebody has begun to say."""

    TOPIC = "draft"
    official: UUID
    channel: UUID
    text: str


class Save(Keeping[Draft], frozen=True):
    """Keep what was written so far; an empty text takes the draft away."""

    name: ClassVar[str] = "draft.save"
    noun: ClassVar[type[Noun]] = Draft
    channel: UUID
    text: str

    def identity(self, by: By) -> UUID:
        return draft_of(by.author, self.channel)

    def keep(self, subject: Draft | None, by: By) -> Draft:
        written = text.optional("text", self.text, LONGEST_MESSAGE) or ""
        place = {"official": by.author, "channel": self.channel, "text": written}
        if subject is None:
            return Draft.begin(Created, self.identity(by), by, **place)
        if written != subject.text:
            subject.record(Changed, by, **place)
        return subject
