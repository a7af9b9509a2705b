"""What the addresses and the gateway take and give, for machines that make clients: open to everybody."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from backend.http.asking import AnyRequest, realtime_url
from backend.http.services import Services
from realtime import asyncapi

KEPT = {"cache-control": "public, max-age=3600"}
"""A description changes with the program alone."""


@get("/openapi.json", include_in_schema=False)
async def openapi(request: AnyRequest) -> Response[dict[str, Any]]:
    """The addresses over HTTP (OpenAPI 3.1)."""
    return Response(request.app.openapi_schema.to_schema(), headers=KEPT)


@get("/asyncapi.json", include_in_schema=False)
async def sync(request: AnyRequest, services: NamedDependency[Services]) -> Response[dict[str, Any]]:
    """The frames of the gateway, at the address that this caller would reach it by (AsyncAPI 3.0)."""
    url = realtime_url(services.settings, request.headers.get("host", ""))
    return Response(asyncapi.document(url), headers=KEPT | {"vary": "Host"})
