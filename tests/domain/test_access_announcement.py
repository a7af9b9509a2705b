"""Who may do what with announcements: every command asked by everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain import receipt as r
from domain.announcement import commands as c
from domain.announcement.announcement import Announcement
from domain.kernel import Actor, Command, Noun
from tests.domain.city import (
    BEN_THANH_CHAIRMAN,
    CITY_AS_IT_IS,
    EVERYBODY,
    POSTS,
    VICE_CHAIRMAN,
    WARD_TEAM,
    acting,
    allowed,
    city,
    holder_of,
    ids,
    lent,
    post_fact,
    power,
    refusal,
    seat_of,
)
from tests.domain.examples import (
    BEN_NGHE,
    BEN_THANH,
    CHAIRMAN,
    CHIEF_OF_OFFICE,
    CITY,
    DIRECTOR,
    HEALTH,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    announced,
)
from tests.domain.scenario import SUBJECT, given

ISSUERS = (
    c.Correct(announcement=SUBJECT, title="-", text="-"),
    c.Withdraw(announcement=SUBJECT, reason="-"),
    c.Remind(announcement=SUBJECT),
)


def issue(*units: UUID) -> c.Issue:
    """An announcement to `units`."""
    return c.Issue(title="-", text="-", units=units)


def announcement(**changed: Any) -> Noun:
    """An announcement just issued by the chairman."""
    made: Noun = given(Announcement, announced(author=holder_of(CHAIRMAN), **changed)).aggregate
    return made


def readers(unit: UUID, **changed: Any) -> set[UUID]:
    """The seats whose holders may open it by way of a unit; the same may acknowledge it."""
    told = (announcement(**changed),)
    opening = allowed(r.Open(announcement=SUBJECT, unit=unit, edition=1), None, reading=told)
    assert allowed(r.Acknowledge(announcement=SUBJECT, unit=unit, edition=1), None, reading=told) == opening
    return opening


def _in(unit: UUID) -> set[UUID]:
    return {post for post in EVERYBODY if POSTS[post]["unit"] == unit}


class TestIssue:
    @pytest.mark.parametrize(
        ("units", "who"),
        [
            ((SAI_GON,), {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            ((SAI_GON, WARD_TEAM), {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            ((SAI_GON, BEN_THANH), {CHAIRMAN, VICE_CHAIRMAN}),
            ((HEALTH,), {CHAIRMAN, VICE_CHAIRMAN, DIRECTOR}),
            ((CITY,), {CHAIRMAN, VICE_CHAIRMAN}),
        ],
    )
    def test_within_reach(self, units: tuple[UUID, ...], who: set[UUID]) -> None:
        assert allowed(issue(*units)) == who

    def test_by_the_power_to_issue_directives(self) -> None:
        given_it = city(post_fact(WARD_SPECIALIST, unit=SAI_GON, powers=(power("issue-directive", HEALTH),)))
        assert WARD_SPECIALIST in allowed(issue(HEALTH), organisation=given_it)
        assert WARD_SPECIALIST not in allowed(issue(SAI_GON), organisation=given_it)

    def test_only_to_active_units(self) -> None:
        assert refusal(issue(BEN_NGHE), None, acting(CHAIRMAN)) == "unit.not-active"

    def test_by_delegation_and_in_place_of_a_leader(self) -> None:
        paper = lent("issue-directive")
        receiver = acting(CHIEF_OF_OFFICE, behalf_of=CHAIRMAN, basis=str(paper.subject))
        assert refusal(issue(SAI_GON), None, receiver, city(paper)) is None
        without = city(paper, post_fact(CHAIRMAN, unit=CITY, leading=True, order=1))
        assert refusal(issue(SAI_GON), None, receiver, without) == "actor.power-not-lent"
        deputy = acting(VICE_CHAIRMAN, behalf_of=CHAIRMAN, basis="deputy")
        assert refusal(issue(HEALTH), None, deputy) is None
        assert refusal(ISSUERS[1], announcement(), deputy) is None


@pytest.mark.parametrize("command", ISSUERS, ids=ids)
def test_what_the_issuer_may(command: Command[Any]) -> None:
    assert allowed(command, announcement()) == {CHAIRMAN}
    assert allowed(command, announcement(issuer=seat_of(DIRECTOR))) == {DIRECTOR}


class TestReceipts:
    def test_everybody_in_the_unit_by_which_they_were_told(self) -> None:
        assert readers(SAI_GON) == _in(SAI_GON)
        assert readers(BEN_THANH) == {BEN_THANH_CHAIRMAN}
        assert readers(HEALTH) == set()

    def test_not_who_wrote_it(self) -> None:
        assert readers(CITY, units=(CITY,)) == _in(CITY) - {CHAIRMAN}

    def test_in_a_merged_unit_those_of_its_successor(self) -> None:
        assert readers(BEN_NGHE, units=(BEN_NGHE,)) == _in(SAI_GON)

    def test_of_something_else(self) -> None:
        command = r.Open(announcement=SUBJECT, unit=SAI_GON, edition=1)
        assert refusal(command, None, acting(WARD_CHAIRMAN)) == "announcement.not-found"

    def test_not_by_delegation(self) -> None:
        paper = lent("issue-directive", "assign", "approve", giver=WARD_CHAIRMAN, receiver=WARD_SPECIALIST)
        actor = Actor(
            official=holder_of(WARD_SPECIALIST),
            post=WARD_SPECIALIST,
            behalf_of=WARD_CHAIRMAN,
            basis=str(paper.subject),
        )
        command = r.Acknowledge(announcement=SUBJECT, unit=SAI_GON, edition=1)
        told = (announcement(),)
        assert refusal(command, None, actor, city(paper), told) == "actor.power-not-lent"
        assert refusal(command, None, acting(WARD_SPECIALIST), CITY_AS_IT_IS, told) is None
