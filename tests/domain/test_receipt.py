"""A receipt: opened once, acknowledged edition by edition, by the clock of the device that said so."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain import receipt as r
from domain.announcement.announcement import Announcement
from domain.kernel import By
from tests.domain.examples import (
    BEN_NGHE,
    BINH,
    SAI_GON,
    WARD_CHAIR,
    WITHDRAWN,
    acknowledged,
    announced,
    corrected,
    opened,
)
from tests.domain.scenario import NOW, SUBJECT, Happened, by, given, nothing_yet

MINE = r.receipt_of(SUBJECT, BINH)


def told(*events: Happened, device_at: datetime | None = None) -> By:
    """She who was told, as she opens the announcement to which this happened."""
    subject = given(Announcement, *(events or (announced(),))).aggregate
    return replace(by(BINH, WARD_CHAIR, reading=[subject]), device_at=device_at)


def open_(edition: int = 1, unit: UUID = SAI_GON) -> r.Open:
    return r.Open(announcement=SUBJECT, unit=unit, edition=edition)


def acknowledge(edition: int = 1) -> r.Acknowledge:
    return r.Acknowledge(announcement=SUBJECT, unit=SAI_GON, edition=edition)


class TestOpen:
    def test_is_kept_once(self) -> None:
        command = open_()
        assert (command.identity(told()), command.reads()) == (MINE, (SUBJECT,))
        state = nothing_yet().when(command, told()).then(opened()).state
        assert (state.opened_at, state.acknowledged, state.acknowledged_at) == (NOW, 0, None)
        given(r.Receipt, opened(), subject=MINE).when(command, told()).nothing()

    def test_counts_when_it_was_done_on_the_device(self) -> None:
        before = NOW - timedelta(hours=5)
        nothing_yet().when(open_(), told(device_at=before)).then(opened(at=before))
        long_ago = NOW - timedelta(hours=25)
        nothing_yet().when(open_(), told(device_at=long_ago)).then(opened())

    def test_names_the_edition_that_was_seen(self) -> None:
        nothing_yet().when(open_(2), told(announced(), corrected())).then(opened(edition=2))

    @pytest.mark.parametrize(
        ("command", "code"),
        [
            (open_(unit=BEN_NGHE), "announcement.not-addressed"),
            (open_(0), "announcement.no-such-edition"),
            (open_(2), "announcement.no-such-edition"),
        ],
    )
    def test_refuses(self, command: r.Open, code: str) -> None:
        nothing_yet().when(command, told()).refused(code)

    def test_of_nothing(self) -> None:
        nothing_yet().when(open_(), by(BINH, WARD_CHAIR)).refused("announcement.not-found")


class TestAcknowledge:
    def test_opens_it_first(self) -> None:
        state = nothing_yet().when(acknowledge(), told()).then(opened(), acknowledged()).state
        assert (state.acknowledged, state.acknowledged_at) == (1, NOW)

    def test_again_changes_nothing(self) -> None:
        past = given(r.Receipt, opened(), acknowledged(), subject=MINE)
        past.when(acknowledge(), told()).nothing()

    def test_of_a_later_edition_counts_as_well(self) -> None:
        past = given(r.Receipt, opened(), acknowledged(), subject=MINE)
        again = told(announced(), corrected(again=True))
        assert past.when(acknowledge(2), again).then(acknowledged(2)).state.acknowledged == 2
        newer = given(r.Receipt, opened(), acknowledged(2), subject=MINE)
        newer.when(acknowledge(1), again).nothing()

    def test_after_the_withdrawal_is_true_all_the_same(self) -> None:
        nothing_yet().when(acknowledge(), told(announced(), WITHDRAWN)).then(opened(), acknowledged())

    def test_refuses_what_asks_for_none(self) -> None:
        plain = told(announced(acknowledge=False, acknowledge_by=None))
        nothing_yet().when(acknowledge(), plain).refused("announcement.no-acknowledgement")
        nothing_yet().when(acknowledge(2), told()).refused("announcement.no-such-edition")
