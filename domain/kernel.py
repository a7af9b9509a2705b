"""What every noun of the domain is made of: actors, commands, events, refusals, seats and scopes.

Nothing here reads a clock, makes a random number or waits. Time and ids come in with `By`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID, uuid5

import msgspec
from eventsourcing.domain import Aggregate, AggregateCreated, AggregateEvent


class Rejection(Exception):
    """A command refused for a reason its sender can act on.

    `code` is stable and dotted ("task.not-open"); `params` fill the sentence that users read.
    Texts live in `backend/problems.py`, in Vietnamese and English.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of every value, command and row: immutable, camelCase on the wire."""


class Seat(msgspec.Struct, frozen=True, rename="camel"):
    """Whom work is bound to: a post in a unit, or the unit itself (its leaders and intake)."""

    unit: UUID
    post: UUID | None = None

    @property
    def scope(self) -> str:
        """The scope of those who sit here: the post's own, or the unit's desk."""
        return post_scope(self.post) if self.post else desk_scope(self.unit)


class Actor(msgspec.Struct, frozen=True):
    """Who acts: an official in one of their posts, perhaps on behalf of another post.

    `basis` says why they may act for it: a delegation's id, or "deputy". `policy` names the rule when the
    platform itself draws a consequence; then `official` and `post` are those of the event that caused it.
    """

    official: UUID | None
    post: UUID | None = None
    behalf_of: UUID | None = None
    basis: str | None = None
    policy: str | None = None


class By(msgspec.Struct, frozen=True):
    """By whom, when and under which command id a command is executed. All ids it creates derive from it."""

    actor: Actor
    now: datetime
    command: UUID
    seat: Seat | None = None

    def id(self, noun: str) -> UUID:
        """The id of what this command creates (a device computes the same offline)."""
        return uuid5(self.command, noun)

    @property
    def acting(self) -> Seat:
        """The seat acted for; refuses a command sent without a post."""
        if self.seat is None:
            raise Rejection("actor.no-post")
        return self.seat


class Event(AggregateEvent):
    """A past fact of one aggregate. `sealed` maps a personal field to the attribute that names its subject."""

    sealed: ClassVar[dict[str, str]] = {}


class CreatedEvent(AggregateCreated):
    """The first fact of an aggregate; subclasses must be named `Created` and carry a TOPIC."""

    sealed: ClassVar[dict[str, str]] = {}


class Noun(Aggregate):
    """Base of all aggregates: events are recorded with the time that the command was given."""

    def record(self, event: type[AggregateEvent], by: By, **fields: Any) -> None:
        """Apply `event` and keep it for the append."""
        self.trigger_event(event, timestamp=by.now, **fields)

    def facts(self, events: tuple[AggregateEvent, ...]) -> tuple[Fact, ...]:
        """What the organisation must know after `events` (see organisation.py); O(1) rows an event."""
        return ()


class Fact(Struct, frozen=True, tag_field="kind"):
    """A row of `access`: what deciding needs to know of one subject, replaced as a whole."""

    subject: UUID


A = TypeVar("A", bound=Noun)


class Claim(Struct, frozen=True):
    """A value that only one subject may hold: taken (or given back) in the transaction of the events."""

    kind: str
    value: str
    subject: UUID
    release: bool = False


class Command(Struct, Generic[A], frozen=True, forbid_unknown_fields=True):
    """An intention, in the imperative. Its fields are the arguments on the wire; `name` is `noun.verb`."""

    name: ClassVar[str]
    noun: ClassVar[type[Noun]]

    def claims(self, by: By) -> tuple[Claim, ...]:
        """Unique values this command takes or gives back."""
        return ()


class Creation(Command[A], Generic[A], frozen=True):
    """A command that makes a new aggregate."""

    def identity(self, by: By) -> UUID:
        """Id of the aggregate to be; by default uuid5(command id, noun)."""
        return by.id(self.name.partition(".")[0])

    def create(self, by: By) -> A:
        """The new aggregate with its first events, or a Rejection."""
        raise TypeError(f"{self.name} does not say what it creates")


class Change(Command[A], Generic[A], frozen=True):
    """A command to one existing aggregate."""

    @property
    def target(self) -> UUID:
        """Id of the aggregate that is to change."""
        raise TypeError(f"{self.name} does not say what it changes")

    def execute(self, subject: A, by: By) -> None:
        """Record events on `subject`; none if there is nothing left to do; or raise a Rejection."""
        raise TypeError(f"{self.name} does not say what it does")


ALL = "all"


def user_scope(official: UUID) -> str:
    """What one person sees as themselves."""
    return f"user:{official}"


def post_scope(post: UUID) -> str:
    """What the holder of a seat sees."""
    return f"post:{post}"


def unit_scope(unit: UUID) -> str:
    """What the members of a unit see."""
    return f"unit:{unit}"


def desk_scope(unit: UUID) -> str:
    """What the leaders and intake clerks of a unit see."""
    return f"desk:{unit}"


def below_scope(unit: UUID) -> str:
    """What the leaders of a containing unit may look down on; never standing, only while on screen."""
    return f"below:{unit}"
