"""Whatever rule, calendar and clock: each number once, each period at most once, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.calendar import CALENDAR, Calendar, Day
from domain.calendar import Created as CalendarBegun
from domain.kernel import By, Rejection
from domain.policies import Cause, Work
from domain.policies.recurrence import OCCUR
from domain.recurrence import commands as c
from domain.recurrence import events as e
from domain.recurrence.recurrence import Recurrence
from domain.recurrence.schedule import Offset, Schedule, check, upcoming
from domain.recurrence.state import Wanted, made_by
from domain.workdays import Workdays
from tests.domain.city import CITY_AS_IT_IS, seat_of
from tests.domain.examples import AN, WARD_CHAIRMAN, WARD_WORKER
from tests.domain.scenario import NOW, SUBJECT, Happened, Past, by, given

WARD_CHAIR = seat_of(WARD_CHAIRMAN)
REPORT = Wanted(title="Báo cáo {kỳ}", lead=WARD_WORKER)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
START = date(2025, 7, 1)

interval = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3"])
weekdays = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(",".join)
month_days = st.lists(st.integers(-31, 31).filter(bool).map(str), min_size=1, max_size=3, unique=True).map(
    ",".join
)
rules = st.one_of(
    interval.map("FREQ=DAILY{}".format),
    st.builds("FREQ=WEEKLY{};BYDAY={}".format, interval, weekdays),
    st.builds("FREQ=MONTHLY{};BYMONTHDAY={}".format, interval, month_days),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, weekdays, st.sampled_from(["1", "-1", "2"])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), month_days),
)
schedules = st.builds(
    Schedule,
    rule=rules,
    start=st.just(START),
    until=st.none() | st.dates(START, date(2027, 1, 1)),
    at=st.sampled_from(["00:00", "08:00", "23:59"]),
    period=st.sampled_from(["day", "week", "month", "quarter", "half-year", "year"]),
    back=st.integers(0, 2),
    due=st.builds(Offset, days=st.integers(1, 10), working=st.booleans()),
    begins=st.sampled_from([1, 15, 28]),
)
days_off = st.frozensets(st.dates(START, date(2026, 3, 1)), max_size=20)
waits = st.lists(st.integers(0, 24 * 50), min_size=1, max_size=30)


def possible(schedule: Schedule) -> bool:
    try:
        check(schedule)
    except Rejection:
        return False
    return True


def platform(now: datetime, off: frozenset[date]) -> By:
    days = tuple(Day(day=day, working=False, name="Nghỉ") for day in sorted(off))
    calendar = given(Calendar, Happened(CalendarBegun, days=days, year=None), subject=CALENDAR)
    return by(now=now, reading=[calendar.aggregate])


def begun(schedule: Schedule) -> Past:
    fields = {"creator": AN, "wanted": REPORT, "schedule": schedule, "after": date(2025, 7, 6)}
    return given(Recurrence, Happened(e.Created, seat=WARD_CHAIR, **fields))


def numbers(events: Sequence[Any]) -> list[int]:
    return [
        number
        for event in events
        for number in (
            range(event.first, event.last + 1) if isinstance(event, e.Skipped) else [event.occurrence.number]
        )
    ]


@settings(max_examples=300, deadline=None)
@drawn(
    schedule=schedules.filter(possible),
    hours=waits,
    calendars=st.lists(days_off, min_size=1, max_size=4),
    again=st.randoms(use_true_random=False),
)
def test_each_number_and_each_period_at_most_once(
    schedule: Schedule, hours: list[int], calendars: list[frozenset[date]], again: Any
) -> None:
    """The calendar changes meanwhile, commands come twice or late, the worker draws again what it drew."""
    past, now, log = begun(schedule), NOW, []
    made: dict[Any, str] = {}
    for place, wait in enumerate(hours):
        now += timedelta(hours=wait)
        who = platform(now, calendars[place % len(calendars)])
        for number in (past.aggregate.state.number + 1, again.randint(0, 5)):
            events = past.when(c.Next(recurrence=SUBJECT, number=number), who).events
            log += events
            assert all(event.occurrence.at <= now < event.occurrence.due for event in events if came(event))
        for event in [event for event in log if came(event)] * again.choice([0, 1, 2]):
            (follows,) = OCCUR.draw(Cause(event=event, position=1), Work(CITY_AS_IT_IS))
            made[follows.id] = event.occurrence.period
            task = follows.command.identity(replace(who, command=follows.id))
            assert task == made_by(SUBJECT, event.originator_version, event.wanted)
    assert numbers(log) == list(range(1, len(numbers(log)) + 1))
    occurred = [event.occurrence for event in log if came(event)]
    ends = [each.until for each in occurred]
    assert ends == sorted(set(ends)), "no period twice, none before an earlier one"
    assert len(set(made.values())) == len(made), "never two tasks for one period"


def came(event: Any) -> bool:
    return isinstance(event, e.Occurred)


@settings(max_examples=200, deadline=None)
@drawn(schedule=schedules.filter(possible), off=days_off)
def test_what_comes_in_time_is_what_was_foretold(schedule: Schedule, off: frozenset[date]) -> None:
    workdays = Workdays(exceptions=dict.fromkeys(off, False))
    foretold = upcoming(schedule, date(2025, 7, 6), None, workdays, 6)
    past, log = begun(schedule), []
    for each in foretold:
        number = past.aggregate.state.number + 1
        log += past.when(c.Next(recurrence=SUBJECT, number=number), platform(each.at, off)).events
    found = [replace(event.occurrence, number=0) for event in log if came(event)]
    assert found == [replace(each, number=0) for each in foretold]
    assert not [event for event in log if isinstance(event, e.Skipped) and event.reason == "missed"]
