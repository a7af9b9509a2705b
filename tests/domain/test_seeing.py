"""Who sees what is below, and whom an audience names."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.access import may_open, sees
from domain.kernel import below_scope
from domain.task.state import audience
from domain.task.task import Task
from tests.domain.city import (
    BEN_THANH_CHAIRMAN,
    CITY_AS_IT_IS,
    EVERYBODY,
    VICE_CHAIRMAN,
    WARD_TEAM,
    holder_of,
)
from tests.domain.examples import (
    BEN_NGHE,
    BEN_THANH,
    CHAIRMAN,
    CITY,
    DIRECTOR,
    HEALTH_CHAIR,
    IN_WORKERS_HANDS,
    SAI_GON,
    WARD_CHAIRMAN,
    WARD_DEPUTY,
    WARD_SPECIALIST,
    assigned,
)
from tests.domain.scenario import given


class TestSeeing:
    @pytest.mark.parametrize(
        ("opened", "who"),
        [
            (SAI_GON, {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            (WARD_TEAM, {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            (BEN_NGHE, {CHAIRMAN, VICE_CHAIRMAN, WARD_CHAIRMAN, WARD_DEPUTY}),
            (CITY, {CHAIRMAN, VICE_CHAIRMAN}),
            (BEN_THANH, {CHAIRMAN, VICE_CHAIRMAN, BEN_THANH_CHAIRMAN}),
        ],
    )
    def test_leaders_look_down(self, opened: UUID, who: set[UUID]) -> None:
        scope = below_scope(opened)
        assert {seat for seat in EVERYBODY if may_open(holder_of(seat), scope, CITY_AS_IT_IS)} == who
        seen = {seat for seat in EVERYBODY if sees(holder_of(seat), frozenset({scope}), CITY_AS_IT_IS)}
        assert seen == who

    @pytest.mark.parametrize("scope", ["all", "below:", "below:x", f"unit:{SAI_GON}", str(SAI_GON)])
    def test_only_what_is_below_can_be_opened(self, scope: str) -> None:
        assert not may_open(holder_of(CHAIRMAN), scope, CITY_AS_IT_IS)

    def test_an_audience_names_seats_not_people(self) -> None:
        state = given(Task, assigned(coordinating=(HEALTH_CHAIR,)), *IN_WORKERS_HANDS[1:]).aggregate.state
        assert audience(state) == {
            f"post:{CHAIRMAN}",
            f"desk:{SAI_GON}",
            f"post:{WARD_SPECIALIST}",
            f"post:{DIRECTOR}",
            f"below:{CITY}",
            f"below:{SAI_GON}",
        }
