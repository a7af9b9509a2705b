"""Suspend a task, and take it up again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from domain.kernel import By, Rejection
from domain.task.commands.base import NewDeadline, TaskChange, future, reason_of
from domain.task.events import Resumed, Suspended
from domain.task.parent import earliest, within
from domain.task.state import State, Suspension
from domain.task.task import Task


class Suspend(TaskChange, frozen=True):
    """Have nothing done about the task for now; `until` is when the assigner means to come back to it.

    Of a suspended task it changes reason and promise.
    """

    name: ClassVar[str] = "task.suspend"
    reason: str
    until: datetime | None = None

    def execute(self, subject: Task, by: By) -> None:
        reason = reason_of(self.reason)
        until = None if self.until is None else future("until", self.until, by)
        held = subject.require_open().suspension
        if held is None:
            subject.require_in_hand()
        elif (held.reason, held.until) == (reason, until):
            return
        subject.record(Suspended, by, seat=by.seat, reason=reason, until=until, author=by.author)


class Resume(NewDeadline, frozen=True):
    """Have it done again: until `deadline`, or with the time that it was suspended added to its own."""

    name: ClassVar[str] = "task.resume"
    deadline: datetime | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_open()
        if state.suspension is None:
            raise Rejection("task.not-suspended", task=str(subject.id))
        deadline = self._deadline(state, state.suspension, by)
        subject.record(Resumed, by, seat=by.seat, previous=state.deadline, deadline=deadline)

    def _deadline(self, state: State, suspension: Suspension, by: By) -> datetime:
        if self.deadline is not None:
            return within(future("deadline", self.deadline, by), by.read, state.parent)
        moved = state.deadline + (by.now - suspension.at)
        return max(state.deadline, earliest(moved, by.read, state.parent))
