"""Who stands in sees a seat and does its ordinary work while its holder is away, and approves nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.absence import Alter, Cancel, Declare
from domain.facts import AbsenceFact, StandIn
from domain.kernel import Actor, Command
from domain.organisation import Organisation, scopes
from domain.task import commands as t
from tests.domain.city import (
    ADMINISTRATOR,
    OLD_POST,
    VACANT,
    WARD_ADMINISTRATOR,
    acting,
    allowed,
    city,
    holder_of,
    post_fact,
    refusal,
    seat_of,
    task,
)
from tests.domain.examples import (
    AT_ELEVEN,
    CHAIRMAN,
    SAI_GON,
    SUBJECT,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    assigned,
    named,
    submitted,
)
from tests.domain.scenario import NOW, by

PAPER = named("Nghỉ phép của chuyên viên")
ORDINARY: tuple[Command[Any], ...] = (
    t.Open(task=SUBJECT),
    t.Accept(task=SUBJECT),
    t.Report(task=SUBJECT, percent=10, text="-"),
    t.AnswerForm(task=SUBJECT, answers=()),
    t.Submit(task=SUBJECT),
    t.RequestExtension(task=SUBJECT, deadline=AT_ELEVEN + timedelta(days=1), reason="-"),
)


def absence(**changed: Any) -> AbsenceFact:
    """The ward's specialist is on leave, and its clerk stands in."""
    fields: dict[str, Any] = {
        "official": holder_of(WARD_SPECIALIST),
        "stand_ins": (StandIn(stand_in=WARD_CLERK),),
        "start": NOW - timedelta(days=1),
        "end": NOW + timedelta(days=1),
        "in_force": True,
    }
    return AbsenceFact(subject=PAPER, **(fields | changed))


def standing_in(post: UUID = WARD_CLERK, seat: UUID = WARD_SPECIALIST) -> Actor:
    return acting(post, behalf_of=seat, basis=str(PAPER))


AWAY = city(absence())
THEIRS = task(assigned(lead=seat_of(WARD_SPECIALIST)))


class TestActing:
    @pytest.mark.parametrize("command", ORDINARY, ids=lambda command: command.name)
    def test_the_ordinary_work_of_the_seat(self, command: Command[Any]) -> None:
        assert refusal(command, THEIRS, standing_in(), AWAY) is None

    @pytest.mark.parametrize(
        "command",
        [
            t.Decline(task=SUBJECT, reason="-"),
            t.SubAssign(task=SUBJECT, to=seat_of(WARD_CLERK)),
        ],
        ids=lambda command: command.name,
    )
    def test_not_sending_the_work_away(self, command: Command[Any]) -> None:
        assert refusal(command, THEIRS, standing_in(), AWAY) == "actor.stand-in-limits"

    @pytest.mark.parametrize(
        "command",
        [t.Complete(task=SUBJECT), t.Return(task=SUBJECT, reason="-"), t.GrantExtension(task=SUBJECT)],
        ids=lambda command: command.name,
    )
    def test_approving_needs_a_delegation(self, command: Command[Any]) -> None:
        from_them = task(assigned(assigner=seat_of(WARD_SPECIALIST)), submitted())
        assert refusal(command, from_them, standing_in(), AWAY) == "actor.stand-in-limits"

    def test_not_the_desks_on_which_the_seat_sits(self) -> None:
        leader = absence(official=holder_of(WARD_CHAIRMAN), stand_ins=(StandIn(stand_in=WARD_SPECIALIST),))
        actor = standing_in(WARD_SPECIALIST, WARD_CHAIRMAN)
        assert refusal(t.Accept(task=SUBJECT), task(), actor, city(leader)) == "access.denied"

    @pytest.mark.parametrize(
        ("organisation", "actor", "code"),
        [
            (AWAY, standing_in(post=WARD_DEPUTY), "actor.not-stand-in"),
            (AWAY, standing_in(seat=WARD_CHAIRMAN), "actor.not-stand-in"),
            (city(absence(cancelled=True)), standing_in(), "actor.absence-over"),
            (city(absence(end=NOW - timedelta(hours=1))), standing_in(), "actor.absence-over"),
            (city(absence(start=NOW + timedelta(hours=1))), standing_in(), "actor.absence-over"),
            (
                city(absence(), post_fact(WARD_SPECIALIST, unit=SAI_GON, holder=holder_of(CHAIRMAN))),
                standing_in(),
                "actor.not-stand-in",
            ),
        ],
    )
    def test_refused(self, organisation: Organisation, actor: Actor, code: str) -> None:
        assert refusal(t.Accept(task=SUBJECT), THEIRS, actor, organisation) == code


class TestSeeing:
    def sees(self, organisation: Organisation) -> bool:
        return f"post:{WARD_SPECIALIST}" in scopes(holder_of(WARD_CLERK), organisation)

    def test_the_seat_while_it_is_in_force(self) -> None:
        assert self.sees(AWAY)
        assert not self.sees(city(absence(in_force=False)))

    def test_who_is_away_sees_their_seat_as_before(self) -> None:
        assert f"post:{WARD_SPECIALIST}" in scopes(holder_of(WARD_SPECIALIST), AWAY)

    def test_it_ends_with_the_seat_s_going_to_another(self) -> None:
        assert not self.sees(
            city(absence(), post_fact(WARD_SPECIALIST, unit=SAI_GON, holder=holder_of(CHAIRMAN)))
        )

    def test_a_seat_that_they_are_given_meanwhile_has_the_one_for_all(self) -> None:
        given_one = post_fact(VACANT, unit=SAI_GON, holder=holder_of(WARD_SPECIALIST))
        assert f"post:{VACANT}" in scopes(holder_of(WARD_CLERK), city(absence(), given_one))
        named_one = absence(stand_ins=(StandIn(stand_in=WARD_CLERK, post=WARD_SPECIALIST),))
        assert f"post:{VACANT}" not in scopes(holder_of(WARD_CLERK), city(named_one, given_one))

    def test_another_stand_in_sees_instead(self) -> None:
        organisation = city(absence())
        organisation.apply(3, [absence(stand_ins=(StandIn(stand_in=WARD_DEPUTY),))])
        assert not self.sees(organisation)
        assert f"post:{WARD_SPECIALIST}" in scopes(holder_of(WARD_DEPUTY), organisation)


class TestWhoDeclares:
    declare = Declare(
        official=holder_of(WARD_SPECIALIST),
        start=NOW,
        end=AT_ELEVEN,
        stand_ins=(StandIn(stand_in=WARD_CLERK),),
    )

    def test_themselves_the_leaders_of_their_unit_and_who_administers_it(self) -> None:
        theirs = {WARD_SPECIALIST, WARD_CHAIRMAN, WARD_DEPUTY, WARD_ADMINISTRATOR}
        assert allowed(self.declare) == theirs | {ADMINISTRATOR}

    @pytest.mark.parametrize(
        ("stand_in", "code"),
        [
            (StandIn(stand_in=WARD_CLERK, post=WARD_CLERK), "absence.not-their-post"),
            (StandIn(stand_in=WARD_SPECIALIST), "absence.own-stand-in"),
            (StandIn(stand_in=VACANT), "seat.empty"),
            (StandIn(stand_in=OLD_POST), "seat.closed"),
            (StandIn(stand_in=named("nobody")), "seat.unknown"),
        ],
    )
    def test_what_it_names(self, stand_in: StandIn, code: str) -> None:
        command = Declare(official=self.declare.official, start=NOW, end=AT_ELEVEN, stand_ins=(stand_in,))
        assert refusal(command, None, acting(WARD_SPECIALIST)) == code

    def test_the_same_may_change_and_cancel(self) -> None:
        made = self.declare.create(by())
        change = Alter(absence=made.id, start=NOW, end=AT_ELEVEN)
        assert allowed(change, made) == allowed(Cancel(absence=made.id), made) == allowed(self.declare)

    def test_nobody_for_one_who_holds_no_seat(self) -> None:
        assert allowed(Declare(official=named("nobody"), start=NOW, end=AT_ELEVEN)) == set()
