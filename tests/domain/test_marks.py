"""When somebody is reminded of a task: by the usual rule, around a deadline, a holiday and what people do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.marks import Mark, mark_now, next_mark, upcoming
from domain.reminding import USUAL, ReminderRule
from domain.task.state import Extension, Opening, State, Submission, Suspension
from domain.workdays import VIETNAM, Workdays, at
from tests.domain.examples import AN, BINH, CITY_CHAIR, WARD_DESK, WARD_WORKER, named

DAYS = Workdays(exceptions={date(2026, 9, 1): False, date(2026, 9, 2): False})
GIVEN = at(date(2026, 8, 17), "09:00")
DUE = at(date(2026, 9, 4), "17:00")
"""A Friday; the Tuesday and the Wednesday before it are off."""


def task(**changed: object) -> State:
    """One that its lead has accepted."""
    state = State(
        id=named("việc"),
        title="Báo cáo",
        description=None,
        source=None,
        urgency="normal",
        status="accepted",
        assigner=CITY_CHAIR,
        creator=AN,
        chain=(WARD_DESK,),
        coordinating=(),
        following=(),
        chaser=None,
        deadline=DUE,
        original_deadline=DUE,
        parent=None,
        directive=None,
        form=(),
        created_at=GIVEN,
        updated_at=GIVEN,
        version=1,
        waiting="lead",
        waiting_since=GIVEN,
        waiting_seat=WARD_DESK,
        openings=(Opening(official=BINH, at=GIVEN + timedelta(hours=1), by_lead=True),),
    )
    return replace(state, **changed)


def moments(marks: list[Mark]) -> list[tuple[str, str]]:
    """Kind, and when by the clock of Việt Nam."""
    return [(mark.kind, mark.at.astimezone(VIETNAM).strftime("%d/%m %H:%M")) for mark in marks]


def test_before_at_and_past_the_deadline_on_working_days() -> None:
    assert moments(upcoming(task(), USUAL, DAYS, 6)) == [
        ("before", "24/08 08:00"),
        ("before", "28/08 08:00"),
        ("before", "03/09 08:00"),
        ("due", "04/09 17:00"),
        ("past", "07/09 08:00"),
        ("past", "08/09 08:00"),
    ]


def test_the_longer_it_is_late_the_more_are_told() -> None:
    past = [mark for mark in upcoming(task(), USUAL, DAYS, 10) if mark.kind == "past"]
    assert [mark.to for mark in past][:6] == [
        ("lead", "chaser"),
        ("lead", "chaser"),
        ("lead", "chaser", "leader"),
        ("lead", "chaser", "leader"),
        ("lead", "chaser", "leader", "assigner"),
        ("lead", "chaser", "leader", "assigner"),
    ]


def test_what_lay_behind_when_it_was_given_is_not_told() -> None:
    late = task(created_at=at(date(2026, 9, 2), "10:00"), waiting_since=at(date(2026, 9, 2), "10:00"))
    assert moments(upcoming(late, USUAL, DAYS, 2)) == [("before", "03/09 08:00"), ("due", "04/09 17:00")]


def test_a_moved_deadline_is_reminded_of_anew() -> None:
    moved = task(
        deadline=at(date(2026, 9, 18), "17:00"),
        deadline_since=at(date(2026, 9, 4), "16:00"),
        reminded={"deadline": at(date(2026, 9, 3), "08:00")},
    )
    assert moments(upcoming(moved, USUAL, DAYS, 2)) == [("before", "09/09 08:00"), ("before", "15/09 08:00")]


def test_of_what_was_missed_only_the_newest_is_told() -> None:
    found = mark_now(task(), USUAL, DAYS, at(date(2026, 9, 3), "12:00"))
    assert found is not None
    assert moments([found]) == [("before", "03/09 08:00")]
    assert mark_now(task(), USUAL, DAYS, at(date(2026, 8, 24), "07:59")) is None


def test_what_was_told_is_not_told_again() -> None:
    told = task(reminded={"deadline": at(date(2026, 8, 28), "08:00")})
    first = next_mark(told, USUAL, DAYS)
    assert first is not None
    assert moments([first]) == [("before", "03/09 08:00")]


def test_nobody_looked_at_it_for_four_working_hours() -> None:
    unseen = task(status="assigned", openings=())
    first = next_mark(unseen, USUAL, DAYS)
    assert first == Mark(
        at=at(GIVEN.astimezone(VIETNAM).date(), "14:30"),
        kind="unopened",
        matter="opening",
        days=0,
        to=("leader",),
    )
    assert moments(upcoming(task(status="assigned"), USUAL, DAYS, 1)) == [("before", "24/08 08:00")]


def test_whoever_gets_it_next_has_four_hours_as_well() -> None:
    passed = at(date(2026, 8, 20), "15:00")
    again = task(
        status="assigned",
        chain=(WARD_DESK, WARD_WORKER),
        waiting_seat=WARD_WORKER,
        waiting_since=passed,
        reminded={"opening": at(date(2026, 8, 17), "14:30")},
    )
    assert moments(upcoming(again, USUAL, DAYS, 1)) == [("unopened", "21/08 09:30")]


def test_more_time_was_asked_for_and_nobody_answers() -> None:
    asked = Extension(deadline=DUE, reason="Mưa lớn", by=BINH, asked_at=at(date(2026, 8, 18), "09:00"))
    waits = [mark for mark in upcoming(task(extension=asked), USUAL, DAYS, 9) if mark.kind == "extension"]
    assert moments(waits)[:3] == [
        ("extension", "19/08 09:00"),
        ("extension", "20/08 08:00"),
        ("extension", "21/08 08:00"),
    ]
    assert {mark.to for mark in waits} == {("assigner",)}


def test_once_it_is_submitted_only_its_judge_is_reminded() -> None:
    at_ = at(date(2026, 9, 3), "15:00")
    submitted = task(
        status="submitted",
        waiting="assigner",
        waiting_seat=CITY_CHAIR,
        waiting_since=at_,
        submission=Submission(at=at_, device_at=None, given_at=at_, due=DUE),
    )
    found = upcoming(submitted, USUAL, DAYS, 4)
    assert moments(found)[:2] == [("submission", "07/09 15:00"), ("submission", "08/09 08:00")]
    assert {mark.kind for mark in found} == {"submission"}


@pytest.mark.parametrize("part", ["before", "due", "past", "unopened", "extension", "submission"])
def test_each_part_of_a_rule_can_be_left_out(part: str) -> None:
    none: dict[str, object] = {"before": (), "due": (), "past": ()}
    rule = replace(USUAL, **{part: none.get(part)})
    asked = Extension(deadline=DUE, reason="-", by=BINH, asked_at=GIVEN)
    kinds: set[str] = set()
    for state in (
        task(extension=asked),
        task(status="assigned", openings=()),
        task(waiting="assigner", status="declined"),
    ):
        kinds |= {mark.kind for mark in upcoming(state, rule, DAYS, 20)}
    assert kinds == {"before", "due", "past", "unopened", "extension", "submission"} - {part}


def test_suspended_work_is_silent_until_it_was_to_go_on() -> None:
    promised = at(date(2026, 8, 26), "08:00")
    held = Suspension(reason="Chờ vốn", by=AN, at=GIVEN, until=promised, before="accepted")
    suspended = task(status="suspended", waiting="none", waiting_seat=None, suspension=held)
    assert moments(upcoming(suspended, USUAL, DAYS, 9)) == [("suspension", "26/08 08:00")]
    assert upcoming(replace(suspended, reminded={"suspension": promised}), USUAL, DAYS, 9) == []


def test_a_rule_without_anything_reminds_of_nothing() -> None:
    silent = ReminderRule(before=(), due=(), past=(), unopened=None, extension=None, submission=None)
    assert next_mark(task(), silent, DAYS) is None


def test_it_is_silent_on_what_is_years_late_only_after_long() -> None:
    """The search for the next day is bounded, and goes on from what was told."""
    old = task(reminded={"deadline": DUE + timedelta(days=300)})
    found = next_mark(old, USUAL, DAYS)
    assert found is not None
    assert timedelta(0) < found.at - (DUE + timedelta(days=300)) < timedelta(days=4)


def test_the_time_is_the_rules() -> None:
    early = replace(USUAL, at="06:45")
    first = next_mark(task(), early, DAYS)
    assert first is not None
    assert first.at == datetime(2026, 8, 24, 6, 45, tzinfo=VIETNAM)
