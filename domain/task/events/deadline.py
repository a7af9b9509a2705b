"""What happens to a task's deadline: asked for more time, granted, refused, changed, chased."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.kernel import Seat
from domain.task.events.base import TaskEvent
from domain.task.state import Extension, State


class ExtensionRequested(TaskEvent):
    """The lead asked for time until `deadline`; the clock runs meanwhile."""

    TOPIC = "task.extension-requested"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    deadline: datetime
    reason: str
    author: UUID
    given_at: datetime

    def change(self, state: State) -> State:
        extension = Extension(
            deadline=self.deadline, reason=self.reason, by=self.author, asked_at=self.given_at
        )
        return replace(state, extension=extension)


class ExtensionGranted(TaskEvent):
    """The assigner gave time until `deadline`, as asked or otherwise."""

    TOPIC = "task.extension-granted"
    sealed: ClassVar[dict[str, str]] = {"remark": "author"}
    seat: Seat | None
    previous: datetime
    deadline: datetime
    remark: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, deadline=self.deadline, nominal=None, extension=None)


class ExtensionRefused(TaskEvent):
    """The assigner gave no more time."""

    TOPIC = "task.extension-refused"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    reason: str
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, extension=None)


class DeadlineChanged(TaskEvent):
    """The assigner (or the task's directive) set another deadline; the original one is kept."""

    TOPIC = "task.deadline-changed"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    previous: datetime
    deadline: datetime
    reason: str | None
    author: UUID

    def change(self, state: State) -> State:
        return due(state, self.deadline)


def due(state: State, deadline: datetime) -> State:
    """The state with another deadline, which may answer a request for more time."""
    asked = state.extension
    met = asked is not None and asked.deadline <= deadline
    return replace(state, deadline=deadline, nominal=None, extension=None if met else asked)


class Chased(TaskEvent):
    """Someone reminded those whose turn it is (đôn đốc)."""

    TOPIC = "task.chased"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    seat: Seat | None
    text: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, chased_at=self.timestamp)
