"""Recurring work comes by its rule: each occurrence once, one for a period, nothing lost or doubled."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.calendar import CALENDAR, Calendar, Day
from domain.calendar import Created as CalendarBegun
from domain.form import Question
from domain.kernel import By, Rejection, Seat
from domain.recurrence import commands as c
from domain.recurrence import events as e
from domain.recurrence.period import checked_template, period_of
from domain.recurrence.recurrence import Recurrence
from domain.recurrence.rule import check_rule, days_after
from domain.recurrence.schedule import Occurrence, Offset, Schedule, check, upcoming
from domain.recurrence.state import Wanted, audience
from domain.workdays import Workdays, at
from tests.domain.examples import AN, BEN_THANH, CITY_CHAIR, CITY_DESK, HEALTH_CHAIR, SAI_GON, WARD_DESK
from tests.domain.scenario import NOW, SUBJECT, Happened, Past, by, given, nothing_yet

REPORT = Wanted(title="Báo cáo {kỳ}", lead=HEALTH_CHAIR)
MONTHLY = Schedule(rule="FREQ=MONTHLY;BYMONTHDAY=10", start=date(2025, 7, 1))
DAILY = replace(MONTHLY, rule="FREQ=DAILY", period="day", due=Offset(days=1))
NO_HOLIDAYS = Workdays()
SET_UP = Happened(
    e.Created, seat=CITY_CHAIR, creator=AN, wanted=REPORT, schedule=MONTHLY, after=date(2025, 7, 6)
)
EARLY = NOW
"""A Monday, 7:05 in Việt Nam."""


def of(schedule: Schedule, after: date = date(2025, 7, 6), wanted: Wanted = REPORT) -> Happened:
    fields = SET_UP.fields | {"schedule": schedule, "after": after, "wanted": wanted}
    return Happened(e.Created, **fields)


def recurring(*events: Happened) -> Past:
    return given(Recurrence, *(events or (SET_UP,)))


def platform(now: datetime, *off: date) -> By:
    """The platform, by a calendar with these days off."""
    days = tuple(Day(day=day, working=False, name="Nghỉ") for day in off)
    calendar = given(Calendar, Happened(CalendarBegun, days=days, year=None), subject=CALENDAR)
    return by(now=now, reading=[calendar.aggregate])


def next_at(past: Past, now: datetime, *off: date) -> list[Any]:
    """What the platform records at a moment."""
    number = past.aggregate.state.number + 1
    answer = past.when(c.Next(recurrence=SUBJECT, number=number), platform(now, *off))
    assert answer.refusal is None
    return answer.events


def came(events: list[Any]) -> list[tuple[str, str]]:
    """Numbers and what they are about, or why they were passed over."""
    return [
        (str(event.occurrence.number), event.occurrence.period)
        if isinstance(event, e.Occurred)
        else (f"{event.first}-{event.last}", event.reason)
        for event in events
    ]


class TestRule:
    @pytest.mark.parametrize(
        ("rule", "days"),
        [
            ("FREQ=DAILY;INTERVAL=2", ["2025-07-01", "2025-07-03"]),
            ("FREQ=WEEKLY;BYDAY=MO,FR", ["2025-07-04", "2025-07-07"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2025-07-31", "2025-08-31"]),
            ("FREQ=MONTHLY;BYDAY=1MO", ["2025-07-07", "2025-08-04"]),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2025-07-31", "2025-08-29"]),
            ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", ["2025-09-15", "2025-12-15"]),
            ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=14", ["2025-12-14", "2026-12-14"]),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29"]),
        ],
    )
    def test_is_read_as_the_rfc_says(self, rule: str, days: list[str]) -> None:
        start = date(2025, 7, 1)
        check_rule(rule, start)
        found = days_after(rule, start, date(2025, 6, 30))
        assert [next(found).isoformat() for _ in days] == days

    @pytest.mark.parametrize(
        "rule",
        [
            *("", "FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=8,9", "freq=daily"),
            *(
                "FREQ=DAILY;COUNT=3",
                "FREQ=DAILY;UNTIL=20250801",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;BYDAY=",
            ),
            *(
                "FREQ=DAILY;FREQ=WEEKLY",
                "FREQ=YEARLY;BYEASTER=1",
                "FREQ=MONTHLY;BYMONTHDAY=0",
                "RRULE:FREQ=DAILY",
            ),
            *(
                "FREQ=MONTHLY;BYMONTHDAY=1\nEXDATE:20250801",
                "INTERVAL=2",
                "FREQ=MONTHLY;BYMONTHDAY=" + "1," * 99,
            ),
        ],
    )
    def test_what_is_none_is_refused(self, rule: str) -> None:
        with pytest.raises(Rejection, match=r"recurrence\.rule"):
            check_rule(rule, date(2025, 7, 1))

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
            "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        ],
    )
    def test_what_never_comes_is_refused(self, rule: str) -> None:
        with pytest.raises(Rejection, match=r"recurrence\.never"):
            check_rule(rule, date(2025, 7, 1))


class TestPeriod:
    @pytest.mark.parametrize(
        ("kind", "back", "since", "until", "name"),
        [
            ("day", 0, "2025-07-10", "2025-07-10", "ngày 10/07/2025"),
            ("week", 1, "2025-06-30", "2025-07-06", "tuần 27 năm 2025"),
            ("month", 0, "2025-07-01", "2025-07-31", "tháng 7/2025"),
            ("month", 7, "2024-12-01", "2024-12-31", "tháng 12/2024"),
            ("quarter", 1, "2025-04-01", "2025-06-30", "quý II/2025"),
            ("half-year", 1, "2025-01-01", "2025-06-30", "6 tháng đầu năm 2025"),
            ("half-year", 0, "2025-07-01", "2025-12-31", "6 tháng cuối năm 2025"),
            ("year", 1, "2024-01-01", "2024-12-31", "năm 2024"),
        ],
    )
    def test_lies_so_many_back(self, kind: Any, back: int, since: str, until: str, name: str) -> None:
        period = period_of(kind, back, date(2025, 7, 10))
        assert (period.since.isoformat(), period.until.isoformat(), period.name) == (since, until, name)

    @pytest.mark.parametrize(
        ("kind", "back", "since", "until", "name"),
        [
            ("day", 0, "2026-02-10", "2026-02-10", "ngày 10/02/2026"),
            ("month", 0, "2026-01-26", "2026-02-25", "tháng 2/2026"),
            ("month", 1, "2025-12-26", "2026-01-25", "tháng 1/2026"),
            ("quarter", 0, "2025-12-26", "2026-03-25", "quý I/2026"),
            ("half-year", 1, "2025-06-26", "2025-12-25", "6 tháng cuối năm 2025"),
            ("year", 0, "2025-12-26", "2026-12-25", "năm 2026"),
        ],
    )
    def test_of_months_may_begin_in_the_month_before(
        self, kind: Any, back: int, since: str, until: str, name: str
    ) -> None:
        period = period_of(kind, back, date(2026, 2, 10), 26)
        assert (period.since.isoformat(), period.until.isoformat(), period.name) == (since, until, name)

    def test_placeholders_are_known_and_short_enough(self) -> None:
        decomposed = unicodedata.normalize("NFD", "Báo cáo {kỳ}")
        assert checked_template("title", decomposed, 99) == "Báo cáo {kỳ}"
        with pytest.raises(Rejection, match=r"recurrence\.placeholder"):
            checked_template("title", "Báo cáo {tháng}", 99)
        with pytest.raises(Rejection, match=r"text\.too-long"):
            checked_template("title", "{kỳ}" * 5, 99)


class TestSchedule:
    def test_preview_moves_off_holidays_and_counts_working_days(self) -> None:
        schedule = replace(MONTHLY, cut_off=Offset(days=4, working=False, at="23:59"))
        # 10 August 2025 is a Sunday, 10 September a Wednesday that shall be off.
        workdays = Workdays(exceptions={date(2025, 9, 10): False})
        found = upcoming(schedule, date(2025, 7, 6), None, workdays, 3)
        assert found == [
            Occurrence(
                number=1,
                day=date(2025, 7, 10),
                at=at(date(2025, 7, 10), "08:00"),
                since=date(2025, 6, 1),
                until=date(2025, 6, 30),
                period="tháng 6/2025",
                cut_off=at(date(2025, 7, 14), "23:59"),
                due=at(date(2025, 7, 17), "17:00"),
            ),
            Occurrence(
                number=2,
                day=date(2025, 8, 10),
                at=at(date(2025, 8, 11), "08:00"),
                since=date(2025, 7, 1),
                until=date(2025, 7, 31),
                period="tháng 7/2025",
                cut_off=at(date(2025, 8, 14), "23:59"),
                due=at(date(2025, 8, 18), "17:00"),
            ),
            Occurrence(
                number=3,
                day=date(2025, 9, 10),
                at=at(date(2025, 9, 11), "08:00"),
                since=date(2025, 8, 1),
                until=date(2025, 8, 31),
                period="tháng 8/2025",
                cut_off=at(date(2025, 9, 14), "23:59"),
                due=at(date(2025, 9, 18), "17:00"),
            ),
        ]

    def test_several_moved_to_one_day_or_of_one_period_are_one(self) -> None:
        days = [each.day.day for each in upcoming(DAILY, date(2025, 7, 10), None, NO_HOLIDAYS, 3)]
        assert days == [11, 14, 15], "Saturday and Sunday come with Monday"
        weekly = replace(MONTHLY, rule="FREQ=WEEKLY;BYDAY=TU")
        found = upcoming(weekly, date(2025, 7, 6), None, NO_HOLIDAYS, 2)
        assert [each.day.isoformat() for each in found] == ["2025-07-08", "2025-08-05"]

    def test_ends(self) -> None:
        ending = replace(MONTHLY, until=date(2025, 9, 9))
        assert len(upcoming(ending, date(2025, 7, 6), None, NO_HOLIDAYS, 9)) == 2

    @pytest.mark.parametrize(
        ("code", "changes"),
        [
            ("recurrence.start", {"start": date(1999, 1, 1)}),
            ("recurrence.ends-before-start", {"until": date(2025, 6, 30)}),
            ("recurrence.clock", {"at": "8:00"}),
            ("recurrence.clock", {"cut_off": Offset(days=1, at="24:00")}),
            ("recurrence.back", {"back": 13}),
            ("recurrence.begins", {"begins": 29}),
            ("recurrence.days", {"due": Offset(days=367)}),
            ("recurrence.due-before", {"due": Offset(days=0, at="08:00")}),
            ("recurrence.due-before", {"due": Offset(days=-1)}),
        ],
    )
    def test_what_means_nothing_is_refused(self, code: str, changes: dict[str, Any]) -> None:
        with pytest.raises(Rejection, match=code):
            check(replace(MONTHLY, **changes))


class TestSetUp:
    def test_belongs_to_the_seat_and_begins_after_now(self) -> None:
        who = by(AN, CITY_CHAIR)
        wanted = replace(REPORT, coordinating=(HEALTH_CHAIR, WARD_DESK, WARD_DESK))
        made = nothing_yet().when(c.SetUp(wanted=wanted, schedule=MONTHLY), who)
        made.then(of(MONTHLY, wanted=replace(wanted, coordinating=(WARD_DESK,))))
        later = by(AN, CITY_CHAIR, now=NOW + timedelta(hours=1))
        nothing_yet().when(c.SetUp(wanted=REPORT, schedule=MONTHLY), later).then(
            of(MONTHLY, date(2025, 7, 7))
        )

    @pytest.mark.parametrize(
        ("code", "wanted"),
        [
            ("recurrence.whom", Wanted(title="-")),
            ("recurrence.whom", Wanted(title="-", description="-", lead=WARD_DESK, units=(SAI_GON,))),
            ("recurrence.whom", Wanted(title="-", description="-", chaser=WARD_DESK, units=(SAI_GON,))),
            (
                "recurrence.form-needs-units",
                replace(REPORT, form=(Question(key="a", label="-", kind="text"),)),
            ),
            ("text.empty", Wanted(title="-", units=(SAI_GON,))),
            ("text.too-long", replace(REPORT, title="{kỳ}" * 21)),
            ("recurrence.placeholder", replace(REPORT, description="{x}")),
        ],
    )
    def test_refuses_what_could_not_be_given(self, code: str, wanted: Wanted) -> None:
        nothing_yet().when(c.SetUp(wanted=wanted, schedule=MONTHLY), by(AN, CITY_CHAIR)).refused(code)


class TestNext:
    def test_comes_when_it_is_due_and_once(self) -> None:
        due = at(date(2025, 7, 10), "08:00")
        assert next_at(recurring(), due - timedelta(seconds=1)) == []
        past = recurring()
        (occurred,) = next_at(past, due)
        assert occurred.wanted == replace(REPORT, title="Báo cáo tháng 6/2025")
        assert (occurred.seat, occurred.occurrence.due) == (CITY_CHAIR, at(date(2025, 7, 17), "17:00"))
        assert next_at(past, due) == []
        again = past.when(c.Next(recurrence=SUBJECT, number=1), platform(due + timedelta(days=60)))
        again.nothing()

    def test_a_holiday_moves_it_even_if_decided_late(self) -> None:
        thursday, past = date(2025, 7, 10), recurring()
        assert next_at(past, at(thursday, "08:00"), thursday) == []
        assert came(next_at(past, at(date(2025, 7, 11), "08:00"), thursday)) == [("1", "tháng 6/2025")]

    def test_of_what_was_missed_only_the_newest_is_made(self) -> None:
        past = recurring(of(DAILY))
        found = next_at(past, at(date(2025, 7, 14), "09:00"))
        assert came(found) == [
            ("1-5", "missed"),
            ("6-7", "same-day"),
            ("8", "ngày 13/07/2025"),
        ]
        assert [(event.since.day, event.until.day) for event in found[:2]] == [(7, 11), (12, 13)]
        state = past.aggregate.state
        assert (state.number, state.occurred, state.skipped) == (8, 1, 7)

    def test_one_that_comes_too_late_is_due_from_today(self) -> None:
        (occurred,) = next_at(recurring(), at(date(2025, 8, 1), "18:00"))
        assert occurred.occurrence.due == at(date(2025, 8, 8), "17:00")
        same_day = replace(MONTHLY, due=Offset(days=0))
        (occurred,) = next_at(recurring(of(same_day)), at(date(2025, 7, 10), "18:00"))
        assert occurred.occurrence.due == at(date(2025, 7, 11), "17:00")

    def test_a_period_is_dealt_with_once(self) -> None:
        past = recurring(of(replace(MONTHLY, rule="FREQ=WEEKLY;BYDAY=TU")))
        assert came(next_at(past, at(date(2025, 7, 8), "08:00"))) == [("1", "tháng 6/2025")]
        assert came(next_at(past, at(date(2025, 7, 15), "08:00"))) == [("2-2", "same-period")]
        found = next_at(past, at(date(2025, 8, 5), "08:00"))
        assert came(found) == [("3-4", "same-period"), ("5", "tháng 7/2025")]


class TestChange:
    def test_holds_from_the_next_occurrence_on(self) -> None:
        past, late = recurring(), platform(at(date(2025, 7, 10), "08:00"))
        other = replace(REPORT, title="Báo cáo nhanh {kỳ}")
        command = c.Alter(recurrence=SUBJECT, wanted=other, schedule=MONTHLY)
        occurred, changed = past.when(command, late).events
        assert occurred.wanted.title == "Báo cáo tháng 6/2025", "what is due comes first, as it was asked"
        assert isinstance(changed, e.Changed)
        past.when(command, late).nothing()
        (occurred,) = next_at(past, at(date(2025, 8, 11), "08:00"))
        assert occurred.wanted.title == "Báo cáo nhanh tháng 7/2025"

    def test_other_days_begin_now(self) -> None:
        past = recurring()
        command = c.Alter(recurrence=SUBJECT, wanted=REPORT, schedule=DAILY)
        past.when(command, platform(NOW + timedelta(days=2)))
        assert past.aggregate.state.after == date(2025, 7, 8), "nothing of what was is made up for"

    def test_rests_and_goes_on_without_what_was_meanwhile(self) -> None:
        past = recurring()
        pause, resume = c.Pause(recurrence=SUBJECT), c.Resume(recurrence=SUBJECT)
        past.when(resume, platform(NOW)).nothing()
        past.when(pause, platform(NOW)).then(Happened(e.Paused))
        past.when(pause, platform(NOW)).nothing()
        assert past.aggregate.state.next_day is None
        assert next_at(past, NOW + timedelta(days=40)) == []
        past.when(resume, platform(NOW + timedelta(days=40))).then(
            Happened(e.Resumed, after=date(2025, 8, 15))
        )
        assert past.aggregate.state.next_day == date(2025, 9, 10)

    def test_ends_for_good(self) -> None:
        past = recurring()
        past.when(c.End(recurrence=SUBJECT), platform(NOW)).then(Happened(e.Ended))
        past.when(c.End(recurrence=SUBJECT), platform(NOW)).nothing()
        past.when(c.Pause(recurrence=SUBJECT), platform(NOW)).refused("recurrence.ended")
        past.when(c.Resume(recurrence=SUBJECT), platform(NOW)).refused("recurrence.ended")
        alter = c.Alter(recurrence=SUBJECT, wanted=REPORT, schedule=DAILY)
        past.when(alter, platform(NOW)).refused("recurrence.ended")
        assert next_at(past, NOW + timedelta(days=40)) == []


class TestFail:
    DUE = at(date(2025, 7, 10), "08:00")

    def test_is_kept_and_made_after_all(self) -> None:
        past = recurring()
        next_at(past, self.DUE)
        fail = c.Fail(recurrence=SUBJECT, number=1, reason="seat.empty")
        past.when(fail, platform(self.DUE)).then(Happened(e.Failed, number=1, reason="seat.empty"))
        past.when(fail, platform(self.DUE)).nothing()
        before = past.aggregate.state.recent[0]
        assert before.failure == "seat.empty"
        retry = c.Retry(recurrence=SUBJECT, number=1)
        (retried,) = past.when(retry, platform(self.DUE + timedelta(days=1))).events
        assert retried.occurrence == before.occurrence
        after = past.aggregate.state.recent[0]
        assert after.failure is None
        assert after.made != before.made
        past.when(retry, platform(self.DUE)).nothing()

    def test_one_that_is_over_is_due_from_today(self) -> None:
        past = recurring()
        next_at(past, self.DUE)
        past.when(c.Fail(recurrence=SUBJECT, number=1, reason="seat.empty"), platform(self.DUE))
        (retried,) = past.when(
            c.Retry(recurrence=SUBJECT, number=1), platform(at(date(2025, 8, 1), "09:00"))
        ).events
        assert retried.occurrence.due == at(date(2025, 8, 8), "17:00")
        assert retried.occurrence.period == "tháng 6/2025"

    def test_what_did_not_come_is_not_made(self) -> None:
        recurring().when(c.Retry(recurrence=SUBJECT, number=1), platform(NOW)).refused(
            "recurrence.no-occurrence"
        )
        recurring().when(c.Fail(recurrence=SUBJECT, number=1, reason="-"), platform(NOW)).nothing()


class TestPass:
    def test_to_who_succeeds_to_the_seat(self) -> None:
        past = recurring()
        command = c.Pass(recurrence=SUBJECT, seat=CITY_DESK, replaces=CITY_CHAIR)
        past.when(command).then(Happened(e.Passed, previous=CITY_CHAIR, seat=CITY_DESK))
        past.when(command).nothing()


def test_who_sees_it() -> None:
    assert audience(recurring().aggregate.state) == {CITY_CHAIR.scope, CITY_DESK.scope, HEALTH_CHAIR.scope}
    to_units = Wanted(title="-", description="-", units=(SAI_GON, BEN_THANH))
    units = recurring(of(MONTHLY, wanted=to_units)).aggregate.state
    assert audience(units) == {CITY_CHAIR.scope, CITY_DESK.scope, WARD_DESK.scope, Seat(unit=BEN_THANH).scope}
