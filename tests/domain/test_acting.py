"""In which seat one may act: one's own, in place of a leader, by delegation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import post
from domain.access import depends
from domain.acting import acting_seat
from domain.facts import AbsenceFact, OfficialFact
from domain.kernel import Actor, Command, Fact
from domain.task import commands as c
from tests.domain.city import (
    CITY_AS_IT_IS,
    VICE_CHAIRMAN,
    acting,
    assign,
    city,
    holder_of,
    ids,
    issue,
    lent,
    post_fact,
    refusal,
    seat_of,
    task,
)
from tests.domain.examples import (
    CHAIRMAN,
    CHIEF_OF_OFFICE,
    CITY,
    DIRECTOR,
    HEALTH_CHAIR,
    SAI_GON,
    TASK,
    WARD_CHAIR,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DESK,
    assigned,
    named,
)
from tests.domain.scenario import NOW


def away(post: UUID, start: datetime, end: datetime, cancelled: bool = False) -> AbsenceFact:
    """The holder of a post is away."""
    return AbsenceFact(
        subject=named("đi công tác"),
        official=holder_of(post),
        stand_ins=(),
        start=start,
        end=end,
        cancelled=cancelled,
        in_force=False,
    )


class TestActing:
    COMPLETE = c.Complete(task=TASK)

    def ask(self, actor: Actor, *facts: Fact, command: Command[Any] | None = None) -> str | None:
        return refusal(command or self.COMPLETE, task(), actor, city(*facts))

    def delegate(self, **changed: Any) -> Actor:
        basis = str(lent().subject)
        return acting(CHIEF_OF_OFFICE, **({"behalf_of": CHAIRMAN, "basis": basis} | changed))

    @pytest.mark.parametrize(
        ("actor", "facts", "code"),
        [
            (acting(CHAIRMAN), (), None),
            (
                acting(CHAIRMAN),
                (OfficialFact(subject=holder_of(CHAIRMAN), active=False),),
                "actor.no-account",
            ),
            (acting(CHAIRMAN, official=named("người lạ")), (), "actor.no-account"),
            (acting(CHAIRMAN, official=None), (), "actor.no-account"),
            (acting(None), (), "actor.no-post"),
            (acting(CHAIRMAN, official=holder_of(DIRECTOR)), (), "actor.not-your-post"),
            (Actor(official=holder_of(CHAIRMAN), post=named("không có")), (), "actor.not-your-post"),
            (acting(CHAIRMAN, behalf_of=CHAIRMAN), (), None),
            (acting(VICE_CHAIRMAN, behalf_of=named("không có"), basis="deputy"), (), "actor.post-unknown"),
        ],
    )
    def test_in_a_post_of_ones_own(self, actor: Actor, facts: tuple[Fact, ...], code: str | None) -> None:
        assert self.ask(actor, *facts) == code

    @pytest.mark.parametrize(
        ("own", "other", "code"),
        [
            (VICE_CHAIRMAN, CHAIRMAN, None),
            (CHIEF_OF_OFFICE, CHAIRMAN, "actor.not-deputy"),
            (CHAIRMAN, VICE_CHAIRMAN, "actor.not-deputy"),
            (DIRECTOR, CHAIRMAN, "actor.not-deputy"),
        ],
    )
    def test_in_place_of_a_leader(self, own: UUID, other: UUID, code: str | None) -> None:
        assert self.ask(acting(own, behalf_of=other, basis="deputy")) == code

    def test_in_place_needs_a_lower_rank(self) -> None:
        equal = post_fact(VICE_CHAIRMAN, unit=CITY, leading=True, order=1)
        actor = acting(VICE_CHAIRMAN, behalf_of=CHAIRMAN, basis="deputy")
        assert self.ask(actor, equal) == "actor.not-deputy"

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ((), "actor.not-next"),
            ((post_fact(VICE_CHAIRMAN, unit=CITY, leading=True, order=2, holder=None),), None),
            ((post_fact(VICE_CHAIRMAN, unit=CITY, leading=True, order=2, active=False),), None),
            ((post_fact(VICE_CHAIRMAN, unit=CITY, leading=True, order=4),), None),
            ((away(VICE_CHAIRMAN, NOW, NOW),), None),
            ((away(VICE_CHAIRMAN, NOW, NOW, cancelled=True),), "actor.not-next"),
            ((away(VICE_CHAIRMAN, NOW + timedelta(seconds=1), NOW + timedelta(days=1)),), "actor.not-next"),
            ((away(CHAIRMAN, NOW, NOW),), "actor.not-next"),
        ],
        ids=[
            "there",
            "empty",
            "closed",
            "ranks behind",
            "away",
            "back",
            "not yet away",
            "the leader is away",
        ],
    )
    def test_deputies_act_in_their_order(self, facts: tuple[Fact, ...], code: str | None) -> None:
        second = named("Phó Chủ tịch thứ hai")
        third = post_fact(second, unit=CITY, leading=True, order=3)
        person = OfficialFact(subject=holder_of(second), active=True)
        assert self.ask(acting(second, behalf_of=CHAIRMAN, basis="deputy"), third, person, *facts) == code

    def test_in_place_is_for_work_only(self) -> None:
        actor = acting(VICE_CHAIRMAN, behalf_of=CHAIRMAN, basis="deputy")
        command = post.HandOver(post=CHIEF_OF_OFFICE, holder=None)
        assert refusal(command, None, actor) == "actor.deputy-limits"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({}, None),
            ({"start": NOW, "end": NOW}, None),
            ({"start": NOW + timedelta(seconds=1)}, "actor.delegation-over"),
            ({"end": NOW - timedelta(seconds=1)}, "actor.delegation-over"),
            ({"revoked": True}, "actor.delegation-over"),
            ({"giver": DIRECTOR}, "actor.no-delegation"),
            ({"receiver": WARD_CLERK}, "actor.no-delegation"),
        ],
    )
    def test_by_delegation_within_its_dates(self, changed: dict[str, Any], code: str | None) -> None:
        assert self.ask(self.delegate(), lent("approve", **changed)) == code

    def test_by_delegation_of_a_closed_post_no_more(self) -> None:
        closed = post_fact(CHAIRMAN, unit=CITY, active=False, holder=None)
        assert self.ask(self.delegate(), lent("approve"), closed) == "actor.no-delegation"

    @pytest.mark.parametrize("basis", ["", None, "vì bận", str(named("không có"))])
    def test_by_delegation_that_does_not_exist(self, basis: str | None) -> None:
        assert self.ask(self.delegate(basis=basis), lent("approve")) == "actor.no-delegation"

    @pytest.mark.parametrize(
        ("command", "power_needed"),
        [
            (c.Complete(task=TASK), "approve"),
            (c.Return(task=TASK, reason="-"), "approve"),
            (c.Chase(task=TASK), "approve"),
            (assign(WARD_DESK), "assign"),
            (issue(SAI_GON), "issue-directive"),
        ],
        ids=ids,
    )
    def test_by_delegation_only_what_was_lent(self, command: Command[Any], power_needed: str) -> None:
        assert self.ask(self.delegate(), lent(power_needed), command=command) is None
        others = {"approve", "issue-directive"} - {power_needed}
        assert self.ask(self.delegate(), lent(*others), command=command) == "actor.power-not-lent"

    def test_by_delegation_never_the_leads_part(self) -> None:
        every = lent("assign", "assign-across", "issue-directive", "approve", giver=WARD_CHAIRMAN)
        actor = self.delegate(behalf_of=WARD_CHAIRMAN)
        own = task(assigned(lead=WARD_CHAIR))
        assert refusal(c.Accept(task=TASK), own, actor, city(every)) == "actor.power-not-lent"
        assert self.ask(actor, every, command=c.Complete(task=TASK)) == "access.denied"

    def test_by_delegation_not_what_is_on_the_giver_s_desk(self) -> None:
        on_desk = task(assigned(assigner=WARD_DESK))
        complete = c.Complete(task=TASK)
        assert refusal(complete, on_desk, acting(WARD_CHAIRMAN), CITY_AS_IT_IS) is None
        actor = self.delegate(behalf_of=WARD_CHAIRMAN)
        every = lent("approve", giver=WARD_CHAIRMAN)
        assert refusal(complete, on_desk, actor, city(every)) == "access.denied"

    def test_the_seat_acted_for(self) -> None:
        assert acting_seat(self.delegate(), CITY_AS_IT_IS) == seat_of(CHAIRMAN)
        assert acting_seat(acting(DIRECTOR), CITY_AS_IT_IS) == HEALTH_CHAIR
        assert acting_seat(acting(None), CITY_AS_IT_IS) is None

    def test_what_a_decision_rests_on(self) -> None:
        actor = self.delegate()
        assert depends(actor) == (actor.official, CHIEF_OF_OFFICE, CHAIRMAN, lent().subject)
        assert depends(acting(DIRECTOR)) == (holder_of(DIRECTOR), DIRECTOR)
        deputy = acting(VICE_CHAIRMAN, behalf_of=CHAIRMAN, basis="deputy")
        assert depends(deputy) == (holder_of(VICE_CHAIRMAN), VICE_CHAIRMAN, CHAIRMAN)
