"""How a task is suspended, and taken up again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.kernel import Seat
from domain.task.events.base import TaskEvent
from domain.task.events.deadline import due
from domain.task.state import State, Suspension


class Suspended(TaskEvent):
    """The assigner wants nothing done about it for now, maybe `until` a moment; again: another promise.

    `with_parent`: the platform, since the task above it was suspended.
    """

    TOPIC = "task.suspended"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    reason: str
    until: datetime | None
    author: UUID
    with_parent: bool = False

    def change(self, state: State) -> State:
        held = state.suspension
        suspension = Suspension(
            reason=self.reason,
            by=self.author,
            at=held.at if held else self.timestamp,
            until=self.until,
            before=held.before if held else state.status,
            with_parent=self.with_parent,
        )
        return replace(state, status="suspended", suspension=suspension)


class Resumed(TaskEvent):
    """The assigner wants it done again, until `deadline`; the original deadline is kept."""

    TOPIC = "task.resumed"
    seat: Seat | None
    previous: datetime
    deadline: datetime

    def change(self, state: State) -> State:
        assert state.suspension is not None
        return replace(due(state, self.deadline), status=state.suspension.before, suspension=None)
