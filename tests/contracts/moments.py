"""Random requests about time: the calendar, rules of reminders, personal reminders, the platform's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain import calendar, reminder, reminding
from domain.kernel import Command
from domain.marks import Mark
from domain.task import commands as t
from domain.workdays import OFFICE

if TYPE_CHECKING:
    from tests.contracts.organisations import World

SOON = datetime(2030, 1, 1, tzinfo=UTC)
DAY = calendar.Day(day=date(2025, 9, 1), working=False, name="-")
MARK = Mark(at=SOON, kind="due", matter="deadline", days=0, to=("lead",))


def remind(world: World) -> None:
    """Some people ask to be reminded of something."""
    for _ in range(3):
        command = reminder.Put(text="-", at=SOON)
        made = world.run(command, who=world.random.choice(world.officials))
        if made is not None:
            world.reminders.append(made.id)


MAKE: dict[str, Callable[[World], Command[Any]]] = {
    "reminder.set": lambda w: reminder.Put(text="-", at=SOON),
    "reminder.change": lambda w: reminder.Alter(
        reminder=w.random.choice(w.reminders), text="+", at=SOON + timedelta(days=1)
    ),
    "reminder.done": lambda w: reminder.Finish(reminder=w.random.choice(w.reminders)),
    "reminder.fire": lambda w: reminder.Fire(reminder=w.random.choice(w.reminders)),
    "calendar.setDays": lambda w: calendar.SetDays(days=(DAY,)),
    "calendar.setHours": lambda w: calendar.SetHours(hours=OFFICE[:1]),
    "calendar.fillYear": lambda w: calendar.FillYear(year=2025, days=(DAY,)),
    "reminding.set": lambda w: reminding.Set(unit=w.some_unit(), rule=reminding.USUAL),
    "task.remind": lambda w: t.Remind(task=w.random.choice(w.tasks), mark=MARK, deadline=SOON),
    "task.followCalendar": lambda w: t.FollowCalendar(task=w.random.choice(w.tasks)),
}
