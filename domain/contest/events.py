"""The facts about a contest."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.contest.state import State
from domain.evaluation.judged import Excuse
from domain.kernel import CreatedEvent, Evolving, Seat


class Created(CreatedEvent):
    """An official contested their figure."""

    TOPIC = "contest.raised"
    sealed: ClassVar[dict[str, str]] = {"reason": "official"}
    official: UUID
    seat: Seat
    unit: UUID
    to: UUID
    period: str
    task: UUID | None
    reason: str
    attachments: tuple[UUID, ...]

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            official=self.official,
            seat=self.seat,
            unit=self.unit,
            to=self.to,
            period=self.period,
            task=self.task,
            reason=self.reason or "",
            attachments=self.attachments,
            status="open",
            excuses=(),
            answer="",
            decided_by=None,
            decided_at=None,
            raised_at=self.timestamp,
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class ContestEvent(Evolving):
    """A fact about a contest after its first."""


class Accepted(ContestEvent):
    """A leader confirmed objective causes: from now on the figure is another."""

    TOPIC = "contest.accepted"
    sealed: ClassVar[dict[str, str]] = {"answer": "author"}
    excuses: tuple[Excuse, ...]
    answer: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state,
            status="accepted",
            excuses=self.excuses,
            answer=self.answer or "",
            decided_by=self.author,
            decided_at=self.timestamp,
        )


class Refused(ContestEvent):
    """A leader said that the figure stays, and why."""

    TOPIC = "contest.refused"
    sealed: ClassVar[dict[str, str]] = {"answer": "author"}
    answer: str
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state,
            status="refused",
            answer=self.answer or "",
            decided_by=self.author,
            decided_at=self.timestamp,
        )


class Withdrawn(ContestEvent):
    """The official took it back."""

    TOPIC = "contest.withdrawn"

    def change(self, state: State) -> State:
        return replace(state, status="withdrawn")
