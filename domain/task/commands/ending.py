"""Withdraw a task, and take back that it ended."""

from __future__ import annotations

from typing import ClassVar

from domain.kernel import By, Rejection
from domain.task.commands.base import TaskChange, reason_of
from domain.task.events import Cancelled, Reopened
from domain.task.state import seats_in_part
from domain.task.task import Task


class Cancel(TaskChange, frozen=True):
    """Withdraw the task; a completed one must be reopened first. Again, it changes nothing."""

    name: ClassVar[str] = "task.cancel"
    reason: str

    def execute(self, subject: Task, by: By) -> None:
        reason = reason_of(self.reason)
        if subject.state.status != "cancelled":
            subject.require_open()
            subject.record(Cancelled, by, seat=by.seat, reason=reason, author=by.author)


class Reopen(TaskChange, frozen=True):
    """Take back that the task was completed or cancelled; chain and clock stay."""

    name: ClassVar[str] = "task.reopen"
    reason: str

    def execute(self, subject: Task, by: By) -> None:
        reason = reason_of(self.reason)
        if subject.state.open:
            raise Rejection("task.open", task=str(subject.id))
        seats = seats_in_part(subject.state)
        subject.record(Reopened, by, seat=by.seat, seats=seats, reason=reason, author=by.author)
