"""A task comes to a seat: assigned, opened, accepted, declined, passed on, given to another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.kernel import Actor, By, Seat
from domain.task import commands as c
from domain.task import events as e
from domain.task.state import AT_TOP, Source
from domain.task.task import Task
from tests.domain.examples import (
    ACCEPTED,
    ACCEPTED_BY_WORKER,
    AN,
    AT_ELEVEN,
    BEN_THANH_DESK,
    BINH,
    CANCELLED,
    CHI,
    CITY_CHAIR,
    CITY_CLERK,
    DUNG,
    FLOOD,
    FLOOD_FORM,
    HEALTH_CHAIR,
    IN_WORKERS_HANDS,
    PASSED_TO_WORKER,
    SAI_GON,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    THE_WORKER,
    WARD_CHAIR,
    WARD_CLERK_SEAT,
    WARD_DESK,
    WARD_WORKER,
    assigned,
    completed,
    submitted,
)
from tests.domain.scenario import COMMAND, NOW, Happened, by, given, nothing_yet


def assign(**changed: Any) -> c.Assign:
    fields: dict[str, Any] = {
        "title": "Báo cáo số hộ bị ngập",
        "lead": WARD_DESK,
        "urgency": "flash",
        "deadline": AT_ELEVEN,
    }
    return c.Assign(**(fields | changed))


class TestAssign:
    def test_gives_it_to_exactly_one_lead_who_must_act_next(self) -> None:
        task = nothing_yet().when(assign(), THE_CHAIRMAN).then(assigned())
        assert task.id == THE_CHAIRMAN.id("task")
        assert (task.state.status, task.state.chain) == ("assigned", (WARD_DESK,))
        assert (task.state.waiting, task.state.waiting_seat) == ("lead", WARD_DESK)
        assert task.state.waiting_since == NOW

    def test_names_each_seat_in_one_part_only(self) -> None:
        task = assign(
            coordinating=(WARD_DESK, HEALTH_CHAIR, HEALTH_CHAIR), following=(HEALTH_CHAIR, CITY_CLERK)
        )
        nothing_yet().when(task, THE_CHAIRMAN).then(
            assigned(coordinating=(HEALTH_CHAIR,), following=(CITY_CLERK,))
        )

    def test_keeps_where_it_came_from(self) -> None:
        source = Source(kind="document", reference="125/UBND-VX")
        nothing_yet().when(assign(source=source), THE_CHAIRMAN).then(assigned(source=source))

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"title": "  "}, "text.empty"),
            ({"title": "x" * 501}, "text.too-long"),
            ({"deadline": NOW}, "task.deadline-past"),
            ({"deadline": AT_ELEVEN.replace(tzinfo=None)}, "text.no-timezone"),
            ({"source": Source(kind="Công văn", reference="1")}, "text.not-slug"),
            (
                {
                    "following": tuple(
                        Seat(unit=COMMAND, post=by(command=COMMAND).id(str(n))) for n in range(201)
                    )
                },
                "task.too-many-seats",
            ),
        ],
    )
    def test_refuses(self, wrong: dict[str, Any], code: str) -> None:
        nothing_yet().when(assign(**wrong), THE_CHAIRMAN).refused(code)

    def test_refuses_an_assigner_without_a_post(self) -> None:
        nothing_yet().when(assign(), by(AN)).refused("actor.no-post")

    def test_offline_before_the_deadline_is_soon_enough(self) -> None:
        late = AT_ELEVEN + timedelta(hours=1)
        offline = By(actor=THE_CHAIRMAN.actor, now=late, command=COMMAND, seat=CITY_CHAIR, device_at=NOW)
        nothing_yet().when(assign(), offline).then(assigned())

    def test_of_a_directive_has_the_id_of_directive_and_unit_and_begins_even_late(self) -> None:
        platform = By(actor=Actor(official=AN, policy="directive-assign"), now=AT_ELEVEN, command=COMMAND)
        command = assign(directive=FLOOD, form=FLOOD_FORM, assigner=CITY_CHAIR)
        task = nothing_yet().when(command, platform).then(assigned(directive=FLOOD, form=FLOOD_FORM))
        assert task.id == c.task_of(FLOOD, SAI_GON)


class TestOpen:
    def test_keeps_the_first_time_of_each_official_and_of_the_leads_side(self) -> None:
        past = given(Task, assigned(following=(HEALTH_CHAIR,)))
        follower = by(DUNG, HEALTH_CHAIR)
        state = (
            past.when(c.Open(task=TASK), follower)
            .then(Happened(e.Opened, official=DUNG, by_lead=False))
            .state
        )
        assert state.opened_at is None
        state = (
            past.when(c.Open(task=TASK), THE_WARD).then(Happened(e.Opened, official=BINH, by_lead=True)).state
        )
        assert (state.opened_at, state.opened_by) == (NOW, BINH)
        assert [opening.official for opening in state.openings] == [DUNG, BINH]

    def test_again_or_by_its_creator_changes_nothing(self) -> None:
        past = given(Task, assigned(), Happened(e.Opened, official=BINH, by_lead=True))
        past.when(c.Open(task=TASK), THE_WARD).nothing()
        past.when(c.Open(task=TASK), THE_CHAIRMAN).nothing()

    def test_from_the_leads_seat_counts_even_if_seen_before_from_another(self) -> None:
        past = given(Task, assigned(), Happened(e.Opened, official=BINH, by_lead=False))
        past.when(c.Open(task=TASK), THE_WARD).then(Happened(e.Opened, official=BINH, by_lead=True))


class TestAccept:
    def test_takes_it_on(self) -> None:
        state = given(Task, assigned()).when(c.Accept(task=TASK), THE_WARD).then(ACCEPTED).state
        assert (state.status, state.accepted_at) == ("accepted", NOW)

    def test_again_changes_nothing(self) -> None:
        given(Task, assigned(), ACCEPTED).when(c.Accept(task=TASK), THE_WARD).nothing()

    @pytest.mark.parametrize(
        ("before", "code"),
        [
            (Happened(e.Declined, seat=WARD_CHAIR, reason="-", author=BINH, suggested=None), "task.declined"),
            (CANCELLED, "task.cancelled"),
        ],
    )
    def test_refuses_what_is_no_longer_the_leads(self, before: Happened, code: str) -> None:
        given(Task, assigned(), before).when(c.Accept(task=TASK), THE_WARD).refused(code)

    def test_of_the_worker_keeps_when_the_ward_accepted(self) -> None:
        later = by(CHI, WARD_WORKER, now=NOW + timedelta(hours=1))
        past = given(Task, assigned(), ACCEPTED, PASSED_TO_WORKER)
        before = past.aggregate.state.accepted_at
        assert past.when(c.Accept(task=TASK), later).then(ACCEPTED_BY_WORKER).state.accepted_at == before


class TestDecline:
    DECLINE = c.Decline(task=TASK, reason="Thuộc Sở Y tế", suggested=HEALTH_CHAIR)
    DECLINED = Happened(
        e.Declined, seat=WARD_CHAIR, reason="Thuộc Sở Y tế", author=BINH, suggested=HEALTH_CHAIR
    )

    @pytest.mark.parametrize("before", [(assigned(),), (assigned(), ACCEPTED)])
    def test_gives_it_back_to_the_assigner(self, before: tuple[Happened, ...]) -> None:
        state = given(Task, *before).when(self.DECLINE, THE_WARD).then(self.DECLINED).state
        assert (state.status, state.waiting, state.waiting_seat) == ("declined", "assigner", CITY_CHAIR)
        assert state.decline.suggested == HEALTH_CHAIR

    def test_of_what_was_passed_on_gives_it_back_to_the_link(self) -> None:
        declined = Happened(e.Declined, seat=WARD_WORKER, reason="Đang nghỉ phép", author=CHI, suggested=None)
        state = (
            given(Task, *IN_WORKERS_HANDS)
            .when(c.Decline(task=TASK, reason="Đang nghỉ phép"), THE_WORKER)
            .then(declined)
            .state
        )
        assert (state.status, state.chain, state.former) == ("assigned", (WARD_DESK,), (WARD_WORKER,))
        assert (state.waiting, state.waiting_seat) == ("lead", WARD_DESK)

    def test_again_changes_nothing(self) -> None:
        given(Task, assigned(), self.DECLINED).when(self.DECLINE, THE_WARD).nothing()

    def test_refuses_once_work_has_begun(self) -> None:
        given(Task, assigned(), ACCEPTED, submitted()).when(self.DECLINE, THE_WARD).refused("task.begun")

    def test_refuses_without_a_reason(self) -> None:
        given(Task, assigned()).when(c.Decline(task=TASK, reason=" "), THE_WARD).refused("text.empty")


class TestSubAssign:
    PASS_ON = c.SubAssign(task=TASK, to=WARD_WORKER)

    def test_accepts_and_adds_to_the_chain(self) -> None:
        state = given(Task, assigned()).when(self.PASS_ON, THE_WARD).then(ACCEPTED, PASSED_TO_WORKER).state
        assert state.chain == (WARD_DESK, WARD_WORKER)
        assert (state.lead, state.links, state.lowest) == (WARD_DESK, (WARD_DESK,), WARD_WORKER)
        assert (state.status, state.waiting_seat) == ("assigned", WARD_WORKER)

    @pytest.mark.parametrize("to", [WARD_WORKER, WARD_DESK, CITY_CHAIR])
    def test_refuses_whoever_has_or_gave_it(self, to: Seat) -> None:
        past = given(Task, *IN_WORKERS_HANDS)
        past.when(c.SubAssign(task=TASK, to=to), THE_WORKER).refused("task.already-in-chain")

    def test_refuses_what_waits_for_a_decision(self) -> None:
        given(Task, assigned(), ACCEPTED, submitted()).when(self.PASS_ON, THE_WARD).refused("task.submitted")


def reassigned(to: Seat, *chain: Seat, by_whom: By = THE_CHAIRMAN, previous: Seat = WARD_WORKER) -> Happened:
    return Happened(
        e.Reassigned,
        seat=by_whom.seat,
        previous=previous,
        lead=to,
        chain=chain,
        succession=False,
        reason=None,
        author=by_whom.author,
    )


class TestReassign:
    def test_to_another_unit_replaces_the_chain_and_keeps_the_clock(self) -> None:
        past = given(Task, *IN_WORKERS_HANDS)
        state = (
            past.when(c.Reassign(task=TASK, lead=HEALTH_CHAIR), THE_CHAIRMAN)
            .then(reassigned(HEALTH_CHAIR, HEALTH_CHAIR))
            .state
        )
        assert (state.status, state.chain) == ("assigned", (HEALTH_CHAIR,))
        assert state.former == (WARD_DESK, WARD_WORKER)
        assert (state.deadline, state.accepted_at, state.opened_at) == (AT_ELEVEN, None, None)

    def test_to_a_seat_beside_replaces_the_lowest_only(self) -> None:
        state = (
            given(Task, *IN_WORKERS_HANDS)
            .when(c.Reassign(task=TASK, lead=WARD_CLERK_SEAT), THE_WARD)
            .then(reassigned(WARD_CLERK_SEAT, WARD_DESK, WARD_CLERK_SEAT, by_whom=THE_WARD))
            .state
        )
        assert state.chain == (WARD_DESK, WARD_CLERK_SEAT)
        assert state.accepted_at is not None

    def test_to_a_link_takes_it_back(self) -> None:
        state = (
            given(Task, *IN_WORKERS_HANDS)
            .when(c.Reassign(task=TASK, lead=WARD_DESK), THE_WARD)
            .then(reassigned(WARD_DESK, WARD_DESK, by_whom=THE_WARD))
            .state
        )
        assert (state.chain, state.former) == ((WARD_DESK,), (WARD_WORKER,))

    def test_to_who_has_it_changes_nothing_unless_they_declined(self) -> None:
        command = c.Reassign(task=TASK, lead=WARD_DESK)
        given(Task, assigned()).when(command, THE_CHAIRMAN).nothing()
        declined = Happened(e.Declined, seat=WARD_CHAIR, reason="-", author=BINH, suggested=None)
        state = (
            given(Task, assigned(), declined)
            .when(command, THE_CHAIRMAN)
            .then(reassigned(WARD_DESK, WARD_DESK, previous=WARD_DESK))
            .state
        )
        assert (state.status, state.decline, state.former) == ("assigned", None, ())

    def test_drops_a_submission_on_its_way(self) -> None:
        past = given(Task, *IN_WORKERS_HANDS, submitted(WARD_WORKER, CHI))
        state = past.when(c.Reassign(task=TASK, lead=HEALTH_CHAIR), THE_CHAIRMAN).subject.state
        assert (state.climb, state.reviewer) == (AT_TOP, CITY_CHAIR)

    def test_drops_a_submission(self) -> None:
        past = given(Task, assigned(), ACCEPTED, submitted())
        after = past.when(c.Reassign(task=TASK, lead=BEN_THANH_DESK), THE_CHAIRMAN)
        state = after.then(reassigned(BEN_THANH_DESK, BEN_THANH_DESK, previous=WARD_DESK)).state
        assert (state.status, state.submission) == ("assigned", None)

    def test_to_the_assigner_themselves(self) -> None:
        event = reassigned(CITY_CHAIR, CITY_CHAIR, previous=WARD_DESK)
        given(Task, assigned()).when(c.Reassign(task=TASK, lead=CITY_CHAIR), THE_CHAIRMAN).then(event)

    def test_refuses_what_has_ended(self) -> None:
        past = given(Task, assigned(), ACCEPTED, submitted(), completed())
        past.when(c.Reassign(task=TASK, lead=BEN_THANH_DESK), THE_CHAIRMAN).refused("task.completed")


class TestSuccession:
    PLATFORM = By(actor=Actor(official=AN, policy="empty-seat"), now=NOW, command=COMMAND)

    def succeed(self, old: Seat, new: Seat, *chain: Seat, before: tuple[Happened, ...]) -> Any:
        command = c.Reassign(task=TASK, lead=new, replaces=old)
        event = Happened(
            e.Reassigned,
            seat=None,
            previous=old,
            lead=new,
            chain=chain,
            succession=True,
            reason=None,
            author=AN,
        )
        return given(Task, *before).when(command, self.PLATFORM).then(event).state

    def test_of_the_worker_returns_it_to_the_desk_as_it_stands(self) -> None:
        state = self.succeed(WARD_WORKER, WARD_DESK, WARD_DESK, WARD_DESK, before=IN_WORKERS_HANDS)
        assert (state.status, state.chain, state.former) == ("accepted", (WARD_DESK,), (WARD_WORKER,))

    def test_of_the_assigner_moves_who_decides(self) -> None:
        before = (assigned(), ACCEPTED, submitted())
        state = self.succeed(CITY_CHAIR, CITY_CLERK, WARD_DESK, before=before)
        assert (state.status, state.assigner, state.waiting_seat) == ("submitted", CITY_CLERK, CITY_CLERK)

    def test_loses_no_step_of_a_submission_on_its_way(self) -> None:
        before = (*IN_WORKERS_HANDS, submitted(WARD_WORKER, CHI))
        state = self.succeed(WARD_WORKER, WARD_DESK, WARD_DESK, WARD_DESK, before=before)
        assert (state.waiting, state.waiting_seat) == ("link", WARD_DESK)
        returned = Happened(e.Returned, seat=WARD_CHAIR, reason="Thiếu", author=BINH)
        state = returned.at(Task, TASK, state.version + 1, NOW).evolve(state)  # type: ignore[attr-defined]
        assert (state.chain, state.waiting_seat) == ((WARD_DESK,), WARD_DESK)

    def test_of_those_beside(self) -> None:
        before = (assigned(coordinating=(HEALTH_CHAIR,), following=(WARD_CHAIR,), chaser=HEALTH_CHAIR),)
        state = self.succeed(HEALTH_CHAIR, CITY_CLERK, WARD_DESK, before=before)
        assert (state.coordinating, state.chaser) == ((CITY_CLERK,), CITY_CLERK)

    def test_of_a_seat_without_a_part_changes_nothing(self) -> None:
        command = c.Reassign(task=TASK, lead=WARD_DESK, replaces=HEALTH_CHAIR)
        given(Task, assigned()).when(command, self.PLATFORM).nothing()
