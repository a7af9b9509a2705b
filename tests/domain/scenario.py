"""given(events) → when(command) → then(events or a refusal), for one aggregate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from domain.kernel import (
    Actor,
    By,
    Change,
    Command,
    CreatedEvent,
    Creation,
    Event,
    Keeping,
    Noun,
    Rejection,
    Seat,
)

NOW = datetime(2025, 7, 7, 0, 5, tzinfo=UTC)
BEFORE = datetime(2025, 6, 1, 1, 0, tzinfo=UTC)
SUBJECT = uuid5(UUID(int=1), "subject")
COMMAND = uuid5(UUID(int=1), "command")
EVERY_EVENT_HAS = {"originator_id", "originator_version", "timestamp", "originator_topic"}


def by(
    official: UUID | None = None,
    seat: Seat | None = None,
    now: datetime = NOW,
    command: UUID = COMMAND,
    reading: Iterable[Noun] = (),
) -> By:
    """A person acting at `now` in `seat`; `reading`: the other aggregates that it is decided on."""
    return By(
        actor=Actor(official=official, post=seat.post if seat else None),
        now=now,
        command=command,
        seat=seat,
        read={noun.id: noun for noun in reading},
    )


class Happened:
    """An event to be compared or replayed: its class and the fields that are its own."""

    def __init__(self, event: type[Event], **fields: Any) -> None:
        own = {field.name for field in dataclass_fields(event)} - EVERY_EVENT_HAS
        assert set(fields) == own, f"{event.TOPIC} has the fields {sorted(own)}"
        self.event = event
        self.fields = fields

    def at(self, noun: type[Noun], subject: UUID, version: int, when: datetime) -> Event:
        """The event as the log would give it back."""
        extra = {"originator_topic": noun.TOPIC} if issubclass(self.event, CreatedEvent) else {}
        return self.event(
            originator_id=subject, originator_version=version, timestamp=when, **extra, **self.fields
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Happened) and (self.event, self.fields) == (other.event, other.fields)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{self.event.TOPIC}{self.fields}"


def happened(event: Event) -> Happened:
    """What a recorded event says, without when and where."""
    own = {name: value for name, value in vars(event).items() if name not in EVERY_EVENT_HAS}
    return Happened(type(event), **own)


class Answer:
    """What a command led to."""

    def __init__(self, subject: Any, events: list[Event], refusal: Rejection | None) -> None:
        self.subject = subject
        self.events = events
        self.refusal = refusal

    def then(self, *expected: Happened) -> Any:
        """Exactly these events were recorded; returns the aggregate after them."""
        assert self.refusal is None, f"refused: {self.refusal.code} {self.refusal.params}"
        assert [happened(event) for event in self.events] == list(expected)
        return self.subject

    def nothing(self) -> Any:
        """The command was accepted and there was nothing left to do."""
        return self.then()

    def refused(self, code: str, **params: Any) -> None:
        """The command was refused for this reason, and changed nothing."""
        assert self.refusal is not None, f"accepted: {self.events}"
        assert self.refusal.code == code
        assert {name: self.refusal.params.get(name) for name in params} == params
        assert self.events == []


class Past:
    """An aggregate with its history."""

    def __init__(self, noun: type[Noun], events: tuple[Happened, ...], subject: UUID) -> None:
        self.aggregate: Any = None
        for version, event in enumerate(events, start=1):
            self.aggregate = event.at(noun, subject, version, BEFORE).mutate(self.aggregate)

    def when(self, command: Command[Any], who: By | None = None) -> Answer:
        """The answer to a command, given what happened before."""
        who = who or by()
        refusal, subject = None, self.aggregate
        try:
            if isinstance(command, Creation):
                subject = command.create(who)
            elif isinstance(command, Change):
                assert command.target == subject.id
                command.execute(subject, who)
            elif isinstance(command, Keeping):
                subject = command.keep(subject, who)
        except Rejection as rejection:
            refusal = rejection
        events = [*subject.collect_events()] if subject is not None else []
        assert all(event.timestamp == who.now for event in events), "an event was not stamped with By.now"
        return Answer(subject, events, refusal)


def given(noun: type[Noun], *events: Happened, subject: UUID = SUBJECT) -> Past:
    """An aggregate to which this happened."""
    return Past(noun, events, subject)


def nothing_yet() -> Past:
    """Nothing: a creation follows."""
    return Past(Noun, (), SUBJECT)
