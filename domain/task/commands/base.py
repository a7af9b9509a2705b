"""What commands to a task have in common."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain import text
from domain.file import own_files
from domain.kernel import By, Change, Noun, Rejection
from domain.task.task import Task

LONGEST_TEXT = 5_000
LONGEST_DESCRIPTION = 20_000
MOST_FILES = 20


class TaskChange(Change[Task], frozen=True):
    """A command to one task."""

    noun: ClassVar[type[Noun]] = Task
    task: UUID

    @property
    def target(self) -> UUID:
        return self.task


class Showing(TaskChange, frozen=True, kw_only=True):
    """A command that may bring files, to show what it says."""

    files: tuple[UUID, ...] = ()

    def reads(self, subject: Task | None = None) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(self.files))


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


def files_of(ids: tuple[UUID, ...], by: By) -> tuple[UUID, ...]:
    """Files that the author has put here to show what they say; refuses more than MOST_FILES."""
    if len(ids) > MOST_FILES:
        raise Rejection("task.too-many-files", most=MOST_FILES)
    return own_files(ids, by)


def future(field: str, value: datetime, by: By) -> datetime:
    """A moment after the command was given; refuses one without a time zone.

    What the platform gives was checked in its cause: it holds even if that was long ago.
    """
    if value.tzinfo is None:
        raise Rejection("text.no-timezone", field=field)
    if by.actor.policy is None and value <= by.given_at:
        raise Rejection("task.deadline-past", deadline=value.isoformat())
    return value
