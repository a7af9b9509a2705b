"""Every failure of a request as RFC 9457 problem details, in the language of who asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    SerializationException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap
from obstore.exceptions import BaseError

from backend.http.asking import AnyRequest, language_of
from backend.problems import problem
from backend.store.connection import LOST
from domain.kernel import Rejection
from projections.kernel import Temporary
from realtime.principal import Refused

PROBLEM = "application/problem+json"
RETRY_SECONDS = "1"
_MISSING = re.compile(r"missing required field `([^`]*)`")

log = structlog.get_logger("http")


STATUS = {
    "http.malformed": 400,
    "http.unauthorized": 401,
    "http.forbidden": 403,
    "http.csrf": 403,
    "feed.denied": 403,
    "device.service-unknown": 422,
    "http.not-found": 404,
    "file.storage-away": 503,
    "file.too-large": 413,
    "file.not-taken": 415,
    "file.empty": 422,
    "file.digest": 422,
    "file.grows": 422,
    "file.too-many-pixels": 422,
    "file.range": 416,
    "upload.header": 400,
    "upload.cut": 400,
    "upload.expired": 410,
    "upload.version": 412,
    "upload.beyond": 413,
    "upload.too-small-pieces": 413,
    "upload.too-many": 429,
    "upload.checksum": 460,
    "http.method": 405,
    "http.too-large": 413,
    "http.media-type": 415,
    "http.too-many": 429,
    "http.internal": 500,
    "http.temporary": 503,
    "session.wrong-login": 401,
    "session.over": 401,
    "session.reused": 401,
    "session.too-many-attempts": 429,
    "password.length": 422,
}


def answer(request: AnyRequest, rejection: Rejection, headers: dict[str, str] | None = None) -> Response[Any]:
    """The problem that a refusal is."""
    language = language_of(request)
    told = problem(rejection.code, rejection.params, language)
    told = msgspec.structs.replace(told, status=STATUS.get(rejection.code, told.status))
    headers = {"content-language": language, **(headers or {})}
    if "seconds" in rejection.params:
        headers["retry-after"] = str(rejection.params["seconds"])
    return Response(told, status_code=told.status, media_type=PROBLEM, headers=headers)


def _rejected(request: AnyRequest, error: Rejection) -> Response[Any]:
    return answer(request, error)


def _refused(request: AnyRequest, error: Refused) -> Response[Any]:
    code = "http.forbidden" if error.forbidden else "http.unauthorized"
    return answer(request, Rejection(code, why=error.reason), {"www-authenticate": "Bearer"})


def _temporary(request: AnyRequest, error: Exception) -> Response[Any]:
    log.warning("temporarily unavailable", error=type(error).__name__)
    return answer(request, Rejection("http.temporary"), {"retry-after": RETRY_SECONDS})


def _storage(request: AnyRequest, error: Exception) -> Response[Any]:
    log.warning("storage unavailable", error=type(error).__name__)
    return answer(request, Rejection("file.storage-away"), {"retry-after": RETRY_SECONDS})


def _malformed(request: AnyRequest, error: Exception) -> Response[Any]:
    return answer(request, Rejection("http.malformed", why=str(error)))


def _invalid(request: AnyRequest, error: Exception) -> Response[Any]:
    """Which field is wrong, and how; never its value."""
    extra = getattr(error, "extra", None)
    first = extra[0] if isinstance(extra, list) and extra else {"message": str(error)}
    reason, _, path = str(first.get("message", "")).partition(" - at `$.")
    missing = _MISSING.search(reason)
    if missing is not None:
        return answer(request, Rejection("args.missing", field=missing[1]))
    field = path.rstrip("`") or str(first.get("key", "body")).removeprefix("data.")
    return answer(request, Rejection("args.wrong", field=field, reason=reason))


def _http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    if error.status_code >= 500:
        return _unforeseen(request, error)
    codes = {status: code for code, status in STATUS.items() if code.startswith("http.")}
    return answer(request, Rejection(codes.get(error.status_code, "http.malformed"), why=error.detail))


def _not_found(request: AnyRequest, error: NotFoundException) -> Response[Any]:
    return answer(request, Rejection("http.not-found"))


def _method(request: AnyRequest, error: MethodNotAllowedException) -> Response[Any]:
    return answer(request, Rejection("http.method", method=request.method), dict(error.headers or {}))


def _unforeseen(request: AnyRequest, error: Exception) -> Response[Any]:
    """Told by a number that the log has too; the cause is for the log alone."""
    incident = str(uuid4())
    log.error("unforeseen", incident=incident, route=request.scope.get("path_template"), exc_info=error)
    return answer(request, Rejection("http.internal", incident=incident))


Handler = Callable[[AnyRequest, Any], Response[Any]]

HANDLERS: dict[type[Exception], Handler] = {
    Rejection: _rejected,
    Refused: _refused,
    Temporary: _temporary,
    BaseError: _storage,
    **dict.fromkeys(LOST, _temporary),
    msgspec.DecodeError: _malformed,
    msgspec.ValidationError: _invalid,
    SerializationException: _malformed,
    ValidationException: _invalid,
    NotFoundException: _not_found,
    MethodNotAllowedException: _method,
    HTTPException: _http,
    Exception: _unforeseen,
}
EXCEPTION_HANDLERS: ExceptionHandlersMap = {**HANDLERS}  # type: ignore[dict-item]  # Litestar wants one wide type
