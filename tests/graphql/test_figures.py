"""Figures are counted for whoever may see them, by group, with the tasks behind them; refused to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.commands import CommandRunner
from domain.organisation import Organisation, scopes
from domain.task.state import CLOSED
from tests.graphql.conftest import Ask
from tests.projections.city import START, City

COUNTS = """
    open green yellow red suspended waitingLead waitingLink waitingAssigner declined done inTime late
    originalInTime originalLate cancelled rate
"""
FIGURES = f"""query ($asked: FigureQuery!) {{
    figures(query: $asked) {{
        asOf position total {{ {COUNTS} }}
        groups {{ source unit {{ id }} post {{ id }} directive {{ title }} counts {{ {COUNTS} }} }}
    }}
}}"""
TASKS = """query ($asked: FigureQuery!, $figure: FigureName!, $after: String) {
    figureTasks(query: $asked, figure: $figure, first: 4, after: $after) {
        nodes { id state deadline } pageInfo { hasNextPage endCursor }
    }
}"""
TREND = """query ($asked: FigureQuery!, $start: DateTime!, $end: DateTime!, $step: FigureStep!) {
    figureTrend(query: $asked, start: $start, end: $end, step: $step) {
        at counts { open done inTime cancelled }
    }
}"""
CHANGES = """query ($asked: FigureQuery!, $since: DateTime!) {
    figureChanges(query: $asked, since: $since) {
        total { assigned done becameLate } groups { unit { id } changes { assigned done becameLate } }
    }
}"""


@pytest.fixture
def chairman(city: City) -> UUID:
    """Who leads the city now."""
    holder = city.nouns[city.posts[0]].holder
    assert isinstance(holder, UUID)
    return holder


@pytest.fixture
def stranger(city: City, organisation: Organisation) -> UUID:
    """Somebody who sees no unit's figures but their own."""
    top = f"desk:{city.units[0]}"
    return next(
        person for person in city.people if top not in scopes(person, organisation) and _sits(person, city)
    )


def _sits(person: UUID, city: City) -> bool:
    return any(city.nouns[post].holder == person for post in city.posts)


async def data(ask: Ask, who: UUID, query: str, **variables: Any) -> Any:
    """What is answered."""
    result = await ask(who, query, **variables)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def test_a_city_is_told_by_the_units_right_below(city: City, ask: Ask, chairman: UUID) -> None:
    told = (await data(ask, chairman, FIGURES, asked={"of": "CITY"}))["figures"]
    states = [city.nouns[id].state for id in city.tasks]
    assert told["total"]["open"] == sum(state.open for state in states)
    assert told["total"]["done"] == sum(state.status == "completed" for state in states)
    assert told["total"]["cancelled"] == sum(state.status == "cancelled" for state in states)
    assert sum(group["counts"]["open"] for group in told["groups"]) == told["total"]["open"]
    assert all(group["unit"]["id"] for group in told["groups"])
    lights = [told["total"][light] for light in ("green", "yellow", "red")]
    assert sum(lights) == told["total"]["open"]


async def test_who_may_not_see_a_unit_is_refused(city: City, ask: Ask, stranger: UUID) -> None:
    units = [str(city.units[0])]
    post = str(city.posts[0])
    asked = [
        {"of": "CITY"},
        {"of": "SOURCE"},
        {"of": "UNIT", "units": units},
        {"of": "UNIT", "units": units, "below": True},
        {"of": "POST", "ids": [post]},
        {"of": "POST", "units": units},
        {"of": "DIRECTIVE", "ids": [str(id) for id in city.directives]},
        {"of": "DIRECTIVE", "units": units},
    ]
    for query in asked:
        for text, more in (
            (FIGURES, {}),
            (TASKS, {"figure": "OPEN"}),
            (TREND, {"start": "2025-07-07", "end": "2025-07-09", "step": "DAY"}),
            (CHANGES, {"since": "2025-07-07"}),
        ):
            dates = {k: f"{v}T00:00:00Z" if str(v).startswith("2025") else v for k, v in more.items()}
            result = await ask(stranger, text, asked=query, **dates)
            assert result.errors is not None, (query, text)
            assert result.errors[0].extensions == {"code": "figure.denied"}, (query, result.errors)


async def test_of_nothing_nothing_is_told(ask: Ask, chairman: UUID) -> None:
    for query in (
        {"of": "UNIT"},
        {"of": "POST"},
        {"of": "DIRECTIVE"},
        {"of": "POST", "ids": [str(UUID(int=3))]},
    ):
        result = await ask(chairman, FIGURES, asked=query)
        assert result.errors is not None
        assert result.errors[0].extensions == {"code": "figure.of-nothing"}


async def test_posts_sources_and_directives_are_groups_as_well(city: City, ask: Ask, chairman: UUID) -> None:
    top = {"units": [str(city.units[0])], "below": True}
    states = [city.nouns[id].state for id in city.tasks]
    by_post = (await data(ask, chairman, FIGURES, asked={"of": "POST", **top}))["figures"]
    held = {post for post in city.posts if city.nouns[post].active}
    assert by_post["total"]["open"] == sum(state.open and state.lowest.post in held for state in states)
    by_source = (await data(ask, chairman, FIGURES, asked={"of": "SOURCE"}))["figures"]
    assert [group["source"] for group in by_source["groups"]] == [""]
    by_directive = (await data(ask, chairman, FIGURES, asked={"of": "DIRECTIVE", **top}))["figures"]
    ids = [str(id) for id in city.directives]
    asked = (await data(ask, chairman, FIGURES, asked={"of": "DIRECTIVE", "ids": ids}))["figures"]
    assert len(asked["groups"]) == len(ids)
    assert asked["total"] == by_directive["total"]
    assert asked["total"]["open"] == sum(state.open and state.directive is not None for state in states)


async def test_behind_a_figure_are_its_tasks(city: City, ask: Ask, chairman: UUID) -> None:
    query = {"of": "CITY"}
    found: list[str] = []
    after = None
    while True:
        page = (await data(ask, chairman, TASKS, asked=query, figure="OPEN", after=after))["figureTasks"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(found) == len(set(found)) == sum(city.nouns[id].state.open for id in city.tasks)


async def test_past_figures_and_their_tasks_are_those_of_then(city: City, ask: Ask, chairman: UUID) -> None:
    moment = START + (city.now - START) / 2
    query = {"of": "CITY", "asOf": moment.isoformat()}
    told = (await data(ask, chairman, FIGURES, asked=query))["figures"]
    assert datetime.fromisoformat(told["asOf"]) == moment
    now = (await data(ask, chairman, FIGURES, asked={"of": "CITY"}))["figures"]
    assert 0 < told["total"]["open"] != now["total"]["open"]
    page = (await data(ask, chairman, TASKS, asked=query, figure="OPEN"))["figureTasks"]
    assert page["nodes"]
    assert all(node["state"].lower().replace("_", "-") not in CLOSED for node in page["nodes"])


async def test_a_trend_ends_with_what_is_now(city: City, ask: Ask, chairman: UUID) -> None:
    end = datetime.now(UTC)
    trend = (
        await data(
            ask,
            chairman,
            TREND,
            asked={"of": "CITY"},
            start=(START - timedelta(days=1)).isoformat(),
            end=end.isoformat(),
            step="MONTH",
        )
    )["figureTrend"]
    now = (await data(ask, chairman, FIGURES, asked={"of": "CITY"}))["figures"]["total"]
    assert trend[-1]["counts"]["open"] == now["open"]
    assert sum(point["counts"]["done"] for point in trend) == now["done"]
    assert sum(point["counts"]["cancelled"] for point in trend) == now["cancelled"]
    result = await ask(
        chairman, TREND, asked={"of": "CITY"}, start=end.isoformat(), end=end.isoformat(), step="DAY"
    )
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "figure.steps"}


async def test_what_changed_is_told_by_unit(city: City, ask: Ask, chairman: UUID) -> None:
    told = (await data(ask, chairman, CHANGES, asked={"of": "CITY"}, since=START.isoformat()))[
        "figureChanges"
    ]
    assert told["total"]["assigned"] == len(city.tasks)
    assert sum(group["changes"]["assigned"] for group in told["groups"]) == len(city.tasks)


async def test_a_desk_sees_its_own_unit_alone(
    city: City, ask: Ask, organisation: Organisation, commands: CommandRunner
) -> None:
    seen = 0
    for person in city.people:
        held = scopes(person, organisation)
        for unit in city.units:
            result = await ask(person, FIGURES, asked={"of": "UNIT", "units": [str(unit)]})
            if f"desk:{unit}" in held:
                assert result.errors is None
                seen += 1
    assert seen
