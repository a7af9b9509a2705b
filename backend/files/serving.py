"""The addresses of files: what they hold, whole or in part, and the small pictures of pictures."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, head
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from backend.files import tus
from backend.files.kinds import way_of
from backend.files.reading import Readable, may_read
from backend.files.storage import blob_of, thumbnail_of
from backend.http.asking import AnyRequest
from backend.http.problems import answer
from backend.http.services import Services
from domain.kernel import Rejection
from realtime.principal import Principal

WEBP = "image/webp"
KEPT = {
    "cache-control": "private, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; sandbox",
    "vary": "Authorization",
}
"""A file never changes. Whatever it holds, nothing in it runs."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def _told(request: AnyRequest, error: Rejection) -> Response[Any]:
    size = error.params.get("size")
    return answer(request, error, None if size is None else {"content-range": f"bytes */{size}"})


@get(tus.PATH + "/{id:uuid}", exception_handlers=cast(Any, {Rejection: _told}))
async def read(
    id: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Response[Any]:
    """What a file holds, or the one range of it that is asked for (RFC 9110, section 14)."""
    file = await _found(services, principal, id)
    headers = _headers(file)
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(None, status_code=304, headers=headers)
    part = _part(request, file, headers["etag"])
    start, end = part or (0, file.size)
    if part is not None:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
    headers["content-length"] = str(end - start)
    content = await services.files.storage.read(blob_of(file.digest), start, end)
    return Stream(content, status_code=206 if part else 200, headers=headers, media_type=file.media_type)


@head(tus.PATH + "/{id:uuid}", exception_handlers=tus.TOLD)
async def ask(
    id: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Response[None]:
    """What there is to read; of whoever speaks tus, how far the upload has come."""
    if "tus-resumable" in request.headers:
        return await tus.state(request, services, principal, id)
    file = await _found(services, principal, id)
    headers = _headers(file) | {"content-length": str(file.size)}
    return Response(None, status_code=200, headers=headers, media_type=file.media_type)


@get(tus.PATH + "/{id:uuid}/thumbnail")
async def thumbnail(
    id: FromPath[UUID],
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
) -> Response[Any]:
    """The small picture of a picture, in WebP, at most 480 pixels each way."""
    file = await _found(services, principal, id)
    if not file.thumbnail:
        raise Rejection("http.not-found")
    headers = KEPT | {"etag": f'"{file.digest}-small"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(None, status_code=304, headers=headers)
    content = await services.files.storage.read(thumbnail_of(file.digest))
    return Stream(content, headers=headers, media_type=WEBP)


async def _found(services: Services, principal: Principal, id: UUID) -> Readable:
    file = await may_read(services.pool, id, principal.official)
    if file is None:
        raise Rejection("http.not-found")
    return file


def _headers(file: Readable) -> dict[str, str]:
    shows = way_of(file.media_type) == "show"
    return KEPT | {
        "etag": f'"{file.digest}"',
        "accept-ranges": "bytes",
        "content-disposition": _disposition("inline" if shows else "attachment", file.name),
    }


def _disposition(way: str, name: str) -> str:
    """With the name in plain letters for old readers, and as it is (RFC 6266, RFC 8187)."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name) or "file"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name or 'file', safe='')}"


def _part(request: AnyRequest, file: Readable, tag: str) -> tuple[int, int] | None:
    """From which byte to before which; None: all, which is also the answer to several ranges at once."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if asked is None or request.headers.get("if-range", tag) != tag or asked[0] == "bytes=-":
        return None
    if not asked[1]:
        start, end = max(0, file.size - int(asked[2])), file.size
    else:
        start, end = int(asked[1]), min(int(asked[2] or file.size) + 1, file.size)
    if start >= end:
        if asked[1] and asked[2] and int(asked[1]) > int(asked[2]):
            return None
        raise Rejection("file.range", size=file.size)
    return start, end


ROUTES = (read, ask, thumbnail)
