"""A rule of evaluation is drafted, adopted from a period on, and never changes what was judged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from domain.evaluation.basis import BASIS, basis_of
from domain.evaluation.parameters import DEFAULT, Parameters, SourceUnits, UrgencyUnits, checked
from domain.evaluation.period import Period, period_at, period_of
from domain.evaluation.rule import Adopt, Adopted, Alter, Changed, Created, Draft, EvaluationRule, Withdraw
from domain.evaluation.rule import Withdrawn as Dropped
from domain.kernel import Rejection
from tests.domain.examples import AN, CITY, CITY_CHAIR, SAI_GON
from tests.domain.scenario import SUBJECT, Happened, Past, by, given, nothing_yet

STRICT = replace(DEFAULT, per_delay=50)
DRAFTED = Happened(Created, unit=SAI_GON, title="Quy tắc 2025", parameters=DEFAULT, author=AN)
AUGUST = Happened(Adopted, starts="2025-08", paper="12/QĐ-UBND", author=AN)
JULY = Happened(Adopted, starts="2025-07", paper=None, author=AN)
WITHDRAWN = Happened(Dropped, author=AN)
WHO = by(AN, CITY_CHAIR)


def rule(*events: Happened) -> Past:
    return given(EvaluationRule, DRAFTED, *events)


class TestDraft:
    def test_accepted(self) -> None:
        nothing_yet().when(Draft(unit=SAI_GON, title=" Quy tắc 2025"), WHO).then(DRAFTED)

    @pytest.mark.parametrize(
        ("parameters", "code"),
        [
            (replace(DEFAULT, per_delay=101), "evaluation-rule.out-of-range"),
            (replace(DEFAULT, lead=-1), "evaluation-rule.out-of-range"),
            (replace(DEFAULT, urgency=UrgencyUnits(flash=1001)), "evaluation-rule.out-of-range"),
            (replace(DEFAULT, days_per_delay=367), "evaluation-rule.out-of-range"),
            (replace(DEFAULT, quantity=0, quality=0, progress=0), "evaluation-rule.no-weight"),
            (replace(DEFAULT, good=90), "evaluation-rule.levels-disordered"),
            (replace(DEFAULT, completed=70), "evaluation-rule.levels-disordered"),
            (replace(DEFAULT, red_below=91), "evaluation-rule.lights-disordered"),
            (replace(DEFAULT, sources=(SourceUnits(kind=" ", percent=1),)), "text.empty"),
            (
                replace(DEFAULT, sources=(SourceUnits(kind="meeting", percent=1),) * 2),
                "evaluation-rule.source-twice",
            ),
            (
                replace(DEFAULT, sources=(SourceUnits(kind="meeting", percent=2000),)),
                "evaluation-rule.out-of-range",
            ),
            (
                replace(DEFAULT, sources=tuple(SourceUnits(kind=str(n), percent=1) for n in range(51))),
                "evaluation-rule.too-many-sources",
            ),
        ],
    )
    def test_refused(self, parameters: Parameters, code: str) -> None:
        nothing_yet().when(Draft(unit=SAI_GON, title="-", parameters=parameters), WHO).refused(code)
        rule().when(Alter(rule=SUBJECT, title="-", parameters=parameters), WHO).refused(code)

    def test_the_default_is_sensible(self) -> None:
        assert checked(DEFAULT) == DEFAULT


class TestChange:
    command = Alter(rule=SUBJECT, title="Quy tắc 2025", parameters=STRICT)

    def test_accepted(self) -> None:
        changed = Happened(Changed, title="Quy tắc 2025", parameters=STRICT, author=AN)
        assert rule().when(self.command, WHO).then(changed).state.parameters == STRICT

    def test_repeated(self) -> None:
        rule().when(replace(self.command, parameters=DEFAULT), WHO).nothing()

    @pytest.mark.parametrize("events", [(AUGUST,), (WITHDRAWN,)])
    def test_refused(self, events: tuple[Happened, ...]) -> None:
        rule(*events).when(self.command, WHO).refused("evaluation-rule.not-a-draft")


class TestAdopt:
    """It is the seventh of July."""

    command = Adopt(rule=SUBJECT, starts="2025-08", paper=" 12/QĐ-UBND")

    def test_accepted(self) -> None:
        state = rule().when(self.command, WHO).then(AUGUST).state
        assert (state.status, state.starts, state.paper) == ("adopted", "2025-08", "12/QĐ-UBND")

    def test_from_the_month_in_course(self) -> None:
        rule().when(Adopt(rule=SUBJECT, starts="2025-07"), WHO).then(JULY)

    def test_repeated(self) -> None:
        rule(AUGUST).when(self.command, WHO).nothing()

    @pytest.mark.parametrize(
        ("events", "starts", "code"),
        [
            ((), "2025-06", "evaluation-rule.period-over"),
            ((), "2025-Q3", "evaluation-rule.other-period"),
            ((), "2025-13", "evaluation.no-such-period"),
            ((AUGUST,), "2025-09", "evaluation-rule.not-a-draft"),
            ((WITHDRAWN,), "2025-08", "evaluation-rule.not-a-draft"),
        ],
    )
    def test_refused(self, events: tuple[Happened, ...], starts: str, code: str) -> None:
        rule(*events).when(Adopt(rule=SUBJECT, starts=starts), WHO).refused(code)

    def test_the_last_moment_of_a_month_is_one_of_viet_nam(self) -> None:
        last = datetime(2025, 7, 31, 16, 59, 59, tzinfo=UTC)
        rule().when(Adopt(rule=SUBJECT, starts="2025-07"), by(AN, CITY_CHAIR, now=last)).then(JULY)
        next_month = by(AN, CITY_CHAIR, now=datetime(2025, 7, 31, 17, tzinfo=UTC))
        rule().when(Adopt(rule=SUBJECT, starts="2025-07"), next_month).refused("evaluation-rule.period-over")


class TestWithdraw:
    command = Withdraw(rule=SUBJECT)

    @pytest.mark.parametrize("events", [(), (AUGUST,)])
    def test_accepted(self, events: tuple[Happened, ...]) -> None:
        assert rule(*events).when(self.command, WHO).then(WITHDRAWN).state.status == "withdrawn"

    def test_repeated(self) -> None:
        rule(WITHDRAWN).when(self.command, WHO).nothing()

    def test_refused_once_it_holds(self) -> None:
        rule(JULY).when(self.command, WHO).refused("evaluation-rule.in-force", period="2025-07")


class TestPeriods:
    @pytest.mark.parametrize(
        ("key", "start", "end"),
        [
            ("2025-07", datetime(2025, 6, 30, 17, tzinfo=UTC), datetime(2025, 7, 31, 17, tzinfo=UTC)),
            ("2025-12", datetime(2025, 11, 30, 17, tzinfo=UTC), datetime(2025, 12, 31, 17, tzinfo=UTC)),
            ("2025-Q1", datetime(2024, 12, 31, 17, tzinfo=UTC), datetime(2025, 3, 31, 17, tzinfo=UTC)),
            ("2025-Q4", datetime(2025, 9, 30, 17, tzinfo=UTC), datetime(2025, 12, 31, 17, tzinfo=UTC)),
        ],
    )
    def test_bounds(self, key: str, start: datetime, end: datetime) -> None:
        found: Period = period_of(key)
        assert (found.key, found.start, found.end) == (key, start, end)
        for moment in (start, end.replace(hour=16)):
            assert period_at(moment, found.kind) == found

    @pytest.mark.parametrize(
        "key", ["", "2025", "2025-00", "2025-Q5", "25-07", "2025-7", "2025-07 ", "x" * 99]
    )
    def test_what_is_none_is_refused(self, key: str) -> None:
        with pytest.raises(Rejection) as refusal:
            period_of(key)
        assert refusal.value.code == "evaluation.no-such-period"


class TestBasis:
    def test_every_parameter_says_where_it_comes_from(self) -> None:
        assert set(BASIS) == set(Parameters.__struct_fields__)
        for basis in BASIS.values():
            assert basis.vi
            assert basis.en
            assert (basis.article is not None) == (basis.origin == "decree")

    @pytest.mark.parametrize(
        ("changes", "origin"), [({}, "decree"), ({"per_delay": 50}, "own"), ({"per_return": 50}, "decree")]
    )
    def test_a_value_of_ones_own_is_not_the_decrees(self, changes: dict[str, Any], origin: str) -> None:
        assert basis_of("per_delay", replace(DEFAULT, **changes)).origin == origin


def test_the_city_is_a_unit_like_another() -> None:
    made = nothing_yet().when(Draft(unit=CITY, title="-"), WHO).subject
    assert made.state.unit == CITY
