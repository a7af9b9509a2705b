"""A unit is set up, renamed, moved, and ends by merger, split or closing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain import unit
from domain.facts import TouchFact, UnitFact
from domain.kernel import Claim
from tests.domain.examples import BEN_NGHE, BEN_THANH, CITY, DISTRICT_1, SAI_GON, SAI_GON_CREATED
from tests.domain.scenario import Happened, Past, by, given, nothing_yet

RENAMED = Happened(unit.Renamed, name="Phường Bến Nghé", short_name="P. Bến Nghé")
MERGED = Happened(unit.Merged, into=BEN_THANH)
SPLIT = Happened(unit.Split, into=(BEN_THANH, BEN_NGHE))
CLOSED = Happened(unit.Closed)

ENDED = pytest.mark.parametrize("end", [MERGED, SPLIT, CLOSED], ids=["merged", "split", "closed"])


def sai_gon(*events: Happened) -> Past:
    return given(unit.Unit, SAI_GON_CREATED, *events, subject=SAI_GON)


def create(**changes: Any) -> unit.Create:
    command = unit.Create(
        full_name=" Phường Sài Gòn ",
        short_name="P. Sài Gòn",
        code="h29.101",
        kind="ward",
        parent=CITY,
        address="45 Lê Duẩn",
        phone="028 3829 7000",
    )
    return msgspec.structs.replace(command, **changes)


class TestCreate:
    def test_accepted(self) -> None:
        made = nothing_yet().when(create()).then(SAI_GON_CREATED)
        assert made.id == by().id("unit")

    def test_takes_its_code(self) -> None:
        claim = Claim(kind="unit.code", value="H29.101", subject=by().id("unit"))
        assert create().claims(by()) == (claim,)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"full_name": "  "}, "text.empty"),
            ({"full_name": "P" * 301}, "text.too-long"),
            ({"short_name": ""}, "text.empty"),
            ({"code": ""}, "text.empty"),
            ({"code": "H29.101.202.30"}, "text.too-long"),
            ({"code": "H29 101"}, "unit.bad-code"),
            ({"code": "Đ29"}, "unit.bad-code"),
            ({"kind": "Phường"}, "text.not-slug"),
            ({"phone": "gọi tôi"}, "text.not-phone"),
        ],
    )
    def test_refused(self, changes: dict[str, Any], code: str) -> None:
        nothing_yet().when(create(**changes)).refused(code)

    def test_code_of_thirteen_signs_is_the_longest(self) -> None:
        assert nothing_yet().when(create(code="H29.101.202.3")).refusal is None


class TestRename:
    command = unit.Rename(unit=SAI_GON, full_name="Phường Bến Nghé", short_name="P. Bến Nghé")

    def test_accepted(self) -> None:
        after = sai_gon().when(self.command).then(RENAMED)
        assert (after.name, after.short_name) == ("Phường Bến Nghé", "P. Bến Nghé")

    def test_repeated(self) -> None:
        sai_gon(RENAMED).when(self.command).nothing()

    def test_empty_name_refused(self) -> None:
        sai_gon().when(unit.Rename(unit=SAI_GON, full_name="", short_name="x")).refused("text.empty")

    @ENDED
    def test_refused_after_its_end(self, end: Happened) -> None:
        sai_gon(end).when(self.command).refused("unit.not-active", name="Phường Sài Gòn")

    def test_changes_no_right(self) -> None:
        answer = sai_gon().when(self.command)
        assert answer.subject.facts(tuple(answer.events)) == ()


class TestMove:
    command = unit.Move(unit=SAI_GON, parent=DISTRICT_1)
    moved = Happened(unit.Moved, previous=CITY, parent=DISTRICT_1)

    def test_accepted(self) -> None:
        answer = sai_gon().when(self.command)
        after = answer.then(self.moved)
        assert after.facts(tuple(answer.events)) == (
            UnitFact(subject=SAI_GON, parent=DISTRICT_1, active=True),
        )

    def test_repeated(self) -> None:
        sai_gon(self.moved).when(self.command).nothing()

    def test_below_itself_refused(self) -> None:
        sai_gon().when(unit.Move(unit=SAI_GON, parent=SAI_GON)).refused("unit.cycle")

    @ENDED
    def test_refused_after_its_end(self, end: Happened) -> None:
        sai_gon(end).when(self.command).refused("unit.not-active")


class TestMerge:
    command = unit.Merge(unit=SAI_GON, into=BEN_THANH)

    def test_accepted(self) -> None:
        answer = sai_gon().when(self.command)
        after = answer.then(MERGED)
        assert after.facts(tuple(answer.events)) == (
            UnitFact(subject=SAI_GON, parent=CITY, active=False, successors=(BEN_THANH,)),
            TouchFact(subject=BEN_THANH),
        )

    def test_repeated(self) -> None:
        sai_gon(MERGED).when(self.command).nothing()

    def test_into_itself_refused(self) -> None:
        sai_gon().when(unit.Merge(unit=SAI_GON, into=SAI_GON)).refused("unit.into-itself")

    def test_into_another_once_merged_refused(self) -> None:
        sai_gon(MERGED).when(unit.Merge(unit=SAI_GON, into=BEN_NGHE)).refused("unit.not-active")

    @pytest.mark.parametrize("end", [SPLIT, CLOSED])
    def test_refused_after_another_end(self, end: Happened) -> None:
        sai_gon(end).when(self.command).refused("unit.not-active")


class TestSplit:
    command = unit.Divide(unit=SAI_GON, into=(BEN_THANH, BEN_NGHE))

    def test_accepted(self) -> None:
        answer = sai_gon().when(self.command)
        after = answer.then(SPLIT)
        assert {fact.subject for fact in after.facts(tuple(answer.events))} == {SAI_GON, BEN_THANH, BEN_NGHE}

    def test_repeated(self) -> None:
        sai_gon(SPLIT).when(self.command).nothing()

    @pytest.mark.parametrize("into", [(), (BEN_THANH,), (BEN_THANH, BEN_THANH)])
    def test_needs_two(self, into: tuple[Any, ...]) -> None:
        sai_gon().when(unit.Divide(unit=SAI_GON, into=into)).refused("unit.split-needs-two")

    def test_into_itself_refused(self) -> None:
        command = unit.Divide(unit=SAI_GON, into=(SAI_GON, BEN_THANH))
        sai_gon().when(command).refused("unit.into-itself")

    def test_into_others_once_split_refused(self) -> None:
        command = unit.Divide(unit=SAI_GON, into=(BEN_NGHE, BEN_THANH))
        sai_gon(SPLIT).when(command).refused("unit.not-active")


class TestClose:
    command = unit.Close(unit=SAI_GON)

    def test_accepted(self) -> None:
        assert sai_gon().when(self.command).then(CLOSED).state == "closed"

    def test_repeated(self) -> None:
        sai_gon(CLOSED).when(self.command).nothing()

    def test_refused_once_merged(self) -> None:
        sai_gon(MERGED).when(self.command).refused("unit.not-active")
