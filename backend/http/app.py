"""The HTTP application: its routes, what their handlers are given, and what every request passes through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from backend.http import calendars, commands, csrf, descriptions, devices, health, session, static
from backend.http.asking import AnyRequest, bearer, language_of
from backend.http.headers import SecurityHeaders
from backend.http.measure import Measure
from backend.http.problems import EXCEPTION_HANDLERS
from backend.http.services import Services
from realtime.principal import Principal

LARGEST_BODY = 1 << 20
"""Of requests that are read whole; uploads are taken as they come."""
UPLOADING = (
    *("tus-resumable", "upload-length", "upload-offset", "upload-metadata", "upload-checksum"),
    *("x-http-method-override", "range", "if-range"),
)
UPLOADED = (
    *("tus-resumable", "upload-offset", "upload-length", "upload-expires", "location"),
    *("content-range", "content-disposition", "etag"),
)

ROUTES: tuple[ControllerRouterHandler, ...] = (
    health.alive,
    health.ready,
    health.figures,
    descriptions.openapi,
    descriptions.sync,
    session.sign_in,
    session.refresh,
    session.sign_out,
    session.me,
    commands.run,
    *devices.ROUTES,
    *calendars.ROUTES,
    static.web,
)


def create(services: Services, more: Sequence[ControllerRouterHandler] = ()) -> ASGIApp:
    """The application around `services`; `more`: routes of other folders (GraphQL, feeds)."""
    files = static.Files(services.settings.web)

    async def principal(request: AnyRequest) -> Principal:
        return bearer(request, services)

    def of(value: Any) -> Provide:
        return Provide(lambda: value, sync_to_thread=False)

    app = Litestar(
        [*ROUTES, *more],
        dependencies={
            "services": of(services),
            "files": of(files),
            "principal": Provide(principal),
            "language": Provide(language_of, sync_to_thread=False),
        },
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=LARGEST_BODY,
        cors_config=_cors(),
        openapi_config=OpenAPIConfig(title="congvu", version="1", path="/api/openapi"),
        middleware=[Measure()],
        logging_config=None,
    )
    return SecurityHeaders(app, services.settings)


def _cors() -> CORSConfig:
    """Only the shells of the app come from another origin."""
    return CORSConfig(
        allow_origins=list(csrf.SHELLS),
        allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["authorization", "content-type", "accept-language", csrf.HEADER, *UPLOADING],
        expose_headers=["retry-after", "content-language", *UPLOADED],
        max_age=600,
    )
