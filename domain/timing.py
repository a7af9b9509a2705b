"""The visible table of what the platform does by itself when a moment comes.

Timers are not events: which are pending follows from the rows, at any time anew. What happens when one is due
is a command, and the aggregate decides whether anything is left to do: so each happens once, however often
a timer is found due, and none after its work is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain import absence, reminder
from domain.delegation import FollowDates, Remind
from domain.kernel import Actor, Command
from domain.marks import mark_now, next_mark
from domain.organisation import Organisation
from domain.recurrence.commands import Next
from domain.recurrence.schedule import moment
from domain.recurrence.state import State as Recurring
from domain.reminding import USUAL, USUAL_ENDING, ReminderRule, origin
from domain.task.commands import Remind as RemindOfTask
from domain.task.state import State as Task
from domain.workdays import VIETNAM, Workdays, at

TIMERS = Actor(official=None, policy="timers")
MOMENT = timedelta(seconds=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""As things are; but another calendar or rule may change that."""


class Ground(msgspec.Struct, frozen=True):
    """What moments are reckoned by: the calendar, each unit's own rule of reminders, the tree of units.

    `endings`: where units chose when the end of delegations is told.
    """

    workdays: Workdays
    rules: Mapping[UUID, ReminderRule]
    organisation: Organisation
    endings: Mapping[UUID, int] = {}

    def ending(self, unit: UUID) -> int:
        """Working days before the end of a delegation from a unit: its own, or of what contains it."""
        return next(
            (self.endings[each] for each in self.organisation.ancestors(unit) if each in self.endings),
            USUAL_ENDING,
        )

    def rule(self, unit: UUID) -> ReminderRule:
        """The rule that holds for a unit."""
        chosen = origin(self.organisation.ancestors(unit), self.rules)
        return self.rules[chosen] if chosen else USUAL


class Timing(msgspec.Struct, frozen=True):
    """When something is next due for what a row shows, and what is done then.

    Both get the state of the row. `due` gives None where nothing will ever be unless the row changes. `then`
    is told the time, and gives the command with what makes it another one than those before.
    """

    due: Callable[[UUID, Any, Ground], datetime | None]
    then: Callable[[UUID, Any, Ground, datetime], tuple[object, Command[Any]] | None]


def command_id(subject: UUID, key: object) -> UUID:
    """The id of the command that follows from a timer: found due twice, it is one command."""
    return uuid5(subject, f"timers:{key}")


def _task_due(id: UUID, state: Task, ground: Ground) -> datetime | None:
    if not state.open:
        return None
    mark = next_mark(state, ground.rule(state.lowest.unit), ground.workdays)
    return mark.at if mark else NEVER


def _remind(id: UUID, state: Task, ground: Ground, now: datetime) -> tuple[object, Command[Any]] | None:
    mark = mark_now(state, ground.rule(state.lowest.unit), ground.workdays, now) if state.open else None
    if mark is None:
        return None
    key = f"{mark.matter}:{mark.at.isoformat()}:{state.deadline.isoformat()}"
    return key, RemindOfTask(task=id, mark=mark, deadline=state.deadline)


def _reminder_due(id: UUID, state: reminder.State, ground: Ground) -> datetime | None:
    return state.at if state.status == "pending" else None


def _fire(id: UUID, state: reminder.State, ground: Ground, now: datetime) -> tuple[object, Command[Any]]:
    return state.version, reminder.Fire(reminder=id)


def _delegation_due(id: UUID, state: Any, ground: Ground) -> datetime | None:
    """A delegation holds at its last moment still; some working days before it is reminded of."""
    if state.revoked:
        return None
    due: datetime = state.end + MOMENT if state.in_force else state.start
    return min(due, _ends_soon(state, ground) or due)


def _ends_soon(state: Any, ground: Ground) -> datetime | None:
    """When to remind of the end; None: it was, or there is no such moment after the beginning."""
    giver = ground.organisation.posts.get(state.giver)
    if giver is None or not state.in_force or state.reminded_at is not None:
        return None
    last = state.end.astimezone(VIETNAM).date()
    day = ground.workdays.shifted(last, -ground.ending(giver.unit))
    moment = at(day, ground.rule(giver.unit).at)
    return moment if state.start < moment < state.end else None


def _follow_dates(id: UUID, state: Any, ground: Ground, now: datetime) -> tuple[object, Command[Any]]:
    soon = _ends_soon(state, ground)
    if soon is not None and now <= state.end:
        return f"remind:{soon.isoformat()}", Remind(delegation=id, due=soon)
    return ("end" if state.in_force else "start"), FollowDates(delegation=id)


def _absence_due(id: UUID, state: Any, ground: Ground) -> datetime | None:
    """As a delegation; but it may be given other dates."""
    if state.cancelled:
        return None
    due: datetime = state.end + MOMENT if state.in_force else state.start
    return due


def _follow_absence(id: UUID, state: Any, ground: Ground, now: datetime) -> tuple[object, Command[Any]]:
    due, what = _absence_due(id, state, ground), "end" if state.in_force else "start"
    return f"{what}:{due}", absence.FollowDates(absence=id)


def _recurrence_due(id: UUID, state: Recurring, ground: Ground) -> datetime | None:
    day = state.next_day
    return moment(state.schedule, day, ground.workdays) if day else None


def _next(id: UUID, state: Recurring, ground: Ground, now: datetime) -> tuple[object, Command[Any]]:
    """Found due once more, it is another command: the number tells whether anything is left to do."""
    return f"{state.number + 1}:{now.isoformat()}", Next(recurrence=id, number=state.number + 1)


TIMINGS: dict[str, Timing] = {
    "task": Timing(_task_due, _remind),
    "reminder": Timing(_reminder_due, _fire),
    "delegation": Timing(_delegation_due, _follow_dates),
    "absence": Timing(_absence_due, _follow_absence),
    "recurrence": Timing(_recurrence_due, _next),
}
"""By the collection of rows that they follow."""

GROUNDS = ("calendar", "reminding", "unit")
"""Collections of which a change moves the timers of others: all are reckoned anew."""
