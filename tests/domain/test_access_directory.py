"""Who may change the directory and lend powers: every command asked by everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest

from domain import delegation, official, post, unit
from domain.kernel import Actor, Command
from tests.domain.city import (
    ADMINISTRATOR,
    OLD_POST,
    TEAM_WORKER,
    WARD_ADMINISTRATOR,
    WARD_TEAM,
    acting,
    allowed,
    city,
    holder_of,
    ids,
    lent,
    post_fact,
    refusal,
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
    SUBJECT,
    WARD_CHAIRMAN,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    named,
)
from tests.domain.scenario import NOW, Happened, given


class TestDirectory:
    CITY_ONLY = frozenset({ADMINISTRATOR})
    BOTH = frozenset({ADMINISTRATOR, WARD_ADMINISTRATOR})
    NEW_UNIT: ClassVar[dict[str, Any]] = {"full_name": "-", "short_name": "-", "code": "A", "kind": "team"}
    PERSON: ClassVar[dict[str, Any]] = {"full_name": "-", "email": "a@b.vn", "language": "vi"}

    @pytest.mark.parametrize(
        ("command", "who"),
        [
            (unit.Create(parent=SAI_GON, **NEW_UNIT), BOTH),
            (unit.Create(parent=None, **NEW_UNIT), CITY_ONLY),
            (unit.Rename(unit=WARD_TEAM, full_name="-", short_name="-"), BOTH),
            (unit.Move(unit=WARD_TEAM, parent=HEALTH), CITY_ONLY),
            (unit.Merge(unit=WARD_TEAM, into=SAI_GON), BOTH),
            (unit.Merge(unit=WARD_TEAM, into=HEALTH), CITY_ONLY),
            (unit.Divide(unit=WARD_TEAM, into=(SAI_GON, HEALTH)), CITY_ONLY),
            (post.Create(unit=WARD_TEAM, title="-"), BOTH),
            (post.Alter(post=TEAM_WORKER, title="-", leading=False, order=0, intake=False), BOTH),
            (post.Close(post=DIRECTOR), CITY_ONLY),
            (post.Grant(post=TEAM_WORKER, power="assign", unit=SAI_GON), BOTH),
            (post.Grant(post=TEAM_WORKER, power="assign", unit=CITY), CITY_ONLY),
            (post.Revoke(post=DIRECTOR, power="assign", unit=SAI_GON), CITY_ONLY),
            (official.Register(**PERSON), BOTH),
            (official.Alter(official=holder_of(TEAM_WORKER), **PERSON), BOTH),
            (official.Leave(official=holder_of(DIRECTOR)), CITY_ONLY),
            (official.Erase(official=named("không giữ chức vụ")), BOTH),
        ],
        ids=ids,
    )
    def test_administrators_of_the_unit_concerned(self, command: Command[Any], who: frozenset[UUID]) -> None:
        assert allowed(command) == who

    def test_hand_over(self) -> None:
        leaders = self.BOTH | {WARD_CHAIRMAN}
        assert allowed(post.HandOver(post=WARD_CHAIRMAN, holder=None)) == leaders
        assert allowed(post.HandOver(post=WARD_DEPUTY, holder=None)) == leaders | {WARD_DEPUTY}
        assert allowed(post.HandOver(post=WARD_SPECIALIST, holder=None)) == leaders | {WARD_DEPUTY}
        assert allowed(post.HandOver(post=named("không có"), holder=None)) == set()

    def test_hand_over_only_to_an_active_account(self) -> None:
        stranger = post.HandOver(post=WARD_DEPUTY, holder=named("không có tài khoản"))
        assert refusal(stranger, None, acting(ADMINISTRATOR)) == "official.not-active"

    @pytest.mark.parametrize(
        ("command", "code"),
        [
            (unit.Create(parent=BEN_NGHE, **NEW_UNIT), "unit.not-active"),
            (unit.Move(unit=SAI_GON, parent=WARD_TEAM), "unit.cycle"),
            (unit.Merge(unit=SAI_GON, into=WARD_TEAM), "unit.cycle"),
            (unit.Divide(unit=SAI_GON, into=(BEN_THANH, BEN_NGHE)), "unit.not-active"),
            (unit.Close(unit=SAI_GON), "unit.not-empty"),
            (post.Create(unit=BEN_NGHE, title="-"), "unit.not-active"),
            (post.Grant(post=DIRECTOR, power="assign", unit=BEN_NGHE), "unit.not-active"),
        ],
        ids=ids,
    )
    def test_what_does_not_fit_the_tree(self, command: Command[Any], code: str) -> None:
        for actor in (acting(ADMINISTRATOR), Actor(official=None, policy="setup")):
            assert refusal(command, None, actor) == code


class TestDelegation:
    def give(self, *powers: str, receiver: UUID = CHIEF_OF_OFFICE) -> delegation.Give:
        times = {"start": NOW, "end": NOW + timedelta(days=30)}
        return delegation.Give(giver=CHAIRMAN, receiver=receiver, powers=powers, paper="12/UQ", **times)

    def test_gives_what_the_giver_has(self) -> None:
        assert allowed(self.give("assign", "approve", "issue-directive")) == {CHAIRMAN}
        lacking = city(post_fact(CHAIRMAN, unit=CITY, leading=True, order=1))
        assert allowed(self.give("assign", "approve"), organisation=lacking) == {CHAIRMAN}
        assert allowed(self.give("issue-directive"), organisation=lacking) == set()

    def test_is_not_given_on(self) -> None:
        given_on = self.give("approve", receiver=WARD_CHAIRMAN)
        actor = acting(CHIEF_OF_OFFICE, behalf_of=CHAIRMAN, basis=str(lent("approve").subject))
        assert refusal(given_on, None, actor, city(lent("approve"))) == "actor.power-not-lent"

    def test_parties_must_exist(self) -> None:
        assert refusal(self.give("approve", receiver=OLD_POST), None, acting(CHAIRMAN)) == "seat.unknown"

    def test_is_revoked_by_its_giver(self) -> None:
        times = {"start": NOW, "end": NOW + timedelta(days=30)}
        lending = given(
            delegation.Delegation,
            Happened(
                delegation.Created,
                giver=CHAIRMAN,
                receiver=CHIEF_OF_OFFICE,
                powers=("approve",),
                paper="12/UQ",
                **times,
            ),
        ).aggregate
        assert allowed(delegation.Revoke(delegation=SUBJECT), lending) == {CHAIRMAN}
