"""An absence has dates and stand-ins, begins and ends by events, and may be changed and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from domain import absence
from domain.facts import AbsenceFact, StandIn, TouchFact
from tests.domain.examples import AN, BINH, CHAIRMAN, CHIEF_OF_OFFICE, DIRECTOR, named
from tests.domain.scenario import NOW, Happened, Past, by, given, nothing_yet

AWAY = named("Nghỉ phép tháng 7")
BY_CHIEF = (StandIn(stand_in=CHIEF_OF_OFFICE),)
BY_DIRECTOR = (StandIn(stand_in=DIRECTOR, post=CHAIRMAN),)
DATES = {"start": NOW, "end": NOW + timedelta(days=5)}
DECLARED = Happened(
    absence.Created, official=AN, stand_ins=BY_CHIEF, **DATES, kind="leave", note="Về quê", author=BINH
)
BEGUN = Happened(absence.Begun)
ENDED = Happened(absence.Ended)
CANCELLED = Happened(absence.Cancelled)
MOMENT = timedelta(microseconds=1)


def away(*events: Happened) -> Past:
    return given(absence.Absence, DECLARED, *events, subject=AWAY)


def declare(**changes: Any) -> absence.Declare:
    command = absence.Declare(official=AN, stand_ins=BY_CHIEF, **DATES, kind="leave", note="Về quê ")
    return msgspec.structs.replace(command, **changes)


def fact(subject: Any, **changes: Any) -> AbsenceFact:
    fields = {"official": AN, "stand_ins": BY_CHIEF, **DATES, **changes}
    return AbsenceFact(subject=subject, **fields)


class TestDeclare:
    def test_accepted(self) -> None:
        answer = nothing_yet().when(declare(), by(BINH))
        made = answer.then(DECLARED, BEGUN)
        assert made.facts(tuple(answer.events)) == (
            fact(by().id("absence"), in_force=True),
            TouchFact(subject=CHIEF_OF_OFFICE),
        )

    def test_one_that_starts_later_is_not_yet_in_force(self) -> None:
        later = NOW + timedelta(days=1)
        told = Happened(absence.Created, **{**DECLARED.fields, "start": later})
        assert not nothing_yet().when(declare(start=later), by(BINH)).then(told).in_force

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"end": NOW}, "absence.ends-before-start"),
            ({"start": NOW - timedelta(days=2), "end": NOW - timedelta(days=1)}, "absence.over"),
            ({"start": datetime(2025, 7, 7)}, "text.no-timezone"),
            ({"stand_ins": BY_CHIEF * 2}, "absence.named-twice"),
            ({"stand_ins": tuple(StandIn(stand_in=AN, post=named(str(n))) for n in range(21))},
             "absence.too-many"),
        ],
    )  # fmt: skip
    def test_refused(self, changes: dict[str, Any], code: str) -> None:
        nothing_yet().when(declare(**changes)).refused(code)


class TestAlter:
    longer = NOW + timedelta(days=9)
    command = absence.Alter(absence=AWAY, start=NOW, end=longer, stand_ins=BY_DIRECTOR)
    changed = Happened(absence.Changed, start=NOW, end=longer, stand_ins=BY_DIRECTOR)

    def test_accepted(self) -> None:
        answer = away(BEGUN).when(self.command)
        after = answer.then(self.changed)
        assert after.facts(tuple(answer.events)) == (
            fact(AWAY, end=self.longer, stand_ins=BY_DIRECTOR, in_force=True),
            TouchFact(subject=DIRECTOR),
            TouchFact(subject=CHIEF_OF_OFFICE),
        )

    def test_one_put_off_to_later_ends_for_now(self) -> None:
        later = msgspec.structs.replace(self.command, start=NOW + timedelta(days=1))
        put_off = Happened(absence.Changed, start=later.start, end=later.end, stand_ins=BY_DIRECTOR)
        away(BEGUN).when(later).then(put_off, ENDED)

    def test_repeated(self) -> None:
        away(BEGUN, self.changed).when(self.command).nothing()

    def test_refused(self) -> None:
        away(BEGUN, CANCELLED).when(self.command).refused("absence.over")
        away(BEGUN).when(self.command, by(now=NOW + timedelta(days=6))).refused("absence.over")
        short = msgspec.structs.replace(self.command, end=NOW)
        away(BEGUN).when(short).refused("absence.ends-before-start")


class TestCancel:
    command = absence.Cancel(absence=AWAY)

    def test_accepted_before_and_while_it_lasts(self) -> None:
        away().when(self.command, by(now=NOW - timedelta(days=1))).then(CANCELLED)
        answer = away(BEGUN).when(self.command)
        after = answer.then(CANCELLED)
        assert after.facts(tuple(answer.events))[0] == fact(AWAY, cancelled=True)

    def test_repeated(self) -> None:
        away(BEGUN, CANCELLED).when(self.command).nothing()

    def test_refused_once_it_is_over(self) -> None:
        away(BEGUN, ENDED).when(self.command, by(now=NOW + timedelta(days=6))).refused("absence.over")


class TestFollowDates:
    command = absence.FollowDates(absence=AWAY)
    start, end = DATES["start"], DATES["end"]

    def test_begins_at_its_start(self) -> None:
        away().when(self.command, by(now=self.start - MOMENT)).nothing()
        assert away().when(self.command, by(now=self.start)).then(BEGUN).in_force

    def test_ends_after_its_end(self) -> None:
        away(BEGUN).when(self.command, by(now=self.end)).nothing()
        assert not away(BEGUN).when(self.command, by(now=self.end + MOMENT)).then(ENDED).in_force

    def test_repeated(self) -> None:
        away(BEGUN).when(self.command).nothing()
        away(BEGUN, ENDED).when(self.command, by(now=self.end + MOMENT)).nothing()

    def test_what_was_cancelled_never_begins(self) -> None:
        away(CANCELLED).when(self.command).nothing()

    @pytest.mark.parametrize(
        ("now", "changes", "due"),
        [
            (NOW - timedelta(days=1), {}, False),
            (NOW, {}, True),
            (NOW, {"in_force": True}, False),
            (NOW, {"cancelled": True}, False),
            (NOW + timedelta(days=6), {"in_force": True}, True),
            (NOW + timedelta(days=6), {}, False),
        ],
    )
    def test_due(self, now: datetime, changes: dict[str, Any], due: bool) -> None:
        assert fact(AWAY, **changes).due(now) is due


def test_a_stand_in_named_for_a_seat_goes_before_the_one_for_all() -> None:
    both = fact(AWAY, stand_ins=(*BY_CHIEF, *BY_DIRECTOR))
    assert both.stand_in(CHAIRMAN) == DIRECTOR
    assert both.stand_in(named("another seat")) == CHIEF_OF_OFFICE
    assert fact(AWAY, stand_ins=BY_DIRECTOR).stand_in(named("another seat")) is None
