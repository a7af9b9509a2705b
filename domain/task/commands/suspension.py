"""Suspend a task, and take it up again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain.calendar import CALENDAR, workdays_in
from domain.kernel import By, Rejection
from domain.task.commands.base import NewDeadline, TaskChange, future, reason_of
from domain.task.events import Resumed, Suspended
from domain.task.parent import earliest, parent_in, within
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

    def reads(self, subject: Task | None = None) -> tuple[UUID, ...]:
        return (CALENDAR, *super().reads(subject))

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_open()
        if state.suspension is None:
            raise Rejection("task.not-suspended", task=str(subject.id))
        deadline = self._deadline(state, state.suspension, by)
        subject.record(Resumed, by, seat=by.seat, previous=state.deadline, deadline=deadline)

    def _deadline(self, state: State, suspension: Suspension, by: By) -> datetime:
        if self.deadline is not None:
            return within(future("deadline", self.deadline, by), by.read, state.parent)
        return moved_on(state, suspension, by)


class FollowParent(NewDeadline, frozen=True):
    """Stand still while the parent is suspended, and go on with it; the platform's to give.

    What was suspended by its own assigner stays so. What was submitted or declined waits for somebody, and
    is not suspended.
    """

    name: ClassVar[str] = "task.followParent"

    def reads(self, subject: Task | None = None) -> tuple[UUID, ...]:
        return (CALENDAR, *super().reads(subject))

    def execute(self, subject: Task, by: By) -> None:
        state = subject.state
        if state.parent is None or not state.open:
            return
        above, own = parent_in(by.read, state.parent).suspension, state.suspension
        if above is not None and (own is None or own.with_parent):
            self._stand_still(subject, above, by)
        elif above is None and own is not None and own.with_parent:
            deadline = moved_on(state, own, by)
            subject.record(Resumed, by, seat=by.seat, previous=state.deadline, deadline=deadline)

    def _stand_still(self, subject: Task, above: Suspension, by: By) -> None:
        own = subject.state.suspension
        if own is None and subject.state.status in ("declined", "submitted"):
            return
        if own is not None and (own.reason, own.until) == (above.reason, above.until):
            return
        said = {"reason": above.reason, "until": above.until, "author": above.by}
        subject.record(Suspended, by, seat=by.seat, with_parent=True, **said)


def moved_on(state: State, suspension: Suspension, by: By) -> datetime:
    """The deadline with the time that was lost, on a working day at the hour that it had.

    Never earlier than it was, nor later than the parent's.
    """
    moved = state.deadline + (by.now - suspension.at)
    landed = workdays_in(by.read).not_before(moved, state.deadline)
    return max(state.deadline, earliest(landed, by.read, state.parent))
