"""uvicorn around the application, started and stopped by its part."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from socket import socket as Socket

import uvicorn
from litestar.types import ASGIApp

from backend.part import Context
from backend.settings import Settings


class Server(uvicorn.Server):
    """uvicorn's, which leaves signals to the part and says when it has begun."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the part's."""
        yield

    async def startup(self, sockets: list[Socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


async def serve(app: ASGIApp, context: Context) -> None:
    """Answer requests until told to stop, then finish those under way."""
    server = Server(_config(app, context.settings), context.ready)
    serving = asyncio.create_task(server.serve([context.listening]))
    stopping = asyncio.create_task(context.stop.wait())
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True
    await serving


def _config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=",".join(settings.trusted_proxies),
        timeout_graceful_shutdown=settings.drain_seconds,
        h11_max_incomplete_event_size=1 << 16,
    )
