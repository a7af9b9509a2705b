"""A delegation lends powers in writing and for a time, and may be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from domain import delegation
from domain.facts import DelegationFact, TouchFact
from tests.domain.examples import CHAIRMAN, CHIEF_OF_OFFICE, named
from tests.domain.scenario import NOW, Happened, Past, by, given, nothing_yet

LENT = named("TUQ. 15/UQ-UBND")
GIVEN = Happened(
    delegation.Created,
    giver=CHAIRMAN,
    receiver=CHIEF_OF_OFFICE,
    powers=("issue-directive",),
    start=NOW,
    end=NOW + timedelta(days=30),
    paper="15/UQ-UBND",
)
BEGUN = Happened(delegation.Begun)
ENDED = Happened(delegation.Ended)
REVOKED = Happened(delegation.Revoked)


def lent(*events: Happened) -> Past:
    return given(delegation.Delegation, GIVEN, *events, subject=LENT)


def give(**changes: Any) -> delegation.Give:
    command = delegation.Give(
        giver=CHAIRMAN,
        receiver=CHIEF_OF_OFFICE,
        powers=("issue-directive", "issue-directive"),
        start=NOW,
        end=NOW + timedelta(days=30),
        paper="15/UQ-UBND ",
    )
    return msgspec.structs.replace(command, **changes)


def fact(subject: Any, *, revoked: bool = False, in_force: bool = False) -> DelegationFact:
    return DelegationFact(
        subject=subject,
        giver=CHAIRMAN,
        receiver=CHIEF_OF_OFFICE,
        powers=("issue-directive",),
        start=NOW,
        end=NOW + timedelta(days=30),
        revoked=revoked,
        in_force=in_force,
    )


class TestGive:
    def test_accepted(self) -> None:
        answer = nothing_yet().when(give())
        made = answer.then(GIVEN, BEGUN)
        assert made.facts(tuple(answer.events)) == (
            fact(by().id("delegation"), in_force=True),
            TouchFact(subject=CHIEF_OF_OFFICE),
        )

    def test_one_that_starts_later_is_not_yet_in_force(self) -> None:
        later = NOW + timedelta(days=1)
        given_today = Happened(delegation.Created, **{**GIVEN.fields, "start": later})
        made = nothing_yet().when(give(start=later)).then(given_today)
        assert not made.in_force

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"receiver": CHAIRMAN}, "delegation.to-itself"),
            ({"powers": ()}, "delegation.no-powers"),
            ({"powers": ("administer",)}, "power.unknown"),
            ({"end": NOW}, "delegation.ends-before-start"),
            ({"start": NOW - timedelta(days=2), "end": NOW - timedelta(days=1)}, "delegation.over"),
            ({"start": datetime(2025, 7, 7)}, "text.no-timezone"),
            ({"paper": " "}, "text.empty"),
        ],
    )
    def test_refused(self, changes: dict[str, Any], code: str) -> None:
        nothing_yet().when(give(**changes)).refused(code)


class TestRevoke:
    command = delegation.Revoke(delegation=LENT)

    def test_accepted(self) -> None:
        answer = lent(BEGUN).when(self.command)
        after = answer.then(REVOKED)
        assert after.facts(tuple(answer.events)) == (
            fact(LENT, revoked=True),
            TouchFact(subject=CHIEF_OF_OFFICE),
        )

    def test_repeated(self) -> None:
        lent(REVOKED).when(self.command).nothing()


class TestFollowDates:
    command = delegation.FollowDates(delegation=LENT)
    start, end = NOW, NOW + timedelta(days=30)
    moment = timedelta(microseconds=1)

    def test_begins_at_its_start(self) -> None:
        lent().when(self.command, by(now=self.start - self.moment)).nothing()
        assert lent().when(self.command, by(now=self.start)).then(BEGUN).in_force

    def test_ends_after_its_end(self) -> None:
        lent(BEGUN).when(self.command, by(now=self.end)).nothing()
        after = lent(BEGUN).when(self.command, by(now=self.end + self.moment)).then(ENDED)
        assert not after.in_force

    def test_repeated(self) -> None:
        lent(BEGUN).when(self.command).nothing()
        lent(BEGUN, ENDED).when(self.command, by(now=self.end + self.moment)).nothing()

    def test_what_was_over_before_anybody_looked_never_begins(self) -> None:
        lent().when(self.command, by(now=self.end + self.moment)).nothing()

    def test_what_was_revoked_never_begins(self) -> None:
        lent(REVOKED).when(self.command).nothing()
        lent(BEGUN, REVOKED).when(self.command).nothing()

    @pytest.mark.parametrize(
        ("now", "revoked", "in_force", "due"),
        [
            (NOW - timedelta(days=1), False, False, False),
            (NOW, False, False, True),
            (NOW, False, True, False),
            (NOW, True, False, False),
            (NOW + timedelta(days=31), False, True, True),
            (NOW + timedelta(days=31), False, False, False),
        ],
    )
    def test_due(self, now: datetime, revoked: bool, in_force: bool, due: bool) -> None:
        assert fact(LENT, revoked=revoked, in_force=in_force).due(now) is due


class TestRemind:
    due, end = NOW + timedelta(days=27), NOW + timedelta(days=30)
    command = delegation.Remind(delegation=LENT, due=due)
    REMINDED = Happened(delegation.Reminded, due=due)

    def test_once_from_its_moment_to_the_end(self) -> None:
        early, late = self.due - timedelta(seconds=1), self.end + timedelta(seconds=1)
        for now in (early, late):
            lent(BEGUN).when(self.command, by(now=now)).nothing()
        for now in (self.due, self.end):
            assert lent(BEGUN).when(self.command, by(now=now)).then(self.REMINDED).in_force
        lent(BEGUN, self.REMINDED).when(self.command, by(now=self.end)).nothing()

    def test_not_of_one_that_is_not_in_force(self) -> None:
        lent(BEGUN, REVOKED).when(self.command, by(now=self.due)).nothing()
        lent(BEGUN, ENDED).when(self.command, by(now=self.due)).nothing()
