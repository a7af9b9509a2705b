"""Who may set rules of evaluation, who decides about a contest, who sees a figure: asked of everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.contest.commands import Accept, Raise, Refuse, Withdraw
from domain.contest.contest import Contest
from domain.contest.events import Created as Raised
from domain.evaluation.judged import Excuse
from domain.evaluation.parameters import DEFAULT
from domain.evaluation.rule import Adopt, Alter, Created, Draft, EvaluationRule
from domain.evaluation.rule import Withdraw as Drop
from domain.judging import may_try, sees_figure
from domain.kernel import Noun
from tests.domain.city import (
    ADMINISTRATOR,
    BEN_THANH_CHAIRMAN,
    CITY_AS_IT_IS,
    EVERYBODY,
    POSTS,
    TEAM_WORKER,
    VICE_CHAIRMAN,
    WARD_ADMINISTRATOR,
    WARD_TEAM,
    acting,
    allowed,
    holder_of,
    refusal,
    seat_of,
)
from tests.domain.examples import (
    BEN_NGHE,
    CHAIRMAN,
    CHIEF_OF_OFFICE,
    CITY,
    DIRECTOR,
    HEALTH,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    named,
)
from tests.domain.scenario import SUBJECT, Happened, given


def rule(unit: UUID) -> Noun:
    event = Happened(Created, unit=unit, title="-", parameters=DEFAULT, author=holder_of(ADMINISTRATOR))
    aggregate: Noun = given(EvaluationRule, event).aggregate
    return aggregate


class TestRules:
    @pytest.mark.parametrize(
        ("unit", "who"),
        [
            (CITY, {ADMINISTRATOR}),
            (SAI_GON, {ADMINISTRATOR, WARD_ADMINISTRATOR}),
            (HEALTH, {ADMINISTRATOR}),
        ],
    )
    def test_are_set_by_who_administers_the_unit(self, unit: UUID, who: set[UUID]) -> None:
        assert allowed(Draft(unit=unit, title="-")) == who
        for command in (
            Alter(rule=SUBJECT, title="-", parameters=DEFAULT),
            Adopt(rule=SUBJECT, starts="2025-08"),
            Drop(rule=SUBJECT),
        ):
            assert allowed(command, rule(unit)) == who

    @pytest.mark.parametrize(
        ("unit", "code"), [(BEN_NGHE, "unit.not-active"), (named("Không có"), "access.denied")]
    )
    def test_a_unit_must_be_there(self, unit: UUID, code: str) -> None:
        assert refusal(Draft(unit=unit, title="-"), None, acting(ADMINISTRATOR)) == code


def raising(unit: UUID, to: UUID, task: UUID | None = None) -> Raise:
    return Raise(unit=unit, to=to, period="2025-07", reason="-", task=task)


class TestRaise:
    @pytest.mark.parametrize(
        ("post", "to"),
        [
            (WARD_SPECIALIST, SAI_GON),
            (WARD_CLERK, SAI_GON),
            (WARD_DEPUTY, SAI_GON),
            (WARD_CHAIRMAN, CITY),
            (TEAM_WORKER, SAI_GON),
            (DIRECTOR, CITY),
            (VICE_CHAIRMAN, CITY),
            (CHIEF_OF_OFFICE, CITY),
        ],
    )
    def test_is_asked_of_whoever_leads_before_oneself_or_above(self, post: UUID, to: UUID) -> None:
        unit = POSTS[post]["unit"]
        for asked in (CITY, HEALTH, SAI_GON, WARD_TEAM):
            code = refusal(raising(unit, asked), None, acting(post))
            assert code == (None if asked == to else "contest.other-leaders")

    def test_nobody_is_above_the_first(self) -> None:
        assert refusal(raising(CITY, CITY), None, acting(CHAIRMAN)) == "contest.nobody-above"

    def test_of_a_former_unit_one_contests_a_task_before_its_leaders(self) -> None:
        task = named("Nhiệm vụ ở đơn vị cũ")
        assert refusal(raising(HEALTH, HEALTH, task), None, acting(WARD_SPECIALIST)) is None
        assert refusal(raising(HEALTH, CITY, task), None, acting(WARD_SPECIALIST)) == "contest.other-leaders"
        assert refusal(raising(HEALTH, HEALTH), None, acting(WARD_SPECIALIST)) == "contest.nobody-above"
        assert refusal(raising(BEN_NGHE, SAI_GON, task), None, acting(DIRECTOR)) is None


def contest(post: UUID, to: UUID) -> Noun:
    fields: dict[str, Any] = {
        "official": holder_of(post),
        "seat": seat_of(post),
        "unit": POSTS[post]["unit"],
        "to": to,
        "period": "2025-07",
        "task": None,
        "reason": "-",
        "attachments": (),
    }
    aggregate: Noun = given(Contest, Happened(Raised, **fields)).aggregate
    return aggregate


class TestDecide:
    @pytest.mark.parametrize(
        ("post", "to", "who"),
        [
            (WARD_SPECIALIST, SAI_GON, {WARD_CHAIRMAN, WARD_DEPUTY}),
            (WARD_DEPUTY, SAI_GON, {WARD_CHAIRMAN}),
            (WARD_CHAIRMAN, CITY, {CHAIRMAN, VICE_CHAIRMAN}),
            (VICE_CHAIRMAN, CITY, {CHAIRMAN}),
            (WARD_SPECIALIST, BEN_NGHE, {WARD_CHAIRMAN, WARD_DEPUTY}),
        ],
    )
    def test_leaders_before_whom_it_concerns(self, post: UUID, to: UUID, who: set[UUID]) -> None:
        subject = contest(post, to)
        accept = Accept(contest=SUBJECT, excuses=(Excuse(task=SUBJECT, days=1),))
        assert allowed(accept, subject) == allowed(Refuse(contest=SUBJECT, answer="-"), subject) == who

    def test_only_who_raised_it_withdraws(self) -> None:
        assert allowed(Withdraw(contest=SUBJECT), contest(WARD_SPECIALIST, SAI_GON)) == {WARD_SPECIALIST}


class TestFigures:
    def test_are_seen_by_oneself_and_by_leaders_of_the_unit_and_above(self) -> None:
        def seen_by(post: UUID) -> set[UUID]:
            unit, official = POSTS[post]["unit"], holder_of(post)
            return {
                other for other in EVERYBODY if sees_figure(holder_of(other), official, unit, CITY_AS_IT_IS)
            }

        above = {CHAIRMAN, VICE_CHAIRMAN}
        ward = {WARD_CHAIRMAN, WARD_DEPUTY}
        assert seen_by(WARD_SPECIALIST) == above | ward | {WARD_SPECIALIST}
        assert seen_by(TEAM_WORKER) == above | ward | {TEAM_WORKER}
        assert seen_by(CHIEF_OF_OFFICE) == above | {CHIEF_OF_OFFICE}
        assert seen_by(BEN_THANH_CHAIRMAN) == above | {BEN_THANH_CHAIRMAN}


def test_a_rule_is_tried_by_leaders_and_administrators() -> None:
    def trying(unit: UUID) -> set[UUID]:
        return {post for post in EVERYBODY if may_try(holder_of(post), unit, CITY_AS_IT_IS)}

    above = {CHAIRMAN, VICE_CHAIRMAN, ADMINISTRATOR}
    assert trying(CITY) == above
    assert trying(SAI_GON) == above | {WARD_CHAIRMAN, WARD_DEPUTY, WARD_ADMINISTRATOR}
