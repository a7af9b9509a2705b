"""The moments at which somebody must be reminded of a task: a pure function of task, rule and calendar.

Of each kind only what lies after the newest that was told counts, and after the moment since which the
matter is as it is: whoever gets a task two days before its deadline is not reminded seven days before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from domain.kernel import Struct
from domain.reminding import ReminderRule, Role
from domain.task.state import State
from domain.workdays import VIETNAM, Workdays, at

Kind = Literal["before", "due", "past", "unopened", "extension", "submission", "suspension"]
Matter = Literal["deadline", "opening", "extension", "submission", "suspension"]
"""What is kept waiting: of each the newest reminder counts."""

FORESEEN = 400
"""Days past a deadline that are looked at for the next reminder."""


class Mark(Struct, frozen=True):
    """A moment to remind at, of what, whom; `days` to or past the deadline."""

    at: datetime
    kind: Kind
    matter: Matter
    days: int
    to: tuple[Role, ...]


def next_mark(state: State, rule: ReminderRule, workdays: Workdays) -> Mark | None:
    """The first moment at which somebody is to be reminded, as things are now; None: nobody is."""
    found = [
        mark for matter in MATTERS.values() if (mark := next(matter(state, rule, workdays), None)) is not None
    ]
    return min(found, key=lambda mark: mark.at, default=None)


def mark_now(state: State, rule: ReminderRule, workdays: Workdays, now: datetime) -> Mark | None:
    """What to remind of at `now`: the newest moment that has come; what was missed before it is let go."""
    found = [mark for matter in MATTERS.values() for mark in _until(matter(state, rule, workdays), now)]
    return max(found, key=lambda mark: mark.at, default=None)


def upcoming(state: State, rule: ReminderRule, workdays: Workdays, most: int) -> list[Mark]:
    """The next moments, earliest first, if nothing changes until then."""
    found: list[Mark] = []
    for matter in MATTERS.values():
        marks = matter(state, rule, workdays)
        found += [mark for _, mark in zip(range(most), marks, strict=False)]
    return sorted(found, key=lambda mark: mark.at)[:most]


def _until(marks: Iterator[Mark], now: datetime) -> Iterator[Mark]:
    for mark in marks:
        if mark.at > now:
            return
        yield mark


def _deadline(state: State, rule: ReminderRule, workdays: Workdays) -> Iterator[Mark]:
    """Before, at and past the deadline, while it is the lead's turn."""
    if state.waiting != "lead":
        return
    since = max(state.deadline_since or state.created_at, _told(state, "deadline"))
    day = state.deadline.astimezone(VIETNAM).date()
    for step in sorted(rule.before, key=lambda step: -step.days):
        moment = at(workdays.shifted(day, -step.days), rule.at)
        if since < moment < state.deadline:
            yield Mark(at=moment, kind="before", matter="deadline", days=step.days, to=step.to)
    if rule.due and since < state.deadline:
        yield Mark(at=state.deadline, kind="due", matter="deadline", days=0, to=rule.due)
    if rule.past:
        yield from _past(state.deadline, since, rule, workdays)


def _past(deadline: datetime, since: datetime, rule: ReminderRule, workdays: Workdays) -> Iterator[Mark]:
    day = deadline.astimezone(VIETNAM).date()
    for number in range(1, FORESEEN):
        day = workdays.shifted(day, 1)
        to = tuple(dict.fromkeys(role for step in rule.past if step.days <= number for role in step.to))
        moment = at(day, rule.at)
        if to and moment > max(since, deadline):
            yield Mark(at=moment, kind="past", matter="deadline", days=number, to=to)


def _opening(state: State, rule: ReminderRule, workdays: Workdays) -> Iterator[Mark]:
    """Whoever has it has not looked at it."""
    unseen = not any(each.by_lead and each.at >= state.waiting_since for each in state.openings)
    if rule.unopened is None or state.status != "assigned" or not unseen:
        return
    moment = workdays.after_hours(state.waiting_since, rule.unopened)
    if moment > _told(state, "opening"):
        yield Mark(at=moment, kind="unopened", matter="opening", days=0, to=("leader",))


def _extension(state: State, rule: ReminderRule, workdays: Workdays) -> Iterator[Mark]:
    """More time was asked for, and nobody has answered."""
    if rule.extension is None or state.extension is None or not state.open:
        return
    first = workdays.after_hours(state.extension.asked_at, rule.extension)
    for moment in _daily(first, rule.at, workdays):
        if moment > _told(state, "extension"):
            yield Mark(at=moment, kind="extension", matter="extension", days=0, to=("assigner",))


def _submission(state: State, rule: ReminderRule, workdays: Workdays) -> Iterator[Mark]:
    """It was submitted or declined, and nobody has decided."""
    if rule.submission is None or state.waiting not in ("link", "assigner"):
        return
    first = workdays.after_hours(state.waiting_since, rule.submission)
    for moment in _daily(first, rule.at, workdays):
        if moment > _told(state, "submission"):
            yield Mark(at=moment, kind="submission", matter="submission", days=0, to=("assigner",))


def _suspension(state: State, rule: ReminderRule, workdays: Workdays) -> Iterator[Mark]:
    """The work was to go on by now, and its assigner has not said so."""
    until = state.suspension.until if state.suspension is not None else None
    if until is not None and until > _told(state, "suspension"):
        yield Mark(at=until, kind="suspension", matter="suspension", days=0, to=("assigner",))


def _daily(first: datetime, clock: str, workdays: Workdays) -> Iterator[datetime]:
    """A moment, then the same clock of each working day after it."""
    yield first
    day: date = first.astimezone(VIETNAM).date()
    for _ in range(FORESEEN):
        day = workdays.shifted(day, 1)
        yield at(day, clock)


def _told(state: State, matter: Matter) -> datetime:
    """The newest reminder of a matter."""
    return state.reminded.get(matter, state.created_at - timedelta(microseconds=1))


MATTERS: Mapping[Matter, Callable[[State, ReminderRule, Workdays], Iterator[Mark]]] = {
    "deadline": _deadline,
    "opening": _opening,
    "extension": _extension,
    "submission": _submission,
    "suspension": _suspension,
}
"""The reminders of each matter, earliest first."""
