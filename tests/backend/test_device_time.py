"""A command sent over HTTP says when its device gave it, as one sent to the gateway does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from backend.http.commands import Command
from projections.kernel import Metadata
from tests.backend.conftest import Api
from tests.backend.test_feeds import give

GIVEN = datetime(2025, 7, 7, 0, 5, 30, tzinfo=UTC)


class Office(msgspec.Struct):
    """An administrator's post, and their client."""

    api: Api
    post: UUID
    client: httpx.AsyncClient

    async def send(self, **more: Any) -> Metadata:
        """What is kept beside the event of a command sent with these fields."""
        id = uuid4()
        args = {"name": "Lê Văn Tám", "email": f"{id.hex}@example.vn"}
        body = {"id": str(id), "name": "official.register", "args": args, "as": {"post": str(self.post)}}
        answer = await self.client.post("/api/commands", json=body | more)
        assert answer.status_code == 200, answer.text
        [recorded] = await self.api.services.log.read(answer.json()["position"] - 1, 1)
        return recorded.metadata


@pytest.fixture
async def office(api: Api) -> AsyncIterator[Office]:
    unit = await give(
        api, "unit.create", name="Thành phố", shortName="TP", code="H29", kind="city", parent=None
    )
    post = await give(api, "post.create", unit=unit, title="Quản trị")
    official = await give(api, "official.register", name="Trần Thị Lan", email="lan@example.vn")
    await give(api, "post.handOver", post=post, holder=official)
    await give(api, "power.grant", post=post, power="administer", unit=unit)
    token = (await api.services.sessions.open(official)).access
    async with api.client(authorization=f"Bearer {token}") as client:
        yield Office(api, post, client)


async def test_the_device_s_time_is_kept_beside_the_event(office: Office) -> None:
    device = uuid4()
    kept = await office.send(at="2025-07-07T07:05:30+07:00", device=str(device))
    assert (kept.device, kept.device_at) == (device, GIVEN)
    assert (await office.send()).device_at is None


async def test_the_frame_of_the_gateway_is_taken_as_it_is(office: Office) -> None:
    kept = await office.send(t="command", seq=7, at="2025-07-07T00:05:30Z")
    assert kept.device_at == GIVEN


def test_a_wrong_clock_is_put_right() -> None:
    fast = timedelta(hours=5)
    sent = Command(id=uuid4(), name="task.open", at=GIVEN + fast, clock=GIVEN + fast + timedelta(minutes=3))
    assert sent.given_at(GIVEN + timedelta(minutes=4)) == GIVEN + timedelta(minutes=1)


@pytest.mark.parametrize("field", ["at", "clock"])
@pytest.mark.parametrize("moment", ["yesterday", "2025-07-07", "2025-07-07T07:05:30", 1751846730, ""])
async def test_a_time_without_its_zone_is_refused(lasting: Api, field: str, moment: Any) -> None:
    command = {"id": str(uuid4()), "name": "task.open", field: moment}
    async with lasting.client(authorization=f"Bearer {await lasting.token()}") as client:
        answer = await client.post("/api/commands", json=command)
    assert (answer.status_code, answer.json()["code"]) == (422, "args.wrong")
    assert answer.json()["params"]["field"] == field


async def test_a_clock_beyond_reckoning_is_refused(lasting: Api) -> None:
    times = {"at": "9999-12-31T23:00:00Z", "clock": "0001-01-01T01:00:00Z"}
    async with lasting.client(authorization=f"Bearer {await lasting.token()}") as client:
        answer = await client.post(
            "/api/commands", json={"id": str(uuid4()), "name": "task.open", "args": {}, **times}
        )
    assert (answer.status_code, answer.json()["params"]["field"]) == (422, "clock")
