"""What commands to a task have in common."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain import text
from domain.kernel import By, Change, Noun, Rejection
from domain.task.task import Task

LONGEST_TEXT = 5_000
LONGEST_DESCRIPTION = 20_000


class TaskChange(Change[Task], frozen=True):
    """A command to one task."""

    noun: ClassVar[type[Noun]] = Task
    task: UUID

    @property
    def target(self) -> UUID:
        return self.task


class NewDeadline(TaskChange, frozen=True):
    """A command that sets another deadline: a sub-task's is measured against its parent's."""

    def reads(self, subject: Task | None = None) -> tuple[UUID, ...]:
        parent = subject.state.parent if subject is not None else None
        return (parent,) if parent else ()


def reason_of(value: str) -> str:
    """A reason, which must be given."""
    return text.required("reason", value, LONGEST_TEXT)


def remark_of(value: str | None) -> str | None:
    """A remark, which may be left out."""
    return text.optional("remark", value, LONGEST_TEXT)


def future(field: str, value: datetime, by: By) -> datetime:
    """A moment after the command was given; refuses one without a time zone."""
    if value.tzinfo is None:
        raise Rejection("text.no-timezone", field=field)
    if value <= by.given_at:
        raise Rejection("task.deadline-past", deadline=value.isoformat())
    return value
