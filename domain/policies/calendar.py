"""What follows from the calendar: open work that was due on a day which changed is due when it may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.calendar import Changed, Created
from domain.kernel import Command
from domain.policies import Cause, Need, Policy, Work
from domain.task.commands import FollowCalendar


def _follow(cause: Cause, work: Work) -> Iterator[tuple[object, Command[Any]]]:
    for task in work.tasks:
        yield task.id, FollowCalendar(task=task.id)


def _due_then(cause: Cause) -> Need:
    event = cause.event
    assert isinstance(event, Created | Changed)
    removed = event.removed if isinstance(event, Changed) else ()
    return Need(days=tuple(sorted({*(each.day for each in event.days), *removed})))


FOLLOW = Policy("calendar", _follow, _due_then)

CALENDAR_POLICIES: dict[str, tuple[Policy, ...]] = {Created.TOPIC: (FOLLOW,), Changed.TOPIC: (FOLLOW,)}
