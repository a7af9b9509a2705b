"""Ask for more time, grant or refuse it, set another deadline, remind."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain import text
from domain.kernel import By, Rejection
from domain.task.commands.base import (
    LONGEST_TEXT,
    NewDeadline,
    TaskChange,
    future,
    reason_of,
    remark_of,
)
from domain.task.events import (
    Chased,
    DeadlineChanged,
    ExtensionGranted,
    ExtensionRefused,
    ExtensionRequested,
)
from domain.task.parent import within
from domain.task.state import Extension
from domain.task.task import Task


class RequestExtension(TaskChange, frozen=True):
    """Ask for time until `deadline`, before the present one has passed; one request at a time."""

    name: ClassVar[str] = "task.requestExtension"
    deadline: datetime
    reason: str

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_in_hand()
        deadline, reason = future("deadline", self.deadline, by), reason_of(self.reason)
        if state.extension is not None:
            if state.extension.deadline == deadline:
                return
            raise Rejection("task.extension-pending", task=str(subject.id))
        if by.given_at > state.deadline:
            raise Rejection("task.extension-late", deadline=state.deadline.isoformat())
        if deadline <= state.deadline:
            raise Rejection("task.extension-not-later", deadline=state.deadline.isoformat())
        subject.record(
            ExtensionRequested,
            by,
            seat=by.seat,
            deadline=deadline,
            reason=reason,
            author=by.author,
            given_at=by.given_at,
        )


class GrantExtension(NewDeadline, frozen=True):
    """Give more time: until `deadline`, or as asked."""

    name: ClassVar[str] = "task.grantExtension"
    deadline: datetime | None = None
    remark: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        asked = _pending(subject)
        deadline = asked.deadline if self.deadline is None else future("deadline", self.deadline, by)
        previous = subject.state.deadline
        if deadline <= previous:
            raise Rejection("task.extension-not-later", deadline=previous.isoformat())
        subject.record(
            ExtensionGranted,
            by,
            seat=by.seat,
            previous=previous,
            deadline=within(deadline, by.read, subject.state.parent),
            remark=remark_of(self.remark),
            author=by.author,
        )


class RefuseExtension(TaskChange, frozen=True):
    """Give no more time."""

    name: ClassVar[str] = "task.refuseExtension"
    reason: str

    def execute(self, subject: Task, by: By) -> None:
        _pending(subject)
        subject.record(ExtensionRefused, by, seat=by.seat, reason=reason_of(self.reason), author=by.author)


def _pending(subject: Task) -> Extension:
    extension = subject.require_open().extension
    if extension is None:
        raise Rejection("task.no-extension", task=str(subject.id))
    return extension


class ChangeDeadline(NewDeadline, frozen=True):
    """Set another deadline, earlier or later; the platform, which follows up, even one that has passed."""

    name: ClassVar[str] = "task.changeDeadline"
    deadline: datetime
    reason: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_open()
        if self.deadline == state.deadline:
            return
        deadline = self.deadline if by.actor.policy else self._chosen(state.parent, by)
        subject.record(
            DeadlineChanged,
            by,
            seat=by.seat,
            previous=state.deadline,
            deadline=deadline,
            reason=text.optional("reason", self.reason, LONGEST_TEXT),
            author=by.author,
        )

    def _chosen(self, parent: UUID | None, by: By) -> datetime:
        return within(future("deadline", self.deadline, by), by.read, parent)


class Chase(TaskChange, frozen=True):
    """Remind those whose turn it is (đôn đốc)."""

    name: ClassVar[str] = "task.chase"
    text: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        subject.require_running()
        words = text.optional("text", self.text, LONGEST_TEXT)
        subject.record(Chased, by, seat=by.seat, text=words, author=by.author)
