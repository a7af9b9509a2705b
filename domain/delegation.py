"""A delegation (ủy quyền, TUQ.): powers that one post lends another, in writing and for a time."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain import text
from domain.facts import DELEGABLE, DelegationFact, TouchFact
from domain.kernel import By, Change, CreatedEvent, Creation, Event, Events, Fact, Noun, Rejection


class Created(CreatedEvent):
    """`giver` lends `receiver` the named powers from `start` until `end`, by the paper named."""

    TOPIC = "delegation.given"
    giver: UUID
    receiver: UUID
    powers: tuple[str, ...]
    start: datetime
    end: datetime
    paper: str


class Revoked(Event):
    """The powers went back before their time."""

    TOPIC = "delegation.revoked"

    def apply(self, subject: Delegation) -> None:
        subject.revoked, subject.in_force = True, False


class Begun(Event):
    """Its start has come: from here on the receiver sees the giver's work."""

    TOPIC = "delegation.begun"

    def apply(self, subject: Delegation) -> None:
        subject.in_force = True


class Ended(Event):
    """Its end has come: the receiver no longer sees the giver's work."""

    TOPIC = "delegation.ended"

    def apply(self, subject: Delegation) -> None:
        subject.in_force = False


class Reminded(Event):
    """Giver and receiver were reminded that it ends; `due` is when that was to be."""

    TOPIC = "delegation.reminded"
    due: datetime

    def apply(self, subject: Delegation) -> None:
        subject.reminded = True


class Delegation(Noun, created=Created):
    """Powers lent; they cannot be lent on (Decree 30/2020/ND-CP, art. 13)."""

    TOPIC = "delegation"
    giver: UUID
    receiver: UUID
    powers: tuple[str, ...]
    start: datetime
    end: datetime
    revoked: bool = False
    in_force: bool = False
    reminded: bool = False

    def follow_dates(self, by: By) -> None:
        """Begin or end where that is due."""
        due = not self.revoked and self.start <= by.now <= self.end
        if due != self.in_force:
            self.record(Begun if due else Ended, by)

    def facts(self, events: Events) -> tuple[Fact, ...]:
        """The delegation as it is now, and a touch for the post that received it."""
        here = DelegationFact(
            subject=self.id,
            giver=self.giver,
            receiver=self.receiver,
            powers=self.powers,
            start=self.start,
            end=self.end,
            revoked=self.revoked,
            in_force=self.in_force,
        )
        return (here, TouchFact(subject=self.receiver))


class Give(Creation[Delegation], frozen=True):
    """Lend powers to another post; `paper` names the written decision."""

    name: ClassVar[str] = "delegation.give"
    noun: ClassVar[type[Noun]] = Delegation
    giver: UUID
    receiver: UUID
    powers: tuple[str, ...]
    start: datetime
    end: datetime
    paper: str

    def create(self, by: By) -> Delegation:
        if self.giver == self.receiver:
            raise Rejection("delegation.to-itself", post=str(self.giver))
        given = Delegation.begin(
            Created,
            self.identity(by),
            by,
            giver=self.giver,
            receiver=self.receiver,
            powers=self._powers(),
            paper=text.required("paper", self.paper),
            **self._dates(by.now),
        )
        given.follow_dates(by)
        return given

    def _powers(self) -> tuple[str, ...]:
        if not self.powers:
            raise Rejection("delegation.no-powers")
        for power in self.powers:
            if power not in DELEGABLE:
                raise Rejection("power.unknown", power=power, powers=", ".join(DELEGABLE))
        return tuple(dict.fromkeys(self.powers))

    def _dates(self, now: datetime) -> dict[str, datetime]:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise Rejection("text.no-timezone", field="start")
        if self.end <= self.start:
            raise Rejection("delegation.ends-before-start")
        if self.end <= now:
            raise Rejection("delegation.over")
        return {"start": self.start, "end": self.end}


class Revoke(Change[Delegation], frozen=True):
    """Take the powers back at once."""

    name: ClassVar[str] = "delegation.revoke"
    noun: ClassVar[type[Noun]] = Delegation
    delegation: UUID

    @property
    def target(self) -> UUID:
        return self.delegation

    def execute(self, subject: Delegation, by: By) -> None:
        if not subject.revoked:
            subject.record(Revoked, by)


class FollowDates(Change[Delegation], frozen=True):
    """Let it begin or end, now that its date has come; the platform's to give."""

    name: ClassVar[str] = "delegation.followDates"
    noun: ClassVar[type[Noun]] = Delegation
    delegation: UUID

    @property
    def target(self) -> UUID:
        return self.delegation

    def execute(self, subject: Delegation, by: By) -> None:
        subject.follow_dates(by)


class Remind(Change[Delegation], frozen=True):
    """Remind giver and receiver, once, that it ends soon: at `due`, or late; the platform's to give."""

    name: ClassVar[str] = "delegation.remind"
    noun: ClassVar[type[Noun]] = Delegation
    delegation: UUID
    due: datetime

    @property
    def target(self) -> UUID:
        return self.delegation

    def execute(self, subject: Delegation, by: By) -> None:
        if subject.in_force and not subject.reminded and self.due <= by.now <= subject.end:
            subject.record(Reminded, by, due=self.due)
