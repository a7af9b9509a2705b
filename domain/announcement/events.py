"""The facts about an announcement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.announcement.state import State, Urgency
from domain.kernel import CreatedEvent, Event, Seat


class Created(CreatedEvent):
    """`issuer` told all who are in `units`; `author` wrote it. `acknowledge`: each is to say they know."""

    TOPIC = "announcement.issued"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    title: str
    text: str
    urgency: Urgency
    units: tuple[UUID, ...]
    acknowledge: bool
    acknowledge_by: datetime | None
    attachments: tuple[UUID, ...]
    issuer: Seat
    author: UUID

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            title=self.title,
            text=self.text or "",
            urgency=self.urgency,
            units=self.units,
            acknowledge=self.acknowledge,
            acknowledge_by=self.acknowledge_by,
            attachments=self.attachments,
            issuer=self.issuer,
            author=self.author,
            written_by=self.author,
            status="issued",
            reason=None,
            withdrawn_by=None,
            edition=1,
            counts_from=1,
            issued_at=self.timestamp,
            corrected_at=None,
            reminded_at=None,
            updated_at=self.timestamp,
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class AnnouncementEvent(Event):
    """A fact about an announcement after its first. `change` says what it changes."""

    def change(self, state: State) -> State:
        """The state after this event, but for version and time."""
        return state

    def evolve(self, state: State) -> State:
        """The state after this event; pure, so that read models fold it too."""
        return replace(self.change(state), updated_at=self.timestamp, version=self.originator_version)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.evolve(aggregate.state)


class Corrected(AnnouncementEvent):
    """It says something else from this edition on; what it said stays in the log.

    `again`: to have acknowledged an earlier edition is no longer enough.
    """

    TOPIC = "announcement.corrected"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    title: str
    text: str
    edition: int
    again: bool
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state,
            title=self.title,
            text=self.text or "",
            written_by=self.author,
            edition=self.edition,
            counts_from=self.edition if self.again else state.counts_from,
            corrected_at=self.timestamp,
        )


class Withdrawn(AnnouncementEvent):
    """It holds no longer."""

    TOPIC = "announcement.withdrawn"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    reason: str
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, status="withdrawn", reason=self.reason or "", withdrawn_by=self.author)


class Reminded(AnnouncementEvent):
    """Those in some of the units who had not done so yet were asked to open or acknowledge it."""

    TOPIC = "announcement.reminded"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    text: str | None
    units: tuple[UUID, ...]
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, reminded_at=self.timestamp)
