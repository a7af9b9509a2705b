"""The organisation folded from facts: where people stand, and which changes of the tree it refuses."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain import post, unit
from domain.facts import PostFact, TouchFact, UnitFact
from domain.kernel import Change, Fact, Rejection
from domain.organisation import Organisation, scopes
from tests.domain.examples import (
    AN,
    BEN_NGHE,
    BEN_THANH,
    BINH,
    CITY,
    DISTRICT_1,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_SPECIALIST,
    named,
)
from tests.domain.scenario import by


def place(subject: UUID, parent: UUID | None, *successors: UUID, active: bool | None = None) -> UnitFact:
    here = not successors if active is None else active
    return UnitFact(subject=subject, parent=parent, active=here, successors=successors)


def seat(subject: UUID, unit: UUID, holder: UUID | None, **changes: Any) -> PostFact:
    facts = {"leading": False, "order": 0, "intake": False, "active": True, **changes}
    return PostFact(subject=subject, unit=unit, holder=holder, **facts)


def organisation(*facts: Fact) -> Organisation:
    folded = Organisation()
    for position, fact in enumerate(facts, start=1):
        folded.apply(position, [fact])
    return folded


CITY_WITH_WARDS = (
    place(CITY, None),
    place(DISTRICT_1, CITY),
    place(BEN_NGHE, DISTRICT_1),
    place(BEN_THANH, DISTRICT_1),
    place(SAI_GON, CITY),
)


class TestWhereOneStands:
    def test_a_leader_holds_seat_unit_and_desk(self) -> None:
        city = organisation(*CITY_WITH_WARDS, seat(WARD_CHAIRMAN, SAI_GON, AN, leading=True))
        held = {"all", f"user:{AN}", f"post:{WARD_CHAIRMAN}", f"unit:{SAI_GON}", f"desk:{SAI_GON}"}
        assert scopes(AN, city) == held

    def test_a_specialist_holds_no_desk(self) -> None:
        city = organisation(*CITY_WITH_WARDS, seat(WARD_SPECIALIST, SAI_GON, BINH))
        assert f"desk:{SAI_GON}" not in scopes(BINH, city)
        assert not city.on_desk(WARD_SPECIALIST, SAI_GON)

    def test_an_intake_clerk_sits_on_the_desk(self) -> None:
        city = organisation(*CITY_WITH_WARDS, seat(WARD_SPECIALIST, SAI_GON, BINH, intake=True))
        assert f"desk:{SAI_GON}" in scopes(BINH, city)
        assert city.on_desk(WARD_SPECIALIST, SAI_GON)

    def test_a_handed_over_seat_is_lost(self) -> None:
        before = seat(WARD_CHAIRMAN, SAI_GON, AN, leading=True)
        after = seat(WARD_CHAIRMAN, SAI_GON, BINH, leading=True)
        city = organisation(*CITY_WITH_WARDS, before, after)
        assert scopes(AN, city) == {"all", f"user:{AN}"}
        assert f"post:{WARD_CHAIRMAN}" in scopes(BINH, city)

    def test_a_closed_seat_is_lost(self) -> None:
        closed = seat(WARD_CHAIRMAN, SAI_GON, None, leading=True, active=False)
        city = organisation(*CITY_WITH_WARDS, seat(WARD_CHAIRMAN, SAI_GON, AN, leading=True), closed)
        assert scopes(AN, city) == {"all", f"user:{AN}"}
        assert city.seats_in(SAI_GON) == frozenset()
        assert not city.on_desk(WARD_CHAIRMAN, SAI_GON)

    def test_a_successor_holds_what_was_merged_into_it_however_long_ago(self) -> None:
        city = organisation(
            *CITY_WITH_WARDS,
            seat(WARD_CHAIRMAN, SAI_GON, AN, leading=True),
            place(BEN_NGHE, DISTRICT_1, BEN_THANH),
            place(BEN_THANH, DISTRICT_1, SAI_GON),
        )
        for old in (BEN_NGHE, BEN_THANH, SAI_GON):
            assert {f"unit:{old}", f"desk:{old}"} <= scopes(AN, city)
            assert city.on_desk(WARD_CHAIRMAN, old)
            assert city.successor(old) == SAI_GON


class TestWhatTheTreeRefuses:
    @pytest.mark.parametrize("below", [DISTRICT_1, BEN_NGHE])
    def test_a_circle(self, below: UUID) -> None:
        with pytest.raises(Rejection, match=r"unit\.cycle"):
            organisation(*CITY_WITH_WARDS).check_move(DISTRICT_1, below)

    def test_a_parent_that_does_not_exist(self) -> None:
        with pytest.raises(Rejection, match=r"unit\.unknown"):
            organisation(*CITY_WITH_WARDS).check_move(SAI_GON, named("nowhere"))

    def test_a_parent_that_has_ended(self) -> None:
        city = organisation(*CITY_WITH_WARDS, place(DISTRICT_1, CITY, active=False))
        with pytest.raises(Rejection, match=r"unit\.not-active"):
            city.check_move(SAI_GON, DISTRICT_1)

    def test_a_successor_that_has_ended(self) -> None:
        city = organisation(*CITY_WITH_WARDS, place(BEN_THANH, DISTRICT_1, SAI_GON))
        with pytest.raises(Rejection, match=r"unit\.not-active"):
            city.check_successors(BEN_NGHE, [SAI_GON, BEN_THANH])

    def test_a_successor_inside_what_ends(self) -> None:
        with pytest.raises(Rejection, match=r"unit\.cycle"):
            organisation(*CITY_WITH_WARDS).check_successors(DISTRICT_1, [BEN_NGHE])

    def test_closing_what_is_not_empty(self) -> None:
        city = organisation(*CITY_WITH_WARDS, seat(WARD_CHAIRMAN, DISTRICT_1, None))
        with pytest.raises(Rejection) as refused:
            city.check_empty(DISTRICT_1)
        assert (refused.value.params["posts"], refused.value.params["units"]) == (1, 2)

    def test_closing_over_what_an_ended_unit_still_contains(self) -> None:
        ended = place(BEN_NGHE, DISTRICT_1, SAI_GON)
        city = organisation(*CITY_WITH_WARDS, ended, seat(WARD_CHAIRMAN, BEN_NGHE, None))
        with pytest.raises(Rejection, match=r"unit\.not-empty") as refused:
            city.check_empty(DISTRICT_1)
        assert refused.value.params["posts"] == 1

    def test_what_is_in_order(self) -> None:
        city = organisation(*CITY_WITH_WARDS, place(BEN_NGHE, DISTRICT_1, SAI_GON))
        city.check_move(BEN_THANH, SAI_GON)
        city.check_successors(BEN_THANH, [SAI_GON])
        city.check_empty(BEN_NGHE)
        city.check_empty(SAI_GON)


class TestVersions:
    def test_any_fact_moves_its_subject(self) -> None:
        city = organisation(place(CITY, None), TouchFact(subject=AN))
        assert (city.version(CITY), city.version(AN), city.version(BINH)) == (1, 2, 0)
        assert city.position == 2

    def test_facts_may_come_in_any_order(self) -> None:
        late = Organisation()
        late.apply(9, [TouchFact(subject=WARD_CHAIRMAN), seat(WARD_CHAIRMAN, SAI_GON, BINH)])
        late.apply(5, [seat(WARD_CHAIRMAN, SAI_GON, AN)])
        late.apply(3, [place(SAI_GON, None)])
        assert late.posts_of(BINH) == {WARD_CHAIRMAN}
        assert late.posts_of(AN) == frozenset()
        assert (late.version(WARD_CHAIRMAN), late.units[SAI_GON].active) == (9, True)


PEOPLE = tuple(named(f"person {number}") for number in range(5))
pick = st.integers(min_value=0, max_value=1_000_000)


class Reorganising(RuleBasedStateMachine):
    """Any sequence of creations, moves, mergers, splits, closings and hand-overs, by the real aggregates."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = count()
        self.position = 0
        self.organisation = Organisation()
        self.units: dict[UUID, unit.Unit] = {}
        self.posts: dict[UUID, post.Post] = {}
        self.facts: dict[tuple[UUID, type[Fact]], tuple[int, Fact]] = {}

    def record(self, subject: Any) -> None:
        events = tuple(subject.collect_events())
        facts = subject.facts(events)
        self.position += len(events)
        self.organisation.apply(self.position, facts)
        self.facts.update({(fact.subject, type(fact)): (self.position, fact) for fact in facts})

    def change(self, subject: Any, command: Change[Any]) -> None:
        match command:
            case unit.Move():
                self.organisation.check_move(command.unit, command.parent)
            case unit.Merge():
                self.organisation.check_successors(command.unit, [command.into])
            case unit.Divide():
                self.organisation.check_successors(command.unit, command.into)
            case unit.Close():
                self.organisation.check_empty(command.unit)
        command.execute(subject, by())
        self.record(subject)

    def attempt(self, subject: Any, command: Change[Any]) -> None:
        try:
            self.change(subject, command)
        except Rejection as refusal:
            assert refusal.code.startswith(("unit.", "post."))  # noqa: PT017
            assert not subject.pending_events

    def some_unit(self, number: int) -> unit.Unit:
        return list(self.units.values())[number % len(self.units)]

    @initialize()
    def top(self) -> None:
        self.create_unit(None)

    def create_unit(self, parent: UUID | None) -> None:
        command = unit.Create(full_name="Đơn vị", short_name="ĐV", code="H29", kind="ward", parent=parent)
        made = command.create(by(command=named(f"unit {next(self.ids)}")))
        self.units[made.id] = made
        self.record(made)

    @precondition(lambda self: len(self.units) < 12)
    @rule(number=pick)
    def found(self, number: int) -> None:
        parent = self.some_unit(number)
        if self.organisation.units[parent.id].active:
            self.create_unit(parent.id)

    @rule(number=pick, leading=st.booleans(), intake=st.booleans(), person=st.sampled_from(PEOPLE))
    def seat(self, number: int, leading: bool, intake: bool, person: UUID) -> None:
        here = self.some_unit(number).id
        made = post.Create(unit=here, title="Ghế", leading=leading, intake=intake).create(
            by(command=named(f"post {next(self.ids)}"))
        )
        self.posts[made.id] = made
        self.record(made)
        self.change(made, post.HandOver(post=made.id, holder=person))

    @precondition(lambda self: self.posts)
    @rule(number=pick, person=st.sampled_from((*PEOPLE, None)))
    def hand_over(self, number: int, person: UUID | None) -> None:
        subject = list(self.posts.values())[number % len(self.posts)]
        self.attempt(subject, post.HandOver(post=subject.id, holder=person))

    @precondition(lambda self: self.posts)
    @rule(number=pick)
    def close_post(self, number: int) -> None:
        subject = list(self.posts.values())[number % len(self.posts)]
        self.attempt(subject, post.Close(post=subject.id))

    @rule(number=pick, other=pick)
    def move(self, number: int, other: int) -> None:
        subject = self.some_unit(number)
        self.attempt(subject, unit.Move(unit=subject.id, parent=self.some_unit(other).id))

    @rule(number=pick, other=pick)
    def merge(self, number: int, other: int) -> None:
        subject = self.some_unit(number)
        self.attempt(subject, unit.Merge(unit=subject.id, into=self.some_unit(other).id))

    @rule(number=pick, others=st.lists(pick, min_size=2, max_size=3))
    def split(self, number: int, others: list[int]) -> None:
        subject = self.some_unit(number)
        into = tuple(self.some_unit(other).id for other in others)
        self.attempt(subject, unit.Divide(unit=subject.id, into=into))

    @rule(number=pick)
    def close(self, number: int) -> None:
        subject = self.some_unit(number)
        self.attempt(subject, unit.Close(unit=subject.id))

    @invariant()
    def nothing_contains_itself(self) -> None:
        for subject in self.units.values():
            seen, at = set(), subject.parent
            while at is not None:
                assert at != subject.id
                assert at not in seen
                seen.add(at)
                at = self.units[at].parent

    @invariant()
    def an_ended_unit_leads_to_one_that_lives_or_to_none(self) -> None:
        for subject in self.units.values():
            heir = self.units[self.organisation.successor(subject.id)]
            assert not heir.successors

    @invariant()
    def everybody_holds_what_a_naive_reading_gives_them(self) -> None:
        for person in PEOPLE:
            assert scopes(person, self.organisation) == self.naive(person)

    def naive(self, person: UUID) -> set[str]:
        held = {"all", f"user:{person}"}
        for seat in self.posts.values():
            if not seat.active or seat.holder != person:
                continue
            held.add(f"post:{seat.id}")
            for old in self.units.values():
                if old.id == seat.unit or self.became(old, seat.unit):
                    held.add(f"unit:{old.id}")
                    if seat.leading or seat.intake:
                        held.add(f"desk:{old.id}")
        return held

    def became(self, old: unit.Unit, new: UUID) -> bool:
        return any(heir == new or self.became(self.units[heir], new) for heir in old.successors)

    @invariant()
    def folding_the_last_facts_in_any_order_gives_the_same(self) -> None:
        last = list(self.facts.values())
        random.Random(self.position).shuffle(last)
        again = Organisation()
        for position, fact in last:
            again.apply(position, [fact])
        assert (again.units, again.posts) == (self.organisation.units, self.organisation.posts)
        for person in PEOPLE:
            assert scopes(person, again) == scopes(person, self.organisation)
            assert again.version(person) == self.organisation.version(person)
        for here in self.units:
            assert (
                set(again.descendants(here)) == set(self.organisation.descendants(here)) == self.below(here)
            )

    def below(self, here: UUID) -> set[UUID]:
        def parents(at: UUID | None) -> Iterable[UUID]:
            while at is not None:
                yield at
                at = self.units[at].parent

        return {inner for inner in self.units if here in parents(inner)}


Reorganising.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestReorganising = Reorganising.TestCase
