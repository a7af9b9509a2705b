"""More time asked for, granted and refused; deadlines changed; reminders; how a task ends and comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.kernel import Actor, By
from domain.task import commands as c
from domain.task import events as e
from domain.task.task import Task
from tests.domain.examples import (
    ACCEPTED,
    AN,
    AT_ELEVEN,
    BINH,
    CANCELLED,
    CITY_CHAIR,
    IN_WORKERS_HANDS,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    WARD_CHAIR,
    WARD_DESK,
    WARD_WORKER,
    assigned,
    completed,
    submitted,
)
from tests.domain.scenario import COMMAND, NOW, Happened, by, given

SEATS = (CITY_CHAIR, WARD_DESK, WARD_WORKER)
AT_NOON = AT_ELEVEN + timedelta(hours=1)
AT_TWO = AT_ELEVEN + timedelta(hours=3)
ASK = c.RequestExtension(task=TASK, deadline=AT_NOON, reason="Mất điện diện rộng")
PLATFORM = By(actor=Actor(official=AN, policy="directive-deadline"), now=AT_ELEVEN, command=COMMAND)


def asked(given_at: datetime = NOW) -> Happened:
    return Happened(
        e.ExtensionRequested,
        seat=WARD_CHAIR,
        deadline=AT_NOON,
        reason="Mất điện diện rộng",
        author=BINH,
        given_at=given_at,
    )


def changed(deadline: datetime, reason: str | None = None, by_platform: bool = False) -> Happened:
    return Happened(
        e.DeadlineChanged,
        seat=None if by_platform else CITY_CHAIR,
        previous=AT_ELEVEN,
        deadline=deadline,
        reason=reason,
        author=AN,
    )


class TestRequestExtension:
    def test_waits_for_the_assigner_while_the_clock_runs(self) -> None:
        state = given(Task, assigned()).when(ASK, THE_WARD).then(asked()).state
        assert (state.extension.deadline, state.deadline) == (AT_NOON, AT_ELEVEN)
        assert (state.status, state.waiting) == ("assigned", "lead")

    def test_again_changes_nothing_and_another_has_to_wait(self) -> None:
        past = given(Task, assigned(), asked())
        past.when(ASK, THE_WARD).nothing()
        other = c.RequestExtension(task=TASK, deadline=AT_TWO, reason="Vẫn mất điện")
        past.when(other, THE_WARD).refused("task.extension-pending")

    def test_refuses_after_the_deadline_but_not_if_asked_offline_before(self) -> None:
        late = AT_ELEVEN + timedelta(minutes=30)
        given(Task, assigned()).when(ASK, by(BINH, WARD_CHAIR, now=late)).refused("task.extension-late")
        offline = By(actor=THE_WARD.actor, now=late, command=COMMAND, seat=WARD_CHAIR, device_at=NOW)
        given(Task, assigned()).when(ASK, offline).then(asked(NOW))

    def test_refuses_an_earlier_date_and_what_waits_for_a_decision(self) -> None:
        earlier = c.RequestExtension(task=TASK, deadline=AT_ELEVEN, reason="?")
        given(Task, assigned()).when(earlier, THE_WARD).refused("task.extension-not-later")
        given(Task, assigned(), ACCEPTED, submitted()).when(ASK, THE_WARD).refused("task.submitted")


class TestDecideExtension:
    @pytest.mark.parametrize(("date", "until"), [(None, AT_NOON), (AT_TWO, AT_TWO)])
    def test_grants_as_asked_or_otherwise_and_keeps_the_original(
        self, date: datetime | None, until: datetime
    ) -> None:
        granted = Happened(
            e.ExtensionGranted, seat=CITY_CHAIR, previous=AT_ELEVEN, deadline=until, remark=None, author=AN
        )
        past = given(Task, assigned(), asked())
        state = past.when(c.GrantExtension(task=TASK, deadline=date), THE_CHAIRMAN).then(granted).state
        assert (state.deadline, state.original_deadline, state.extension) == (until, AT_ELEVEN, None)

    def test_refuses_to_grant_less_than_there_is(self) -> None:
        less = c.GrantExtension(task=TASK, deadline=AT_ELEVEN)
        given(Task, assigned(), asked()).when(less, THE_CHAIRMAN).refused("task.extension-not-later")

    def test_refuses_more_time(self) -> None:
        refused = Happened(e.ExtensionRefused, seat=CITY_CHAIR, reason="Rất gấp", author=AN)
        past = given(Task, assigned(), asked())
        state = past.when(c.RefuseExtension(task=TASK, reason="Rất gấp"), THE_CHAIRMAN).then(refused).state
        assert (state.deadline, state.extension) == (AT_ELEVEN, None)

    def test_refuses_without_a_request(self) -> None:
        past = given(Task, assigned())
        past.when(c.GrantExtension(task=TASK), THE_CHAIRMAN).refused("task.no-extension")
        past.when(c.RefuseExtension(task=TASK, reason="-"), THE_CHAIRMAN).refused("task.no-extension")


class TestChangeDeadline:
    def test_keeps_the_original(self) -> None:
        command = c.ChangeDeadline(task=TASK, deadline=AT_TWO, reason="Triều lên chậm")
        past = given(Task, assigned())
        state = past.when(command, THE_CHAIRMAN).then(changed(AT_TWO, "Triều lên chậm")).state
        assert (state.deadline, state.original_deadline) == (AT_TWO, AT_ELEVEN)

    def test_to_the_same_changes_nothing(self) -> None:
        past = given(Task, assigned())
        past.when(c.ChangeDeadline(task=TASK, deadline=AT_ELEVEN), THE_CHAIRMAN).nothing()

    @pytest.mark.parametrize(("deadline", "pending"), [(AT_TWO, False), (NOW + timedelta(hours=1), True)])
    def test_answers_a_request_that_it_meets(self, deadline: datetime, pending: bool) -> None:
        past = given(Task, assigned(), asked())
        state = (
            past.when(c.ChangeDeadline(task=TASK, deadline=deadline), THE_CHAIRMAN)
            .then(changed(deadline))
            .state
        )
        assert (state.extension is not None) is pending

    def test_refuses_the_past_from_a_person_not_from_a_directive(self) -> None:
        command = c.ChangeDeadline(task=TASK, deadline=NOW)
        given(Task, assigned()).when(command, THE_CHAIRMAN).refused("task.deadline-past")
        given(Task, assigned()).when(command, PLATFORM).then(changed(NOW, by_platform=True))

    def test_refuses_a_closed_task(self) -> None:
        command = c.ChangeDeadline(task=TASK, deadline=AT_TWO)
        given(Task, assigned(), CANCELLED).when(command, THE_CHAIRMAN).refused("task.cancelled")


class TestChase:
    def test_reminds_each_time(self) -> None:
        chased = Happened(e.Chased, seat=CITY_CHAIR, text="Gấp!", author=AN)
        command = c.Chase(task=TASK, text="Gấp!")
        state = given(Task, assigned(), chased).when(command, THE_CHAIRMAN).then(chased).state
        assert (state.chased_at, state.waiting) == (NOW, "lead")

    def test_refuses_a_closed_task(self) -> None:
        command = c.Chase(task=TASK)
        given(Task, assigned(), CANCELLED).when(command, THE_CHAIRMAN).refused("task.cancelled")


class TestCancel:
    CANCEL = c.Cancel(task=TASK, reason="Đã có số liệu")

    def test_ends_it(self) -> None:
        state = given(Task, assigned(), asked()).when(self.CANCEL, THE_CHAIRMAN).then(CANCELLED).state
        assert (state.status, state.waiting, state.extension) == ("cancelled", "none", None)

    def test_again_changes_nothing(self) -> None:
        given(Task, assigned(), CANCELLED).when(self.CANCEL, THE_CHAIRMAN).nothing()

    def test_refuses_a_completed_one_and_no_reason(self) -> None:
        past = given(Task, assigned(), ACCEPTED, submitted(), completed())
        past.when(self.CANCEL, THE_CHAIRMAN).refused("task.completed")
        given(Task, assigned()).when(c.Cancel(task=TASK, reason=""), THE_CHAIRMAN).refused("text.empty")


class TestReopen:
    REOPEN = c.Reopen(task=TASK, reason="Số liệu chưa đủ")
    REOPENED = Happened(
        e.Reopened, seat=CITY_CHAIR, seats=(CITY_CHAIR, WARD_DESK), reason="Số liệu chưa đủ", author=AN
    )

    def test_of_a_completed_one_keeps_chain_and_clock(self) -> None:
        past = given(Task, *IN_WORKERS_HANDS, submitted(WARD_WORKER, BINH), completed(False))
        with_worker = Happened(e.Reopened, **(self.REOPENED.fields | {"seats": SEATS}))
        state = past.when(self.REOPEN, THE_CHAIRMAN).then(with_worker).state
        assert (state.status, state.waiting_seat) == ("in-progress", WARD_WORKER)
        assert (state.deadline, state.completed_at, state.in_time) == (AT_ELEVEN, None, None)

    def test_of_one_cancelled_before_it_was_accepted(self) -> None:
        state = given(Task, assigned(), CANCELLED).when(self.REOPEN, THE_CHAIRMAN).then(self.REOPENED).state
        assert state.status == "assigned"

    def test_refuses_what_is_open(self) -> None:
        given(Task, assigned()).when(self.REOPEN, THE_CHAIRMAN).refused("task.open")
        given(Task, assigned(), CANCELLED, self.REOPENED).when(self.REOPEN, THE_CHAIRMAN).refused("task.open")
