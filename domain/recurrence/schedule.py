"""When something recurs: its rule, the period that each occurrence is about, cut-off of data and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice

from msgspec import UNSET, UnsetType

from domain.kernel import Rejection, Struct
from domain.recurrence.period import Kind, Period, period_of, written
from domain.recurrence.rule import check_rule, days_after
from domain.workdays import VIETNAM, Workdays, at

MOST_DAYS = 366
MOST_BACK = 12
LATEST_BEGIN = 28
DAY = timedelta(days=1)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Offset(Struct, frozen=True):
    """So many working days (or days of the calendar) after the day of the rule, by the clock of Việt Nam."""

    days: int
    working: bool = True
    at: str = "17:00"


class Schedule(Struct, frozen=True):
    """Days of `rule` from `start` until `until`, each moved to the next working day, at the clock `at`.

    An occurrence is about the period `back` periods before the one that its day is in. Of periods of months
    `begins` may say that they count from that day of the month before; left out, from their first day.
    `cut_off`: until when what happened counts (ngày chốt số liệu), if that is asked.
    """

    rule: str
    start: date
    until: date | None = None
    at: str = "08:00"
    period: Kind = "month"
    back: int = 1
    cut_off: Offset | None = None
    due: Offset = Offset(days=5)
    begins: int | UnsetType = UNSET

    @property
    def first_day(self) -> int:
        """The day of a month on which a period of months begins."""
        return 1 if self.begins is UNSET else self.begins


class Occurrence(Struct, frozen=True):
    """One time: `day` by the rule, `at` as it is to come, what it is about, and until when it is due."""

    number: int
    day: date
    at: datetime
    since: date
    until: date
    period: str
    cut_off: datetime | None
    due: datetime


def check(schedule: Schedule) -> None:
    """Refuse a schedule that means nothing."""
    check_rule(schedule.rule, schedule.start)
    if schedule.until is not None and schedule.until < schedule.start:
        raise Rejection("recurrence.ends-before-start")
    offsets = [schedule.due, *([schedule.cut_off] if schedule.cut_off else [])]
    if not all(_CLOCK.fullmatch(clock) for clock in (schedule.at, *(each.at for each in offsets))):
        raise Rejection("recurrence.clock")
    if not 0 <= schedule.back <= MOST_BACK:
        raise Rejection("recurrence.back", most=MOST_BACK)
    if not 1 <= schedule.first_day <= LATEST_BEGIN:
        raise Rejection("recurrence.begins", most=LATEST_BEGIN)
    if not all(abs(each.days) <= MOST_DAYS for each in offsets):
        raise Rejection("recurrence.days", most=MOST_DAYS)
    if (schedule.due.days, schedule.due.at) <= (0, schedule.at):
        raise Rejection("recurrence.due-before")


@lru_cache(maxsize=10_000)
def next_day(schedule: Schedule, after: date) -> date | None:
    """The first day of the rule later than `after`; None if there is none."""
    day = next(days_after(schedule.rule, schedule.start, after), None)
    return None if day is None or (schedule.until is not None and day > schedule.until) else day


def days_from(schedule: Schedule, after: date) -> Iterator[date]:
    """All days of the rule later than `after`."""
    for day in days_after(schedule.rule, schedule.start, after):
        if schedule.until is not None and day > schedule.until:
            return
        yield day


def begins_after(schedule: Schedule, now: datetime) -> date:
    """The last day that is over for one who begins now: today, once its clock has struck."""
    today = now.astimezone(VIETNAM).date()
    return today if at(today, schedule.at) <= now else today - DAY


def moment(schedule: Schedule, day: date, workdays: Workdays) -> datetime:
    """When the occurrence of a day is to come."""
    return at(workdays.first_from(day), schedule.at)


def about(schedule: Schedule, day: date) -> Period:
    """What the occurrence of a day is about."""
    return period_of(schedule.period, schedule.back, day, schedule.first_day)


def occurrence(
    schedule: Schedule, number: int, day: date, workdays: Workdays, now: datetime | None = None
) -> Occurrence:
    """The occurrence of a day. One that comes so late (moved, or at `now`) that it would be over by then is
    due as if it were of that day, or of the next."""
    period = about(schedule, day)
    comes = moment(schedule, day, workdays)
    given = max(comes, now or comes)
    late = given.astimezone(VIETNAM).date()
    due = (_reckoned(schedule.due, each, workdays) for each in (day, late, late + DAY))
    return Occurrence(
        number=number,
        day=day,
        at=comes,
        since=period.since,
        until=period.until,
        period=period.name,
        cut_off=_plain(schedule.cut_off, day, workdays) if schedule.cut_off else None,
        due=next(each for each in due if each > given),
    )


def upcoming(
    schedule: Schedule, after: date, covered: date | None, workdays: Workdays, most: int
) -> list[Occurrence]:
    """The next occurrences, if all goes well: one for each period, one on each day; numbers count from 1."""

    def fresh() -> Iterator[date]:
        newest = covered
        for _, same in groupby(days_from(schedule, after), workdays.first_from):
            day = list(same)[-1]
            period = about(schedule, day)
            if newest is None or period.until > newest:
                newest = period.until
                yield day

    found = islice(fresh(), most)
    return [occurrence(schedule, number, day, workdays) for number, day in enumerate(found, 1)]


def _reckoned(offset: Offset, day: date, workdays: Workdays) -> datetime:
    """A deadline; one by days of the calendar is not on a day off (Civil Code 2015, art. 148 §5)."""
    return workdays.rolled(_plain(offset, day, workdays))


def _plain(offset: Offset, day: date, workdays: Workdays) -> datetime:
    there = (
        workdays.shifted(workdays.first_from(day), offset.days) if offset.working else day + offset.days * DAY
    )
    return at(there, offset.at)


def values(occurred: Occurrence) -> dict[str, str]:
    """What the placeholders of a text stand for."""
    cut_off = (occurred.cut_off or at(occurred.until, "00:00")).astimezone(VIETNAM).date()
    return {
        "kỳ": occurred.period,
        "từ ngày": written(occurred.since),
        "đến ngày": written(occurred.until),
        "ngày chốt": written(cut_off),
        "hạn": written(occurred.due.astimezone(VIETNAM).date()),
    }
