"""Two gateways on one database: what devices learn of people does not depend on where these are."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
import pytest
from websockets.asyncio.client import ClientConnection, connect

from realtime.limits import Limits
from tests.realtime.place import Place, hear
from tests.realtime.world import uid

SILENCE = 3.0
TALK = uid("talk")
SCOPE = f"channel:{TALK}"
POSITION = "SELECT number FROM read_position WHERE official = $1 AND channel = $2"
Frame = dict[str, Any]


class Phone:
    """A device in a session; frames that nobody waits for are passed over."""

    def __init__(self, client: ClientConnection) -> None:
        self.client = client
        self.states: dict[str, Any] = {}

    async def send(self, **frame: Any) -> None:
        await self.client.send(json.dumps(frame, default=str))

    async def hears(self, kind: str, fits: Callable[[Frame], bool] = lambda _: True) -> Frame:
        while True:
            frame = await hear(self.client)
            if frame["t"] == kind and fits(frame):
                return frame

    async def quiet(self, kind: str) -> bool:
        """Whether nothing of the kind came until now: what is sent later comes later."""
        await self.send(t="ping")
        while (frame := await hear(self.client))["t"] != "pong":
            if frame["t"] == kind:
                return False
        return True

    async def sees(self, person: str, state: str) -> Any:
        """Until a person was told to be in this state; when they left."""
        while self.states.get(str(uid(person)), ("",))[0] != state:
            self.states |= {id: (state, at) for id, state, at in (await self.hears("presence"))["people"]}
        return self.states[str(uid(person))][1]


@asynccontextmanager
async def enter(port: int, person: str, device: str, **fields: Any) -> AsyncIterator[Phone]:
    """A device that has caught up."""
    async with connect(f"ws://127.0.0.1:{port}/sync") as client:
        phone = Phone(client)
        await phone.send(t="hello", v=1, token=person, device=uid(device), **fields)
        if fields.get("reads", "none") == "none":
            await phone.hears("end", lambda frame: not frame.get("more"))
        yield phone


@pytest.fixture
async def places(dsn: str) -> AsyncIterator[list[Place]]:
    async with AsyncExitStack() as stack:
        places = []
        for number in range(2):
            pool = await stack.enter_async_context(asyncpg.create_pool(dsn, min_size=1, max_size=6))
            place = Place(pool, Limits(gateway_silence=SILENCE))
            if number == 0:
                await place.tables.create()
                for name in ("lan", "minh", "hoa"):
                    await place.tables.grant(uid(name), "all", *([SCOPE] if name != "hoa" else []))
                await place.tables.put("channel", TALK, [SCOPE], name="Chống ngập", count=40)
            places.append(place)
            await place.serve()
            stack.push_async_callback(place.stopped)
        yield places


async def test_two_devices_of_a_person_agree_wherever_they_are(places: list[Place]) -> None:
    here, there = (place.port for place in places)
    async with (
        enter(here, "lan", "a") as mine,
        enter(here, "lan", "b") as near,
        enter(there, "lan", "c") as far,
    ):
        await mine.send(t="read", reads=[[TALK, 30]])
        assert (await near.hears("reads"))["reads"] == [[str(TALK), 30]]
        await near.send(t="read", reads=[[TALK, 29], [uid("nothing"), 4]])
        assert (await far.hears("reads"))["reads"] == [[str(TALK), 30]]
        async with enter(there, "lan", "d", reads=None) as late:
            told = await late.hears("reads", lambda frame: "stamp" in frame)
            assert told["reads"] == [[str(TALK), 30]]
        await far.send(t="read", reads=[[TALK, 33]])
        assert (await mine.hears("reads", lambda f: f["reads"][0][1] > 30))["reads"] == [[str(TALK), 33]]
    async with enter(here, "lan", "d", reads=told["stamp"]) as again:
        assert [str(TALK), 33] in (await again.hears("reads"))["reads"]


async def test_who_comes_before_it_is_kept_is_told_all_the_same(places: list[Place]) -> None:
    here, there = (place.port for place in places)
    async with enter(here, "lan", "a") as mine, enter(here, "lan", "b") as near:
        await mine.send(t="read", reads=[[TALK, 30]])
        await near.hears("reads")
        async with enter(here, "lan", "c", reads=None) as late, enter(there, "lan", "d") as far:
            assert (await late.hears("reads"))["reads"] == [[str(TALK), 30]]
            assert (await far.hears("reads"))["reads"] == [[str(TALK), 30]]


async def test_what_was_read_is_kept_when_the_gateway_goes(places: list[Place]) -> None:
    place, other = places
    async with enter(place.port, "lan", "a") as mine, enter(place.port, "lan", "b") as near:
        await mine.send(t="sight", looking=True, subjects=[TALK])
        await mine.send(t="read", reads=[[TALK, 30]])
        await near.hears("reads")
        place.stop.set()
        assert (await mine.hears("bye"))["code"] == 4503
    await place.stopped()
    assert await other.pool.fetchval(POSITION, uid("lan"), TALK) == 30
    assert await other.pool.fetchval("SELECT count(*) FROM device_sight") == 0


async def test_typing_is_told_at_all_gateways_to_those_who_hold_the_scope_and_show_it(
    places: list[Place],
) -> None:
    here, there = (place.port for place in places)
    async with (
        enter(here, "lan", "a", open=[SCOPE]) as mine,
        enter(here, "minh", "b", open=[SCOPE]) as near,
        enter(there, "minh", "c", open=[SCOPE]) as far,
        enter(there, "minh", "d") as elsewhere,
        enter(there, "hoa", "e", open=[SCOPE]) as stranger,
        enter(there, "lan", "f", open=[SCOPE]) as own,
    ):
        await met(far, near)
        await stranger.send(t="ephemeral", scope=SCOPE, kind="typing", data={})
        await mine.send(t="ephemeral", scope=SCOPE, kind="typing", data={"thread": None})
        told = {
            "t": "ephemeral",
            "scope": SCOPE,
            "from": str(uid("lan")),
            "kind": "typing",
            "data": {"thread": None},
        }
        assert await near.hears("ephemeral") == await far.hears("ephemeral") == told
        for other in (mine, elsewhere, stranger, own):
            assert await other.quiet("ephemeral")


async def met(one: Phone, other: Phone) -> None:
    """The gateways of two devices know each other: whoever is at one is seen at the other."""
    for phone, person in ((one, "lan"), (other, "hoa")):
        await phone.send(t="watch", people=[uid(person)])
        await phone.sees(person, "idle")


async def test_presence_of_anybody_is_told_to_anybody_who_watches(places: list[Place]) -> None:
    here, there = (place.port for place in places)
    async with enter(here, "hoa", "a") as watcher:
        await watcher.send(t="watch", people=[uid("lan"), uid("minh")])
        assert await watcher.sees("lan", "offline") is await watcher.sees("minh", "offline") is None
        async with enter(there, "lan", "b") as phone, enter(here, "minh", "c"):
            await watcher.sees("lan", "idle")
            await watcher.sees("minh", "idle")
            await phone.send(t="sight", looking=True, subjects=[TALK])
            await watcher.sees("lan", "online")
        assert await watcher.sees("lan", "offline") is not None


async def test_people_of_a_gateway_that_was_killed_are_offline(places: list[Place], dsn: str) -> None:
    async with enter(places[0].port, "hoa", "a") as watcher:
        await watcher.send(t="watch", people=[uid("lan")])
        await watcher.sees("lan", "offline")
        command = [sys.executable, "-m", "tests.realtime.process", dsn, str(SILENCE)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        try:
            assert process.stdout is not None
            port = int(await asyncio.wait_for(process.stdout.readline(), 30))
            async with enter(port, "lan", "b") as phone:
                await phone.send(t="sight", looking=True, subjects=[])
                await watcher.sees("lan", "online")
                process.kill()
                await watcher.sees("lan", "offline")
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
