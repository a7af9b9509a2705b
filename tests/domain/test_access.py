"""Who may do what with tasks and directives: every command asked by everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.access import POLICY_COMMANDS, RULES
from domain.catalog import COMMANDS, POLICIES
from domain.directive import commands as d
from domain.kernel import Actor, Command, Seat
from domain.task import commands as c
from domain.task import events as e
from domain.task.task import Task
from tests.domain.city import (
    CITY_AS_IT_IS,
    OLD_POST,
    POSTS,
    TEAM_WORKER,
    VACANT,
    VICE_CHAIRMAN,
    acting,
    allowed,
    assign,
    city,
    directive,
    holder_of,
    ids,
    issue,
    post_fact,
    power,
    refusal,
    seat_of,
    task,
)
from tests.domain.examples import (
    AT_ELEVEN,
    BEN_NGHE,
    BEN_THANH,
    BINH,
    CANCELLED,
    CHAIRMAN,
    CHIEF_OF_OFFICE,
    CITY,
    DIRECTOR,
    FLOOD,
    HEALTH,
    HEALTH_CHAIR,
    IN_WORKERS_HANDS,
    SAI_GON,
    SUBJECT,
    TASK,
    THE_CHAIRMAN,
    WARD_CHAIR,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_DESK,
    WARD_SPECIALIST,
    WARD_WORKER,
    assigned,
    issued,
    named,
    submitted,
)
from tests.domain.scenario import Happened, given
from tests.domain.test_task_work import ENDORSED

PASSED_TO_TEAM = Happened(e.SubAssigned, seat=WARD_CHAIR, to=seat_of(TEAM_WORKER), remark=None, author=BINH)
DESK = {WARD_CHAIRMAN, WARD_DEPUTY, WARD_CLERK}


LEADS = (
    c.Accept(task=TASK),
    c.Decline(task=TASK, reason="-"),
    c.Submit(task=TASK),
    c.RequestExtension(task=TASK, deadline=AT_ELEVEN, reason="-"),
    c.AnswerForm(task=TASK, answers=()),
)
ASSIGNERS = (
    c.Complete(task=TASK),
    c.GrantExtension(task=TASK),
    c.RefuseExtension(task=TASK, reason="-"),
    c.ChangeDeadline(task=TASK, deadline=AT_ELEVEN),
    c.Cancel(task=TASK, reason="-"),
    c.Reopen(task=TASK, reason="-"),
)
REPORT = c.Report(task=TASK, percent=1, text="-")
CHASE = c.Chase(task=TASK)


class TestAssign:
    @pytest.mark.parametrize(
        ("lead", "who"),
        [
            (WARD_WORKER, {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            (WARD_DESK, {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            (seat_of(TEAM_WORKER), {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            (seat_of(CHAIRMAN), {CHAIRMAN, VICE_CHAIRMAN, CHIEF_OF_OFFICE}),
            (HEALTH_CHAIR, {CHAIRMAN, VICE_CHAIRMAN, DIRECTOR}),
        ],
    )
    def test_within_reach(self, lead: Seat, who: set[UUID]) -> None:
        assert allowed(assign(lead)) == who

    def test_those_coordinating_must_be_within_reach_too(self) -> None:
        assert allowed(assign(WARD_WORKER, coordinating=(HEALTH_CHAIR,))) == {CHAIRMAN, VICE_CHAIRMAN}
        assert WARD_CHAIRMAN in allowed(assign(WARD_WORKER, following=(HEALTH_CHAIR,), chaser=HEALTH_CHAIR))

    def test_across_by_its_power(self) -> None:
        across = post_fact(WARD_SPECIALIST, unit=SAI_GON, powers=(power("assign-across", HEALTH),))
        assert WARD_SPECIALIST in allowed(assign(HEALTH_CHAIR), organisation=city(across))
        assert WARD_SPECIALIST not in allowed(assign(WARD_WORKER), organisation=city(across))

    def test_the_power_to_assign_ends_at_ones_unit(self) -> None:
        assigning = post_fact(WARD_SPECIALIST, unit=SAI_GON, powers=(power("assign", CITY),))
        assert WARD_SPECIALIST in allowed(assign(WARD_WORKER), organisation=city(assigning))
        assert WARD_SPECIALIST not in allowed(assign(seat_of(TEAM_WORKER)), organisation=city(assigning))

    @pytest.mark.parametrize(
        ("seat", "code"),
        [
            (Seat(unit=SAI_GON, post=OLD_POST), "seat.closed"),
            (Seat(unit=SAI_GON, post=VACANT), "seat.empty"),
            (Seat(unit=SAI_GON, post=DIRECTOR), "seat.unknown"),
            (Seat(unit=SAI_GON, post=named("không ai")), "seat.unknown"),
            (Seat(unit=BEN_NGHE), "unit.not-active"),
        ],
    )
    def test_only_to_whom_it_can_be_given(self, seat: Seat, code: str) -> None:
        assert refusal(assign(seat), None, acting(CHAIRMAN)) == code
        assert refusal(assign(WARD_DESK, coordinating=(seat,)), None, acting(CHAIRMAN)) == code
        passed = c.SubAssign(task=TASK, to=seat)
        assert refusal(passed, task(), acting(WARD_CHAIRMAN)) in (code, "access.denied")
        assert refusal(c.Reassign(task=TASK, lead=seat), task(), acting(CHAIRMAN)) == code

    def test_those_beside_need_only_exist(self) -> None:
        vacant = Seat(unit=SAI_GON, post=VACANT)
        assert refusal(assign(WARD_DESK, following=(vacant,), chaser=vacant), None, acting(CHAIRMAN)) is None
        old = Seat(unit=SAI_GON, post=OLD_POST)
        assert refusal(assign(WARD_DESK, following=(old,)), None, acting(CHAIRMAN)) == "seat.closed"
        assert refusal(assign(WARD_DESK, chaser=old), None, acting(CHAIRMAN)) == "seat.closed"

    @pytest.mark.parametrize(
        "forged",
        [{"directive": FLOOD}, {"assigner": HEALTH_CHAIR}, {"form": issued().fields["form"]}],
    )
    def test_what_is_the_platforms_to_say(self, forged: dict[str, Any]) -> None:
        command = assign(WARD_DESK, **forged)
        assert refusal(command, None, acting(CHAIRMAN)) == "access.platform-only"
        assert refusal(command, None, Actor(official=None, policy="directive-assign")) is None


class TestTask:
    @pytest.mark.parametrize("command", LEADS, ids=ids)
    def test_what_the_lead_may(self, command: Command[Any]) -> None:
        assert allowed(command, task()) == DESK
        assert allowed(command, task(*IN_WORKERS_HANDS)) == {WARD_SPECIALIST}

    @pytest.mark.parametrize("command", ASSIGNERS, ids=ids)
    def test_what_the_assigner_may(self, command: Command[Any]) -> None:
        assert allowed(command, task()) == {CHAIRMAN}
        assert allowed(command, task(*IN_WORKERS_HANDS)) == {CHAIRMAN}

    def test_report(self) -> None:
        assert allowed(REPORT, task(assigned(coordinating=(HEALTH_CHAIR,)))) == {*DESK, DIRECTOR}

    @pytest.mark.parametrize(
        ("to", "who"),
        [
            (seat_of(WARD_SPECIALIST), DESK),
            (seat_of(TEAM_WORKER), DESK),
            (HEALTH_CHAIR, set()),
            (seat_of(CHAIRMAN), set()),
        ],
    )
    def test_sub_assign(self, to: Seat, who: set[UUID]) -> None:
        assert allowed(c.SubAssign(task=TASK, to=to), task()) == who

    def test_a_specialist_passes_on_to_a_colleague(self) -> None:
        in_hand = task(*IN_WORKERS_HANDS)
        assert allowed(c.SubAssign(task=TASK, to=seat_of(WARD_CLERK)), in_hand) == {WARD_SPECIALIST}

    @pytest.mark.parametrize("command", [c.Endorse(task=TASK), c.Return(task=TASK, reason="-")], ids=ids)
    def test_a_submission_is_decided_where_it_has_climbed_to(self, command: Command[Any]) -> None:
        holder = holder_of(WARD_SPECIALIST)
        on_its_way = (*IN_WORKERS_HANDS, submitted(WARD_WORKER, holder))
        assert allowed(command, task(*on_its_way)) == DESK
        assert allowed(command, task(*on_its_way, ENDORSED)) == {CHAIRMAN}
        assert allowed(command, task(*IN_WORKERS_HANDS)) == {CHAIRMAN}

    @pytest.mark.parametrize(
        ("to", "who"),
        [
            (WARD_CHAIR, {CHAIRMAN, *DESK}),
            (WARD_DESK, {CHAIRMAN, *DESK}),
            (HEALTH_CHAIR, {CHAIRMAN}),
            (seat_of(TEAM_WORKER), {CHAIRMAN}),
        ],
    )
    def test_reassign(self, to: Seat, who: set[UUID]) -> None:
        assert allowed(c.Reassign(task=TASK, lead=to), task(*IN_WORKERS_HANDS)) == who

    def test_a_desk_passes_its_own_task_on_instead_of_giving_it_away(self) -> None:
        assert allowed(c.Reassign(task=TASK, lead=WARD_WORKER), task()) == {CHAIRMAN}

    def test_a_link_takes_back_what_it_passed_to_a_unit_below(self) -> None:
        below = task(*IN_WORKERS_HANDS[:2], PASSED_TO_TEAM)
        assert allowed(c.Reassign(task=TASK, lead=WARD_DESK), below) == {CHAIRMAN, *DESK}

    def test_nobody_names_a_successor_by_hand(self) -> None:
        command = c.Reassign(task=TASK, lead=WARD_DESK, replaces=WARD_WORKER)
        assert refusal(command, task(), acting(CHAIRMAN)) == "access.platform-only"
        assert refusal(command, task(), Actor(official=None, policy="empty-seat")) is None

    def test_chase(self) -> None:
        chased = task(*(assigned(chaser=HEALTH_CHAIR), *IN_WORKERS_HANDS[1:]))
        assert allowed(CHASE, chased) == {CHAIRMAN, VICE_CHAIRMAN, *DESK, DIRECTOR}

    def test_above_is_a_leader_of_what_contains_assigner_or_lead(self) -> None:
        for_health = task(assigned(assigner=HEALTH_CHAIR, lead=HEALTH_CHAIR))
        assert allowed(CHASE, for_health) == {CHAIRMAN, VICE_CHAIRMAN, DIRECTOR}

    def test_open_is_for_whoever_sees_it(self) -> None:
        opened = c.Open(task=TASK)
        beside = assigned(coordinating=(HEALTH_CHAIR,), following=(seat_of(TEAM_WORKER),))
        leaders = {CHAIRMAN, VICE_CHAIRMAN, *DESK}
        assert allowed(opened, task()) == leaders
        assert allowed(opened, task(beside)) == {*leaders, DIRECTOR, TEAM_WORKER}

    def test_who_was_relieved_sees_it_and_may_do_nothing(self) -> None:
        relieved = given(Task, *IN_WORKERS_HANDS).aggregate
        command = c.Reassign(task=TASK, lead=Seat(unit=BEN_THANH))
        command.execute(relieved, THE_CHAIRMAN)
        assert WARD_SPECIALIST in allowed(c.Open(task=TASK), relieved)
        for attempt in (*LEADS, REPORT, CHASE):
            assert WARD_SPECIALIST not in allowed(attempt, relieved)

    def test_a_closed_task_stays_visible(self) -> None:
        open_task, closed = task(*IN_WORKERS_HANDS), task(*IN_WORKERS_HANDS, CANCELLED)
        assert allowed(c.Open(task=TASK), closed) == allowed(c.Open(task=TASK), open_task)

    def test_the_desk_of_a_merged_unit_is_its_successors(self) -> None:
        assert allowed(c.Accept(task=TASK), task(assigned(lead=Seat(unit=BEN_NGHE)))) == DESK


class TestDirective:
    ISSUERS = (
        d.ChangeDeadline(directive=SUBJECT, deadline=AT_ELEVEN),
        d.Recall(directive=SUBJECT, reason="-"),
        d.Close(directive=SUBJECT),
        d.Chase(directive=SUBJECT),
    )

    def test_issue_needs_the_power_for_all_who_are_addressed(self) -> None:
        assert allowed(issue(SAI_GON, HEALTH)) == {CHAIRMAN}
        assert allowed(issue(HEALTH)) == {CHAIRMAN, DIRECTOR}

    def test_one_power_must_contain_them_all(self) -> None:
        twice = (power("issue-directive", HEALTH), power("issue-directive", SAI_GON))
        both = city(post_fact(WARD_SPECIALIST, unit=SAI_GON, powers=twice))
        assert WARD_SPECIALIST in allowed(issue(HEALTH), organisation=both)
        assert WARD_SPECIALIST not in allowed(issue(HEALTH, SAI_GON), organisation=both)

    def test_only_to_active_units(self) -> None:
        assert refusal(issue(BEN_NGHE), None, acting(CHAIRMAN)) == "unit.not-active"
        more = d.AddUnits(directive=SUBJECT, units=(BEN_NGHE,))
        assert refusal(more, directive(), acting(CHAIRMAN)) == "unit.not-active"

    @pytest.mark.parametrize("command", ISSUERS, ids=ids)
    def test_what_the_issuer_may(self, command: Command[Any]) -> None:
        assert allowed(command, directive()) == {CHAIRMAN}

    def test_add_units_needs_issuer_and_power(self) -> None:
        more = d.AddUnits(directive=SUBJECT, units=(HEALTH,))
        assert allowed(more, directive()) == {CHAIRMAN}
        without = city(post_fact(CHAIRMAN, unit=CITY, leading=True, order=1))
        assert allowed(more, directive(), without) == set()


class TestTables:
    def test_every_command_has_a_rule(self) -> None:
        assert RULES.keys() == COMMANDS.keys()

    def test_a_command_without_a_rule_is_refused(self) -> None:
        class Unruled(c.TaskChange, frozen=True):
            name = "task.unruled"

        assert allowed(Unruled(task=TASK), task()) == set()

    def test_every_policy_is_in_the_table_and_may_do_nothing_else(self) -> None:
        names = {policy.name for policies in POLICIES.values() for policy in policies}
        assert (
            names | {"setup", "timers", "calendar-defaults", "retention", "upload"} == POLICY_COMMANDS.keys()
        )
        assert set().union(*POLICY_COMMANDS.values()) <= COMMANDS.keys()
        wrong = Actor(official=None, policy="directive-chase")
        assert refusal(c.Cancel(task=TASK, reason="-"), task(), wrong) == "access.denied"
        unknown = Actor(official=holder_of(CHAIRMAN), post=CHAIRMAN, policy="không có")
        assert refusal(c.Cancel(task=TASK, reason="-"), task(), unknown) == "access.denied"

    def test_each_seat_of_the_city_is_held(self) -> None:
        assert all(CITY_AS_IT_IS.posts[seat].holder == holder_of(seat) for seat in POSTS)
