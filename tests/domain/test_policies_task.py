"""A task that comes to a seat where nobody is goes on to a desk."""

from __future__ import annotations

import pytest

from domain.catalog import POLICIES
from domain.facts import UnitFact
from domain.kernel import Seat
from domain.organisation import Organisation
from domain.policies import Cause, Work
from domain.task import events as e
from domain.task.commands import Reassign
from domain.task.task import Task
from tests.domain.city import OLD_POST, VACANT, WARD_TEAM, city
from tests.domain.examples import (
    AN,
    BEN_NGHE,
    BINH,
    CITY_CHAIR,
    SAI_GON,
    TASK,
    WARD_CHAIR,
    WARD_DESK,
    WARD_WORKER,
    assigned,
)
from tests.domain.scenario import BEFORE, Happened

EMPTY, CLOSED, MERGED = (
    Seat(unit=SAI_GON, post=VACANT),
    Seat(unit=SAI_GON, post=OLD_POST),
    Seat(unit=BEN_NGHE),
)


def drawn(event: Happened, organisation: Organisation) -> list[object]:
    cause = Cause(event=event.at(Task, TASK, 2, BEFORE), position=2, official=AN)
    work = Work(organisation=organisation)
    return [
        consequence.command
        for policy in POLICIES[event.event.TOPIC]
        for consequence in policy.draw(cause, work)
    ]


def passed_to(seat: Seat) -> Happened:
    return Happened(e.SubAssigned, seat=WARD_CHAIR, to=seat, remark=None, author=BINH)


def reopened(*seats: Seat) -> Happened:
    return Happened(e.Reopened, seat=CITY_CHAIR, seats=seats, reason="-", author=AN)


@pytest.mark.parametrize("seat", [EMPTY, CLOSED, MERGED])
def test_goes_on_to_the_desk_of_the_unit_or_its_successor(seat: Seat) -> None:
    expected = [Reassign(task=TASK, lead=WARD_DESK, replaces=seat)]
    assert drawn(assigned(lead=seat), city()) == expected
    assert drawn(passed_to(seat), city()) == expected
    assert drawn(reopened(CITY_CHAIR, seat, WARD_WORKER), city()) == expected


@pytest.mark.parametrize("seat", [WARD_DESK, WARD_WORKER, CITY_CHAIR])
def test_stays_where_somebody_is(seat: Seat) -> None:
    assert drawn(assigned(lead=seat), city()) == []
    assert drawn(reopened(seat), city()) == []


def test_the_heir_of_a_closed_unit_is_what_contained_it() -> None:
    closed = UnitFact(subject=WARD_TEAM, parent=SAI_GON, active=False)
    assert city(closed).heir(WARD_TEAM) == SAI_GON
    assert city().heir(BEN_NGHE) == SAI_GON
    assert drawn(assigned(lead=Seat(unit=WARD_TEAM)), city(closed)) == [
        Reassign(task=TASK, lead=WARD_DESK, replaces=Seat(unit=WARD_TEAM))
    ]


def test_passing_on_comes_to_an_end() -> None:
    to_the_desk = Happened(
        e.Reassigned,
        seat=None,
        previous=EMPTY,
        lead=WARD_DESK,
        chain=(WARD_DESK,),
        succession=True,
        reason=None,
        author=AN,
    )
    assert drawn(to_the_desk, city()) == []
