"""An official is registered, changes their card, leaves, and is erased."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain import official
from domain.catalog import EVENTS
from domain.facts import OfficialFact
from tests.domain.examples import AN, AN_REGISTERED
from tests.domain.scenario import Happened, Past, by, given, nothing_yet

LEFT = Happened(official.Left)
ERASED = Happened(official.Erased)


def an(*events: Happened) -> Past:
    return given(official.Official, AN_REGISTERED, *events, subject=AN)


def register(**changes: Any) -> official.Register:
    command = official.Register(
        full_name="Nguyễn Văn An ",
        email="An.Nguyen@HCMC.example",
        office_phone="028 3829 7001",
        private_phone="0901 234 567",
    )
    return msgspec.structs.replace(command, **changes)


def alter(**changes: Any) -> official.Alter:
    command = official.Alter(
        official=AN,
        full_name="Nguyễn Văn An",
        email="an.nguyen@hcmc.example",
        office_phone="028 3829 7001",
        private_phone="0901 234 567",
    )
    return msgspec.structs.replace(command, **changes)


BAD_CARDS = pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"full_name": ""}, "text.empty"),
        ({"email": "an"}, "text.not-email"),
        ({"email": "an@hcmc"}, "text.not-email"),
        ({"email": "a n@hcmc.vn"}, "text.not-email"),
        ({"email": "@hcmc.vn"}, "text.not-email"),
        ({"email": f"{'a' * 250}@hcmc.vn"}, "text.too-long"),
        ({"office_phone": "máy lẻ"}, "text.not-phone"),
        ({"private_phone": "12"}, "text.not-phone"),
    ],
)


class TestRegister:
    def test_accepted(self) -> None:
        answer = nothing_yet().when(register())
        made = answer.then(AN_REGISTERED)
        assert made.facts(tuple(answer.events)) == (OfficialFact(subject=by().id("official"), active=True),)

    @BAD_CARDS
    def test_refused(self, changes: dict[str, Any], code: str) -> None:
        nothing_yet().when(register(**changes)).refused(code)

    def test_the_same_address_is_the_same_claim_however_written(self) -> None:
        (one,) = register().claims(by())
        (other,) = register(email=" an.nguyen@hcmc.EXAMPLE").claims(by())
        assert one == other
        assert (one.kind, one.subject, one.release) == ("official.email", by().id("official"), False)

    def test_a_claim_does_not_show_the_address(self) -> None:
        (claim,) = register().claims(by())
        assert "an.nguyen" not in claim.value
        assert "hcmc" not in claim.value

    def test_personal_fields_are_sealed(self) -> None:
        personal = {"name", "email", "office_phone", "private_phone"}
        for event in (official.Created, official.Changed):
            assert event.sealed == dict.fromkeys(personal, "originator_id")


class TestChange:
    def test_accepted(self) -> None:
        answer = an().when(alter(private_phone=None, language="en"))
        changed = {**AN_REGISTERED.fields, "private_phone": None, "language": "en"}
        after = answer.then(Happened(official.Changed, **changed))
        assert (after.private_phone, after.language) == (None, "en")
        assert after.facts(tuple(answer.events)) == (), "a card changes no right"

    def test_repeated(self) -> None:
        an().when(alter()).nothing()

    @BAD_CARDS
    def test_refused(self, changes: dict[str, Any], code: str) -> None:
        an().when(alter(**changes)).refused(code)

    @pytest.mark.parametrize("gone", [(LEFT,), (LEFT, ERASED)])
    def test_refused_after_leaving(self, gone: tuple[Happened, ...]) -> None:
        an(*gone).when(alter(full_name="An")).refused("official.not-active")

    def test_a_new_address_gives_the_old_one_back(self) -> None:
        (taken,) = register().claims(by(command=AN))
        old, new = alter(email="an@new.example").claims(by(), an().aggregate)
        assert (old.value, old.subject, old.release) == (taken.value, AN, True)
        assert (new.subject, new.release) == (AN, False)
        assert new.value != old.value

    def test_the_same_address_claims_nothing(self) -> None:
        assert alter(email="AN.nguyen@hcmc.example").claims(by(), an().aggregate) == ()


class TestLeave:
    command = official.Leave(official=AN)

    def test_accepted(self) -> None:
        answer = an().when(self.command)
        after = answer.then(LEFT)
        assert after.name == "Nguyễn Văn An", "their words and name stay"
        assert after.facts(tuple(answer.events)) == (OfficialFact(subject=AN, active=False),)

    @pytest.mark.parametrize("gone", [(LEFT,), (LEFT, ERASED)])
    def test_repeated(self, gone: tuple[Happened, ...]) -> None:
        an(*gone).when(self.command).nothing()


class TestErase:
    command = official.Erase(official=AN)

    def test_accepted(self) -> None:
        answer = an(LEFT).when(self.command)
        after = answer.then(ERASED)
        assert (after.name, after.email, after.office_phone, after.private_phone) == ("", "", None, None)
        assert after.facts(tuple(answer.events)) == (OfficialFact(subject=AN, active=False),)

    def test_gives_the_address_back(self) -> None:
        (claim,) = self.command.claims(by(), an(LEFT).aggregate)
        assert claim.release
        assert self.command.claims(by(), an(LEFT, ERASED).aggregate) == ()

    def test_destroys_their_own_key_and_no_other_event_destroys_any(self) -> None:
        erasing = {topic: event.erases for topic, event in EVENTS.items() if event.erases}
        assert erasing == {"official.erased": "originator_id"}

    def test_repeated(self) -> None:
        an(LEFT, ERASED).when(self.command).nothing()

    def test_refused_before_leaving(self) -> None:
        an().when(self.command).refused("official.still-active")
        assert self.command.claims(by(), an().aggregate) == ()
