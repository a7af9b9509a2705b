"""The usual holidays of a year, as the library of holidays knows them: entered once, for this and the next.

What it does not know is decided late each year: the days off around Tết and swapped working days.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid5

import holidays
import msgspec
import structlog

from domain.calendar import CALENDAR, Day, FillYear
from domain.kernel import Actor
from domain.workdays import VIETNAM
from projections.kernel import Commands, Request

DEFAULTS = Actor(official=None, policy="calendar-defaults")

log = structlog.get_logger("calendar")


def usual_days(year: int) -> tuple[Day, ...]:
    """Holidays (Labour Code 2019, art. 112) with those in lieu, and the weekend days worked instead."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    off = {day: name for day, name in known.items() if day.year == year}
    worked = {day: "Làm bù" for day in getattr(known, "weekend_workdays", ()) if day.year == year}
    named: dict[date, tuple[bool, str]] = {day: (False, name) for day, name in off.items()}
    named |= {day: (True, name) for day, name in worked.items()}
    return tuple(
        Day(day=day, working=working, name=name, source="default")
        for day, (working, name) in sorted(named.items())
    )


async def fill(commands: Commands, now: datetime) -> None:
    """See that the calendar has the usual holidays of this year and the next. Twice, it is once."""
    this = now.astimezone(VIETNAM).year
    for year in (this, this + 1):
        command = FillYear(year=year, days=usual_days(year))
        id = uuid5(CALENDAR, f"fill:{year}")
        request = Request(id=id, name=command.name, args=msgspec.json.encode(command), actor=DEFAULTS)
        outcome = await commands.run(request)
        if outcome.problem is not None:
            log.warning("refused", year=year, problem=outcome.problem.code)
