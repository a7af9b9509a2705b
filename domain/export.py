"""An export (bản kết xuất): somebody took out all that was said in a place, and the event is its record."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain.kernel import By, CreatedEvent, Creation, Noun
from domain.talk import PlaceKind, place_in


class Created(CreatedEvent):
    """Everything said so far in a place of this kind was given to `author`."""

    TOPIC = "export.made"
    channel: UUID
    kind: PlaceKind
    author: UUID


class Export(Noun, created=Created):
    """One taking out of all that was said in a place."""

    TOPIC = "export"
    channel: UUID
    kind: PlaceKind
    author: UUID


class Make(Creation[Export], frozen=True):
    """Take out all that was said in a place; it may be closed."""

    name: ClassVar[str] = "export.make"
    noun: ClassVar[type[Noun]] = Export
    channel: UUID

    def reads(self, subject: Export | None = None) -> tuple[UUID, ...]:
        return (self.channel,)

    def create(self, by: By) -> Export:
        place = place_in(by.read, self.channel)
        made = {"channel": place.id, "kind": place.kind, "author": by.author}
        return Export.begin(Created, self.identity(by), by, **made)
