"""Working days and hours: arithmetic on a calendar of exceptions, without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

import msgspec

from domain.kernel import Struct

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Việt Nam has had one offset since 1975 and no summer time."""

DAY = timedelta(days=1)
LONGEST = 400
"""Days within which a calendar must have a working one."""


class Span(Struct, frozen=True):
    """A stretch of a working day, by the clock of Việt Nam: from "07:30" until "11:30"."""

    start: str
    end: str


OFFICE = (Span(start="07:30", end="11:30"), Span(start="13:00", end="17:00"))
"""Eight hours a day (Labour Code 2019, art. 105 §2); the clock is the practice of offices."""


class Workdays(Struct, frozen=True):
    """Monday to Friday, but for `exceptions`: days that are worked after all (True) or not (False)."""

    exceptions: dict[date, bool] = msgspec.field(default_factory=dict)
    hours: tuple[Span, ...] = OFFICE

    def working(self, day: date) -> bool:
        """Whether the day is worked."""
        found = self.exceptions.get(day)
        return day.weekday() < 5 if found is None else found

    def shifted(self, day: date, days: int) -> date:
        """So many working days after (or, if negative, before) a day; 0: the day itself."""
        step, left = DAY if days > 0 else -DAY, abs(days)
        while left:
            day += step
            left -= self.working(day)
        return day

    def first_from(self, day: date) -> date:
        """The day, or the first working day after it."""
        return next(each for each in _days(day, DAY) if self.working(each))

    def rolled(self, deadline: datetime) -> datetime:
        """The deadline; one on a day that is not worked is at the same hour of the next that is.

        Civil Code 2015, art. 148 §5.
        """
        local = deadline.astimezone(VIETNAM)
        day = self.first_from(local.date())
        if day == local.date():
            return deadline
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """When work ends on a day."""
        return at(day, self.hours[-1].end)

    def not_before(self, moment: datetime, like: datetime) -> datetime:
        """The first moment from `moment` on that is on a working day, at the hour of `like`."""
        local, clock = moment.astimezone(VIETNAM), like.astimezone(VIETNAM).timetz()
        day = local.date() if local.timetz() <= clock else local.date() + DAY
        return datetime.combine(self.first_from(day), clock).astimezone(UTC)

    def after_hours(self, start: datetime, hours: float) -> datetime:
        """When so many working hours have passed since `start`."""
        left = timedelta(hours=hours)
        local = start.astimezone(VIETNAM)
        for day in _days(local.date(), DAY):
            if self.working(day):
                for span in self.hours:
                    opens, closes = (at(day, clock) for clock in (span.start, span.end))
                    begins = max(opens, local)
                    if begins + left <= closes:
                        return begins + left
                    left -= max(closes - begins, timedelta())
        raise AssertionError("a calendar without working days")


@lru_cache(maxsize=10_000)
def at(day: date, clock: str) -> datetime:
    """A moment of a day by the clock of Việt Nam ("07:30")."""
    return datetime.combine(day, time.fromisoformat(clock), VIETNAM).astimezone(UTC)


def _days(day: date, step: timedelta) -> Iterator[date]:
    for number in range(LONGEST):
        yield day + number * step
