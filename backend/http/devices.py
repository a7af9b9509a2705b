"""My devices: where notices reach me, how each of them fares, and a test of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter

from backend.http.asking import AnyRequest
from backend.http.services import Services
from backend.push.addresses import AppDevice, WebPushDevice
from backend.push.outbox import Notice, enqueue
from backend.push.port import Payload
from backend.push.targets import Device
from domain.kernel import Rejection
from realtime.principal import Principal

PAUSE = timedelta(seconds=5)
"""Between two tests of one device."""
LIFE = timedelta(minutes=5)
"""A test that could not be sent until then has failed."""
TAG = "test"
TEST = {
    "vi": ("Thông báo thử", "Thiết bị này nhận được thông báo."),
    "en": ("A test", "This device receives notices."),
}

RECENT = """
SELECT max(o.created_at) FROM push_outbox o JOIN push_target t ON t.id = o.target
WHERE t.official = $1 AND t.device = $2 AND o.tag = $3
"""
ASKED = """
SELECT o.outcome, o.last_error, o.done_at, o.expires_at
FROM push_outbox o JOIN push_target t ON t.id = o.target
WHERE o.id = $1 AND o.official = $2 AND t.device = $3 AND o.tag = $4
"""


Id = Annotated[int, PathParameter(ge=1, le=2**63 - 1)]


class Devices(msgspec.Struct, frozen=True):
    """Mine, oldest first."""

    devices: list[Device]


class Key(msgspec.Struct, frozen=True):
    """The key that browsers subscribe for (applicationServerKey): an uncompressed point in base64url."""

    key: str


class Test(msgspec.Struct, frozen=True):
    """A test notice on its way: its id, under which the result is asked for."""

    id: int
    result: str


class Tested(msgspec.Struct, frozen=True):
    """waiting: with the code of the last attempt, if there was one. delivered: the provider has it."""

    state: Literal["waiting", "delivered", "failed"]
    code: str | None = None
    at: datetime | None = None


@get("/api/devices")
async def mine(services: NamedDependency[Services], principal: NamedDependency[Principal]) -> Devices:
    """My devices; one that was removed, or has failed for long, is told with what is wrong."""
    found = await services.targets.of(principal.official, datetime.now(UTC), services.vapid.public)
    return Devices(found)


@get("/api/push/key")
async def key(services: NamedDependency[Services], principal: NamedDependency[Principal]) -> Key:
    """The key to subscribe for."""
    return Key(services.vapid.public)


@put("/api/devices/{device:uuid}/push", status_code=200)
async def register(
    device: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Device:
    """Reach this device from now on; what it had before is replaced. How it fares is the answer."""
    told = msgspec.json.decode(await request.body(), type=WebPushDevice | AppDevice)
    if isinstance(told, AppDevice) and services.settings.fcm_credentials is None:
        raise Rejection("device.no-fcm")
    address = told.address(services.settings.push_services)
    await services.targets.register(principal.official, principal.session, device, address, told.wishes())
    found = await services.targets.of(principal.official, datetime.now(UTC), services.vapid.public, device)
    return next(each for each in found if each.kind == address.kind)


@delete("/api/devices/{device:uuid}/push", status_code=204)
async def remove(
    device: FromPath[UUID], services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> None:
    """Send nothing more to this device of mine."""
    await services.targets.remove(principal.official, device)


@post("/api/devices/{device:uuid}/test", status_code=202)
async def test(
    device: FromPath[UUID],
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
    language: NamedDependency[str],
) -> Response[Test]:
    """Send a notice to this device, on the way that all take; the answer says where its result is."""
    now = datetime.now(UTC)
    last: datetime | None = await services.pool.fetchval(RECENT, principal.official, device, TAG)
    if last is not None and now - last < PAUSE:
        raise Rejection("http.too-many", seconds=int(PAUSE.total_seconds()))
    title, body = TEST[language]
    notice = Notice(
        official=principal.official,
        device=device,
        tag=TAG,
        payload=Payload(title=title, body=body, url="/cai-dat", kind="test"),
        urgent=True,
        expires_at=now + LIFE,
    )
    ids = await enqueue(services.pool, [notice])
    if not ids:
        raise Rejection("device.not-reached")
    result = f"/api/devices/{device}/test/{ids[0]}"
    return Response(Test(ids[0], result), headers={"location": result})


@get("/api/devices/{device:uuid}/test/{id:int}")
async def tested(
    device: FromPath[UUID], id: Id, services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Tested:
    """What became of a test notice."""
    row = await services.pool.fetchrow(ASKED, id, principal.official, device, TAG)
    if row is None:
        raise Rejection("http.not-found")
    if row["done_at"] is None and row["expires_at"] > datetime.now(UTC):
        return Tested("waiting", row["last_error"])
    state: Literal["delivered", "failed"] = "delivered" if row["outcome"] == "delivered" else "failed"
    return Tested(
        state, None if state == "delivered" else row["last_error"] or row["outcome"], row["done_at"]
    )


ROUTES = (mine, key, register, remove, test, tested)
