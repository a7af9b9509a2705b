"""What time alone brings in the history of the demo city: the usual holidays, and reminders of late."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.demo.chronicle import Chronicle, Story
from backend.timers.years import DEFAULTS, usual_days
from domain.calendar import CALENDAR, FillYear
from domain.marks import mark_now
from domain.reminding import USUAL
from domain.task.commands import Remind
from domain.timing import TIMERS
from domain.workdays import VIETNAM

REMINDED = timedelta(days=14)
"""For so long the platform has reminded when one first looks at the city."""
HOURS = (8, 12, 17)


def holidays(chronicle: Chronicle, begin: datetime, now: datetime) -> Story:
    """The calendar of all years that the city has seen, and the next."""
    yield begin
    for year in range(begin.year, now.year + 2):
        chronicle.run(FillYear(year=year, days=usual_days(year)), DEFAULTS)


def reminders(chronicle: Chronicle, now: datetime) -> Story:
    """Thrice a day whoever must know is reminded, and at the end of what is left."""
    day = (now - REMINDED).astimezone(VIETNAM)
    moments = [
        (day + timedelta(days=number)).replace(hour=hour, minute=0, second=0, microsecond=0)
        for number in range(REMINDED.days + 1)
        for hour in HOURS
    ]
    for moment in [*(each for each in moments if each < now), now]:
        yield moment
        _remind(chronicle)


def _remind(chronicle: Chronicle) -> None:
    workdays = chronicle.nouns[CALENDAR].state.workdays
    for task in chronicle.open_tasks():
        while (mark := mark_now(task.state, USUAL, workdays, chronicle.now)) is not None:
            chronicle.run(Remind(task=task.id, mark=mark, deadline=task.state.deadline), TIMERS)
