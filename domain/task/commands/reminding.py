"""What the platform asks of a task as time passes; nobody else may."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain.calendar import CALENDAR, workdays_in
from domain.kernel import By
from domain.marks import Mark
from domain.task.commands.base import NewDeadline, TaskChange
from domain.task.events import DeadlineAdjusted, Reminded
from domain.task.parent import parent_in
from domain.task.task import Task


class Remind(TaskChange, frozen=True):
    """Remind of a task whose deadline was `deadline` when the mark was found. What has changed since then is
    reminded of at another time, what was told before is not told again."""

    name: ClassVar[str] = "task.remind"
    mark: Mark
    deadline: datetime

    def execute(self, subject: Task, by: By) -> None:
        state, mark = subject.state, self.mark
        told = state.reminded.get(mark.matter)
        outdated = state.deadline != self.deadline or mark.at > by.now
        if not state.open or outdated or (told is not None and mark.at <= told):
            return
        subject.record(
            Reminded,
            by,
            mark=mark.at,
            kind=mark.kind,
            matter=mark.matter,
            days=mark.days,
            deadline=state.deadline,
            to=mark.to,
        )


class FollowCalendar(NewDeadline, frozen=True):
    """Let the deadline be on a working day again, now that the calendar has changed.

    It is reckoned from the deadline that was set, and is never later than the parent's, which moves as well.
    """

    name: ClassVar[str] = "task.followCalendar"

    def reads(self, subject: Task | None = None) -> tuple[UUID, ...]:
        return (CALENDAR, *super().reads(subject))

    def execute(self, subject: Task, by: By) -> None:
        state = subject.state
        if not state.open:
            return
        nominal = state.nominal or state.deadline
        workdays = workdays_in(by.read)
        deadline = workdays.rolled(nominal)
        if state.parent is not None:
            parent = parent_in(by.read, state.parent)
            deadline = min(deadline, workdays.rolled(parent.nominal or parent.deadline))
        if deadline != state.deadline:
            subject.record(DeadlineAdjusted, by, previous=state.deadline, deadline=deadline, nominal=nominal)
