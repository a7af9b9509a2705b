"""The whole way, as it is served: a device registers, the worker sends, its result can be asked for."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from backend import app
from backend.bench.push_service import PushService
from backend.settings import Settings
from tests.backend.platform import Platform
from tests.kill.city import City, found
from tests.kill.stage import KEY, until


async def founded(dsn: str, data: Path) -> City:
    settings = Settings(data=data, database_url=dsn, master_key=KEY)
    await app.migrate(settings)
    return await found(settings, wards=1)


async def test_registered_tested_and_told_and_nothing_of_it_in_the_log(
    dsn: str, tmp_path: Path, service: PushService
) -> None:
    city = await founded(dsn, tmp_path / "data")
    given = {"CONGVU_DATABASE_URL": dsn, "CONGVU_MASTER_KEY": KEY, "CONGVU_PUSH_SERVICES": service.origin}
    platform = Platform(tmp_path / "data", **given, CONGVU_LOG_LEVEL="debug")
    try:
        url = (await asyncio.to_thread(platform.ready))["url"]
        headers = {"authorization": f"Bearer {city.chairman.token}"}
        async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as client:
            secrets = await _use(client, service)
    finally:
        assert await asyncio.to_thread(platform.stop) == 0
    log = platform.lines()
    assert [secret for secret in secrets if secret in log] == []


async def _use(client: httpx.AsyncClient, service: PushService) -> list[str]:
    """Register, test, lose the subscription, test again; what no log may hold."""
    key = (await client.get("/api/push/key")).json()["key"]
    subscription = service.subscribe("bí-mật".encode().hex(), key)
    device = uuid4()
    body = {"kind": "webpush", "subscription": subscription, "key": key, "label": "Điện thoại của Lan"}
    told = (await client.put(f"/api/devices/{device}/push", json=body)).json()
    assert told["state"] == "never"
    assert (await _tested(client, f"/api/devices/{device}"))["state"] == "delivered"
    assert service.shown()[0]["title"] == "Thông báo thử"
    assert (await _mine(client))["state"] == "working"
    service.browsers.clear()
    failed = await _tested(client, f"/api/devices/{device}")
    assert (failed["state"], failed["code"]) == ("failed", "404")
    mine = await _mine(client)
    assert (mine["state"], mine["problem"]) == ("removed", {"kind": "gone", "code": "404"})
    keys = subscription["keys"]
    return [subscription["endpoint"], keys["auth"], keys["p256dh"], "của Lan", "Thông báo thử"]


async def _tested(client: httpx.AsyncClient, device: str) -> dict[str, Any]:
    """The result of a test, once there is one."""
    last: dict[str, Any] = {}

    async def sent() -> bool:
        last.update((await client.post(f"{device}/test")).json())
        return "result" in last

    async def done() -> bool:
        last["told"] = (await client.get(last["result"])).json()
        return bool(last["told"]["state"] != "waiting")

    await until(sent, "the test is not taken")
    await until(done, "the test has no result")
    return dict(last["told"])


async def _mine(client: httpx.AsyncClient) -> dict[str, Any]:
    [device] = (await client.get("/api/devices")).json()["devices"]
    return dict(device)
