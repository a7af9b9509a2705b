"""A receipt: that somebody has opened an announcement, and has taken note of it; an aggregate for each.

So thousands who acknowledge at once never wait for each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from msgspec.structs import replace

from domain.announcement.announcement import announcement_in
from domain.announcement.state import State as Told
from domain.kernel import By, CreatedEvent, Event, Held, Keeping, Noun, Rejection, Seat, Struct


def receipt_of(announcement: UUID, official: UUID) -> UUID:
    """The id of somebody's receipt for an announcement."""
    return uuid5(announcement, str(official))


class State(Struct, frozen=True):
    """Somebody's receipt: through which unit they were told, when they opened and acknowledged it.

    `acknowledged` is the newest edition that they have acknowledged; 0: none. `issuer`: whose board it is on.
    """

    announcement: UUID
    official: UUID
    unit: UUID
    issuer: Seat
    opened: int
    opened_at: datetime
    acknowledged: int = 0
    acknowledged_at: datetime | None = None


class Created(CreatedEvent):
    """They saw this edition for the first time, at that moment by their device."""

    TOPIC = "receipt.opened"
    announcement: UUID
    official: UUID
    unit: UUID
    issuer: Seat
    edition: int
    at: datetime

    def begin(self) -> State:
        """The first state."""
        return State(
            announcement=self.announcement,
            official=self.official,
            unit=self.unit,
            issuer=self.issuer,
            opened=self.edition,
            opened_at=self.at,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class Acknowledged(Event):
    """They said that they have taken note of this edition, at that moment by their device."""

    TOPIC = "receipt.acknowledged"
    announcement: UUID
    official: UUID
    edition: int
    at: datetime

    def evolve(self, state: State) -> State:
        """The state after this event."""
        return replace(state, acknowledged=self.edition, acknowledged_at=self.at)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.evolve(aggregate.state)


class Receipt(Noun, Held[State], created=Created):
    """What one person did about one announcement."""

    TOPIC = "receipt"


class ReceiptKeeping(Keeping[Receipt], frozen=True):
    """A command of somebody who was told: what they see is `edition`; they were told by way of `unit`."""

    noun: ClassVar[type[Noun]] = Receipt
    announcement: UUID
    unit: UUID
    edition: int

    def identity(self, by: By) -> UUID:
        return receipt_of(self.announcement, by.author)

    def reads(self, subject: Receipt | None = None) -> tuple[UUID, ...]:
        return (self.announcement,)

    def _opened(self, subject: Receipt | None, told: Told, by: By) -> Receipt:
        """The receipt, made if this is the first time; refuses a unit or an edition that there is not."""
        if self.unit not in told.units:
            raise Rejection("announcement.not-addressed", unit=str(self.unit))
        if not 1 <= self.edition <= told.edition:
            raise Rejection("announcement.no-such-edition", edition=self.edition)
        if subject is not None:
            return subject
        return Receipt.begin(
            Created,
            self.identity(by),
            by,
            announcement=self.announcement,
            official=by.author,
            unit=self.unit,
            issuer=told.issuer,
            edition=self.edition,
            at=by.given_at,
        )


class Open(ReceiptKeeping, frozen=True):
    """Say that one has opened it. Again, it changes nothing."""

    name: ClassVar[str] = "announcement.open"

    def keep(self, subject: Receipt | None, by: By) -> Receipt:
        return self._opened(subject, announcement_in(by.read, self.announcement), by)


class Acknowledge(ReceiptKeeping, frozen=True):
    """Say that one has taken note of it (đã nắm rõ). Of the same edition again: nothing."""

    name: ClassVar[str] = "announcement.acknowledge"

    def keep(self, subject: Receipt | None, by: By) -> Receipt:
        told = announcement_in(by.read, self.announcement)
        if not told.acknowledge:
            raise Rejection("announcement.no-acknowledgement")
        receipt = self._opened(subject, told, by)
        if self.edition > receipt.state.acknowledged:
            receipt.record(
                Acknowledged,
                by,
                announcement=self.announcement,
                official=by.author,
                edition=self.edition,
                at=by.given_at,
            )
        return receipt
