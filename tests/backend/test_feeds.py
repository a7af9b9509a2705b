"""The feed of all events: batches, a stream that goes on where it was, and only for who may."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx
import msgspec
import pytest

from backend.http import app, feeds
from backend.store.store import Store
from domain.kernel import Actor
from projections.kernel import Request
from tests.backend.conftest import Api
from tests.backend.serving import serving


async def give(api: Api, command: str, **args: Any) -> UUID:
    """A command of the installation; the id of what it makes."""
    request = Request(
        id=uuid4(), name=command, args=msgspec.json.encode(args), actor=Actor(official=None, policy="setup")
    )
    outcome = await api.services.commands.run(request)
    assert outcome.problem is None, outcome.problem
    return uuid5(request.id, command.partition(".")[0])


@pytest.fixture
async def reader(api: Api) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody whose post may read all events."""
    unit = await give(
        api, "unit.create", name="Thành phố", shortName="TP", code="H29", kind="city", parent=None
    )
    post = await give(api, "post.create", unit=unit, title="Quản trị")
    official = await give(api, "official.register", name="Lê Văn Tám", email="tam@example.vn")
    await give(api, "post.handOver", post=post, holder=official)
    await give(api, "power.grant", post=post, power="read-all-events", unit=unit)
    token = (await api.services.sessions.open(official)).access
    async with (
        serving(app.create(api.services, [feeds.events])) as address,
        httpx.AsyncClient(base_url=address, headers={"authorization": f"Bearer {token}"}) as client,
    ):
        yield client


async def test_who_has_no_right_is_told_which_one(api: Api, reader: httpx.AsyncClient) -> None:
    stranger = {"authorization": f"Bearer {await api.token()}"}
    answer = await reader.get("/feeds/events", headers=stranger)
    assert answer.status_code == 403
    assert "read-all-events" in answer.json()["detail"]


async def test_without_a_token_there_is_nothing(reader: httpx.AsyncClient) -> None:
    assert (await reader.get("/feeds/events", headers={"authorization": ""})).status_code == 401


async def test_batches_follow_each_other_to_the_end(reader: httpx.AsyncClient) -> None:
    address, seen = "/feeds/events?limit=2", []
    while True:
        answer = await reader.get(address)
        assert answer.headers["content-type"] == "application/cloudevents-batch+json"
        batch = answer.json()
        seen += batch
        if not batch:
            break
        address = answer.links["next"]["url"]
    assert [int(event["sequence"]) for event in seen] == [1, 2, 3, 4, 5]
    assert [event["type"].removeprefix("vn.congvu.") for event in seen] == [
        "unit.created",
        "post.created",
        "official.registered",
        "post.handed-over",
        "post.power-granted",
    ]
    assert {event["specversion"] for event in seen} == {"1.0"}
    assert seen[2]["data"]["name"] == "Lê Văn Tám", "the feed delivers unsealed fields"


async def test_events_name_the_life_of_the_log_that_they_are_read_from(
    api: Api, reader: httpx.AsyncClient
) -> None:
    before = (await reader.get("/feeds/events")).json()[0]["source"]
    log = api.services.log
    assert isinstance(log, Store)
    await log.renew_epoch()
    source = (await reader.get("/feeds/events")).json()[0]["source"]
    assert source == f"/congvu/{log.epoch}" != before


async def test_a_stream_goes_on_where_it_was_and_stays_live(api: Api, reader: httpx.AsyncClient) -> None:
    headers = {"accept": "text/event-stream", "last-event-id": "4"}
    async with reader.stream("GET", "/feeds/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        assert await data_of(lines) == ("5", "vn.congvu.post.power-granted")
        await give(api, "official.register", name="Lê Văn Chín", email="chin@example.vn")
        assert await data_of(lines) == ("6", "vn.congvu.official.registered")


async def test_a_position_beyond_all_numbers_is_none(reader: httpx.AsyncClient) -> None:
    headers = {"accept": "text/event-stream", "last-event-id": "9" * 19}
    async with reader.stream("GET", "/feeds/events?after=4", headers=headers) as answer:
        assert await data_of(answer.aiter_lines()) == ("5", "vn.congvu.post.power-granted")


async def data_of(lines: AsyncIterator[str]) -> tuple[str, str]:
    """Id and type of the next event."""
    id = ""
    async for line in lines:
        if line.startswith("id: "):
            id = line.removeprefix("id: ")
        if line.startswith("data: "):
            return id, json.loads(line.removeprefix("data: "))["type"]
    raise EOFError("the stream ended")


@pytest.mark.parametrize("query", ["after=-1", "after=x", f"after={2**63}", "limit=0", "limit=1001"])
async def test_a_wrong_position_or_limit_is_a_problem(reader: httpx.AsyncClient, query: str) -> None:
    answer = await reader.get(f"/feeds/events?{query}")
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
