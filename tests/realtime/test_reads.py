"""Read positions that wait to be written: they only grow, are given back, and have bounds."""

from __future__ import annotations

from uuid import UUID

from realtime import reads
from realtime.reads import Reads
from tests.realtime.world import uid

AN, BINH, CHANNEL, OTHER = uid("an"), uid("binh"), uid("channel"), uid("other")


def test_numbers_only_grow() -> None:
    found = Reads()
    assert [found.add(AN, [(CHANNEL, number)]) for number in (7, 9, 8, 9)] == [
        [(CHANNEL, 7)],
        [(CHANNEL, 9)],
        [],
        [],
    ]
    assert found.take() == [(AN, CHANNEL, 9)]


def test_what_was_taken_is_known_until_it_is_kept() -> None:
    found = Reads()
    found.add(AN, [(CHANNEL, 7), (OTHER, 2)])
    found.take()
    found.add(AN, [(CHANNEL, 9)])
    assert sorted(found.of(AN)) == sorted([(CHANNEL, 9), (OTHER, 2)])
    found.kept()
    assert found.of(AN) == [(CHANNEL, 9)]
    assert found.take() == [(AN, CHANNEL, 9)]
    found.kept()
    assert (found.of(AN), found.take()) == ([], [])


def test_what_could_not_be_kept_waits_again() -> None:
    found = Reads()
    found.add(AN, [(CHANNEL, 7), (OTHER, 2)])
    found.take()
    found.add(AN, [(CHANNEL, 9)])
    found.add(BINH, [(CHANNEL, 1)])
    found.failed()
    assert found.take() == sorted([(AN, CHANNEL, 9), (AN, OTHER, 2), (BINH, CHANNEL, 1)])


def test_nobody_fills_the_room_of_all() -> None:
    found = Reads()
    found.add(AN, [(UUID(int=number), 1) for number in range(reads.EACH + 3)])
    assert found.add(BINH, [(CHANNEL, 1)]) == [(CHANNEL, 1)]
    assert (len(found.of(AN)), len(found.of(BINH)), found.lost) == (reads.EACH, 1, 3)
    assert found.add(AN, [(UUID(int=0), 2)])
    assert (UUID(int=0), 2) in found.of(AN)


def test_all_together_have_a_bound() -> None:
    found = Reads()
    people = [UUID(int=person) for person in range(reads.ALL // reads.EACH + 1)]
    for person in people:
        found.add(person, [(UUID(int=number), 1) for number in range(reads.EACH)])
    assert found.lost == reads.EACH
    assert found.of(people[-1]) == []
    written = 0
    while taken := found.take():
        assert len(taken) < reads.BATCH + reads.EACH
        written += len(taken)
        found.kept()
    assert written == reads.ALL
    assert found.add(people[-1], [(CHANNEL, 1)])
    assert found.of(people[-1]) == [(CHANNEL, 1)]


def test_room_is_counted_right_over_failures() -> None:
    found = Reads()
    for _ in range(3):
        found.add(AN, [(UUID(int=number), 1) for number in range(10)])
        found.take()
        found.add(AN, [(UUID(int=number), 2) for number in range(5)])
        found.failed()
    assert found._count == 10
