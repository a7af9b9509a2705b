"""My devices over HTTP: registered, listed, tested, removed; those of others are not mine."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from backend.bench.push_service import Browser
from backend.http import app
from tests.backend.conftest import Api
from tests.backend.test_http import problem

GOOGLE = "https://fcm.googleapis.com"


async def bearer(api: Api) -> dict[str, str]:
    return {"authorization": f"Bearer {await api.token()}"}


def browser(name: str = "a", **fields: Any) -> dict[str, Any]:
    """A browser as it registers itself."""
    subscription = Browser(GOOGLE, name, "").subscription
    return {"kind": "webpush", "subscription": subscription, "key": "", "label": "Chrome · Android"} | fields


async def put(client: httpx.AsyncClient, device: UUID, body: object) -> httpx.Response:
    return await client.put(f"/api/devices/{device}/push", json=body)


async def test_registered_listed_and_removed(api: Api) -> None:
    device = uuid4()
    async with api.client(**await bearer(api)) as client:
        key = (await client.get("/api/push/key")).json()["key"]
        assert len(key) == 87
        answer = await put(client, device, browser(key=key, language="en", contentHidden=True))
        assert answer.status_code == 200
        told = answer.json()
        assert (told["device"], told["state"], told["label"]) == (str(device), "never", "Chrome · Android")
        assert (told["language"], told["contentHidden"], told["problem"]) == ("en", True, None)
        assert "subscription" not in answer.text
        [mine] = (await client.get("/api/devices")).json()["devices"]
        assert mine == told
        assert (await client.delete(f"/api/devices/{device}/push")).status_code == 204
        assert (await client.get("/api/devices")).json() == {"devices": []}


async def test_the_same_device_again_replaces_what_it_had(api: Api) -> None:
    device = uuid4()
    async with api.client(**await bearer(api)) as client:
        key = (await client.get("/api/push/key")).json()["key"]
        await put(client, device, browser("a", key=key))
        await put(client, device, browser("b", key=key, label="Firefox · Linux"))
        [mine] = (await client.get("/api/devices")).json()["devices"]
        assert mine["label"] == "Firefox · Linux"


async def test_only_mine_are_mine(api: Api) -> None:
    device, other = uuid4(), uuid4()
    signed = await api.services.sessions.open(other)
    async with (
        api.client(**await bearer(api)) as lan,
        api.client(authorization=f"Bearer {signed.access}") as minh,
    ):
        await put(lan, device, browser())
        assert (await minh.get("/api/devices")).json() == {"devices": []}
        await minh.delete(f"/api/devices/{device}/push")
        await put(minh, device, browser("b"))
        assert len((await lan.get("/api/devices")).json()["devices"]) == 1
        test = (await lan.post(f"/api/devices/{device}/test")).json()
        problem(await minh.get(test["result"]), 404, "http.not-found")


async def test_signing_out_takes_the_device_off(api: Api) -> None:
    signed = await api.services.sessions.open(api.official)
    async with api.client(authorization=f"Bearer {signed.access}") as client:
        await put(client, uuid4(), browser())
        await client.delete("/api/session")
    async with api.client(**await bearer(api)) as client:
        assert (await client.get("/api/devices")).json() == {"devices": []}


async def test_a_session_ended_elsewhere_is_told(api: Api) -> None:
    signed = await api.services.sessions.open(api.official)
    async with api.client(authorization=f"Bearer {signed.access}") as client:
        await put(client, uuid4(), browser())
    await api.services.sessions.revoke_official(api.official, "password-changed")
    async with api.client(**await bearer(api)) as client:
        [device] = (await client.get("/api/devices")).json()["devices"]
        assert (device["state"], device["problem"]["kind"]) == ("removed", "session-over")


async def test_a_test_goes_the_way_of_all_and_its_result_can_be_asked_for(api: Api) -> None:
    device = uuid4()
    async with api.client(**await bearer(api), accept_language="en") as client:
        await put(client, device, browser())
        answer = await client.post(f"/api/devices/{device}/test")
        assert answer.status_code == 202
        assert answer.headers["location"] == answer.json()["result"]
        result = answer.json()["result"]
        assert (await client.get(result)).json() == {"state": "waiting", "code": None, "at": None}
        told = problem(await client.post(f"/api/devices/{device}/test"), 429, "http.too-many")
        assert told["params"] == {"seconds": 5}
        pool = api.services.pool
        row = await pool.fetchrow("SELECT payload, urgent FROM push_outbox")
        assert row is not None
        assert msgspec.json.decode(row["payload"])["title"] == "A test"
        assert row["urgent"]
        await pool.execute("UPDATE push_outbox SET done_at = now(), outcome = 'delivered'")
        assert (await client.get(result)).json()["state"] == "delivered"
        await pool.execute("UPDATE push_outbox SET outcome = 'gone', last_error = '410'")
        assert (await client.get(result)).json() | {"at": None} == {
            "state": "failed",
            "code": "410",
            "at": None,
        }
        problem(await client.get(f"/api/devices/{device}/test/{2**62}"), 404, "http.not-found")


async def test_a_device_that_is_not_registered_cannot_be_tested(api: Api) -> None:
    async with api.client(**await bearer(api)) as client:
        problem(await client.post(f"/api/devices/{uuid4()}/test"), 409, "device.not-reached")


async def test_what_is_wrong_is_told_with_what_to_do(api: Api) -> None:
    async with api.client(**await bearer(api)) as client:
        inside = browser() | {"subscription": browser()["subscription"] | {"endpoint": "https://10.0.0.1/x"}}
        told = problem(await put(client, uuid4(), inside), 422, "device.service-unknown")
        assert "10.0.0.1" in told["detail"]
        assert "CONGVU_PUSH_SERVICES" in told["detail"]
        keys = {"p256dh": "AAAA", "auth": "AAAA"}
        wrong = browser() | {"subscription": {"endpoint": f"{GOOGLE}/x", "keys": keys}}
        problem(await put(client, uuid4(), wrong), 422, "args.wrong")
        problem(await put(client, uuid4(), {"kind": "pigeon"}), 422, "args.wrong")
        problem(await put(client, uuid4(), browser(label="x" * 81)), 422, "args.wrong")
        app_device = {"kind": "fcm", "token": "t", "label": "App"}
        told = problem(await put(client, uuid4(), app_device), 409, "device.no-fcm")
        assert "CONGVU_FCM_CREDENTIALS" in told["detail"]


async def test_a_provider_that_refuses_us_degrades_readiness_and_is_a_figure(api: Api) -> None:
    async with api.client(**await bearer(api)) as client:
        await put(client, uuid4(), browser())
        assert (await client.get("/readyz")).json()["degraded"] is False
        await api.services.pool.execute(
            "UPDATE push_target SET failing_since = now(), failure = 'refused', failure_code = '403'"
        )
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["degraded"]) == (200, True)
        assert "webpush refuses us (403) for 1 of 1 devices" in answer.text
        figures = (await client.get("/metrics")).text
        assert 'congvu_push_devices{provider="webpush",state="refused"} 1.0' in figures
        assert 'congvu_push_outbox{provider="fcm"} 0.0' in figures


async def test_the_app_registers_a_token_or_an_installation(api: Api) -> None:
    settings = msgspec.structs.replace(api.services.settings, fcm_credentials=api.services.settings.data)
    services = msgspec.structs.replace(api.services, settings=settings)
    with_fcm = Api(app.create(services), services, api.official)
    device = uuid4()
    async with with_fcm.client(**await bearer(api)) as client:
        for form in ("token", "fid"):
            body = {"kind": "fcm", "token": f"a-{form}", "form": form, "label": "App · Android"}
            assert (await put(client, device, body)).status_code == 200
        row = await api.services.pool.fetchrow("SELECT form, address FROM push_target")
        assert row is not None
        assert (row["form"], msgspec.json.decode(row["address"])) == ("fid", {"value": "a-fid"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/devices"),
        ("GET", "/api/push/key"),
        ("PUT", f"/api/devices/{UUID(int=1)}/push"),
        ("DELETE", f"/api/devices/{UUID(int=1)}/push"),
        ("POST", f"/api/devices/{UUID(int=1)}/test"),
        ("GET", f"/api/devices/{UUID(int=1)}/test/1"),
    ],
)
async def test_nobody_without_a_session(lasting: Api, method: str, path: str) -> None:
    async with lasting.client() as client:
        problem(await client.request(method, path), 401, "http.unauthorized")
