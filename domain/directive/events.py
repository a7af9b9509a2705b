"""The facts about a directive."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.directive.state import State
from domain.form import Question
from domain.kernel import CreatedEvent, Event, Seat
from domain.task.state import Source, Urgency


class Created(CreatedEvent):
    """`issuer` addressed all of `units` at once; `creator` wrote it."""

    TOPIC = "directive.issued"
    title: str
    text: str
    form: tuple[Question, ...]
    deadline: datetime
    urgency: Urgency
    issuer: Seat
    creator: UUID | None
    units: tuple[UUID, ...]
    source: Source | None = None

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            title=self.title,
            text=self.text,
            form=self.form,
            urgency=self.urgency,
            status="issued",
            issuer=self.issuer,
            creator=self.creator,
            units=self.units,
            deadline=self.deadline,
            original_deadline=self.deadline,
            issued_at=self.timestamp,
            updated_at=self.timestamp,
            version=self.originator_version,
            source=self.source,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class DirectiveEvent(Event):
    """A fact about a directive after its first. `change` says what it changes."""

    def change(self, state: State) -> State:
        """The state after this event, but for version and time."""
        return state

    def evolve(self, state: State) -> State:
        """The state after this event; pure, so that read models fold it too."""
        return replace(self.change(state), updated_at=self.timestamp, version=self.originator_version)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.evolve(aggregate.state)


class UnitsAdded(DirectiveEvent):
    """More units were addressed; the rest is as the directive stood, so that their tasks follow from it."""

    TOPIC = "directive.units-added"
    units: tuple[UUID, ...]
    title: str
    text: str
    form: tuple[Question, ...]
    deadline: datetime
    urgency: Urgency
    issuer: Seat
    source: Source | None = None

    def change(self, state: State) -> State:
        return replace(state, units=(*state.units, *self.units))


class DeadlineChanged(DirectiveEvent):
    """All units have another deadline from now on; the original one is kept."""

    TOPIC = "directive.deadline-changed"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    previous: datetime
    deadline: datetime
    reason: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, deadline=self.deadline)


class Recalled(DirectiveEvent):
    """The directive was withdrawn from all units."""

    TOPIC = "directive.recalled"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    reason: str
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, status="recalled")


class Closed(DirectiveEvent):
    """Its issuer took what was submitted as the result; nobody is addressed any more."""

    TOPIC = "directive.closed"

    def change(self, state: State) -> State:
        return replace(state, status="closed")


class Chased(DirectiveEvent):
    """Some of the addressed units were reminded."""

    TOPIC = "directive.chased"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    text: str | None
    units: tuple[UUID, ...]
    author: UUID
