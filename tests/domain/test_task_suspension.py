"""A task is suspended, and taken up again: what goes on meanwhile, and what becomes of its deadline."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.catalog import POLICIES
from domain.kernel import Actor, By, Command, Noun
from domain.organisation import Organisation
from domain.policies import Cause, Need, OpenTask, Work
from domain.task import commands as c
from domain.task import events as e
from domain.task.state import State
from domain.task.task import Task
from domain.workdays import Workdays
from projections.figure import counted
from tests.domain.examples import (
    ACCEPTED,
    AN,
    AT_ELEVEN,
    BINH,
    CANCELLED,
    CITY_CHAIR,
    HEALTH_CHAIR,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    WARD_CHAIR,
    WARD_DESK,
    assigned,
    completed,
    named,
    submitted,
)
from tests.domain.scenario import BEFORE, NOW, Happened, given

TOMORROW = NOW + timedelta(days=1)
IDLE = NOW - BEFORE
MOVED = AT_ELEVEN + timedelta(days=math.ceil(IDLE / timedelta(days=1)))
THE_PLATFORM = By(actor=Actor(official=AN, policy="suspended-parent"), now=NOW, command=named("-"))
FRIDAY = datetime(2025, 7, 11, 10, 0, tzinfo=UTC)
PARENT = named("Chống ngập toàn phường")
SUSPEND = c.Suspend(task=TASK, reason="Chờ kinh phí", until=TOMORROW)
RESUME = c.Resume(task=TASK)


def suspended(**changed: Any) -> Happened:
    fields = {
        "seat": CITY_CHAIR,
        "reason": "Chờ kinh phí",
        "until": TOMORROW,
        "author": AN,
        "with_parent": False,
    }
    return Happened(e.Suspended, **(fields | changed))


def resumed(deadline: datetime) -> Happened:
    return Happened(e.Resumed, seat=CITY_CHAIR, previous=AT_ELEVEN, deadline=deadline)


HELD = (assigned(), ACCEPTED, suspended())


def parent(deadline: datetime) -> Noun:
    above: Noun = given(Task, assigned(deadline=deadline), subject=PARENT).aggregate
    return above


class TestSuspend:
    def test_nobody_is_waited_for(self) -> None:
        task = given(Task, assigned(), ACCEPTED).when(SUSPEND, THE_CHAIRMAN).then(suspended())
        state: State = task.state
        assert (state.status, state.waiting, state.waiting_seat) == ("suspended", "none", None)
        assert state.suspension is not None
        assert (state.suspension.at, state.suspension.before) == (NOW, "accepted")
        assert state.open

    def test_again_changes_nothing(self) -> None:
        given(Task, *HELD).when(SUSPEND, THE_CHAIRMAN).nothing()

    def test_another_promise_leaves_when_it_began(self) -> None:
        longer = msgspec.structs.replace(SUSPEND, until=None)
        task = given(Task, *HELD).when(longer, THE_CHAIRMAN).then(suspended(until=None))
        assert (task.state.suspension.at, task.state.suspension.until) == (BEFORE, None)
        assert task.state.suspension.before == "accepted"

    @pytest.mark.parametrize(
        ("past", "code"),
        [
            ((assigned(), ACCEPTED, submitted()), "task.submitted"),
            ((assigned(), ACCEPTED, submitted(), completed()), "task.completed"),
            ((assigned(), CANCELLED), "task.cancelled"),
        ],
    )
    def test_only_what_is_in_hand(self, past: tuple[Happened, ...], code: str) -> None:
        given(Task, *past).when(SUSPEND, THE_CHAIRMAN).refused(code)

    def test_promises_only_what_lies_ahead(self) -> None:
        past = msgspec.structs.replace(SUSPEND, until=BEFORE)
        given(Task, assigned()).when(past, THE_CHAIRMAN).refused("task.deadline-past")

    def test_is_due_at_no_time_in_figures(self) -> None:
        assert counted(given(Task, *HELD).aggregate.state).due is None
        assert counted(given(Task, *HELD).aggregate.state).outcome == "suspended"
        assert counted(given(Task, assigned()).aggregate.state).due is not None


class TestMeanwhile:
    @pytest.mark.parametrize(
        "command",
        [
            c.Accept(task=TASK),
            c.Decline(task=TASK, reason="-"),
            c.SubAssign(task=TASK, to=HEALTH_CHAIR),
            c.Submit(task=TASK),
            c.AnswerForm(task=TASK, answers=()),
            c.RequestExtension(task=TASK, deadline=TOMORROW, reason="-"),
            c.Check(task=TASK, item=named("item")),
            c.Chase(task=TASK),
        ],
        ids=lambda command: command.name,
    )
    def test_no_work_is_taken(self, command: Command[Any]) -> None:
        given(Task, *HELD).when(command, THE_WARD).refused("task.suspended", task=str(TASK))

    def test_it_is_reported_on_and_stays_so(self) -> None:
        answer = given(Task, *HELD).when(c.Report(task=TASK, percent=40, text="Đã đo xong"), THE_WARD)
        state: State = answer.subject.state
        assert [type(event) for event in answer.events] == [e.Reported]
        assert (state.status, state.percent, state.waiting) == ("suspended", 40, "none")
        assert state.suspension is not None
        assert state.suspension.before == "in-progress"

    def test_it_is_given_to_another_and_stays_so(self) -> None:
        answer = given(Task, *HELD).when(c.Reassign(task=TASK, lead=HEALTH_CHAIR), THE_CHAIRMAN)
        state: State = answer.subject.state
        assert (state.status, state.lead, state.waiting) == ("suspended", HEALTH_CHAIR, "none")
        assert state.suspension is not None
        assert state.suspension.before == "assigned"

    def test_it_is_cancelled(self) -> None:
        cancelled = given(Task, *HELD).when(c.Cancel(task=TASK, reason="Đã có số liệu"), THE_CHAIRMAN)
        assert cancelled.then(CANCELLED).state.suspension is None


class TestResume:
    def test_the_deadline_moves_by_the_time_it_was_suspended_to_its_hour(self) -> None:
        later = MOVED
        task = given(Task, *HELD).when(RESUME, THE_CHAIRMAN).then(resumed(later))
        state: State = task.state
        assert (state.status, state.deadline, state.original_deadline) == ("accepted", later, AT_ELEVEN)
        assert (state.waiting, state.waiting_seat, state.waiting_since) == ("lead", WARD_DESK, NOW)

    @pytest.mark.parametrize(
        ("due", "idle", "moved"),
        [
            (FRIDAY, timedelta(days=1), FRIDAY + timedelta(days=3)),
            (FRIDAY - timedelta(days=2), timedelta(days=1), FRIDAY - timedelta(days=1)),
            (FRIDAY - timedelta(days=2), timedelta(days=1, hours=3), FRIDAY),
            (FRIDAY, timedelta(minutes=1), FRIDAY + timedelta(days=3)),
        ],
        ids=["not on a Saturday", "whole days", "never less than was lost", "be it a minute"],
    )
    def test_it_lands_on_a_working_day_at_its_hour(
        self, due: datetime, idle: timedelta, moved: datetime
    ) -> None:
        assert Workdays().not_before(due + idle, due) == moved

    def test_another_deadline_may_be_given(self) -> None:
        command = c.Resume(task=TASK, deadline=TOMORROW)
        given(Task, *HELD).when(command, THE_CHAIRMAN).then(resumed(TOMORROW))

    def test_it_answers_a_request_for_more_time(self) -> None:
        asked = Happened(
            e.ExtensionRequested,
            seat=WARD_CHAIR,
            deadline=AT_ELEVEN + timedelta(hours=1),
            reason="Mưa lớn",
            author=BINH,
            given_at=BEFORE,
        )
        past = given(Task, assigned(), ACCEPTED, asked, suspended())
        assert past.aggregate.state.extension is not None
        assert past.when(RESUME, THE_CHAIRMAN).then(resumed(MOVED)).state.extension is None

    @pytest.mark.parametrize("past", [(assigned(),), (*HELD, resumed(TOMORROW))])
    def test_refused_where_it_is_not_suspended(self, past: tuple[Happened, ...]) -> None:
        given(Task, *past).when(RESUME, THE_CHAIRMAN).refused("task.not-suspended", task=str(TASK))

    @pytest.mark.parametrize(
        ("above", "deadline"),
        [(TOMORROW, TOMORROW), (AT_ELEVEN - timedelta(hours=1), AT_ELEVEN)],
        ids=["as the parent", "as it was"],
    )
    def test_a_sub_task_moves_no_further_than_its_parent(self, above: datetime, deadline: datetime) -> None:
        past = given(Task, assigned(parent=PARENT), ACCEPTED, suspended())
        who = msgspec.structs.replace(THE_CHAIRMAN, read={PARENT: parent(above)})
        past.when(RESUME, who).then(resumed(deadline))

    def test_a_sub_task_is_not_given_more_than_its_parent(self) -> None:
        past = given(Task, assigned(parent=PARENT), ACCEPTED, suspended())
        who = msgspec.structs.replace(THE_CHAIRMAN, read={PARENT: parent(AT_ELEVEN)})
        past.when(c.Resume(task=TASK, deadline=TOMORROW), who).refused("task.outlasts-parent")

    def test_an_earlier_deadline_goes_down_to_its_sub_tasks(self) -> None:
        policy = POLICIES[e.Resumed.TOPIC][0]
        earlier = resumed(AT_ELEVEN - timedelta(hours=2)).at(Task, TASK, 4, NOW)
        later = resumed(TOMORROW).at(Task, TASK, 4, NOW)
        assert policy.needs(Cause(earlier, 1)) == Need(parent=TASK)
        assert policy.needs(Cause(later, 1)) == Need()


class TestFollowParent:
    """A sub-task stands still while its parent does; the platform sees to it."""

    FOLLOW = c.FollowParent(task=TASK)
    BELOW = (assigned(parent=PARENT), ACCEPTED)

    def _by(self, *above: Happened) -> By:
        read: dict[UUID, Noun] = {PARENT: given(Task, assigned(), *above, subject=PARENT).aggregate}
        return msgspec.structs.replace(THE_PLATFORM, read=read)

    def test_it_stands_still_and_goes_on(self) -> None:
        still = suspended(seat=None, with_parent=True)
        task = given(Task, *self.BELOW).when(self.FOLLOW, self._by(suspended())).then(still)
        assert (task.state.status, task.state.waiting) == ("suspended", "none")
        again = given(Task, *self.BELOW, still)
        again.when(self.FOLLOW, self._by(suspended())).then()
        moved = Happened(e.Resumed, seat=None, previous=AT_ELEVEN, deadline=AT_ELEVEN)
        resumed_ = again.when(self.FOLLOW, self._by()).then(moved)
        assert resumed_.state.status == "accepted"

    def test_another_promise_of_the_parent_is_its_own(self) -> None:
        past = given(Task, *self.BELOW, suspended(seat=None, with_parent=True))
        other = suspended(seat=None, with_parent=True, reason="Chờ họp")
        past.when(self.FOLLOW, self._by(suspended(reason="Chờ họp"))).then(other)

    def test_what_its_own_assigner_suspended_stays_so(self) -> None:
        past = given(Task, *self.BELOW, suspended(reason="Thiếu người"))
        past.when(self.FOLLOW, self._by(suspended())).then()
        past.when(self.FOLLOW, self._by()).then()

    def test_what_waits_for_a_decision_goes_on_waiting(self) -> None:
        given(Task, *self.BELOW, submitted()).when(self.FOLLOW, self._by(suspended())).then()

    @pytest.mark.parametrize("topic", [e.Suspended.TOPIC, e.Resumed.TOPIC])
    def test_it_follows_from_the_parent_for_all_below(self, topic: str) -> None:
        policy = POLICIES[topic][-1]
        event = suspended() if topic == e.Suspended.TOPIC else resumed(AT_ELEVEN)
        cause = Cause(event.at(Task, PARENT, 4, NOW), 1)
        assert policy.needs(cause) == Need(parent=PARENT)
        below = OpenTask(id=TASK, seats=frozenset(), deadline=AT_ELEVEN, parent=PARENT)
        drawn = policy.draw(cause, Work(Organisation(), (below,)))
        assert [each.command for each in drawn] == [self.FOLLOW]
