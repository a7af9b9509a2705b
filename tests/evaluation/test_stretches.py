"""Stretches of a task become the pieces of work that its seats, and those who sat in them, had in hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.evaluation.stretches import Holding, Stretch, by_official, held
from domain.evaluation.judged import Judged
from domain.evaluation.period import HERE
from tests.domain.examples import AN, BINH, CHI, SAI_GON, WARD_CHAIRMAN, WARD_SPECIALIST, named

TASK = named("Nhiệm vụ")
DESK, LEADER, WORKER = SAI_GON, WARD_CHAIRMAN, WARD_SPECIALIST


def day(number: int) -> datetime:
    return datetime(2025, 7, 1, 8, tzinfo=HERE) + timedelta(days=number - 1)


def stretch(since: int, status: str, seat: UUID = WORKER, **more: Any) -> Stretch:
    fields: dict[str, Any] = {
        "urgency": "normal",
        "source": "",
        "weight": 100,
        "due": day(20),
        "given_at": None,
        "completed_at": None,
        "coordinating": (),
    }
    return Stretch(task=TASK, since=day(since), status=status, seat=seat, **(fields | more))


def spans(*stretches: Stretch) -> list[tuple[UUID, int, int | None]]:
    """Which seat had it from which day until which."""

    def number(moment: datetime | None) -> int | None:
        return (moment - day(1)).days + 1 if moment else None

    return [
        (each.seat, number(each.work.since) or 0, number(each.work.until)) for each in held(list(stretches))
    ]


class TestHeld:
    def test_each_seat_while_it_has_the_task(self) -> None:
        found = spans(
            stretch(1, "assigned", DESK),
            stretch(2, "accepted", DESK),
            stretch(3, "assigned"),
            stretch(4, "in-progress"),
        )
        assert found == [(DESK, 1, 3), (WORKER, 3, None)]

    def test_nobody_while_it_was_declined_or_is_suspended(self) -> None:
        found = spans(stretch(1, "assigned"), stretch(2, "declined"), stretch(5, "assigned", LEADER))
        assert found == [(WORKER, 1, 2), (LEADER, 5, None)]
        assert spans(stretch(1, "accepted"), stretch(2, "suspended")) == [(WORKER, 1, 2)]
        resumed = spans(stretch(1, "accepted"), stretch(2, "suspended"), stretch(6, "accepted"))
        assert resumed == [(WORKER, 1, 2), (WORKER, 6, None)]

    def test_what_was_cancelled_is_nobodys_work(self) -> None:
        assert spans(stretch(1, "accepted"), stretch(9, "cancelled")) == []
        assert spans() == []

    def test_how_it_stood_at_the_end_counts(self) -> None:
        done = stretch(9, "completed", given_at=day(8), completed_at=day(9), due=day(22), weight=250)
        work = next(held([stretch(1, "accepted"), stretch(8, "submitted", given_at=day(8)), done])).work
        assert (work.completed_at, work.given_at, work.due) == (day(9), day(8), day(22))
        assert (work.weight, work.part, work.since, work.until) == (250, "lead", day(1), None)

    def test_coordinating_seats_have_a_part_from_the_beginning(self) -> None:
        both = [stretch(1, "assigned"), stretch(2, "returned", coordinating=(LEADER, DESK))]
        parts = [(each.seat, each.work.part, each.work.since, each.returned) for each in held(both)][1:]
        assert parts == [(seat, "coordinating", day(1), (day(2),)) for seat in (LEADER, DESK)]

    def test_each_return_is_that_of_who_had_it(self) -> None:
        found = held(
            [
                stretch(1, "submitted"),
                stretch(2, "returned"),
                stretch(3, "returned", due=day(25)),
                stretch(4, "submitted"),
                stretch(5, "returned"),
                stretch(6, "assigned", LEADER),
                stretch(8, "returned", LEADER),
            ]
        )
        assert [each.returned for each in found] == [(day(2), day(5)), (day(8),)]


def of(people: dict[UUID, list[Holding]], *stretches: Stretch) -> list[tuple[UUID, Judged]]:
    return list(by_official(held(list(stretches)), people))


class TestByOfficial:
    def test_whoever_sat_there_while_they_did(self) -> None:
        people = {WORKER: [Holding(CHI, day(-30), day(10)), Holding(BINH, day(12), None)]}
        found = of(
            people, stretch(1, "accepted"), stretch(5, "returned"), stretch(14, "returned", due=day(30))
        )
        assert [(who, work.since, work.until, work.returns) for who, work in found] == [
            (CHI, day(1), day(10), 1),
            (BINH, day(12), None, 0),
        ]

    def test_what_was_done_before_they_came_is_not_theirs(self) -> None:
        people = {WORKER: [Holding(CHI, day(-30), day(10)), Holding(BINH, day(10), None)]}
        done = stretch(9, "completed", given_at=day(8), completed_at=day(9))
        assert [who for who, _ in of(people, stretch(1, "accepted"), done)] == [CHI]

    def test_a_seat_that_nobody_holds_is_nobodys(self) -> None:
        assert of({LEADER: [Holding(AN, day(1), None)]}, stretch(1, "accepted")) == []
