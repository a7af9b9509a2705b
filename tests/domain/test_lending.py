"""Who acts for another by delegation sees the other's seat while the delegation is in force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.facts import DelegationFact
from domain.kernel import Fact
from domain.organisation import scopes
from tests.domain.examples import AN, BINH, SAI_GON, WARD_CHAIRMAN, WARD_SPECIALIST, named
from tests.domain.scenario import NOW
from tests.domain.test_organisation import CITY_WITH_WARDS, organisation, seat


def lending(giver: UUID, receiver: UUID, **changes: Any) -> DelegationFact:
    dates = {"start": NOW, "end": NOW + timedelta(days=1)}
    facts = {"powers": ("approve",), "in_force": True, **dates, **changes}
    return DelegationFact(subject=named("12/UQ"), giver=giver, receiver=receiver, **facts)


class TestWhoActsForOthers:
    city = (
        *CITY_WITH_WARDS,
        seat(WARD_CHAIRMAN, SAI_GON, AN, leading=True),
        seat(WARD_SPECIALIST, SAI_GON, BINH),
        lending(WARD_CHAIRMAN, WARD_SPECIALIST),
    )

    def sees(self, *more: Fact) -> bool:
        """Whether Bình sees the chairman's work."""
        return f"post:{WARD_CHAIRMAN}" in scopes(BINH, organisation(*self.city, *more))

    def test_sees_the_giver_s_seat_and_nothing_else_of_it(self) -> None:
        held = {"all", f"user:{BINH}", f"post:{WARD_SPECIALIST}", f"unit:{SAI_GON}", f"post:{WARD_CHAIRMAN}"}
        assert scopes(BINH, organisation(*self.city)) == held

    def test_the_giver_sees_nothing_more(self) -> None:
        assert f"post:{WARD_SPECIALIST}" not in scopes(AN, organisation(*self.city))

    def test_it_is_the_post_s_and_goes_to_the_next_holder(self) -> None:
        handed_over = seat(WARD_SPECIALIST, SAI_GON, AN)
        assert not self.sees(handed_over)
        assert f"post:{WARD_CHAIRMAN}" in scopes(AN, organisation(*self.city, handed_over))

    def test_ends_with_the_delegation_and_with_the_giver_s_post(self) -> None:
        assert self.sees()
        assert not self.sees(lending(WARD_CHAIRMAN, WARD_SPECIALIST, in_force=False))
        assert not self.sees(seat(WARD_CHAIRMAN, SAI_GON, None, leading=True, active=False))
