"""A post is set up, changed, handed over, given powers, and closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain import post
from domain.facts import POWERS, PostFact, Power, TouchFact
from domain.kernel import PLATFORM, Fact
from tests.domain.examples import (
    AN,
    BINH,
    CHI,
    CITY,
    SAI_GON,
    WARD_CHAIR_CREATED,
    WARD_CHAIRMAN,
)
from tests.domain.scenario import Answer, Happened, Past, by, given, nothing_yet

ADMINISTER = Power(name="administer", unit=SAI_GON)
CLOSED = Happened(post.Closed, previous=None)
GRANTED = Happened(post.PowerGranted, power=ADMINISTER)


def handed_over(
    previous: UUID | None, holder: UUID | None, reason: str | None = None, author: UUID = PLATFORM
) -> Happened:
    return Happened(post.HandedOver, previous=previous, holder=holder, reason=reason, author=author)


def chair(*events: Happened) -> Past:
    return given(post.Post, WARD_CHAIR_CREATED, *events, subject=WARD_CHAIRMAN)


def facts(answer: Answer) -> tuple[Fact, ...]:
    found: tuple[Fact, ...] = answer.subject.facts(tuple(answer.events))
    return found


def seat_of(holder: UUID | None, active: bool = True, powers: tuple[Power, ...] = ()) -> PostFact:
    return PostFact(
        subject=WARD_CHAIRMAN,
        unit=SAI_GON,
        holder=holder,
        leading=True,
        order=1,
        intake=False,
        active=active,
        powers=powers,
    )


class TestCreate:
    def test_accepted(self) -> None:
        command = post.Create(unit=SAI_GON, title="Chủ tịch UBND ", leading=True, order=1)
        made = nothing_yet().when(command).then(WARD_CHAIR_CREATED)
        assert (made.id, made.holder) == (by().id("post"), None)

    def test_without_title_refused(self) -> None:
        nothing_yet().when(post.Create(unit=SAI_GON, title="")).refused("text.empty", field="title")


class TestChange:
    command = post.Alter(post=WARD_CHAIRMAN, title="Chủ tịch", leading=True, order=1, intake=True)
    changed = Happened(post.Changed, title="Chủ tịch", leading=True, order=1, intake=True)

    def test_accepted(self) -> None:
        answer = chair(handed_over(None, AN)).when(self.command)
        assert answer.then(self.changed).intake
        assert TouchFact(subject=AN) in facts(answer), "who holds the seat may do something else now"

    def test_repeated(self) -> None:
        chair(self.changed).when(self.command).nothing()

    def test_refused_once_closed(self) -> None:
        chair(CLOSED).when(self.command).refused("post.not-active", title="Chủ tịch UBND")

    def test_without_title_refused(self) -> None:
        command = post.Alter(post=WARD_CHAIRMAN, title=" ", leading=True, order=1, intake=True)
        chair().when(command).refused("text.empty")


class TestHandOver:
    command = post.HandOver(post=WARD_CHAIRMAN, holder=BINH, reason="Quyết định 12/QĐ-UBND")

    def test_accepted(self) -> None:
        answer = chair(handed_over(None, AN)).when(self.command, by(official=CHI))
        answer.then(handed_over(AN, BINH, "Quyết định 12/QĐ-UBND", CHI))

    def test_touches_both_people(self) -> None:
        answer = chair(handed_over(None, AN)).when(self.command)
        assert facts(answer)[0] == seat_of(BINH)
        assert set(facts(answer)[1:]) == {TouchFact(subject=AN), TouchFact(subject=BINH)}

    def test_to_nobody(self) -> None:
        answer = chair(handed_over(None, AN)).when(post.HandOver(post=WARD_CHAIRMAN, holder=None))
        answer.then(handed_over(AN, None))
        assert facts(answer) == (seat_of(None), TouchFact(subject=AN))

    def test_repeated(self) -> None:
        chair(handed_over(None, BINH)).when(self.command).nothing()

    def test_an_empty_seat_to_nobody(self) -> None:
        chair().when(post.HandOver(post=WARD_CHAIRMAN, holder=None)).nothing()

    def test_refused_once_closed(self) -> None:
        chair(CLOSED).when(self.command).refused("post.not-active")

    def test_keeps_powers(self) -> None:
        answer = chair(handed_over(None, AN), GRANTED).when(self.command)
        assert facts(answer)[0] == seat_of(BINH, powers=(ADMINISTER,))


class TestClose:
    command = post.Close(post=WARD_CHAIRMAN)

    def test_accepted(self) -> None:
        answer = chair(handed_over(None, AN), GRANTED).when(self.command)
        answer.then(Happened(post.Closed, previous=AN))
        assert facts(answer) == (seat_of(None, active=False), TouchFact(subject=AN))

    def test_repeated(self) -> None:
        chair(CLOSED).when(self.command).nothing()


class TestPowers:
    grant = post.Grant(post=WARD_CHAIRMAN, power="administer", unit=SAI_GON)
    revoke = post.Revoke(post=WARD_CHAIRMAN, power="administer", unit=SAI_GON)
    revoked = Happened(post.PowerRevoked, power=ADMINISTER)

    def test_granted(self) -> None:
        answer = chair(handed_over(None, AN)).when(self.grant)
        answer.then(GRANTED)
        assert facts(answer) == (seat_of(AN, powers=(ADMINISTER,)), TouchFact(subject=AN))

    def test_granted_again(self) -> None:
        chair(GRANTED).when(self.grant).nothing()

    def test_revoked(self) -> None:
        answer = chair(handed_over(None, AN), GRANTED).when(self.revoke)
        answer.then(self.revoked)
        assert facts(answer) == (seat_of(AN), TouchFact(subject=AN))

    def test_revoked_again(self) -> None:
        chair(GRANTED, self.revoked).when(self.revoke).nothing()

    def test_revoking_one_keeps_the_same_over_another_unit(self) -> None:
        city = Happened(post.PowerGranted, power=Power(name="administer", unit=CITY))
        after = chair(GRANTED, city).when(self.revoke).then(self.revoked)
        assert after.powers == (Power(name="administer", unit=CITY),)

    @pytest.mark.parametrize("command", [post.Grant, post.Revoke])
    def test_unknown_power_refused(self, command: Any) -> None:
        unknown = command(post=WARD_CHAIRMAN, power="fly", unit=SAI_GON)
        chair().when(unknown).refused("power.unknown", power="fly", powers=", ".join(POWERS))

    @pytest.mark.parametrize("command", [grant, revoke])
    def test_refused_once_closed(self, command: Any) -> None:
        chair(CLOSED).when(command).refused("post.not-active")
