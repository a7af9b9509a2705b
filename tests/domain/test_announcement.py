"""An announcement: issued to everybody in many units, corrected, withdrawn, and people reminded of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.announcement import commands as c
from domain.announcement import events as e
from domain.announcement.announcement import Announcement
from domain.announcement.state import audience, tally_audience
from domain.file import Created as FileStored
from domain.file import File
from domain.kernel import Noun, desk_scope, post_scope, unit_scope
from tests.domain.examples import (
    AN,
    AT_ELEVEN,
    BEN_NGHE,
    BEN_THANH,
    BINH,
    CHAIRMAN,
    CITY,
    CITY_CHAIR,
    SAI_GON,
    THE_CHAIRMAN,
    WITHDRAWN,
    announced,
    corrected,
    named,
)
from tests.domain.scenario import NOW, SUBJECT, Happened, by, given, nothing_yet

PAPER = named("Lịch trực.pdf")


def issue(**changed: Any) -> c.Issue:
    fields: dict[str, Any] = {
        "title": "Lịch trực phòng chống triều cường",
        "text": "Trực 24/24 từ ngày 8 đến ngày 10.",
        "units": (SAI_GON, BEN_THANH),
        "urgency": "urgent",
        "acknowledge_by": AT_ELEVEN,
    }
    return c.Issue(**(fields | changed))


def correct(**changed: Any) -> c.Correct:
    fields: dict[str, Any] = {
        "announcement": SUBJECT,
        "title": "Lịch trực phòng chống triều cường",
        "text": "Trực 24/24 từ ngày 8 đến ngày 12.",
    }
    return c.Correct(**(fields | changed))


def many(count: int) -> tuple[UUID, ...]:
    return tuple(named(f"Xã {number}") for number in range(count))


def paper(owner: UUID) -> Noun:
    fields = {"name": "Lịch trực.pdf", "size": 2048, "media_type": "application/pdf", "digest": "0" * 64}
    unseen = dict.fromkeys(("width", "height", "duration_ms"))
    stored = Happened(FileStored, owner=owner, thumbnail=False, **fields, **unseen)
    aggregate: Noun = given(File, stored, subject=PAPER).aggregate
    return aggregate


class TestIssue:
    def test_tells_all_units_at_once(self) -> None:
        state = nothing_yet().when(issue(), THE_CHAIRMAN).then(announced()).state
        assert (state.status, state.edition, state.counts_from, state.written_by) == ("issued", 1, 1, AN)

    def test_names_each_unit_once_and_up_to_a_thousand(self) -> None:
        twice = issue(units=(SAI_GON, BEN_THANH, SAI_GON))
        nothing_yet().when(twice, THE_CHAIRMAN).then(announced())
        nothing_yet().when(issue(units=many(1000)), THE_CHAIRMAN).then(announced(units=many(1000)))

    def test_may_be_for_information_only(self) -> None:
        plain = issue(acknowledge=False, acknowledge_by=None)
        nothing_yet().when(plain, THE_CHAIRMAN).then(announced(acknowledge=False, acknowledge_by=None))

    def test_comes_with_files_of_its_author(self) -> None:
        command = issue(attachments=(PAPER, PAPER))
        assert command.reads() == (PAPER,)
        own = by(AN, CITY_CHAIR, reading=[paper(AN)])
        nothing_yet().when(command, own).then(announced(attachments=(PAPER,)))
        others = by(AN, CITY_CHAIR, reading=[paper(BINH)])
        nothing_yet().when(command, others).refused("file.not-found", file=str(PAPER))
        nothing_yet().when(command, THE_CHAIRMAN).refused("file.not-found")

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"units": ()}, "announcement.no-units"),
            ({"units": many(1001)}, "announcement.too-many-units"),
            ({"acknowledge_by": NOW}, "announcement.past"),
            ({"acknowledge_by": NOW.replace(tzinfo=None)}, "text.no-timezone"),
            ({"acknowledge": False}, "announcement.no-acknowledgement"),
            ({"title": ""}, "text.empty"),
            ({"title": "x" * 501}, "text.too-long"),
            ({"text": " "}, "text.empty"),
            ({"attachments": many(21)}, "announcement.too-many-files"),
        ],
    )
    def test_refuses(self, wrong: dict[str, Any], code: str) -> None:
        nothing_yet().when(issue(**wrong), THE_CHAIRMAN).refused(code)


class TestCorrect:
    def test_says_it_otherwise_as_another_edition(self) -> None:
        state = given(Announcement, announced()).when(correct(), THE_CHAIRMAN).then(corrected()).state
        assert (state.edition, state.counts_from, state.corrected_at) == (2, 1, NOW)

    def test_may_ask_for_acknowledgement_again(self) -> None:
        command = correct(again=True)
        state = given(Announcement, announced()).when(command, THE_CHAIRMAN).then(corrected(again=True)).state
        assert (state.edition, state.counts_from) == (2, 2)

    def test_to_the_same_changes_nothing(self) -> None:
        given(Announcement, announced(), corrected()).when(correct(), THE_CHAIRMAN).nothing()

    def test_refuses(self) -> None:
        past = given(Announcement, announced())
        past.when(correct(text=""), THE_CHAIRMAN).refused("text.empty", field="text")
        given(Announcement, announced(), WITHDRAWN).when(correct(), THE_CHAIRMAN).refused(
            "announcement.withdrawn"
        )
        plain = given(Announcement, announced(acknowledge=False, acknowledge_by=None))
        plain.when(correct(again=True), THE_CHAIRMAN).refused("announcement.no-acknowledgement")


class TestWithdraw:
    WITHDRAW = c.Withdraw(announcement=SUBJECT, reason="Triều đã rút")

    def test_says_that_it_holds_no_longer_and_why(self) -> None:
        state = given(Announcement, announced()).when(self.WITHDRAW, THE_CHAIRMAN).then(WITHDRAWN).state
        assert (state.status, state.reason) == ("withdrawn", "Triều đã rút")
        given(Announcement, announced(), WITHDRAWN).when(self.WITHDRAW, THE_CHAIRMAN).nothing()

    def test_needs_a_reason(self) -> None:
        command = c.Withdraw(announcement=SUBJECT, reason="")
        given(Announcement, announced()).when(command, THE_CHAIRMAN).refused("text.empty", field="reason")


class TestRemind:
    @pytest.mark.parametrize(("named_units", "units"), [((), (SAI_GON, BEN_THANH)), ((SAI_GON,), (SAI_GON,))])
    def test_those_in_the_named_units_or_in_all(
        self, named_units: tuple[UUID, ...], units: tuple[UUID, ...]
    ) -> None:
        event = Happened(e.Reminded, text=None, units=units, author=AN)
        command = c.Remind(announcement=SUBJECT, units=named_units)
        state = given(Announcement, announced()).when(command, THE_CHAIRMAN).then(event).state
        assert state.reminded_at == NOW
        given(Announcement, announced(), event).when(command, THE_CHAIRMAN).then(event)

    def test_refuses_a_unit_not_told_and_after_the_withdrawal(self) -> None:
        command = c.Remind(announcement=SUBJECT, units=(BEN_NGHE,))
        past = given(Announcement, announced())
        past.when(command, THE_CHAIRMAN).refused("announcement.not-addressed", unit=str(BEN_NGHE))
        withdrawn = given(Announcement, announced(), WITHDRAWN)
        withdrawn.when(command, THE_CHAIRMAN).refused("announcement.withdrawn")


def test_audience_is_the_issuer_and_everybody_addressed() -> None:
    state = given(Announcement, announced()).aggregate.state
    issuers = {post_scope(CHAIRMAN), desk_scope(CITY)}
    assert audience(state) == issuers | {unit_scope(SAI_GON), unit_scope(BEN_THANH)}
    assert tally_audience(state.issuer, SAI_GON) == issuers | {desk_scope(SAI_GON)}
