"""The gateway as a client meets it: real sockets, real tables, the real client library."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from projections.kernel import Outcome
from realtime.limits import Limits
from tests.realtime.place import Place, hear
from tests.realtime.tables import Tables, below
from tests.realtime.world import uid
from tests.sync.device import Device

LAN = uid("lan")
DESK = f"desk:{uid('ward')}"
GATEWAY = "a gateway under test"


@pytest.fixture
def limits() -> Limits:
    return Limits(window=4, frame=65_536)


@pytest.fixture
async def place(dsn: str, limits: Limits) -> AsyncIterator[Place]:
    named = {"application_name": GATEWAY}
    async with (
        asyncpg.create_pool(dsn, min_size=1, max_size=6, server_settings=named) as pool,
        asyncpg.create_pool(dsn, min_size=1, max_size=1) as writing,
    ):
        place = Place(pool, limits, Tables(writing))
        await place.tables.create()
        await place.tables.grant(LAN, "all", DESK)
        await place.tables.put("task", uid("t1"), [DESK, "all"], title="Báo cáo số hộ bị ngập")
        await place.serve()
        yield place
        await place.stopped()


async def until(client: ClientConnection, device: Device, to: int) -> list[str]:
    """Takes frames until the device is true at `to`; their kinds."""
    kinds = []
    while device.to < to:
        frame = await hear(client)
        kinds.append(frame["t"])
        device.receive(frame)
    return kinds


async def enter(client: ClientConnection, device: Device, place: Place, token: str = "lan") -> list[str]:
    await client.send(json.dumps(device.hello(token)))
    return await until(client, device, place.tables.position)


async def closing(client: ClientConnection) -> tuple[dict[str, Any], int | None]:
    """The bye frame and the code of the close frame that follows it."""
    last: dict[str, Any] = {}
    try:
        while True:
            last = await hear(client)
    except ConnectionClosed as closed:
        return last, closed.rcvd.code if closed.rcvd else None


def titles(device: Device) -> list[tuple[str, list[str]]]:
    return sorted((row.fields["title"], sorted(row.scopes)) for row in device.rows.values())


async def test_a_device_is_filled_and_follows(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        assert await enter(client, device, place) == ["welcome", "begin", "rows", "end"]
        assert titles(device) == [("Báo cáo số hộ bị ngập", sorted(["all", DESK]))]
        await place.tables.put("task", uid("t1"), [DESK], title="Đổi tên")
        assert await until(client, device, place.tables.position) == ["begin", "rows", "end"]
        assert titles(device) == [("Đổi tên", [DESK])]


async def test_a_lost_notice_delays_and_loses_nothing(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        place.tables.notify = False
        await place.tables.put("task", uid("t2"), [DESK], title="Không báo")
        await until(client, device, place.tables.position)
        assert ("Không báo", [DESK]) in titles(device)


async def test_coming_back_brings_only_what_changed(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
    await place.tables.put("task", uid("t2"), [DESK], title="Khi vắng mặt")
    async with place.client() as client:
        await client.send(json.dumps(device.hello("lan")))
        assert (await hear(client))["t"] == "welcome"
        begin, rows = await hear(client), await hear(client)
        assert begin["reset"] == ["below:*"]
        assert [row[4]["title"] for row in rows["rows"]] == ["Khi vắng mặt"]


async def test_losing_a_scope_removes_its_rows(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        await place.tables.grant(LAN, DESK, gone=True)
        await until(client, device, place.tables.position)
        assert titles(device) == [("Báo cáo số hộ bị ngập", ["all"])]
        await place.tables.grant(LAN, DESK)
        await until(client, device, place.tables.position)
        assert titles(device) == [("Báo cáo số hộ bị ngập", sorted(["all", DESK]))]


async def test_what_is_below_is_a_window_while_it_is_open(place: Place) -> None:
    city, ward = uid("city"), uid("ward")
    await place.tables.lead(LAN, city, ward)
    for number in range(6):
        await place.tables.put("task", uid(f"b{number}"), [below(ward)], title=f"{number}")
    device = Device()
    device.open = [below(city)]
    async with place.client() as client:
        await enter(client, device, place)
        mine = [title for title, scopes in titles(device) if scopes == [below(city)]]
        assert mine == ["2", "3", "4", "5"]
        await place.tables.put("task", uid("b0"), [below(city)], title="0, sửa")
        await until(client, device, place.tables.position)
        assert [t for t, scopes in titles(device) if scopes == [below(city)]] == ["0, sửa", "3", "4", "5"]
        await client.send(json.dumps({"t": "close", "scopes": [below(city)]}))
        device.to = -1
        await until(client, device, place.tables.position)
        assert len(titles(device)) == 1


async def test_a_command_is_answered_and_its_page_follows(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        place.outcome = Outcome(position=place.tables.position + 1)
        command = {"t": "command", "id": str(uuid4()), "seq": 1, "name": "task.open", "args": {}}
        device.sent(str(command["id"]))
        await client.send(json.dumps(command))
        result = await hear(client)
        assert (result["t"], result["position"]) == ("result", place.tables.position + 1)
        device.receive(result)
        await place.tables.put("task", uid("x"), ["desk:elsewhere"], title="Nơi khác")
        assert await until(client, device, place.tables.position) == ["begin", "end"]
        assert device.pending == {}


async def test_a_restored_database_resets_everybody(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        await place.tables.epoch(uuid4())
        kinds = await until(client, device, place.tables.position)
        assert kinds == ["begin", "rows", "end"]
        assert titles(device) == [("Báo cáo số hộ bị ngập", sorted(["all", DESK]))]


async def test_survives_losing_every_connection_to_the_database(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        await place.tables.cut_off(GATEWAY)
        await place.tables.put("task", uid("t2"), [DESK], title="Sau khi nối lại")
        await until(client, device, place.tables.position)
        assert ("Sau khi nối lại", [DESK]) in titles(device)
        await place.tables.put("task", uid("t3"), [DESK], title="Và nghe lại")
        await until(client, device, place.tables.position)


async def test_an_ended_session_is_closed_within_five_seconds(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        place.ended.add(uid("session of lan"))
        began = time.monotonic()
        bye, code = await closing(client)
        assert (bye["code"], code) == (4401, 4401)
        assert time.monotonic() - began < 5


MALFORMED = {
    "binary": (b"\x00\x01", 4400),
    "not JSON": ("{", 4400),
    "no hello": ('{"t":"ping"}', 4400),
    "unknown": ('{"t":"dance"}', 4400),
    "bad token": (json.dumps(Device().hello("bad")), 4401),
    "another version": (json.dumps(Device().hello("lan") | {"v": 2}), 4400),
    "too large": (json.dumps({"t": "hello", "token": "x" * 70_000}), 4413),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_bad_frames_close_with_their_reason(place: Place, name: str) -> None:
    frame, code = MALFORMED[name]
    async with place.client() as client:
        await client.send(frame)
        bye, closed = await closing(client)
        assert (bye["t"], bye["code"], closed) == ("bye", code, code)
        assert bye["reason"]


async def test_too_many_frames_close(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        for _ in range(400):
            await client.send('{"t":"ping"}')
        bye, _ = await closing(client)
        assert bye["code"] == 4429


async def test_going_away_says_when_to_come_back(place: Place) -> None:
    device = Device()
    async with place.client() as client:
        await enter(client, device, place)
        place.stop.set()
        bye, code = await closing(client)
        assert (bye["code"], code) == (4503, 4503)
        assert 0 < bye["retryAfter"] <= 5


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        (None, True),
        ("http://127.0.0.1:8000", True),
        ("https://localhost", True),
        ("capacitor://localhost", True),
        ("https://example.org", False),
        ("null", False),
    ],
)
async def test_browsers_come_from_known_origins(place: Place, origin: str | None, welcome: bool) -> None:
    if welcome:
        async with place.client(origin=origin) as client:
            await client.ping()
        return
    with pytest.raises(InvalidStatus) as refused:
        async with place.client(origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_two_questions_are_answered_over_http(place: Place) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{place.port}", trust_env=False) as http:
        assert (await http.get("/healthz")).status_code == 200
        metrics = (await http.get("/metrics")).text
        assert f"congvu_gateway_position {place.tables.position:.1f}" in metrics
        assert (await http.get("/")).status_code == 404
        assert (await http.get("/sync")).status_code == 426


async def test_serves_many_who_come_at_once(place: Place) -> None:
    async def one() -> int:
        device = Device()
        async with place.client() as client:
            await enter(client, device, place)
            await until(client, device, place.tables.position)
        return len(device.rows)

    assert await asyncio.gather(*(one() for _ in range(40))) == [1] * 40
