"""What follows from a directive: a task for each unit, and what becomes of the directive becomes of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.access import POLICY_COMMANDS
from domain.catalog import POLICIES
from domain.directive import events as e
from domain.directive.directive import Directive
from domain.kernel import Actor, By, Seat
from domain.organisation import Organisation
from domain.policies import Cause, Consequence, Need, OpenTask, Work
from domain.task import commands as c
from tests.domain.examples import (
    AN,
    AT_ELEVEN,
    BEN_THANH,
    CHAIRMAN,
    CITY_CHAIR,
    DIRECTIVE_CLOSED,
    FLOOD,
    FLOOD_FORM,
    RECALLED,
    SAI_GON,
    issued,
)
from tests.domain.scenario import BEFORE, NOW, Happened

SAI_GONS, BEN_THANHS = c.task_of(FLOOD, SAI_GON), c.task_of(FLOOD, BEN_THANH)
OPEN = tuple(
    OpenTask(id=task, seats=frozenset({Seat(unit=unit)}), deadline=AT_ELEVEN, directive=FLOOD)
    for task, unit in ((SAI_GONS, SAI_GON), (BEN_THANHS, BEN_THANH))
)


def cause(event: Happened) -> Cause:
    return Cause(event=event.at(Directive, FLOOD, 3, BEFORE), position=9, official=AN, post=CHAIRMAN)


def drawn(event: Happened, *tasks: OpenTask) -> list[Consequence]:
    work = Work(organisation=Organisation(), tasks=tasks)
    return [
        consequence
        for policy in POLICIES[event.event.TOPIC]
        for consequence in policy.draw(cause(event), work)
    ]


def commands(event: Happened, *tasks: OpenTask) -> list[Any]:
    return [consequence.command for consequence in drawn(event, *tasks)]


def order(unit: UUID) -> c.Assign:
    return c.Assign(
        title="Ứng phó triều cường",
        description="Báo cáo số hộ bị ngập trước 11 giờ.",
        lead=Seat(unit=unit),
        urgency="flash",
        deadline=AT_ELEVEN,
        assigner=CITY_CHAIR,
        directive=FLOOD,
        form=FLOOD_FORM,
    )


ADDED = Happened(
    e.UnitsAdded,
    units=(BEN_THANH,),
    title="Ứng phó triều cường",
    text="Báo cáo số hộ bị ngập trước 11 giờ.",
    form=FLOOD_FORM,
    deadline=AT_ELEVEN,
    urgency="flash",
    issuer=CITY_CHAIR,
    source=None,
)
MOVED = Happened(e.DeadlineChanged, previous=AT_ELEVEN, deadline=NOW, reason="Triều lên sớm", author=AN)


def chased(*units: UUID) -> Happened:
    return Happened(e.Chased, text="Khẩn trương!", units=units, author=AN)


def test_issued_gives_each_unit_a_task_with_the_form() -> None:
    assert commands(issued()) == [order(SAI_GON), order(BEN_THANH)]


def test_added_units_get_theirs() -> None:
    assert commands(ADDED) == [order(BEN_THANH)]


def test_a_task_is_the_units_and_the_issuers_whoever_acted() -> None:
    consequence = drawn(ADDED)[0]
    by = By(actor=consequence.actor, now=NOW, command=consequence.id)
    task = order(BEN_THANH).create(by)
    assert task.id == BEN_THANHS
    assert (task.state.assigner, task.state.creator) == (CITY_CHAIR, AN)
    assert consequence.actor == Actor(official=AN, post=CHAIRMAN, policy="directive-assign")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (MOVED, lambda task: c.ChangeDeadline(task=task, deadline=NOW, reason="Triều lên sớm")),
        (RECALLED, lambda task: c.Cancel(task=task, reason="Triều đã rút")),
        (DIRECTIVE_CLOSED, lambda task: c.Complete(task=task)),
        (chased(SAI_GON, BEN_THANH), lambda task: c.Chase(task=task, text="Khẩn trương!")),
    ],
)
def test_what_becomes_of_it_becomes_of_its_open_tasks(event: Happened, expected: Any) -> None:
    assert commands(event, *OPEN) == [expected(SAI_GONS), expected(BEN_THANHS)]
    assert [policy.needs(cause(event)) for policy in POLICIES[event.event.TOPIC]] == [Need(directive=FLOOD)]


def test_only_the_named_units_are_chased() -> None:
    assert commands(chased(BEN_THANH), *OPEN) == [c.Chase(task=BEN_THANHS, text="Khẩn trương!")]


def test_a_recall_still_has_a_reason_once_its_author_was_erased() -> None:
    erased = Happened(e.Recalled, reason="", author=AN)
    assert [command.reason for command in commands(erased, OPEN[0])] != [""]


def test_the_same_event_draws_the_same_commands() -> None:
    assert drawn(issued()) == drawn(issued())
    assert len({consequence.id for consequence in drawn(issued())}) == 2


@pytest.mark.parametrize("event", [issued(), ADDED, MOVED, RECALLED, DIRECTIVE_CLOSED, chased(SAI_GON)])
def test_each_policy_may_do_what_it_draws(event: Happened) -> None:
    for consequence in drawn(event, *OPEN):
        assert consequence.actor.policy is not None
        assert consequence.command.name in POLICY_COMMANDS[consequence.actor.policy]
