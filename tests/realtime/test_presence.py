"""Who is there is told to whoever watches, at this gateway and at others, and costs nothing otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from realtime import presence
from realtime.exchange import Alive, There, Unwanted, Wanted
from tests.realtime.phone import SILENCE, Gate, Phone, Town
from tests.realtime.world import uid

BINH, CUC = uid("binh"), uid("cuc")


@pytest.fixture
def town() -> Town:
    return Town("a")


@pytest.fixture
def two() -> Town:
    return Town("a", "b")


def test_who_watches_is_told_the_state_at_once_and_then_its_changes(town: Town) -> None:
    [gate] = town.gates
    watcher, watched = gate.phone("1", "an"), gate.phone("2", "binh")
    watcher.watch("binh", "cuc", "binh")
    assert watcher.states() == [(BINH, "idle"), (CUC, "offline")]
    watched.look()
    assert watcher.states() == []
    town.tick()
    assert watcher.states() == [(BINH, "online")]
    watched.look(subjects=[uid("task")])
    town.tick()
    assert watcher.told() == []
    gate.company.leave(watched.device, town.now)
    left = town.now
    town.tick()
    [frame] = watcher.told()
    assert frame.people == [(BINH, "offline", datetime.fromtimestamp(left, UTC))]


def test_somebody_is_online_while_one_of_their_devices_is_looked_at(town: Town) -> None:
    [gate] = town.gates
    watcher, phone, desk = gate.phone("1", "an"), gate.phone("2", "binh"), gate.phone("3", "binh")
    watcher.watch("binh")
    told = watcher.states()
    for change in (phone.look, lambda: phone.look(False), desk.look):
        change()
        town.tick()
        told += watcher.states()
    gate.company.leave(phone.device, town.now)
    town.tick()
    told += watcher.states()
    gate.company.leave(desk.device, town.now)
    town.tick()
    told += watcher.states()
    assert [state for _, state in told] == ["idle", "online", "idle", "online", "offline"]


def test_what_moves_and_moves_back_within_a_second_is_no_news(town: Town) -> None:
    [gate] = town.gates
    watcher, watched = gate.phone("1", "an"), gate.phone("2", "binh")
    watcher.watch("binh")
    watcher.told()
    watched.look()
    watched.look(False)
    town.tick()
    assert watcher.told() == []


def test_a_list_replaces_the_one_before_and_is_told_whole(town: Town) -> None:
    [gate] = town.gates
    watcher, watched = gate.phone("1", "an"), gate.phone("2", "binh")
    watcher.watch("binh", at=town.now)
    watcher.watch("cuc", at=town.now + 1)
    assert watcher.states() == [(BINH, "idle"), (CUC, "offline")]
    watched.look()
    town.tick()
    assert watcher.told() == []


def test_of_many_lists_in_a_second_the_last_counts(town: Town) -> None:
    [gate] = town.gates
    watcher = gate.phone("1", "an")
    watcher.watch("binh", at=town.now)
    watcher.watch("binh", "cuc", at=town.now + 0.1)
    watcher.watch("cuc", at=town.now + 0.2)
    assert watcher.states() == [(BINH, "offline")]
    town.tick()
    assert watcher.states() == [(CUC, "offline")]
    watcher.watch("binh", at=town.now + 0.1)
    watcher.watch("cuc", at=town.now + 1.1)
    town.tick(1.2)
    assert watcher.states() == [(CUC, "offline")]


def test_a_clock_that_is_set_back_holds_nobody_up(town: Town) -> None:
    [gate] = town.gates
    watcher = gate.phone("1", "an")
    watcher.watch("binh", at=town.now)
    town.now -= 3_600
    watcher.watch("cuc", at=town.now)
    assert watcher.states() == [(BINH, "offline"), (CUC, "offline")]


def test_a_device_without_room_is_told_later(town: Town) -> None:
    [gate] = town.gates
    watcher, watched = gate.phone("1", "an"), gate.phone("2", "binh")
    watcher.room = False
    watcher.watch("binh", "cuc")
    watched.look()
    town.tick()
    watcher.room = True
    town.tick()
    assert sorted(watcher.states()) == sorted([(BINH, "online"), (CUC, "offline")])


def test_what_is_too_much_at_once_comes_with_the_next_ticks(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "MOST", 10)
    [gate] = town.gates
    watcher = gate.phone("1", "an")
    names = [f"p{number}" for number in range(12)]
    watcher.watch(*names)
    watcher.told()
    for name in names:
        gate.phone(f"phone of {name}", name)
    counts = []
    for _ in range(4):
        town.tick()
        counts.append(len(watcher.states()))
    assert counts == [5, 5, 2, 0]


def test_who_has_gone_is_told_nothing_and_leaves_nothing_behind(town: Town) -> None:
    [gate] = town.gates
    watcher, watched = gate.phone("1", "an"), gate.phone("2", "binh")
    watcher.watch("binh", at=town.now)
    watcher.watch("cuc", at=town.now)
    watcher.told()
    gate.company.leave(watcher.device, town.now)
    watched.look()
    town.tick()
    assert watcher.told() == []
    assert not gate.company.presence._watchers


def test_nobody_is_told_of_people_whom_nobody_watches(two: Town) -> None:
    a, b = two.gates
    for number in range(100):
        b.phone(f"p{number}", f"person {number}").look()
    watched = b.phone("1", "binh")
    watched.look()
    for gate in two.gates:
        gate.company.tick(two.now + 1)
    assert [note for note in b.notes if not isinstance(note, Alive)] == []
    assert not b.company.presence._moved
    a.phone("2", "an").watch("binh", at=two.now)
    two.carry()
    watched.look(False)
    b.company.tick(two.now + 2)
    assert [note for note in b.notes if not isinstance(note, Alive)] == [There([(BINH, "idle", None)])]


def test_who_is_at_another_gateway_is_told_after_it_was_asked(two: Town) -> None:
    a, b = two.gates
    watcher, watched = a.phone("1", "an"), b.phone("2", "binh")
    watched.look()
    watcher.watch("binh", "cuc", at=two.now)
    assert watcher.told() == []
    two.tick()
    assert sorted(watcher.states()) == sorted([(BINH, "online"), (CUC, "offline")])
    watched.look(False)
    two.tick()
    two.tick()
    assert watcher.states() == [(BINH, "idle")]
    left = two.now
    b.company.leave(watched.device, left)
    two.tick()
    two.tick()
    [frame] = watcher.told()
    assert frame.people == [(BINH, "offline", datetime.fromtimestamp(left, UTC))]


def test_the_best_state_of_all_gateways_counts(two: Town) -> None:
    a, b = two.gates
    watcher, here, there = a.phone("1", "an"), a.phone("2", "binh"), b.phone("3", "binh")
    there.look()
    watcher.watch("binh", at=two.now)
    two.tick()
    assert watcher.states() == [(BINH, "online")]
    a.company.leave(here.device, two.now)
    two.tick()
    two.tick()
    assert watcher.states() == []


def test_those_asked_before_are_told_at_once(two: Town) -> None:
    a, b = two.gates
    b.phone("2", "binh").look()
    first, second = a.phone("1", "an"), a.phone("3", "dung")
    first.watch("binh", at=two.now)
    two.tick()
    second.watch("binh", at=two.now)
    assert first.states() == second.states() == [(BINH, "online")]


def test_only_what_is_new_or_over_is_asked(two: Town) -> None:
    a, _ = two.gates
    first, second = a.phone("1", "an"), a.phone("2", "dung")
    first.watch("binh", at=two.now)
    second.watch("binh", "cuc", at=two.now)
    assert a.notes == [Wanted([BINH]), Wanted([CUC])]
    two.tick()
    first.watch(at=two.now)
    assert a.notes == []
    a.company.leave(second.device, two.now)
    assert {person for note in a.notes if isinstance(note, Unwanted) for person in note.people} == {BINH, CUC}


@pytest.fixture
def seen(two: Town) -> tuple[Phone, Phone]:
    """Who watches at the first gateway, and who is watched at the second and online."""
    a, b = two.gates
    watcher, watched = a.phone("1", "an"), b.phone("2", "binh")
    watched.look()
    watcher.watch("binh", at=two.now)
    two.tick()
    assert watcher.states() == [(BINH, "online")]
    return watcher, watched


def test_a_gateway_that_goes_takes_its_people_with_it(two: Town, seen: tuple[Phone, Phone]) -> None:
    two.gates[1].company.presence.end()
    two.tick()
    assert seen[0].states() == [(BINH, "offline")]


def test_a_gateway_that_was_killed_is_forgotten(two: Town, seen: tuple[Phone, Phone]) -> None:
    a, b = two.gates
    spoke = two.now
    two.kill(b)
    two.tick(SILENCE * 2 / 3)
    assert seen[0].told() == []
    two.tick(SILENCE / 3)
    two.tick()
    [frame] = seen[0].told()
    [(person, state, at)] = frame.people
    assert (person, state) == (BINH, "offline")
    assert spoke - SILENCE / 3 <= at.timestamp() <= spoke
    assert a.company.presence.alone


def test_a_gateway_that_speaks_is_not_forgotten(two: Town, seen: tuple[Phone, Phone]) -> None:
    for _ in range(3 * int(SILENCE)):
        two.tick()
    assert seen[0].told() == []


@pytest.mark.parametrize("deaf", [0, 1], ids=["who watches", "who is watched"])
def test_what_a_gateway_did_not_hear_it_learns_anew(two: Town, seen: tuple[Phone, Phone], deaf: int) -> None:
    a, b = two.gates
    watcher, watched = seen
    watched.look(False)
    watcher.watch("binh", "cuc", at=two.now)
    b.phone("3", "cuc").look()
    for gate in two.gates:
        gate.company.tick(two.now)
        gate.notes.clear()
    watcher.told()
    two.gates[deaf].company.begin()
    two.tick()
    two.tick()
    assert dict(watcher.states()) == {BINH: "idle", CUC: "online"}
    watched.look()
    two.tick()
    two.tick()
    assert watcher.states() == [(BINH, "online")]
    assert not a.company.presence.alone


def test_a_third_gateway_is_told_of_those_it_asks_for(two: Town, seen: tuple[Phone, Phone]) -> None:
    third = Gate("c")
    two.gates.append(third)
    two.tick()
    watcher = third.phone("3", "cuc")
    watcher.watch("binh", at=two.now)
    two.tick()
    assert watcher.states() == [(BINH, "online")]
    seen[1].look(False)
    two.tick()
    two.tick()
    assert watcher.states() == seen[0].states() == [(BINH, "idle")]
