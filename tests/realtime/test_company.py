"""How far one has read, and who is there: told to one's other devices, and to whoever watches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from realtime import protocol
from realtime.company import Company, Device
from tests.realtime.world import uid

NOW = 1_000.0


class Phone:
    """A device that keeps what it is told."""

    def __init__(self, company: Company, name: str, person: str) -> None:
        self.frames: list[Any] = []
        self.device = Device(uid(name), uid(person), self.frames.append)
        company.join(self.device)

    def told(self) -> list[Any]:
        frames, self.frames[:] = list(self.frames), []
        return frames


def states(frames: list[Any]) -> list[tuple[UUID, str]]:
    return [(person, state) for frame in frames for person, state, _ in frame.people]


def test_what_is_read_is_told_to_the_persons_other_devices_only() -> None:
    company = Company()
    mine, other, stranger = (Phone(company, *each) for each in (("1", "an"), ("2", "an"), ("3", "binh")))
    company.read(mine.device, [(uid("channel"), 7)])
    assert mine.told() == stranger.told() == []
    assert other.told() == [protocol.Reads([(uid("channel"), 7)])]


def test_numbers_only_grow_until_they_are_taken() -> None:
    company = Company()
    phone = Phone(company, "1", "an")
    for number in (7, 9, 8):
        company.read(phone.device, [(uid("channel"), number)])
    key = (uid("an"), uid("channel"))
    numbers, _, _ = company.take()
    assert numbers == {key: 9}
    assert company.take()[0] == {}
    company.read(phone.device, [(uid("channel"), 10)])
    company.give_back(numbers)
    assert company.take()[0] == {key: 10}


def test_who_watches_is_told_the_state_at_once_and_then_its_changes() -> None:
    company = Company()
    watcher, watched = Phone(company, "1", "an"), Phone(company, "2", "binh")
    company.watch(watcher.device, [uid("binh"), uid("cuc")])
    assert states(watcher.told()) == [(uid("binh"), "idle"), (uid("cuc"), "offline")]
    company.see(watched.device, True, [])
    company.tick()
    assert states(watcher.told()) == [(uid("binh"), "online")]
    company.see(watched.device, True, [uid("task")])
    company.tick()
    assert watcher.told() == []
    company.leave(watched.device, NOW)
    company.tick()
    [frame] = watcher.told()
    assert frame.people[0][:2] == (uid("binh"), "offline")
    assert frame.people[0][2].timestamp() == NOW


def test_who_is_watched_no_longer_is_not_told_of() -> None:
    company = Company()
    watcher, watched = Phone(company, "1", "an"), Phone(company, "2", "binh")
    company.watch(watcher.device, [uid("binh")])
    company.watch(watcher.device, [])
    watcher.told()
    company.see(watched.device, True, [])
    company.tick()
    assert watcher.told() == []
    company.leave(watcher.device, NOW)
    company.see(watched.device, False, [])
    company.tick()


def test_the_last_sight_of_a_device_is_kept_and_a_gone_one_forgotten() -> None:
    company = Company()
    phone = Phone(company, "1", "an")
    company.see(phone.device, False, [])
    company.see(phone.device, True, [uid("task")])
    assert company.looking() == [phone.device]
    _, sights, gone = company.take()
    assert ([(s.looking, s.subjects) for s in sights], gone) == ([(True, (uid("task"),))], set())
    company.leave(phone.device, NOW)
    assert company.take()[1:] == ([], {phone.device.id})
