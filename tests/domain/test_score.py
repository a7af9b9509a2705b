"""What work comes to by the default rule, reckoned by hand; and what holds for whatever work and rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.evaluation.judged import Excuse, Judged
from domain.evaluation.parameters import DEFAULT, Parameters, SourceUnits
from domain.evaluation.period import HERE, period_of
from domain.evaluation.score import NOTHING, Figure, Line, score
from tests.domain.examples import named

JULY = period_of("2025-07")
REPORT, PLAN, SURVEY, REPLY = map(named, ("Báo cáo", "Kế hoạch", "Khảo sát", "Trả lời"))


def day(number: int, hour: int = 17) -> datetime:
    """A moment of July in Việt Nam; below 1 it is in June, above 31 in August."""
    return datetime(2025, 7, 1, hour, tzinfo=HERE) + timedelta(days=number - 1)


def work(task: UUID, due: int, given: int | None, **changed: Any) -> Judged:
    """Work that one leads since June: due on a day of July, done on one (None: not yet)."""
    fields: dict[str, Any] = {
        "part": "lead",
        "urgency": "normal",
        "source": "",
        "weight": 100,
        "since": day(-20),
        "until": None,
        "due": day(due),
        "given_at": day(given) if given is not None else None,
        "completed_at": day(given, 18) if given is not None else None,
        "returns": 0,
    }
    return Judged(task=task, **(fields | changed))


def july(
    *works: Judged, rule: Parameters = DEFAULT, excuses: Iterable[Excuse] = (), as_of: datetime | None = None
) -> Figure:
    return score(rule, JULY, works, {each.task: each for each in excuses}, as_of)


def line(figure: Figure, task: UUID) -> Line:
    return next(each for each in figure.lines if each.task == task)


IN_TIME = work(REPORT, due=10, given=9)
RETURNED_ONCE = work(PLAN, due=20, given=20, returns=1)
TWO_DAYS_LATE = work(SURVEY, due=11, given=13)
NOT_DONE = work(REPLY, due=25, given=None)


class TestByHand:
    def test_done_returned_and_late(self) -> None:
        """Three units. Quantity 3/3 = 100; quality (1 + 0,75 + 1)/3 = 91,67; progress as much.

        Of all (100 + 91,67 + 91,67)/3 = 94,44; of 70 points 66,11. Each quarter lost is 25/3/3 = 2,78 of 100.
        """
        figure = july(IN_TIME, RETURNED_ONCE, TWO_DAYS_LATE)
        assert (figure.units, figure.quantity, figure.quality, figure.progress) == (3, 100, 91.67, 91.67)
        assert (figure.percent, figure.points) == (94.44, 66.11)
        assert (figure.level, figure.light) == ("excellent", "green")
        returned, late = line(figure, PLAN), line(figure, SURVEY)
        assert (returned.returns, returned.quality_lost, returned.lost) == (1, 2.78, 2.78)
        assert (late.days_late, late.delays, late.progress_lost, late.lost) == (2, 1, 2.78, 2.78)
        assert line(figure, REPORT).lost == 0

    def test_one_more_that_was_not_done(self) -> None:
        """Four units. Quantity 3/4 = 75; quality and progress 2,75/4 = 68,75; of all 212,5/3 = 70,83.

        What was not done loses 100/4/3 = 8,33 of each criterion, 25 of all.
        """
        figure = july(IN_TIME, RETURNED_ONCE, TWO_DAYS_LATE, NOT_DONE)
        assert (figure.quantity, figure.quality, figure.progress) == (75, 68.75, 68.75)
        assert (figure.percent, figure.points, figure.level, figure.light) == (70.83, 49.58, "good", "red")
        missing = line(figure, REPLY)
        assert (missing.outcome, missing.quantity_lost, missing.lost) == ("overdue", 8.33, 25)

    def test_shares_urgency_and_sources(self) -> None:
        """Led, hỏa tốc: 1 × 2 = 2 units; coordinated, khẩn, of a meeting at 150%: 0,3 × 1,2 × 1,5 = 0,54.

        The second was not done: quantity 2/2,54 = 78,74.
        """
        rule = replace(DEFAULT, sources=(SourceUnits(kind="meeting", percent=150),))
        led = work(REPORT, due=10, given=10, urgency="flash")
        coordinated = work(PLAN, 10, None, part="coordinating", urgency="urgent", source="meeting")
        figure = july(led, coordinated, rule=rule)
        assert [each.units for each in figure.lines] == [2, 0.54]
        assert (figure.units, figure.quantity) == (2.54, 78.74)

    def test_what_weighs_more_counts_more(self) -> None:
        """2,5 units done, 1 not: 2,5/3,5 = 71,43."""
        assert july(work(REPORT, 10, 9, weight=250), NOT_DONE).quantity == 71.43

    @pytest.mark.parametrize(
        ("days", "delays", "earned"),
        [(0, 0, 100), (1, 1, 75), (5, 1, 75), (6, 2, 50), (16, 4, 0), (18, 4, 0)],
    )
    def test_each_five_days_late_are_a_delay(self, days: int, delays: int, earned: int) -> None:
        figure = july(work(REPORT, due=10, given=10 + days))
        assert (figure.lines[0].delays, figure.progress) == (delays, earned)

    def test_an_hour_late_is_a_day_late(self) -> None:
        late = replace(IN_TIME, given_at=IN_TIME.due + timedelta(hours=1))
        assert july(late).lines[0].days_late == 1
        assert july(replace(IN_TIME, given_at=IN_TIME.due)).lines[0].outcome == "in-time"

    @pytest.mark.parametrize(
        ("undone", "level"),
        [(0, "excellent"), (1, "excellent"), (3, "good"), (5, "completed"), (6, "failed")],
    )
    def test_the_levels_of_the_decree(self, undone: int, level: str) -> None:
        """Of ten pieces so many were not done: 100, 90, 70, 50 and 40 of 100."""
        ids = [named(f"việc {number}") for number in range(10)]
        works = [work(id, 10, None if number < undone else 9) for number, id in enumerate(ids)]
        figure = july(*works)
        assert (figure.percent, figure.level) == (100 - 10 * undone, level)

    def test_without_work_there_is_nothing_to_judge(self) -> None:
        assert july() == NOTHING
        assert july(replace(IN_TIME, part="coordinating"), rule=replace(DEFAULT, coordinating=0)) == NOTHING


class TestWhatCounts:
    def test_in_the_period_in_which_it_was_done_or_should_have_been(self) -> None:
        assert july(work(REPORT, due=40, given=20)).lines[0].outcome == "in-time"
        assert july(work(REPORT, due=-5, given=3)).lines[0].days_late == 8
        assert july(work(REPORT, due=10, given=40)).lines[0].outcome == "overdue"
        assert july(work(REPORT, due=10, given=-2)) == NOTHING
        assert july(work(REPORT, due=40, given=None)) == NOTHING

    def test_what_is_late_from_before_counts_while_it_is_not_done(self) -> None:
        assert july(work(REPORT, due=-5, given=None)).level == "failed"
        assert july(work(REPORT, due=-5, given=None), rule=replace(DEFAULT, carried=False)) == NOTHING

    def test_what_waits_for_the_assigner_does_not_count_against_the_lead(self) -> None:
        waiting = work(REPORT, due=10, given=9, completed_at=None)
        assert july(waiting) == NOTHING
        assert july(replace(waiting, completed_at=day(33))) == NOTHING
        handed_in_late = work(REPORT, due=-5, given=-2, completed_at=None)
        assert july(handed_in_late) == NOTHING

    def test_only_while_it_is_in_ones_hands(self) -> None:
        passed_on = work(REPORT, due=20, given=None, until=day(15))
        assert july(passed_on) == NOTHING
        assert july(replace(passed_on, until=day(22))).lines[0].days_late == 2
        done_by_another = work(REPORT, due=20, given=19, until=day(15))
        assert july(done_by_another) == NOTHING

    def test_what_came_late_does_not_count_as_ones_own_delay(self) -> None:
        taken_over = work(REPORT, due=10, given=18, since=day(15))
        found = july(taken_over).lines[0]
        assert (found.late_before, found.days_late, found.delays) == (True, 3, 0)
        assert july(replace(taken_over, given_at=day(21), completed_at=day(22))).lines[0].delays == 1
        still_open = replace(taken_over, given_at=None, completed_at=None)
        assert july(still_open) == NOTHING
        assert july(replace(still_open, due=day(-9), since=day(-5))).lines[0].outcome == "overdue"

    def test_a_period_in_course_is_judged_so_far(self) -> None:
        assert july(NOT_DONE, as_of=day(20)) == NOTHING
        assert july(NOT_DONE, as_of=day(26)).lines[0].days_late == 1
        assert july(IN_TIME, as_of=day(5)) == NOTHING


class TestExcuses:
    def test_days_of_an_objective_cause_do_not_count(self) -> None:
        excused = july(TWO_DAYS_LATE, excuses=[Excuse(task=SURVEY, days=2)])
        assert (excused.progress, excused.lines[0].outcome) == (100, "in-time")
        assert july(TWO_DAYS_LATE, excuses=[Excuse(task=SURVEY, days=1)]).lines[0].days_late == 1

    def test_returns_do_not_count(self) -> None:
        assert july(RETURNED_ONCE, excuses=[Excuse(task=PLAN, returns=1)]).quality == 100
        assert july(RETURNED_ONCE, excuses=[Excuse(task=PLAN, returns=9)]).lines[0].returns == 0

    def test_left_out_counts_nowhere(self) -> None:
        figure = july(IN_TIME, NOT_DONE, excuses=[Excuse(task=REPLY, left_out=True)])
        assert (figure.percent, len(figure.lines)) == (100, 1)

    def test_what_is_due_later_by_it_is_not_yet_missing(self) -> None:
        assert july(NOT_DONE, excuses=[Excuse(task=REPLY, days=10)]) == NOTHING


RULES = st.builds(
    lambda days, weights, per: replace(
        DEFAULT,
        days_per_delay=days,
        quantity=weights[0],
        quality=weights[1],
        progress=weights[2],
        per_return=per[0],
        per_delay=per[1],
    ),
    st.integers(0, 7),
    st.tuples(*[st.integers(0, 3)] * 3).filter(any),
    st.tuples(*[st.integers(0, 100)] * 2),
)


@st.composite
def works(draw: st.DrawFn) -> Judged:
    """Some work of a summer."""
    due = draw(st.integers(-10, 40))
    given = draw(st.none() | st.integers(-10, 45))
    kept = draw(st.integers(0, 5))
    return work(
        UUID(int=draw(st.integers(0, 2**64))),
        due,
        given,
        part=draw(st.sampled_from(("lead", "coordinating"))),
        urgency=draw(st.sampled_from(("normal", "urgent", "very-urgent", "flash"))),
        since=day(draw(st.integers(-20, 30))),
        completed_at=day(given + kept, 18) if given is not None else None,
        returns=draw(st.integers(0, 5)),
    )


@given(RULES, st.lists(works(), max_size=6), st.data())
def test_the_figure_never_rises_when_work_becomes_late_or_later(
    rule: Parameters, others: list[Judged], data: st.DataObject
) -> None:
    """For work that was due in the period and in one's hands before: late, it counts whenever it is done."""
    due = data.draw(st.integers(1, 31))
    given = data.draw(st.integers(due - 15, 45))
    kept, since = data.draw(st.integers(0, 5)), data.draw(st.integers(-20, due))
    one = work(REPORT, due, given, since=day(since), completed_at=day(given + kept, 18))
    later = max(given, due) + data.draw(st.integers(1, 30))
    delayed = replace(one, given_at=day(later), completed_at=day(later + kept, 18))
    before, after = july(*others, one, rule=rule), july(*others, delayed, rule=rule)
    if any(each.task == REPORT for each in before.lines):
        assert after.percent <= before.percent


@given(RULES, st.lists(works(), min_size=1, max_size=6, unique_by=lambda each: each.task), st.data())
def test_an_excuse_changes_only_its_own_work(
    rule: Parameters, all_work: list[Judged], data: st.DataObject
) -> None:
    about = data.draw(st.sampled_from(all_work)).task
    excuse = Excuse(task=about, days=data.draw(st.integers(0, 9)), returns=data.draw(st.integers(0, 3)))
    before, after = july(*all_work, rule=rule), july(*all_work, rule=rule, excuses=[excuse])

    def others(figure: Figure) -> list[Any]:
        return [
            (each.task, each.outcome, each.units, each.days_late, each.delays, each.returns)
            for each in figure.lines
            if each.task != about
        ]

    assert others(before) == others(after)
    if after.level != "none":
        assert after.percent >= before.percent


@given(RULES, st.lists(works(), max_size=6))
def test_what_is_lost_and_what_is_left_are_a_hundred(rule: Parameters, all_work: list[Judged]) -> None:
    figure = july(*all_work, rule=rule)
    if figure.level != "none":
        lost = sum(each.quantity_lost + each.quality_lost + each.progress_lost for each in figure.lines)
        assert lost + figure.percent == pytest.approx(100, abs=0.01 * (1 + 3 * len(figure.lines)))
