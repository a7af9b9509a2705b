"""What devices look at, until it is written: the last state, renewed while it stays, then forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from realtime.device import Device
from realtime.sights import RENEWED, Sights
from tests.realtime.world import uid

AT = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def sights() -> Sights:
    return Sights()


def device(looking: bool = True) -> Device:
    made = Device(uid("phone"), uid("an"), lambda _: True)
    made.looking = looking
    return made


def leave(sights: Sights, phone: Device) -> None:
    phone.here = False
    sights.left(phone)


def test_a_device_is_written_once_it_looks_and_when_it_looks_away(sights: Sights) -> None:
    phone = device(looking=False)
    sights.changed(phone)
    assert sights.take(0.0) == []
    phone.looking = True
    sights.changed(phone)
    assert sights.take(0.0) == [phone]
    sights.written([phone], AT)
    assert sights.take(1.0) == []
    phone.looking = False
    sights.changed(phone)
    assert sights.take(2.0) == [phone]
    assert sights.take(RENEWED * 2) == []


def test_it_is_renewed_while_it_stays(sights: Sights) -> None:
    phone = device()
    sights.changed(phone)
    taken = [len(sights.take(at)) for at in (0.0, RENEWED - 1, RENEWED, RENEWED + 1, RENEWED * 2)]
    assert taken == [1, 0, 1, 0, 1]


def test_it_is_forgotten_as_of_when_it_was_written(sights: Sights) -> None:
    phone = device()
    sights.changed(phone)
    sights.written(sights.take(0.0), AT)
    leave(sights, phone)
    assert sights.take_gone() == {phone.id: AT}
    assert (sights.take_gone(), sights.take(RENEWED)) == ({}, [])
    sights.not_gone({phone.id: AT})
    assert sights.take_gone() == {phone.id: AT}


def test_what_was_never_written_needs_no_forgetting(sights: Sights) -> None:
    phone = device()
    sights.changed(phone)
    leave(sights, phone)
    assert (sights.take(0.0), sights.take_gone()) == ([], {})


def test_who_goes_while_it_is_being_written_is_forgotten_as_well(sights: Sights) -> None:
    phone = device()
    sights.changed(phone)
    taken = sights.take(0.0)
    leave(sights, phone)
    sights.written(taken, AT)
    assert sights.take_gone() == {phone.id: AT}


def test_what_could_not_be_written_is_tried_again(sights: Sights) -> None:
    phone = device()
    sights.changed(phone)
    sights.failed(sights.take(0.0))
    assert sights.take(1.0) == [phone]
    sights.failed([phone])
    leave(sights, phone)
    assert sights.take(2.0) == []


def test_the_old_connection_of_a_device_that_came_back_takes_nothing_away(sights: Sights) -> None:
    old, new = device(), device()
    sights.changed(old)
    sights.written(sights.take(0.0), AT)
    sights.changed(new)
    leave(sights, old)
    assert sights.take(1.0) == [new]
    sights.written([new], LATER)
    assert sights.take_gone() == {old.id: AT}
    assert sights.take(RENEWED + 1) == [new]
