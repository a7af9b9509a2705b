"""What addresses and frames there are is told to everybody, for machines."""

from __future__ import annotations

from tests.backend.conftest import Api


async def test_every_address_is_described(api: Api) -> None:
    async with api.client() as client:
        description = (await client.get("/openapi.json")).json()
    assert {"/api/session", "/api/session/refresh", "/api/me", "/api/commands"} <= set(description["paths"])


async def test_the_frames_of_the_gateway_are_described_to_everybody(api: Api, secure: Api) -> None:
    async with api.client() as client:
        answer = await client.get("/asyncapi.json")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    description = answer.json()
    assert description["asyncapi"] == "3.0.0"
    assert description["servers"]["gateway"] == {"host": "congvu.test:8001", "protocol": "ws"}
    assert {"Hello", "Command", "Begin", "Rows", "End", "Bye"} <= set(description["components"]["messages"])
    async with secure.client() as client:
        gateway = (await client.get("/asyncapi.json")).json()["servers"]["gateway"]
    assert gateway == {"host": "congvu.example.vn", "protocol": "wss"}
