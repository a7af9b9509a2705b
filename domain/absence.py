"""An absence (vắng mặt): an official is away for a time, and others stand in for their seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain import text
from domain.facts import AbsenceFact, StandIn, TouchFact
from domain.kernel import By, Change, CreatedEvent, Creation, Event, Events, Fact, Noun, Rejection

MOST_STAND_INS = 20
LONGEST_NOTE = 1_000

Kind = Literal["leave", "mission", "sick", "other"]
"""Nghỉ phép, đi công tác, ốm, lý do khác."""


class Created(CreatedEvent):
    """`official` will be away from `start` until `end`; `stand_ins` say who does the work of their seats."""

    TOPIC = "absence.declared"
    sealed: ClassVar[dict[str, str]] = {"note": "author"}
    official: UUID
    stand_ins: tuple[StandIn, ...]
    start: datetime
    end: datetime
    kind: Kind
    note: str | None
    author: UUID


class Changed(Event):
    """Its dates or those who stand in are others."""

    TOPIC = "absence.changed"
    stand_ins: tuple[StandIn, ...]
    start: datetime
    end: datetime

    def apply(self, subject: Absence) -> None:
        subject.stood = _posts((*subject.stood, *_standing(subject.stand_ins)))
        subject.stand_ins, subject.start, subject.end = self.stand_ins, self.start, self.end


class Cancelled(Event):
    """The official stays, or is back before the end."""

    TOPIC = "absence.cancelled"

    def apply(self, subject: Absence) -> None:
        subject.cancelled, subject.in_force = True, False


class Begun(Event):
    """Its start has come: from here on those who stand in see the work of the seats."""

    TOPIC = "absence.begun"

    def apply(self, subject: Absence) -> None:
        subject.in_force = True


class Ended(Event):
    """Its end has come: those who stood in no longer see the work of the seats."""

    TOPIC = "absence.ended"

    def apply(self, subject: Absence) -> None:
        subject.in_force = False


class Absence(Noun, created=Created):
    """Somebody's being away. `stood`: the posts that stood in before, whose rights it has changed."""

    TOPIC = "absence"
    official: UUID
    stand_ins: tuple[StandIn, ...]
    start: datetime
    end: datetime
    cancelled: bool = False
    in_force: bool = False
    stood: tuple[UUID, ...] = ()

    def follow_dates(self, by: By) -> None:
        """Begin or end where that is due."""
        due = not self.cancelled and self.start <= by.now <= self.end
        if due != self.in_force:
            self.record(Begun if due else Ended, by)

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """The absence as it is now, and a touch for each post that stands in or did."""
        here = AbsenceFact(
            subject=self.id,
            official=self.official,
            stand_ins=self.stand_ins,
            start=self.start,
            end=self.end,
            cancelled=self.cancelled,
            in_force=self.in_force,
        )
        touched = _posts((*_standing(self.stand_ins), *self.stood))
        return (here, *(TouchFact(subject=post) for post in touched))


def _standing(stand_ins: Iterable[StandIn]) -> Iterable[UUID]:
    return (each.stand_in for each in stand_ins)


def _posts(posts: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(posts))


def _checked(stand_ins: tuple[StandIn, ...]) -> tuple[StandIn, ...]:
    """One stand-in for each post, and at most one for all the others."""
    if len(stand_ins) > MOST_STAND_INS:
        raise Rejection("absence.too-many", most=MOST_STAND_INS)
    if len({each.post for each in stand_ins}) != len(stand_ins):
        raise Rejection("absence.named-twice")
    return stand_ins


def _dates(start: datetime, end: datetime, now: datetime) -> dict[str, datetime]:
    if start.tzinfo is None or end.tzinfo is None:
        raise Rejection("text.no-timezone", field="start")
    if end <= start:
        raise Rejection("absence.ends-before-start")
    if end <= now:
        raise Rejection("absence.over")
    return {"start": start, "end": end}


class Declare(Creation[Absence], frozen=True):
    """Say that an official will be away; a stand-in without a `post` is for all seats that name none."""

    name: ClassVar[str] = "absence.declare"
    noun: ClassVar[type[Noun]] = Absence
    official: UUID
    start: datetime
    end: datetime
    stand_ins: tuple[StandIn, ...] = ()
    kind: Kind = "leave"
    note: str | None = None

    def create(self, by: By) -> Absence:
        declared = Absence.begin(
            Created,
            self.identity(by),
            by,
            official=self.official,
            stand_ins=_checked(self.stand_ins),
            kind=self.kind,
            note=text.optional("note", self.note, LONGEST_NOTE),
            author=by.author,
            **_dates(self.start, self.end, by.now),
        )
        declared.follow_dates(by)
        return declared


class AbsenceChange(Change[Absence], frozen=True):
    """A command to one absence."""

    noun: ClassVar[type[Noun]] = Absence
    absence: UUID

    @property
    def target(self) -> UUID:
        return self.absence


class Alter(AbsenceChange, frozen=True):
    """Give it other dates or stand-ins."""

    name: ClassVar[str] = "absence.change"
    start: datetime
    end: datetime
    stand_ins: tuple[StandIn, ...] = ()

    def execute(self, subject: Absence, by: By) -> None:
        if subject.cancelled or subject.end <= by.now:
            raise Rejection("absence.over")
        new = (_checked(self.stand_ins), *_dates(self.start, self.end, by.now).values())
        if new != (subject.stand_ins, subject.start, subject.end):
            subject.record(Changed, by, stand_ins=self.stand_ins, start=self.start, end=self.end)
            subject.follow_dates(by)


class Cancel(AbsenceChange, frozen=True):
    """Take it back, or end it at once."""

    name: ClassVar[str] = "absence.cancel"

    def execute(self, subject: Absence, by: By) -> None:
        if subject.cancelled:
            return
        if subject.end <= by.now:
            raise Rejection("absence.over")
        subject.record(Cancelled, by)


class FollowDates(AbsenceChange, frozen=True):
    """Let it begin or end, now that its date has come; the platform's to give."""

    name: ClassVar[str] = "absence.followDates"

    def execute(self, subject: Absence, by: By) -> None:
        subject.follow_dates(by)
