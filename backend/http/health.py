"""What machines ask: is the process alive, can it serve, how is it doing."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST

from backend import metrics
from backend.http.services import Services


@get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/readyz")
async def ready(services: NamedDependency[Services]) -> Response[dict[str, Any]]:
    """Whether requests can be served; if not, what is wrong."""
    checks = await services.health.checks()
    fine = all(check.ok for check in checks)
    return Response({"ready": fine, "checks": checks}, status_code=200 if fine else 503)


@get("/metrics")
async def figures(services: NamedDependency[Services]) -> Response[bytes]:
    """Figures for Prometheus."""
    await metrics.look(services.pool, services.health)
    return Response(metrics.render(), headers={"content-type": CONTENT_TYPE_LATEST})
