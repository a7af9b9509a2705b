"""What every noun of the domain is made of: actors, commands, events, refusals, seats and scopes.

Nothing here reads a clock, makes a random number or waits. Time and ids come in with `By`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID, uuid5

import msgspec
from eventsourcing.domain import Aggregate, AggregateCreated, AggregateEvent
from eventsourcing.utils import register_topic
from msgspec.structs import replace


class Rejection(Exception):
    """A command refused for a reason its sender can act on.

    `code` is stable and dotted ("task.not-open"); `params` fill the sentence that users read.
    Texts live in `backend/texts`, in Vietnamese and English.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


OFFLINE_GRACE = timedelta(hours=24)
"""What was done offline before a deadline and is received within this time was done in time."""

PLATFORM = UUID(int=0)
"""The author of what no person wrote."""


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
    """By whom, when and under which command id a command is executed. All ids it creates derive from it.

    `device_at` is when the person gave it, by their device's clock as corrected at `hello`. `read` are the
    aggregates that the command asked for (`Command.reads`), as far as they exist; nothing may change them.
    """

    actor: Actor
    now: datetime
    command: UUID
    seat: Seat | None = None
    device_at: datetime | None = None
    read: dict[UUID, Noun] = {}

    def id(self, noun: str) -> UUID:
        """The id of what this command creates (a device computes the same offline)."""
        return uuid5(self.command, noun)

    @property
    def acting(self) -> Seat:
        """The seat acted for; refuses a command sent without a post."""
        if self.seat is None:
            raise Rejection("actor.no-post")
        return self.seat

    @property
    def given_at(self) -> datetime:
        """When it counts as done: on the device, if received within OFFLINE_GRACE, else now."""
        if self.device_at is not None and self.now - OFFLINE_GRACE <= self.device_at <= self.now:
            return self.device_at
        return self.now

    @property
    def author(self) -> UUID:
        """Under whose key the free text of this act is sealed."""
        return self.actor.official or PLATFORM


class Event(AggregateEvent):
    """A past fact of one aggregate. `sealed` maps a personal field to the attribute that names its subject.

    `erases` is the attribute that names whose key is destroyed with the event, if any is.

    A subclass with a TOPIC of its own is stored under that topic for ever. It changes state in `apply`.
    """

    TOPIC: ClassVar[str]
    sealed: ClassVar[dict[str, str]] = {}
    erases: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "TOPIC" in cls.__dict__:
            register_topic(cls.__dict__["TOPIC"], cls)


class CreatedEvent(Event, AggregateCreated):
    """The first fact of an aggregate; subclasses are named `Created` and carry a TOPIC."""


class Evolving(Event):
    """A fact about an aggregate that holds all it knows in one `state`; `change` says what it changes."""

    def change(self, state: Any) -> Any:
        """The state after this event, but for what every event moves."""
        return state

    def evolve(self, state: Any) -> Any:
        """The state after this event; pure, so that read models fold it too."""
        return replace(self.change(state), version=self.originator_version)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.evolve(aggregate.state)


Events = tuple[AggregateEvent, ...]
"""What one command recorded on one aggregate."""


class Noun(Aggregate):
    """Base of all aggregates: events are recorded with the time that the command was given.

    `class Unit(Noun, created=Created)` says which event begins one. Annotated attributes of the same names
    as fields of that event are set from it; the others need a default.
    """

    TOPIC: ClassVar[str]

    def __init_subclass__(cls, *, created: type[CreatedEvent] | None = None) -> None:
        # The library would otherwise derive new classes from the events, which are stored under their own.
        cls.Event = Event  # type: ignore[assignment,misc]
        if created is not None:
            cls.Created = created  # type: ignore[assignment,misc]
        super().__init_subclass__()

    @classmethod
    def begin(cls, event: type[CreatedEvent], identity: UUID, by: By, **fields: Any) -> Self:
        """A new aggregate whose first event is `event`."""
        return cls._create(event, id=identity, timestamp=by.now, **fields)

    def record(self, event: type[AggregateEvent], by: By, **fields: Any) -> None:
        """Apply `event` and keep it for the append."""
        self.trigger_event(event, timestamp=by.now, **fields)

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """What the organisation must know after `events` (see organisation.py); O(1) rows an event."""
        return ()


S = TypeVar("S")


class Held(Generic[S]):
    """All that a noun with `Evolving` events knows: `class Task(Noun, Held[State], created=Created)`.

    Apart from the aggregate, whose own annotations the library would turn into arguments.
    """

    state: S


class Fact(Struct, frozen=True, tag_field="kind"):
    """A row of `access`: what deciding needs to know of one subject, replaced as a whole."""

    subject: UUID


A = TypeVar("A", bound=Noun)


class Claim(Struct, frozen=True):
    """A value that only one subject may hold: taken (or given back) in the transaction of the events.

    One that another subject holds is refused as `<kind>-taken` ("unit.code-taken", params value).
    """

    kind: str
    value: str
    subject: UUID
    release: bool = False


class Command(Struct, Generic[A], frozen=True, forbid_unknown_fields=True):
    """An intention, in the imperative. Its fields are the arguments on the wire; `name` is `noun.verb`."""

    name: ClassVar[str]
    noun: ClassVar[type[Noun]]

    def claims(self, by: By, subject: A | None = None) -> tuple[Claim, ...]:
        """Unique values this command takes or gives back; `subject` as it was before the command."""
        return ()

    def reads(self, subject: A | None = None) -> tuple[UUID, ...]:
        """Further aggregates that it is decided on: if one of them changes meanwhile, it is decided again."""
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


class Keeping(Command[A], Generic[A], frozen=True):
    """A command to the one aggregate for its sender and what it is about, made when it is first needed."""

    def identity(self, by: By) -> UUID:
        """Id of the aggregate, which follows from the sender (`by.author`) and what it is about."""
        raise TypeError(f"{self.name} does not say what it keeps")

    def keep(self, subject: A | None, by: By) -> A:
        """The aggregate with what is recorded on it, made if it is not there; or a Rejection."""
        raise TypeError(f"{self.name} does not say what it does")


def event_id(stream: UUID, version: int) -> UUID:
    """The id of an event, derived from its place in its aggregate."""
    return uuid5(stream, str(version))


ALL = "all"

remembered = lru_cache(maxsize=100_000)
"""Scopes are asked for far more often than there are seats and units."""


def user_scope(official: UUID) -> str:
    """What one person sees as themselves."""
    return f"user:{official}"


@remembered
def post_scope(post: UUID) -> str:
    """What the holder of a seat sees."""
    return f"post:{post}"


@remembered
def unit_scope(unit: UUID) -> str:
    """What the members of a unit see."""
    return f"unit:{unit}"


@remembered
def desk_scope(unit: UUID) -> str:
    """What the leaders and intake clerks of a unit see."""
    return f"desk:{unit}"


@remembered
def channel_scope(channel: UUID) -> str:
    """What the members of a channel hear."""
    return f"channel:{channel}"


BELOW = "below:"


@remembered
def below_scope(unit: UUID) -> str:
    """What the leaders of a containing unit may look down on; never standing, only while on screen."""
    return f"{BELOW}{unit}"
