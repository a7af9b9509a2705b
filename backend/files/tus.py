"""The addresses of uploads: a tus 1.0 server. An upload's address is that of the file that it becomes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, delete, patch, post, route
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.files import protocol
from backend.files.protocol import ALWAYS, BODY
from backend.files.receiving import Cut
from backend.files.uploads import Upload
from backend.http.asking import AnyRequest
from backend.http.problems import answer
from backend.http.services import Services
from domain.kernel import Rejection
from realtime.principal import Principal

PATH = "/api/files"
SHOWN_SECONDS = 3.0
"""How long the answer to the last piece waits for the rows to show the file."""


def told(request: AnyRequest, error: Rejection) -> Response[Any]:
    """A refusal, with what tus wants on every answer."""
    return answer(request, error, dict(ALWAYS))


TOLD: Any = {Rejection: told}


@route(PATH, http_method=["OPTIONS"], status_code=204)
async def abilities(services: NamedDependency[Services]) -> Response[None]:
    """What this server can."""
    return Response(None, status_code=204, headers=protocol.abilities(services.files.largest))


@post(PATH, status_code=201, exception_handlers=TOLD)
async def create(
    request: AnyRequest, services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Response[None]:
    """Begin an upload; its first bytes may come with it (creation-with-upload)."""
    protocol.check_version(request.headers)
    length = protocol.number(request.headers, "upload-length")
    said = request.headers.get("upload-metadata", "")
    upload = await services.files.begin(principal.official, length, said)
    if request.headers.get("content-type") == BODY:
        upload = await _take(request, services, upload, 0)
    return _state(upload, 201, location=f"{PATH}/{upload.id}")


@patch(PATH + "/{id:uuid}", status_code=204, exception_handlers=TOLD)
async def go_on(
    id: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Response[None]:
    """More of an upload; with the last of it, it becomes a file."""
    return await _go_on(request, services, principal, id)


@delete(PATH + "/{id:uuid}", status_code=204, exception_handlers=TOLD)
async def give_up(
    id: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Response[None]:
    """Forget an upload and all that came of it (termination)."""
    return await _give_up(request, services, principal, id)


@post(PATH + "/{id:uuid}", status_code=204, exception_handlers=TOLD)
async def instead(
    id: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Response[None]:
    """PATCH and DELETE from where only POST gets through."""
    does = {"PATCH": _go_on, "DELETE": _give_up}.get(request.headers.get("x-http-method-override", ""))
    if does is None:
        raise Rejection("upload.header", header="x-http-method-override")
    return await does(request, services, principal, id)


async def state(request: AnyRequest, services: Services, principal: Principal, id: UUID) -> Response[None]:
    """How far an upload has come; one that a killed process left whole becomes a file now."""
    protocol.check_version(request.headers)
    upload = await services.files.find(id, principal.official)
    await services.files.end(upload)
    return _state(upload, 200)


async def _go_on(request: AnyRequest, services: Services, principal: Principal, id: UUID) -> Response[None]:
    protocol.check_version(request.headers)
    if request.headers.get("content-type") != BODY:
        raise Rejection("upload.header", header="content-type")
    start = protocol.number(request.headers, "upload-offset")
    upload = await services.files.find(id, principal.official)
    return _state(await _take(request, services, upload, start), 204)


async def _take(request: AnyRequest, services: Services, upload: Upload, start: int) -> Upload:
    checksum = protocol.checksum(request.headers)
    try:
        upload = await services.files.go_on(upload, start, _body(request), checksum)
    except Cut:
        raise Rejection("upload.cut") from None
    position = await services.files.end(upload)
    if position is not None:
        await services.reached.at_least(position, SHOWN_SECONDS)
    return upload


async def _give_up(request: AnyRequest, services: Services, principal: Principal, id: UUID) -> Response[None]:
    protocol.check_version(request.headers)
    await services.files.give_up(id, principal.official)
    return Response(None, status_code=204, headers=dict(ALWAYS))


async def _body(request: AnyRequest) -> AsyncIterator[bytes]:
    """What comes, as it comes: bounded by the length of the upload, not by that of other requests' bodies."""
    while True:
        event: Any = await request.receive()
        if event["type"] == "http.disconnect":
            raise Cut
        if event["body"]:
            yield event["body"]
        if not event.get("more_body", False):
            return


def _state(upload: Upload, status: int, **more: str) -> Response[None]:
    headers = ALWAYS | {
        "upload-offset": str(upload.received),
        "upload-length": str(upload.length),
        "upload-expires": protocol.expires(upload.expires_at),
    }
    if upload.metadata:
        headers["upload-metadata"] = upload.metadata
    return Response(None, status_code=status, headers=headers | more)


ROUTES = (abilities, create, go_on, give_up, instead)
