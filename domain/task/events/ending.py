"""How a task ends without being done, and how it comes back."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.kernel import Seat
from domain.task.events.base import TaskEvent
from domain.task.state import AT_TOP, State


class Cancelled(TaskEvent):
    """The assigner withdrew the task."""

    TOPIC = "task.cancelled"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    reason: str
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state, status="cancelled", submission=None, climb=AT_TOP, extension=None, suspension=None
        )


class Reopened(TaskEvent):
    """The assigner took back that it was completed or cancelled; chain and clock stay.

    `seats` have a part in it again: what became of them meanwhile did not concern a closed task.
    """

    TOPIC = "task.reopened"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    seats: tuple[Seat, ...]
    reason: str
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state,
            status="in-progress" if state.accepted_at else "assigned",
            completed_at=None,
            in_time=None,
            submission=None,
            climb=AT_TOP,
            deadline_since=self.timestamp,
        )
