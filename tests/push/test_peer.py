"""Somebody else's push service (npm `web-push-testing`) opens what we seal, and checks who we are."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.push.place import Place, address_of, notice

PEER = Path(__file__).resolve().parents[2] / "clients" / "node_modules" / "web-push-testing" / "src"
SERVE = """
const Server = require(process.argv[1] + '/server.js')
const { PushApiModel } = require(process.argv[1] + '/PushApiModel.js')
new Server(new PushApiModel(), Number(process.argv[2])).startServer()
"""


@pytest.fixture
async def peer() -> AsyncIterator[httpx.AsyncClient]:
    """It, on a free port."""
    node = shutil.which("node")
    assert node, "Node.js is not installed: `make install` says what brings it"
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    process = await asyncio.create_subprocess_exec(node, "-e", SERVE, str(PEER), str(port), stdout=PIPE)
    assert process.stdout is not None
    assert b"running" in await asyncio.wait_for(process.stdout.readline(), 30)
    async with httpx.AsyncClient(base_url=f"http://localhost:{port}", trust_env=False) as client:
        yield client
    process.kill()
    await process.wait()


async def test_a_peer_opens_what_we_send_and_an_ended_subscription_is_removed(
    place: Place, lan: UUID, peer: httpx.AsyncClient
) -> None:
    wanted = {"applicationServerKey": place.key.public, "userVisibleOnly": "true"}
    made: dict[str, Any] = (await peer.post("/subscribe", json=wanted)).json()["data"]
    subscription = {"endpoint": made["endpoint"], "keys": made["keys"]}
    device = await place.register(lan, address_of(subscription, place.key.public))
    async with place.sending():
        assert await place.done(*await place.enqueue(notice(lan, "a"))) == ["delivered"]
        asked = {"clientHash": made["clientHash"]}
        [message] = (await peer.post("/get-notifications", json=asked)).json()["data"]["messages"]
        assert json.loads(message)["title"] == "Việc mới"
        await peer.post(f"/expire-subscription/{made['clientHash']}")
        assert await place.done(*await place.enqueue(notice(lan, "b"))) == ["gone"]
    assert (await place.device(lan, device)).state == "removed"
