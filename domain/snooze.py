"""A notice put off by the one who was told: it comes up again at its time."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from domain.kernel import By, CreatedEvent, Event, Keeping, Noun, Rejection


def snooze_of(official: UUID, subject: UUID) -> UUID:
    """The id of somebody's putting off of a thing."""
    return uuid5(official, f"snooze:{subject}")


class Created(CreatedEvent):
    """A thing was put off until a moment."""

    TOPIC = "snooze.begun"
    official: UUID
    subject: UUID
    until: datetime | None


class Changed(Event):
    """It was put off until another moment; None: it is to be seen again."""

    TOPIC = "snooze.changed"
    official: UUID
    subject: UUID
    until: datetime | None

    def apply(self, subject: Snooze) -> None:
        subject.until = self.until


class Snooze(Noun, created=Created):
    """Until when somebody put a thing off."""

    TOPIC = "snooze"
    official: UUID
    subject: UUID
    until: datetime | None


class Put(Keeping[Snooze], frozen=True):
    """Put what one was told of `subject` off until a moment; None: show it again."""

    name: ClassVar[str] = "snooze.put"
    noun: ClassVar[type[Noun]] = Snooze
    subject: UUID
    until: datetime | None = None

    def identity(self, by: By) -> UUID:
        return snooze_of(by.author, self.subject)

    def keep(self, subject: Snooze | None, by: By) -> Snooze:
        if self.until is not None and self.until.tzinfo is None:
            raise Rejection("text.no-timezone", field="until")
        put = {"official": by.author, "subject": self.subject, "until": self.until}
        if subject is None:
            return Snooze.begin(Created, self.identity(by), by, **put)
        if self.until != subject.until:
            subject.record(Changed, by, **put)
        return subject
