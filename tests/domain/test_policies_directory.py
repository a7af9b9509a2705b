"""What follows from mergers, splits, closings, hand-overs and leaving: nothing is left to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from domain import official, post, unit
from domain.catalog import POLICIES
from domain.channel.commands import Remove
from domain.facts import MemberFact
from domain.hand_over import Record
from domain.kernel import PLATFORM, Command, Event, Fact, Seat, event_id
from domain.organisation import Organisation
from domain.policies import Cause, Consequence, Need, OpenTask, Work, directory
from domain.task.commands import Reassign
from tests.domain.examples import (
    AN,
    AT_ELEVEN,
    BEN_NGHE,
    BEN_THANH,
    BINH,
    CHAIRMAN,
    CITY,
    CITY_CHAIR,
    DISTRICT_1,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_CLERK,
    WARD_SPECIALIST,
    named,
)
from tests.domain.scenario import BEFORE, Happened
from tests.domain.test_organisation import CITY_WITH_WARDS, organisation, place, seat

FLOOD = named("Báo cáo số hộ bị ngập")
DRAINS = named("Nạo vét cống")
OLD_DESK = Seat(unit=BEN_NGHE)
OLD_CLERK = Seat(unit=BEN_NGHE, post=WARD_CLERK)
NEW_DESK = Seat(unit=SAI_GON)


def draw(
    noun: type[Any], event: Happened, subject: UUID, city: Organisation, *tasks: OpenTask
) -> list[Consequence]:
    """What all policies of the event draw from it, but for the record."""
    return [each for each in drawn_of(noun, event, subject, city, *tasks) if each.actor.policy != "hand-over"]


def drawn_of(
    noun: type[Any], event: Happened, subject: UUID, city: Organisation, *tasks: OpenTask
) -> list[Consequence]:
    """What all policies of the event draw from it."""
    recorded = event.at(noun, subject, 7, BEFORE)
    cause = Cause(event=recorded, position=70, official=AN, post=CHAIRMAN)
    work = Work(organisation=city, tasks=tasks)
    return [drawn for policy in POLICIES[event.event.TOPIC] for drawn in policy.draw(cause, work)]


def commands(consequences: Sequence[Consequence]) -> list[Command[Any]]:
    return [consequence.command for consequence in consequences]


def needs(event: Event) -> list[Need]:
    others = [policy for policy in POLICIES[type(event).TOPIC] if policy.name != "hand-over"]
    return [policy.needs(Cause(event=event, position=1)) for policy in others]


def open_task(subject: UUID, *seats: Seat) -> OpenTask:
    return OpenTask(id=subject, seats=frozenset(seats), deadline=AT_ELEVEN)


MERGED = Happened(unit.Merged, into=SAI_GON)
AFTER_MERGER: tuple[Fact, ...] = (
    *CITY_WITH_WARDS,
    seat(WARD_CLERK, BEN_NGHE, BINH, intake=True),
    place(named("Khu phố 1"), BEN_NGHE),
    place(named("Khu phố cũ"), BEN_NGHE, active=False),
    place(BEN_NGHE, DISTRICT_1, SAI_GON),
)


class TestMerger:
    def test_work_sub_units_and_seats(self) -> None:
        drawn = draw(
            unit.Unit,
            MERGED,
            BEN_NGHE,
            organisation(*AFTER_MERGER),
            open_task(FLOOD, CITY_CHAIR, OLD_DESK, OLD_CLERK),
        )
        assert commands(drawn) == [
            Reassign(task=FLOOD, lead=NEW_DESK, replaces=OLD_DESK),
            Reassign(task=FLOOD, lead=NEW_DESK, replaces=OLD_CLERK),
            unit.Move(unit=named("Khu phố 1"), parent=SAI_GON),
            post.Close(post=WARD_CLERK),
        ]

    def test_asks_for_the_work_of_the_unit(self) -> None:
        assert needs(MERGED.at(unit.Unit, BEN_NGHE, 7, BEFORE)) == [Need(units=(BEN_NGHE,))]

    def test_what_follows_names_the_rule_and_who_caused_it(self) -> None:
        (drawn,) = draw(
            unit.Unit,
            MERGED,
            BEN_NGHE,
            organisation(*CITY_WITH_WARDS, place(BEN_NGHE, DISTRICT_1, SAI_GON)),
            open_task(FLOOD, OLD_DESK),
        )
        assert (drawn.actor.official, drawn.actor.post, drawn.actor.policy) == (AN, CHAIRMAN, "merger")
        assert drawn.id == uuid5(event_id(BEN_NGHE, 7), f"merger:{FLOOD}:desk:{BEN_NGHE}")

    def test_drawn_again_it_is_the_same_and_each_has_its_own_id(self) -> None:
        task = open_task(FLOOD, OLD_DESK, OLD_CLERK)
        once = draw(unit.Unit, MERGED, BEN_NGHE, organisation(*AFTER_MERGER), task)
        again = draw(unit.Unit, MERGED, BEN_NGHE, organisation(*AFTER_MERGER), task)
        assert once == again
        assert len({drawn.id for drawn in once}) == len(once) == 4

    def test_a_successor_merged_meanwhile_passes_it_on(self) -> None:
        city = organisation(*AFTER_MERGER, place(SAI_GON, CITY, BEN_THANH))
        drawn = commands(draw(unit.Unit, MERGED, BEN_NGHE, city, open_task(FLOOD, OLD_DESK)))
        assert drawn[0] == Reassign(task=FLOOD, lead=Seat(unit=BEN_THANH), replaces=OLD_DESK)
        assert drawn[1] == unit.Move(unit=named("Khu phố 1"), parent=BEN_THANH)


class TestSplit:
    def test_everything_goes_to_the_first_to_be_sorted(self) -> None:
        city = organisation(*AFTER_MERGER[:-1], place(BEN_NGHE, DISTRICT_1, BEN_THANH, SAI_GON))
        event = Happened(unit.Split, into=(BEN_THANH, SAI_GON))
        assert commands(draw(unit.Unit, event, BEN_NGHE, city, open_task(FLOOD, OLD_DESK))) == [
            Reassign(task=FLOOD, lead=Seat(unit=BEN_THANH), replaces=OLD_DESK),
            unit.Move(unit=named("Khu phố 1"), parent=BEN_THANH),
            post.Close(post=WARD_CLERK),
        ]


class TestClosing:
    closed = Happened(unit.Closed)

    def test_work_rises_to_the_unit_above(self) -> None:
        city = organisation(*CITY_WITH_WARDS, place(BEN_NGHE, DISTRICT_1, active=False))
        (drawn,) = commands(draw(unit.Unit, self.closed, BEN_NGHE, city, open_task(FLOOD, OLD_DESK)))
        assert drawn == Reassign(task=FLOOD, lead=Seat(unit=DISTRICT_1), replaces=OLD_DESK)

    def test_above_the_top_there_is_nobody(self) -> None:
        city = organisation(place(CITY, None, active=False))
        assert draw(unit.Unit, self.closed, CITY, city, open_task(FLOOD, Seat(unit=CITY))) == []


def handed_over(holder: UUID | None) -> Happened:
    return Happened(post.HandedOver, previous=BINH, holder=holder, reason=None, author=PLATFORM)


class TestSeats:
    chair = Seat(unit=SAI_GON, post=WARD_CHAIRMAN)

    @pytest.mark.parametrize(
        ("event", "fact"),
        [
            (handed_over(None), seat(WARD_CHAIRMAN, SAI_GON, None)),
            (Happened(post.Closed, previous=BINH), seat(WARD_CHAIRMAN, SAI_GON, None, active=False)),
        ],
    )
    def test_work_of_an_empty_seat_goes_to_its_units_desk(self, event: Happened, fact: Fact) -> None:
        city = organisation(*CITY_WITH_WARDS, fact)
        other = open_task(DRAINS, Seat(unit=SAI_GON, post=WARD_SPECIALIST))
        drawn = draw(post.Post, event, WARD_CHAIRMAN, city, open_task(FLOOD, self.chair), other)
        assert commands(drawn) == [Reassign(task=FLOOD, lead=NEW_DESK, replaces=self.chair)]

    def test_of_a_seat_in_a_merged_unit_to_the_successors_desk(self) -> None:
        fact = seat(WARD_CLERK, BEN_NGHE, None, active=False)
        city = organisation(*CITY_WITH_WARDS, fact, place(BEN_NGHE, DISTRICT_1, SAI_GON))
        event = Happened(post.Closed, previous=BINH)
        (drawn,) = commands(draw(post.Post, event, WARD_CLERK, city, open_task(FLOOD, OLD_CLERK)))
        assert drawn == Reassign(task=FLOOD, lead=NEW_DESK, replaces=OLD_CLERK)

    def test_a_seat_with_a_new_holder_keeps_its_work(self) -> None:
        city = organisation(*CITY_WITH_WARDS, seat(WARD_CHAIRMAN, SAI_GON, AN))
        drawn = draw(post.Post, handed_over(AN), WARD_CHAIRMAN, city, open_task(FLOOD, self.chair))
        assert drawn == []

    def test_a_seat_filled_meanwhile_keeps_its_work(self) -> None:
        city = organisation(*CITY_WITH_WARDS, seat(WARD_CHAIRMAN, SAI_GON, AN))
        drawn = draw(post.Post, handed_over(None), WARD_CHAIRMAN, city, open_task(FLOOD, self.chair))
        assert drawn == []

    def test_asks_for_the_work_of_an_empty_seat_only(self) -> None:
        empty, filled = (handed_over(to).at(post.Post, WARD_CHAIRMAN, 3, BEFORE) for to in (None, AN))
        assert needs(empty) == [Need(posts=(WARD_CHAIRMAN,)), Need(desks=(WARD_CHAIRMAN,))]
        assert needs(filled) == [Need(), Need()]

    def test_what_a_desk_gave_goes_up_once_nobody_is_on_it_and_what_it_was_given_stays(self) -> None:
        desk, above = Seat(unit=SAI_GON), seat(CHAIRMAN, CITY, AN, leading=True)
        alone = (*CITY_WITH_WARDS, above, seat(WARD_CHAIRMAN, SAI_GON, None, leading=True))
        gave = msgspec.structs.replace(open_task(FLOOD, desk), assigner=desk)
        got = msgspec.structs.replace(open_task(FLOOD, desk), assigner=CITY_CHAIR)
        event = (post.Post, handed_over(None), WARD_CHAIRMAN)
        up = Reassign(task=FLOOD, lead=Seat(unit=CITY), replaces=desk)
        assert commands(draw(*event, organisation(*alone), gave)) == [up]
        assert commands(draw(*event, organisation(*alone), got)) == []
        with_clerk = organisation(*alone, seat(WARD_CLERK, SAI_GON, BINH, intake=True))
        assert commands(draw(*event, with_clerk, gave)) == []


class TestRecord:
    """What moved is written down before it moves."""

    FACTS: tuple[Fact, ...] = (
        *CITY_WITH_WARDS,
        seat(WARD_CLERK, BEN_NGHE, AN, intake=True),
    )

    def _recorded(self, noun: type[Any], event: Happened, subject: UUID, *tasks: OpenTask) -> list[Record]:
        drawn = drawn_of(noun, event, subject, organisation(*self.FACTS), *tasks)
        first, *others = drawn or [None]
        assert all(not isinstance(each.command, Record) for each in others if each)
        return [first.command] if first and isinstance(first.command, Record) else []

    def test_from_one_to_the_next(self) -> None:
        late = msgspec.structs.replace(open_task(DRAINS, OLD_CLERK), deadline=AT_ELEVEN + timedelta(days=1))
        elsewhere = open_task(named("Khác"), CITY_CHAIR, OLD_DESK)
        [record] = self._recorded(
            post.Post, handed_over(AN), WARD_CLERK, late, open_task(FLOOD, OLD_CLERK, CITY_CHAIR), elsewhere
        )
        assert (record.kind, record.seat, record.position) == ("seat", OLD_CLERK, 70)
        assert (record.previous, record.holder, record.desk) == (BINH, AN, None)
        assert record.tasks == (FLOOD, DRAINS), "what is due first comes first"

    def test_a_seat_that_had_nothing_is_handed_over_all_the_same(self) -> None:
        assert self._recorded(post.Post, handed_over(AN), WARD_CLERK)

    def test_nothing_is_written_of_a_seat_that_was_nobodys(self) -> None:
        event = Happened(post.HandedOver, previous=None, holder=AN, reason=None, author=PLATFORM)
        cause = Cause(event=event.at(post.Post, WARD_CLERK, 7, BEFORE), position=70)
        assert directory.RECORD.needs(cause) == Need()
        assert not self._recorded(post.Post, event, WARD_CLERK)

    def test_of_a_unit_that_ends_all_that_was_in_it_if_anything_was(self) -> None:
        assert not self._recorded(unit.Unit, MERGED, BEN_NGHE)
        [record] = self._recorded(unit.Unit, MERGED, BEN_NGHE, open_task(FLOOD, OLD_DESK))
        assert (record.kind, record.seat, record.desk) == ("merger", OLD_DESK, SAI_GON)
        assert record.tasks == (FLOOD,)

    def test_of_a_closed_seat_to_the_desk(self) -> None:
        closed = Happened(post.Closed, previous=BINH)
        assert not self._recorded(post.Post, closed, WARD_CLERK)
        [record] = self._recorded(post.Post, closed, WARD_CLERK, open_task(FLOOD, OLD_CLERK))
        assert (record.kind, record.previous, record.holder) == ("closing", BINH, None)
        assert record.desk == BEN_NGHE


def test_the_seats_of_a_leaver_become_empty() -> None:
    facts = [seat(subject, SAI_GON, BINH) for subject in (WARD_CLERK, WARD_CHAIRMAN)]
    city = organisation(*CITY_WITH_WARDS, *facts, seat(WARD_SPECIALIST, SAI_GON, AN))
    drawn = commands(draw(official.Official, Happened(official.Left), BINH, city))
    assert drawn == [post.HandOver(post=seat, holder=None) for seat in sorted((WARD_CLERK, WARD_CHAIRMAN))]


def test_a_leaver_is_taken_out_of_their_channels() -> None:
    floods, drains = sorted((named("kênh chống ngập"), named("kênh nạo vét")))
    facts = [
        MemberFact(subject=named(f"{who} {at}"), channel=at, official=who, moderator=False, active=stays)
        for who, at, stays in ((BINH, floods, True), (BINH, drains, True), (AN, floods, True))
    ]
    left = MemberFact(subject=named("-"), channel=named("-"), official=BINH, moderator=False, active=False)
    city = organisation(*CITY_WITH_WARDS, *facts, left)
    assert commands(draw(official.Official, Happened(official.Left), BINH, city)) == [
        Remove(channel=floods, official=BINH),
        Remove(channel=drains, official=BINH),
    ]
