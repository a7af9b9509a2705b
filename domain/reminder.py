"""A personal reminder (nhắc việc riêng): what one wants to be reminded of; private, outside all figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from msgspec.structs import replace

from domain import text
from domain.kernel import By, Change, CreatedEvent, Creation, Evolving, Held, Noun, Rejection, Struct

LONGEST_TEXT = 500

Status = Literal["pending", "fired", "done"]


class State(Struct, frozen=True):
    """What one is to be reminded of, when; `subject` is the task or other thing that it is about, if any."""

    official: UUID
    subject: UUID | None
    text: str
    at: datetime
    status: Status
    version: int


class Created(CreatedEvent):
    """Somebody asked to be reminded."""

    TOPIC = "reminder.set"
    sealed: ClassVar[dict[str, str]] = {"text": "official"}
    official: UUID
    subject: UUID | None
    text: str
    at: datetime

    def begin(self) -> State:
        """The first state."""
        return State(
            official=self.official,
            subject=self.subject,
            text=self.text,
            at=self.at,
            status="pending",
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class ReminderEvent(Evolving):
    """A fact about a personal reminder."""


class Changed(ReminderEvent):
    """They want it at another time, or otherwise worded."""

    TOPIC = "reminder.changed"
    sealed: ClassVar[dict[str, str]] = {"text": "official"}
    official: UUID
    text: str
    at: datetime

    def change(self, state: State) -> State:
        return replace(state, text=self.text, at=self.at, status="pending")


class Fired(ReminderEvent):
    """Its time, `due`, had come: they were reminded."""

    TOPIC = "reminder.fired"
    official: UUID
    due: datetime

    def change(self, state: State) -> State:
        return replace(state, status="fired")


class Done(ReminderEvent):
    """They have done it, or want it no longer."""

    TOPIC = "reminder.done"
    official: UUID

    def change(self, state: State) -> State:
        return replace(state, status="done")


class Reminder(Noun, Held[State], created=Created):
    """One personal reminder."""

    TOPIC = "reminder"


class Put(Creation[Reminder], frozen=True):
    """Ask to be reminded at a moment, of something one sees or of whatever."""

    name: ClassVar[str] = "reminder.set"
    noun: ClassVar[type[Noun]] = Reminder
    text: str
    at: datetime
    subject: UUID | None = None

    def create(self, by: By) -> Reminder:
        return Reminder.begin(
            Created,
            self.identity(by),
            by,
            official=by.author,
            subject=self.subject,
            text=text.required("text", self.text, LONGEST_TEXT),
            at=_future(self.at, by),
        )


class ReminderChange(Change[Reminder], frozen=True):
    """A command to one personal reminder."""

    noun: ClassVar[type[Noun]] = Reminder
    reminder: UUID

    @property
    def target(self) -> UUID:
        return self.reminder


class Alter(ReminderChange, frozen=True):
    """Be reminded at another time, or again, or of something else."""

    name: ClassVar[str] = "reminder.change"
    text: str
    at: datetime

    def execute(self, subject: Reminder, by: By) -> None:
        state, words = subject.state, text.required("text", self.text, LONGEST_TEXT)
        if (state.status, state.text, state.at) != ("pending", words, self.at):
            subject.record(Changed, by, official=state.official, text=words, at=_future(self.at, by))


class Finish(ReminderChange, frozen=True):
    """Say that it is done. Again, it changes nothing."""

    name: ClassVar[str] = "reminder.done"

    def execute(self, subject: Reminder, by: By) -> None:
        if subject.state.status != "done":
            subject.record(Done, by, official=subject.state.official)


class Fire(ReminderChange, frozen=True):
    """Remind, now that its time has come; the platform's to give."""

    name: ClassVar[str] = "reminder.fire"

    def execute(self, subject: Reminder, by: By) -> None:
        if subject.state.status == "pending" and subject.state.at <= by.now:
            subject.record(Fired, by, official=subject.state.official, due=subject.state.at)


def _future(value: datetime, by: By) -> datetime:
    """A moment after the command was given; refuses one without a time zone."""
    if value.tzinfo is None:
        raise Rejection("text.no-timezone", field="at")
    if value <= by.given_at:
        raise Rejection("reminder.past", at=value.isoformat())
    return value
