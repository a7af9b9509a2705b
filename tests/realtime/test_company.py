"""How far one has read is told to one's other devices, here and at other gateways."""

from __future__ import annotations

from realtime import protocol
from realtime.company import FRAME, Company, frames
from realtime.exchange import AnyNote
from tests.realtime.phone import SILENCE, Phone, Town
from tests.realtime.world import uid

AN, CHANNEL, OTHER = uid("an"), uid("channel"), uid("other")
NOW = 1_000.0


def company() -> Company:
    notes: list[AnyNote] = []
    return Company(notes.append, SILENCE)


def test_what_is_read_is_told_to_the_persons_other_devices_only() -> None:
    here = company()
    mine, other, stranger = (Phone(here, *each) for each in (("1", "an"), ("2", "an"), ("3", "binh")))
    here.read(mine.device, [(CHANNEL, 7)])
    assert mine.told() == stranger.told() == []
    assert other.told() == [protocol.Reads([(CHANNEL, 7)])]
    here.read(mine.device, [(CHANNEL, 6), (OTHER, 1)])
    assert other.told() == [protocol.Reads([(OTHER, 1)])]


def test_a_device_without_room_is_told_once_it_has_some() -> None:
    here = company()
    mine, slow = Phone(here, "1", "an"), Phone(here, "2", "an")
    slow.room = False
    here.read(mine.device, [(CHANNEL, 7)])
    here.tick(NOW)
    slow.room = True
    here.read(mine.device, [(CHANNEL, 9), (OTHER, 1)])
    assert slow.told() == []
    here.tick(NOW)
    assert slow.told() == [protocol.Reads([(CHANNEL, 9), (OTHER, 1)])]
    here.tick(NOW)
    assert slow.told() == []


def test_who_is_gone_is_not_told() -> None:
    here = company()
    mine, gone = Phone(here, "1", "an"), Phone(here, "2", "an")
    gone.room = False
    here.read(mine.device, [(CHANNEL, 7)])
    here.leave(gone.device, NOW)
    gone.room = True
    here.read(mine.device, [(CHANNEL, 8)])
    here.tick(NOW)
    assert gone.told() == []


def test_what_was_kept_is_told_at_other_gateways() -> None:
    town = Town("a", "b")
    a, b = town.gates
    mine, other = a.phone("1", "an"), b.phone("2", "an")
    a.company.kept([(AN, CHANNEL, 7)])
    town.carry()
    assert (mine.told(), other.told()) == ([], [protocol.Reads([(CHANNEL, 7)])])


def test_a_gateway_that_was_not_heard_for_a_while_may_have_said_something() -> None:
    town = Town("a", "b")
    a, b = town.gates
    a.company.missed = b.company.missed = False
    a.company.begin()
    town.carry()
    assert (a.company.missed, b.company.missed) == (True, True)


def test_a_gateway_alone_says_nothing_of_reads() -> None:
    town = Town("a")
    [alone] = town.gates
    alone.company.kept([(AN, CHANNEL, 7)])
    assert alone.notes == []


def test_many_read_positions_come_in_pieces_and_the_stamp_at_the_end() -> None:
    reads = [(CHANNEL, number) for number in range(FRAME + 1)]
    first, last = frames(reads, "now")
    assert (len(first.reads), first.stamp, last.reads, last.stamp) == (FRAME, None, [reads[-1]], "now")
    assert list(frames([], "now")) == []
