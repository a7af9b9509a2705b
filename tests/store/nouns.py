"""A noun for the store's own tests: a note that its author writes on, of which the texts are sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from domain.kernel import Actor, By, CreatedEvent, Event, Noun

NOW = datetime(2025, 7, 1, 7, 5, tzinfo=UTC)


class Created(CreatedEvent):
    """A note exists."""

    TOPIC = "note.created"
    title: str
    author: UUID


class Written(Event):
    """A line was written."""

    TOPIC = "note.written"
    sealed: ClassVar[dict[str, str]] = {"text": "author", "aside": "author"}
    text: str
    author: UUID
    aside: str | None = None

    def apply(self, subject: Note) -> None:
        subject.lines = (*subject.lines, self.text)


class Erased(Event):
    """The author's key is destroyed."""

    TOPIC = "note.erased"
    erases: ClassVar[str] = "author"
    author: UUID


class Note(Noun, created=Created):
    """What is written down."""

    TOPIC = "note"
    title: str
    author: UUID
    lines: tuple[str, ...] = ()


EVENTS: dict[str, type[Event]] = {event.TOPIC: event for event in (Created, Written, Erased)}


def by(official: UUID | None = None) -> By:
    """Somebody, now."""
    return By(actor=Actor(official=official or uuid4()), now=NOW, command=uuid4())


def note(title: str = "Triều cường", author: UUID | None = None) -> Note:
    """A new note."""
    return Note.begin(Created, uuid4(), by(), title=title, author=author or uuid4())


def write(subject: Note, text: str, aside: str | None = None) -> Note:
    """Write a line."""
    subject.record(Written, by(), text=text, author=subject.author, aside=aside)
    return subject
