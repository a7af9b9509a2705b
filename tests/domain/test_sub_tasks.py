"""A sub-task: whose task it may be put below, and that it never outlasts it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.access import decide
from domain.catalog import POLICIES
from domain.kernel import Actor, By, Noun, Rejection, Seat
from domain.policies import Cause, Need, OpenTask, Work
from domain.task import commands as c
from domain.task import events as e
from domain.task.task import Task
from tests.domain.city import CITY_AS_IT_IS, acting, assign, seat_of
from tests.domain.examples import (
    ACCEPTED,
    AN,
    AT_ELEVEN,
    BEN_THANH,
    CANCELLED,
    CHAIRMAN,
    CITY_CHAIR,
    DIRECTOR,
    PASSED_TO_WORKER,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    WARD_CHAIR,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_DEPUTY,
    WARD_DESK,
    WARD_SPECIALIST,
    WARD_WORKER,
    assigned,
    named,
)
from tests.domain.scenario import BEFORE, COMMAND, NOW, Happened, given, nothing_yet

PARENT = named("Chống ngập toàn phường")
AT_TEN = AT_ELEVEN - timedelta(hours=1)
AT_NOON = AT_ELEVEN + timedelta(hours=1)


def parent(*events: Happened) -> Noun:
    """The task above, due at eleven."""
    above: Noun = given(Task, assigned(), *events, subject=PARENT).aggregate
    return above


def beside(by: By, *tasks: Noun) -> By:
    """The same actor, with what was loaded for the command."""
    return msgspec.structs.replace(by, read={task.id: task for task in tasks})


def sub_task(deadline: datetime = AT_TEN) -> c.Assign:
    return msgspec.structs.replace(assign(WARD_WORKER, parent=PARENT), deadline=deadline)


def moved(deadline: datetime, **changed: Any) -> Happened:
    fields = {"seat": CITY_CHAIR, "previous": AT_ELEVEN, "reason": None, "author": AN}
    return Happened(e.DeadlineChanged, deadline=deadline, **(fields | changed))


class TestAssign:
    def test_asks_to_see_the_parent(self) -> None:
        assert sub_task().reads() == (PARENT,)
        assert assign(WARD_WORKER).reads() == ()

    @pytest.mark.parametrize("deadline", [AT_TEN, AT_ELEVEN])
    def test_is_due_no_later_than_the_parent(self, deadline: datetime) -> None:
        task = nothing_yet().when(sub_task(deadline), beside(THE_WARD, parent())).subject
        assert (task.state.parent, task.state.deadline) == (PARENT, deadline)

    def test_refuses_to_outlast_the_parent(self) -> None:
        answer = nothing_yet().when(sub_task(AT_NOON), beside(THE_WARD, parent()))
        answer.refused("task.outlasts-parent", deadline=AT_ELEVEN.isoformat())

    def test_refuses_what_is_no_task_or_has_ended(self) -> None:
        nothing_yet().when(sub_task(), THE_WARD).refused("task.parent-unknown")
        nothing_yet().when(sub_task(), beside(THE_WARD, parent(CANCELLED))).refused("task.parent-closed")


class TestWhoMay:
    """The parent was given by the chairman to the ward, and passed on to its specialist."""

    def refusal(self, post: UUID, lead: Seat, *read: Noun) -> str | None:
        command = msgspec.structs.replace(sub_task(), lead=lead)
        try:
            decide(command, None, acting(post), CITY_AS_IT_IS, NOW, {task.id: task for task in read})
        except Rejection as rejection:
            return rejection.code
        return None

    @pytest.mark.parametrize("post", [CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY])
    def test_its_assigner_and_its_chain(self, post: UUID) -> None:
        above = parent(ACCEPTED, PASSED_TO_WORKER)
        assert self.refusal(post, seat_of(WARD_SPECIALIST), above) is None

    def test_nobody_else_though_they_may_assign(self) -> None:
        above = parent(ACCEPTED, PASSED_TO_WORKER)
        assert self.refusal(DIRECTOR, seat_of(DIRECTOR), above) == "access.not-your-parent"

    def test_it_has_to_exist(self) -> None:
        assert self.refusal(CHAIRMAN, WARD_DESK) == "task.parent-unknown"

    def test_and_they_must_be_allowed_to_assign(self) -> None:
        assert self.refusal(WARD_CLERK, WARD_WORKER, parent()) == "access.denied"
        assert self.refusal(WARD_CHAIRMAN, Seat(unit=BEN_THANH), parent()) == "access.denied"


class TestAnotherDeadline:
    """Of a sub-task that is due at ten, below a task that is due at eleven."""

    BELOW = assigned(parent=PARENT, deadline=AT_TEN)
    ASKED = Happened(
        e.ExtensionRequested, seat=WARD_CHAIR, deadline=AT_NOON, reason="-", author=AN, given_at=NOW
    )

    def test_asks_to_see_the_parent(self) -> None:
        below = given(Task, self.BELOW).aggregate
        assert c.ChangeDeadline(task=TASK, deadline=AT_NOON).reads(below) == (PARENT,)
        assert c.GrantExtension(task=TASK).reads(below) == (PARENT,)
        alone = given(Task, assigned()).aggregate
        assert c.ChangeDeadline(task=TASK, deadline=AT_NOON).reads(alone) == ()

    def test_changes_up_to_the_parents(self) -> None:
        past, who = given(Task, self.BELOW), beside(THE_CHAIRMAN, parent())
        change = c.ChangeDeadline(task=TASK, deadline=AT_NOON)
        past.when(change, who).refused("task.outlasts-parent")
        change = c.ChangeDeadline(task=TASK, deadline=AT_ELEVEN)
        past.when(change, who).then(moved(AT_ELEVEN, previous=AT_TEN))

    def test_by_the_platform_follows_the_parents(self) -> None:
        platform = By(actor=Actor(official=AN, policy="parent-deadline"), now=NOW, command=COMMAND)
        change = c.ChangeDeadline(task=TASK, deadline=NOW)
        given(Task, self.BELOW).when(change, platform).then(moved(NOW, previous=AT_TEN, seat=None))

    def test_is_granted_up_to_the_parents(self) -> None:
        past, who = given(Task, self.BELOW, self.ASKED), beside(THE_CHAIRMAN, parent())
        past.when(c.GrantExtension(task=TASK), who).refused("task.outlasts-parent")
        task = past.when(c.GrantExtension(task=TASK, deadline=AT_ELEVEN), who).subject
        assert task.state.deadline == AT_ELEVEN


class TestTheParentsNewDeadline:
    EARLY, LATE = named("Việc con hạn sớm"), named("Việc con hạn muộn")

    def follows(self, event: Happened) -> tuple[list[Need], list[object]]:
        cause = Cause(event=event.at(Task, PARENT, 2, BEFORE), position=2, official=AN)
        tasks = [
            OpenTask(id=id, seats=frozenset({WARD_DESK}), deadline=deadline, parent=PARENT)
            for id, deadline in ((self.EARLY, AT_TEN), (self.LATE, AT_ELEVEN))
        ]
        policies = POLICIES[event.event.TOPIC]
        work = Work(CITY_AS_IT_IS, tasks)
        drawn = [drawn for policy in policies for drawn in policy.draw(cause, work)]
        assert {consequence.actor.policy for consequence in drawn} <= {"parent-deadline"}
        return [policy.needs(cause) for policy in policies], [drawn_.command for drawn_ in drawn]

    def test_if_earlier_holds_for_sub_tasks_that_would_outlast_it(self) -> None:
        needs, commands = self.follows(moved(AT_TEN, reason="Triều lên sớm"))
        assert needs == [Need(parent=PARENT)]
        assert commands == [c.ChangeDeadline(task=self.LATE, deadline=AT_TEN, reason="Triều lên sớm")]

    def test_if_later_needs_nothing(self) -> None:
        needs, _ = self.follows(moved(AT_NOON))
        assert needs == [Need()]
