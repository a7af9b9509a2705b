"""A sub-task and its parent: below which task it may be put, and that it never outlasts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from domain.kernel import Noun, Rejection
from domain.task.state import State
from domain.task.task import Task


def parent_in(read: Mapping[UUID, Noun], parent: UUID) -> State:
    """The parent as it was loaded with the command; refuses an id that is not a task's."""
    task = read.get(parent)
    if not isinstance(task, Task):
        raise Rejection("task.parent-unknown", parent=str(parent))
    return task.state


def within(deadline: datetime, read: Mapping[UUID, Noun], parent: UUID | None) -> datetime:
    """The deadline; refuses one that is later than the parent's, if there is a parent."""
    if parent is not None:
        latest = parent_in(read, parent).deadline
        if deadline > latest:
            raise Rejection("task.outlasts-parent", parent=str(parent), deadline=latest.isoformat())
    return deadline


def earliest(deadline: datetime, read: Mapping[UUID, Noun], parent: UUID | None) -> datetime:
    """The deadline, or the parent's if that comes first."""
    return deadline if parent is None else min(deadline, parent_in(read, parent).deadline)


def check_parent_open(read: Mapping[UUID, Noun], parent: UUID | None) -> None:
    """Refuse to begin anything below a task that is completed or cancelled."""
    if parent is not None and not parent_in(read, parent).open:
        raise Rejection("task.parent-closed", parent=str(parent))
