"""A unit of the organisation (đơn vị): its place in the tree, its names, and what became of it."""

from __future__ import annotations

import re
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from domain import text
from domain.facts import TouchFact, UnitFact
from domain.kernel import (
    By,
    Change,
    Claim,
    CreatedEvent,
    Creation,
    Event,
    Events,
    Fact,
    Noun,
    Rejection,
)

CODE_LENGTH = 13
"""Electronic identifiers of organisations have at most 13 characters (Decree 30/2020/ND-CP, appendix VI)."""

_CODE = re.compile(r"[A-Z0-9]+([.-][A-Z0-9]+)*")

UnitState = Literal["active", "merged", "split", "closed"]


class Created(CreatedEvent):
    """A unit was set up below `parent` (None: the top)."""

    TOPIC = "unit.created"
    name: str
    short_name: str
    code: str
    kind: str
    parent: UUID | None
    address: str | None
    phone: str | None


class Renamed(Event):
    """The unit bears another name from now on."""

    TOPIC = "unit.renamed"
    name: str
    short_name: str

    def apply(self, subject: Unit) -> None:
        subject.name, subject.short_name = self.name, self.short_name


class Moved(Event):
    """The unit belongs to another unit from now on."""

    TOPIC = "unit.moved"
    previous: UUID | None
    parent: UUID

    def apply(self, subject: Unit) -> None:
        subject.parent = self.parent


class Merged(Event):
    """The unit ended; another takes over all of it."""

    TOPIC = "unit.merged"
    into: UUID

    def apply(self, subject: Unit) -> None:
        subject.state, subject.successors = "merged", (self.into,)


class Split(Event):
    """The unit ended; several share what it was. The first takes over what has not been sorted."""

    TOPIC = "unit.split"
    into: tuple[UUID, ...]

    def apply(self, subject: Unit) -> None:
        subject.state, subject.successors = "split", self.into


class Closed(Event):
    """The unit ended, and nobody takes over."""

    TOPIC = "unit.closed"

    def apply(self, subject: Unit) -> None:
        subject.state = "closed"


class Unit(Noun, created=Created):
    """A unit; once merged, split or closed it never changes again, but its code still resolves."""

    TOPIC = "unit"
    name: str
    short_name: str
    code: str
    kind: str
    parent: UUID | None
    state: UnitState = "active"
    successors: tuple[UUID, ...] = ()

    def require_active(self) -> None:
        """Refuse to change a unit that has ended."""
        if self.state != "active":
            raise Rejection("unit.not-active", unit=str(self.id), name=self.name)

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """The unit's place, and a touch for those who take over."""
        if all(isinstance(event, Renamed) for event in events):
            return ()
        here = UnitFact(
            subject=self.id, parent=self.parent, active=self.state == "active", successors=self.successors
        )
        ended = any(isinstance(event, Merged | Split) for event in events)
        return (here, *(TouchFact(subject=unit) for unit in self.successors if ended))


def normal_code(code: str) -> str:
    """The code in capitals; refuses one that is too long or has other signs than letters, digits, dots."""
    code = text.required("code", code, CODE_LENGTH).upper()
    if not _CODE.fullmatch(code):
        raise Rejection("unit.bad-code", value=code)
    return code


class Create(Creation[Unit], frozen=True):
    """Set up a unit."""

    name: ClassVar[str] = "unit.create"
    noun: ClassVar[type[Noun]] = Unit
    full_name: str = msgspec.field(name="name")
    short_name: str
    code: str
    kind: str
    parent: UUID | None
    address: str | None = None
    phone: str | None = None

    def create(self, by: By) -> Unit:
        return Unit.begin(
            Created,
            self.identity(by),
            by,
            name=text.required("name", self.full_name),
            short_name=text.required("shortName", self.short_name, 100),
            code=normal_code(self.code),
            kind=text.slug("kind", self.kind),
            parent=self.parent,
            address=text.optional("address", self.address),
            phone=text.phone("phone", self.phone),
        )

    def claims(self, by: By, subject: Unit | None = None) -> tuple[Claim, ...]:
        return (Claim(kind="unit.code", value=normal_code(self.code), subject=self.identity(by)),)


class UnitChange(Change[Unit], frozen=True):
    """A command to one unit."""

    noun: ClassVar[type[Noun]] = Unit
    unit: UUID

    @property
    def target(self) -> UUID:
        return self.unit


class Rename(UnitChange, frozen=True):
    """Give the unit another name."""

    name: ClassVar[str] = "unit.rename"
    full_name: str = msgspec.field(name="name")
    short_name: str

    def execute(self, subject: Unit, by: By) -> None:
        subject.require_active()
        name = text.required("name", self.full_name)
        short_name = text.required("shortName", self.short_name, 100)
        if (name, short_name) != (subject.name, subject.short_name):
            subject.record(Renamed, by, name=name, short_name=short_name)


class Move(UnitChange, frozen=True):
    """Put the unit below another. That this makes no circle is checked on the organisation."""

    name: ClassVar[str] = "unit.move"
    parent: UUID

    def execute(self, subject: Unit, by: By) -> None:
        subject.require_active()
        if self.parent == subject.id:
            raise Rejection("unit.cycle", unit=str(subject.id), parent=str(self.parent))
        if self.parent != subject.parent:
            subject.record(Moved, by, previous=subject.parent, parent=self.parent)


def _end(subject: Unit, state: UnitState, successors: tuple[UUID, ...]) -> bool:
    """Whether there is still something to end; refuses a unit that ended otherwise, or into itself."""
    if subject.id in successors:
        raise Rejection("unit.into-itself", unit=str(subject.id))
    if (subject.state, subject.successors) == (state, successors):
        return False
    subject.require_active()
    return True


class Merge(UnitChange, frozen=True):
    """End the unit; `into` takes over its work, sub-units and visibility."""

    name: ClassVar[str] = "unit.merge"
    into: UUID

    def execute(self, subject: Unit, by: By) -> None:
        if _end(subject, "merged", (self.into,)):
            subject.record(Merged, by, into=self.into)


class Divide(UnitChange, frozen=True):
    """End the unit; at least two take over. What is open goes to the first, to be sorted."""

    name: ClassVar[str] = "unit.split"
    into: tuple[UUID, ...]

    def execute(self, subject: Unit, by: By) -> None:
        if len(set(self.into)) < max(2, len(self.into)):
            raise Rejection("unit.split-needs-two", unit=str(subject.id))
        if _end(subject, "split", self.into):
            subject.record(Split, by, into=self.into)


class Close(UnitChange, frozen=True):
    """End the unit without a successor. That nothing is left in it is checked on the organisation."""

    name: ClassVar[str] = "unit.close"

    def execute(self, subject: Unit, by: By) -> None:
        if _end(subject, "closed", ()):
            subject.record(Closed, by)
