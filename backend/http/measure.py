"""How long answers take, by route."""

from __future__ import annotations

from time import perf_counter

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.metrics import REQUESTS


class Measure(ASGIMiddleware):
    """Counts each answer once it begins; a stream's length does not matter."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """ASGI."""
        began = perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = (str(scope.get("method")), scope.get("path_template", ""), str(message["status"]))
                REQUESTS.labels(*route).observe(perf_counter() - began)
            await send(message)

        await next_app(scope, receive, sending)
