"""A delegation lends powers in writing and for a time, and may be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from domain import delegation
from domain.organisation import DelegationFact, TouchFact
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


def fact(subject: Any, revoked: bool) -> DelegationFact:
    return DelegationFact(
        subject=subject,
        giver=CHAIRMAN,
        receiver=CHIEF_OF_OFFICE,
        powers=("issue-directive",),
        start=NOW,
        end=NOW + timedelta(days=30),
        revoked=revoked,
    )


class TestGive:
    def test_accepted(self) -> None:
        answer = nothing_yet().when(give())
        made = answer.then(GIVEN)
        assert made.facts(tuple(answer.events)) == (
            fact(by().id("delegation"), revoked=False),
            TouchFact(subject=CHIEF_OF_OFFICE),
        )

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
        answer = lent().when(self.command)
        after = answer.then(REVOKED)
        assert after.facts(tuple(answer.events)) == (
            fact(LENT, revoked=True),
            TouchFact(subject=CHIEF_OF_OFFICE),
        )

    def test_repeated(self) -> None:
        lent(REVOKED).when(self.command).nothing()
