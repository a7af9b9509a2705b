"""Recurring work through GraphQL: what a schedule would give, setting it up, what is next."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from backend.commands import CommandRunner
from backend.graphql.ids import global_id, uuid_of
from backend.store.store import Store
from domain.recurrence.state import audience
from domain.seeing import sees
from tests.graphql.conftest import Ask
from tests.projections.city import City

PREVIEW = """
query ($schedule: ScheduleInput!, $count: Int!) {
    recurrencePreview(schedule: $schedule, title: "Báo cáo {kỳ}", count: $count) {
        number day at since until period title cutOff due
    }
}
"""
SET_UP = """
mutation ($input: RecurrenceSetUpInput!) { recurrenceSetUp(input: $input) {
    __typename ... on Done { id position } ... on CommandProblem { code detail }
} }
"""
ALL = """
query ($after: String, $search: String, $state: RecurrenceState) {
    recurrences(first: 2, after: $after, search: $search, state: $state) {
        nodes {
            id title state nextDay seat { post { id } } wanted { lead { unit { id } } urgency units { id } }
            schedule { rule period begins cutOff { days } due { days working at } }
            upcoming(first: 2) { day period }
            timeline { kind official { id } data }
        } pageInfo { hasNextPage endCursor }
    }
}
"""
ONE = "query ($id: ID!) { recurrence(id: $id) { title } node(id: $id) { __typename id } }"
MONTHLY = {
    "rule": "FREQ=MONTHLY;BYMONTHDAY=10",
    "start": "2025-07-01",
    "cutOff": {"days": 4, "working": False},
}


async def set_up(ask: Ask, city: City, title: str, **schedule: Any) -> tuple[UUID, Any]:
    """By a ward's chairman, of their specialist."""
    who, _ = city.acting(city.posts[1])
    specialist = city.nouns[city.posts[2]]
    wanted = {"title": title, "lead": {"unit": str(specialist.unit), "post": str(specialist.id)}}
    acting = {"post": global_id("Post", city.posts[1])}
    given = {"clientMutationId": str(uuid4()), "actingAs": acting, "wanted": wanted}
    asked = await ask(who, SET_UP, input={**given, "schedule": MONTHLY | schedule})
    assert asked.errors is None
    assert who is not None
    return who, asked.data["recurrenceSetUp"]


async def test_preview_gives_the_next_dates(ask: Ask, city: City) -> None:
    asked = await ask(city.people[0], PREVIEW, schedule={**MONTHLY, "period": "QUARTER"}, count=2)
    assert asked.errors is None
    first, second = asked.data["recurrencePreview"]
    assert (first["number"], first["day"][-2:]) == (1, "10")
    assert first["title"] == f"Báo cáo {first['period']}"
    assert first["period"].startswith("quý ")
    assert first["day"] <= first["at"][:10] < first["due"][:10] < second["day"]
    assert first["cutOff"][:10] == f"{first['day'][:8]}14"


async def test_preview_of_months_that_count_from_the_15th(ask: Ask, city: City) -> None:
    asked = await ask(city.people[0], PREVIEW, schedule={**MONTHLY, "back": 0, "begins": 15}, count=2)
    assert asked.errors is None
    first, second = asked.data["recurrencePreview"]
    assert (first["since"][-2:], first["until"], first["day"][-2:]) == ("15", f"{first['day'][:8]}14", "10")
    assert second["since"] == f"{first['day'][:8]}15"
    refused = await ask(city.people[0], PREVIEW, schedule={**MONTHLY, "begins": 29}, count=2)
    assert [error.extensions["code"] for error in refused.errors] == ["recurrence.begins"]


async def test_preview_says_why_a_rule_is_none(ask: Ask, city: City) -> None:
    schedule = {"rule": "FREQ=HOURLY", "start": "2025-07-01"}
    asked = await ask(city.people[0], PREVIEW, schedule=schedule, count=2)
    assert [error.extensions["code"] for error in asked.errors] == ["recurrence.rule"]
    many = await ask(city.people[0], PREVIEW, schedule=MONTHLY, count=51)
    assert [error.extensions["code"] for error in many.errors] == ["graphql.page-size"]


async def test_lists_are_in_the_order_of_what_is_next(
    ask: Ask, city: City, commands: CommandRunner, store: Store
) -> None:
    who, refused = await set_up(ask, city, "Báo cáo {tháng}")
    assert refused["code"] == "recurrence.placeholder"
    for title, rule in (
        ("Báo cáo năm", "FREQ=YEARLY"),
        ("Báo cáo ngày", "FREQ=DAILY"),
        ("Họp tuần", "FREQ=WEEKLY"),
    ):
        _, done = await set_up(ask, city, title, rule=rule, **({"begins": 26} if "năm" in title else {}))
        assert done["__typename"] == "Done"
    await city.shown()  # type: ignore[attr-defined]
    page = (await ask(who, ALL)).data["recurrences"]
    rest = (await ask(who, ALL, after=page["pageInfo"]["endCursor"])).data["recurrences"]
    found = [*page["nodes"], *rest["nodes"]]
    assert [each["title"] for each in found] == ["Báo cáo ngày", "Họp tuần", "Báo cáo năm"]
    assert not rest["pageInfo"]["hasNextPage"]
    assert found[0]["upcoming"][0]["day"] >= found[0]["nextDay"]
    assert found[0]["schedule"]["due"] == {"days": 5, "working": True, "at": "17:00"}
    assert found[0]["schedule"]["period"] == "MONTH"
    assert [each["schedule"]["begins"] for each in found] == [1, 1, 26]
    begun = found[0]["timeline"]
    assert [(each["kind"], each["official"]["id"]) for each in begun] == [
        ("recurrence.set-up", global_id("Official", who))
    ]
    assert begun[0]["data"]["schedule"]["rule"] == "FREQ=DAILY"
    assert "wanted" not in begun[0]["data"]
    named = await ask(who, ALL, search="hop tuan", state="ACTIVE")
    assert [each["title"] for each in named.data["recurrences"]["nodes"]] == ["Họp tuần"]
    assert (await ask(who, ALL, state="ENDED")).data["recurrences"]["nodes"] == []
    await _strangers_see_none(ask, city, commands, store, found[0]["id"])


async def _strangers_see_none(ask: Ask, city: City, commands: CommandRunner, store: Store, id: str) -> None:
    organisation = await commands.standing.current()
    loaded: Any = await store.load(uuid_of(id))
    told = {who: sees(who, audience(loaded.state), organisation) for who in city.people}
    assert {True, False} == set(told.values())
    for who, seen in told.items():
        one = (await ask(who, ONE, id=id)).data
        assert (one["recurrence"] is not None, one["node"] is not None) == (seen, seen)
        if not seen:
            assert (await ask(who, ALL)).data["recurrences"]["nodes"] == []
