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
    """Whether requests can be served, and what is wrong; `degraded`: something is, whatever it is."""
    checks = await services.health.checks()
    ready = all(check.ok for check in checks if check.needed)
    degraded = not all(check.ok for check in checks)
    answer = {"ready": ready, "degraded": degraded, "checks": checks}
    return Response(answer, status_code=200 if ready else 503)


@get("/metrics")
async def figures(services: NamedDependency[Services]) -> Response[bytes]:
    """Figures for Prometheus."""
    await metrics.look(services.pool, services.health)
    return Response(metrics.render(), headers={"content-type": CONTENT_TYPE_LATEST})
