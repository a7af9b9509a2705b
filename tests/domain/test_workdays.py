"""Working days and hours: weekends, holidays, days worked instead, and what falls between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import VIETNAM, Workdays, at

FRIDAY, SATURDAY, MONDAY = date(2026, 8, 28), date(2026, 8, 29), date(2026, 8, 31)
NATIONAL = Workdays(
    exceptions={
        date(2026, 8, 22): True,
        date(2026, 8, 31): False,
        date(2026, 9, 1): False,
        date(2026, 9, 2): False,
    }
)
"""National Day 2026: 31 August is off, and Saturday 22 August is worked for it."""


def test_weekends_are_off_unless_worked_instead() -> None:
    assert [NATIONAL.working(day) for day in (FRIDAY, SATURDAY, MONDAY, date(2026, 8, 22))] == [
        True,
        False,
        False,
        True,
    ]


def test_days_are_counted_over_holidays_both_ways() -> None:
    assert NATIONAL.shifted(FRIDAY, 1) == date(2026, 9, 3)
    assert NATIONAL.shifted(date(2026, 9, 3), -1) == FRIDAY
    assert NATIONAL.shifted(SATURDAY, 0) == SATURDAY
    assert NATIONAL.shifted(date(2026, 8, 24), -1) == date(2026, 8, 22)


def test_a_deadline_on_a_day_off_is_at_the_same_hour_of_the_next_working_day() -> None:
    assert NATIONAL.rolled(at(date(2026, 9, 1), "17:00")) == at(date(2026, 9, 3), "17:00")
    assert NATIONAL.rolled(at(FRIDAY, "17:00")) == at(FRIDAY, "17:00")


def test_a_deadline_late_in_the_evening_belongs_to_its_day_in_viet_nam() -> None:
    """23:30 of Friday is 16:30 UTC; 00:30 of Saturday is still Friday in UTC."""
    assert NATIONAL.rolled(at(FRIDAY, "23:30")) == at(FRIDAY, "23:30")
    assert NATIONAL.rolled(at(SATURDAY, "00:30")) == at(date(2026, 9, 3), "00:30")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-08-27 08:00", 2.0, "2026-08-27 10:00"),
        ("2026-08-27 10:30", 4.0, "2026-08-27 16:00"),
        ("2026-08-27 16:00", 4.0, "2026-08-28 10:30"),
        ("2026-08-28 16:00", 4.0, "2026-09-03 10:30"),
        ("2026-08-27 12:10", 1.0, "2026-08-27 14:00"),
        ("2026-08-29 09:00", 4.0, "2026-09-03 11:30"),
        ("2026-08-27 20:00", 8.0, "2026-08-28 17:00"),
    ],
)
def test_working_hours_pass_only_while_offices_are_open(start: str, hours: float, end: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=VIETNAM)
    assert NATIONAL.after_hours(begun, hours) == datetime.fromisoformat(end).replace(tzinfo=VIETNAM)


MOMENTS = st.datetimes(datetime(2026, 8, 1), datetime(2026, 9, 20), timezones=st.just(UTC))


@given(MOMENTS, st.floats(0.25, 40))
def test_more_hours_end_later_and_in_office_hours(start: datetime, hours: float) -> None:
    end = NATIONAL.after_hours(start, hours)
    assert start < end < NATIONAL.after_hours(start, hours + 0.25)
    assert NATIONAL.working(end.astimezone(VIETNAM).date())
    assert end - start >= timedelta(hours=hours) - timedelta(microseconds=10)


@given(MOMENTS)
def test_rolling_again_changes_nothing_and_keeps_the_order_of_days(deadline: datetime) -> None:
    rolled = NATIONAL.rolled(deadline)
    assert NATIONAL.rolled(rolled) == rolled >= deadline
    assert NATIONAL.rolled(deadline + timedelta(days=1)) >= rolled
