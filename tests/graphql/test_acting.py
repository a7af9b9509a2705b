"""Who is away, who acts for whom, and what moves with a post, through GraphQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import pytest

from backend.commands import CommandRunner
from backend.notify.news import Lent, News
from backend.notify.reading import known_for
from backend.store.store import Store
from domain import absence, delegation, official, post, unit
from domain.facts import StandIn
from domain.kernel import Actor, Command, Creation, Seat, post_scope
from domain.task import commands as tasks
from projections.kernel import Request
from tests.graphql.conftest import Ask
from tests.projections.city import City

SETUP = Actor(official=None, policy="setup")
NOW = datetime.now(UTC)
DATES = {"start": NOW - timedelta(days=1), "end": NOW + timedelta(days=1)}

ACTING = "{ actingFor { ground post { title } behalfOf { title } basis until powers next } }"
ABSENCES = """
query ($of: ID, $unit: ID) { absences(official: $of, unit: $unit) { nodes {
    basis official { id } standIns { standIn { title } post { title } } kind inForce note
} } }
"""
DELEGATIONS = """
query ($side: DelegationSide) { delegations(side: $side) { nodes { paper powers inForce } } }
"""
PREVIEW = """
query ($post: ID!) { handOverPreview(post: $post) {
    openTasks parts { part count } directives delegationsGiven absences unsentDrafts
    tasks(part: LEAD, first: 1) { nodes { title } pageInfo { hasNextPage } }
} }
"""


class Ward:
    """A ward of its own: a chairman, two deputies and a specialist, each in a post of that title."""

    def __init__(self, runner: CommandRunner, city: City) -> None:
        self.runner, self.city = runner, city
        self.posts: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}
        self.unit: UUID

    async def run(self, command: Command[Any], actor: Actor = SETUP) -> UUID:
        """What the command makes, or its id."""
        request = Request(id=uuid4(), name=command.name, args=msgspec.json.encode(command), actor=actor)
        outcome = await self.runner.run(request)
        assert outcome.problem is None, outcome.problem
        return (
            uuid5(request.id, command.name.partition(".")[0]) if isinstance(command, Creation) else request.id
        )

    async def found(self) -> Ward:
        code = uuid4().hex[:9]
        self.unit = await self.run(
            unit.Create(full_name="-", short_name="-", code=code, kind="ward", parent=None)
        )
        for order, title in enumerate(("chairman", "first", "second", "specialist")):
            leading = title != "specialist"
            seat = await self.run(post.Create(unit=self.unit, title=title, leading=leading, order=order))
            email = f"{uuid4().hex}@city.example"
            self.posts[title] = seat
            self.people[title] = await self.run(official.Register(full_name=title, email=email))
            await self.run(post.HandOver(post=seat, holder=self.people[title]))
        return self

    def actor(self, title: str) -> Actor:
        return Actor(official=self.people[title], post=self.posts[title])

    async def away(self, title: str, by: str) -> UUID:
        """Somebody is away now, and a post stands in."""
        return await self.run(
            absence.Declare(
                official=self.people[title],
                stand_ins=(StandIn(stand_in=self.posts[by]),),
                note="Khám bệnh",
                kind="sick",
                **DATES,
            ),
            self.actor(title),
        )

    async def assign(self, title: str) -> None:
        """A task from the chairman for a post."""
        lead = Seat(unit=self.unit, post=self.posts[title])
        deadline = NOW + timedelta(days=9)
        await self.run(
            tasks.Assign(title="Nạo vét cống", lead=lead, urgency="normal", deadline=deadline),
            self.actor("chairman"),
        )

    async def shown(self) -> None:
        await self.city.shown()  # type: ignore[attr-defined]


@pytest.fixture
async def ward(commands: CommandRunner, city: City) -> Ward:
    return await Ward(commands, city).found()


async def told(ask: Ask, who: UUID, query: str, **variables: Any) -> Any:
    found = await ask(who, query, **variables)
    assert not found.errors, found.errors
    return found.data


async def test_as_whom_one_may_act(ask: Ask, ward: Ward) -> None:
    give = delegation.Give(
        giver=ward.posts["chairman"],
        receiver=ward.posts["second"],
        powers=("approve",),
        paper="1/UQ",
        **DATES,
    )
    lent = await ward.run(give, ward.actor("chairman"))
    away = await ward.away("specialist", "second")
    await ward.shown()
    ways = (await told(ask, ward.people["second"], ACTING))["actingFor"]
    found = {(way["ground"], (way["behalfOf"] or {}).get("title")): way for way in ways}
    assert found.keys() == {
        ("OWN", None),
        ("DEPUTY", "chairman"),
        ("DEPUTY", "first"),
        ("DELEGATION", "chairman"),
        ("STAND_IN", "specialist"),
    }
    assert found["DELEGATION", "chairman"]["basis"] == str(lent)
    assert found["DELEGATION", "chairman"]["powers"] == ["approve"]
    assert found["STAND_IN", "specialist"]["basis"] == str(away)
    assert not found["DEPUTY", "chairman"]["next"], "the first deputy is there"
    assert {way["post"]["title"] for way in ways} == {"second"}


async def test_the_next_in_order_acts_once_who_ranks_before_is_away(ask: Ask, ward: Ward) -> None:
    for title in ("chairman", "first"):
        await ward.away(title, "specialist")
    await ward.shown()
    ways = (await told(ask, ward.people["second"], ACTING))["actingFor"]
    assert all(way["next"] for way in ways if way["ground"] == "DEPUTY")
    others = (await told(ask, ward.people["specialist"], ACTING))["actingFor"]
    assert [way["ground"] for way in others] == ["OWN", "STAND_IN", "STAND_IN"]


async def test_all_know_who_is_away_and_few_why(ask: Ask, ward: Ward) -> None:
    away = await ward.away("specialist", "first")
    await ward.shown()

    async def seen(who: UUID) -> Any:
        found = await told(ask, who, ABSENCES, of=str(ward.people["specialist"]))
        [node] = found["absences"]["nodes"]
        return node

    node = await seen(ward.people["specialist"])
    assert (node["basis"], node["kind"], node["inForce"]) == (str(away), "SICK", True)
    assert node["note"] == "Khám bệnh"
    assert node["standIns"] == [{"standIn": {"title": "first"}, "post": None}]
    assert (await seen(ward.people["chairman"]))["note"] == "Khám bệnh"
    assert (await seen(ward.city.people[0]))["note"] is None
    in_unit = await told(ask, ward.people["chairman"], ABSENCES, unit=str(ward.unit))
    assert len(in_unit["absences"]["nodes"]) == 1


async def test_delegations_of_either_side(ask: Ask, ward: Ward) -> None:
    give = delegation.Give(
        giver=ward.posts["chairman"],
        receiver=ward.posts["second"],
        powers=("approve",),
        paper="1/UQ",
        **DATES,
    )
    await ward.run(give, ward.actor("chairman"))
    await ward.shown()

    async def papers(title: str, side: str | None) -> list[str]:
        found = await told(ask, ward.people[title], DELEGATIONS, side=side)
        return [node["paper"] for node in found["delegations"]["nodes"]]

    assert await papers("chairman", "GIVEN") == await papers("second", "RECEIVED") == ["1/UQ"]
    assert await papers("chairman", None) == await papers("second", None) == ["1/UQ"]
    assert await papers("chairman", "RECEIVED") == await papers("first", None) == []


async def test_what_moves_with_a_post(ask: Ask, ward: Ward) -> None:
    for title in ("specialist", "specialist", "first"):
        await ward.assign(title)
    await ward.away("specialist", "first")
    await ward.shown()
    mine = await told(ask, ward.people["specialist"], PREVIEW, post=str(ward.posts["specialist"]))
    preview = mine["handOverPreview"]
    counts = {each["part"]: each["count"] for each in preview["parts"]}
    assert (preview["openTasks"], counts["LEAD"], counts["WAITING"], counts["ASSIGNER"]) == (2, 2, 2, 0)
    assert preview["absences"] == 1
    assert preview["tasks"] == {"nodes": [{"title": "Nạo vét cống"}], "pageInfo": {"hasNextPage": True}}
    of_chairman = await told(ask, ward.people["first"], PREVIEW, post=str(ward.posts["chairman"]))
    counts = {each["part"]: each["count"] for each in of_chairman["handOverPreview"]["parts"]}
    assert counts["ASSIGNER"] == 3


async def test_what_a_post_has_is_not_everybodys_to_know(ask: Ask, ward: Ward) -> None:
    await ward.shown()
    refused = await ask(ward.people["specialist"], PREVIEW, post=str(ward.posts["chairman"]))
    assert refused.errors
    assert refused.errors[0].extensions == {"code": "access.denied"}


async def test_why_who_is_told_for_another_is_told(ward: Ward, store: Store) -> None:
    lent = {"receiver": ward.posts["second"], "powers": ("approve",), "paper": "1/UQ", **DATES}
    await ward.run(delegation.Give(giver=ward.posts["chairman"], **lent), ward.actor("chairman"))
    await ward.away("specialist", "second")
    await ward.shown()
    usual = {"kind": "task", "topic": "task.assigned", "reason": "lead", "position": 1, "by": None}
    scopes = {title: post_scope(ward.posts[title]) for title in ("chairman", "specialist", "second")}
    news = [News(scope=scope, subject=uuid4(), **usual) for scope in scopes.values()]
    async with store.pool.acquire() as conn:
        known = await known_for(conn, news)
    second = ward.people["second"]
    assert known.lent == {
        (scopes["chairman"], second): Lent(ground="delegation", name="chairman"),
        (scopes["specialist"], second): Lent(ground="stand-in", name="specialist"),
    }
