"""The gateway: WebSockets in front, one reader of rows behind, and a clock."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from socket import socket as ListeningSocket
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import msgspec
import structlog
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response

from projections.kernel import Commands
from realtime import protocol
from realtime.connection import Connection
from realtime.database import AWAY, Bell, DatabaseRows
from realtime.hub import Transport
from realtime.limits import Limits
from realtime.metrics import Metrics
from realtime.notify import NotifyExchange
from realtime.office import Office
from realtime.principal import Revoked, Verify
from realtime.protocol import Code
from realtime.readings import Readings

log = structlog.get_logger("gateway")

PATH = "/sync"
GATHER = 0.005
"""Seconds between two pages while there is much to tell; the first after a pause goes at once."""
TICK = 1.0
DRAIN = 3.0
"""Seconds for running commands to end before the sockets are closed."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Where the gateway listens, which origins of browsers it answers beside its own host, and its bounds."""

    socket: ListeningSocket
    origins: frozenset[str] = frozenset({"https://localhost", "capacitor://localhost"})
    limits: Limits = Limits()


class Wakes(Protocol):
    """What tells the reader that there may be something new (see database.Bell)."""

    async def wait(self) -> None:
        """Returns when it is time to look."""

    async def close(self) -> None:
        """No more."""


class Socket(ServerConnection):
    """A WebSocket that says `bye` before it closes because of a frame that is too large."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.slow: set[Transport] = set()
        fail = self.protocol.fail

        def say(code: int, reason: str = "") -> None:
            if code == CloseCode.MESSAGE_TOO_BIG:
                bye = protocol.Bye(int(Code.TOO_LARGE), "the frame is too large; see welcome.limits.frame")
                self.protocol.send_text(protocol.encode(bye))
                code, reason = Code.TOO_LARGE, bye.reason
            fail(code, reason)

        self.protocol.fail = say  # type: ignore[method-assign] # the parser calls it on the instance

    def pause_writing(self) -> None:
        """The transport's buffer is past its limit: fan-out has to look at its size from now on."""
        super().pause_writing()
        self.slow.add(self.transport)

    def resume_writing(self) -> None:
        """It has drained."""
        super().resume_writing()
        self.slow.discard(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        self.slow.discard(self.transport)
        super().connection_lost(exc)

    def abort(self) -> None:
        """Closes without the closing handshake."""
        self.transport.abort()


class Gateway:
    """All connections of one process, its reader and its clock."""

    def __init__(self, config: Config, office: Office, bell: Wakes, metrics: Metrics) -> None:
        self._config = config
        self._office = office
        self._bell = bell
        self._metrics = metrics
        self._connections: set[Connection] = set()
        self._read_at = 0.0

    async def run(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Serves until told to stop, then says goodbye to everybody."""
        await self._office.refresh()
        calm_collector()
        tasks = [asyncio.create_task(work) for work in self._work()]
        server = await self._serve()
        ready()
        try:
            stopping = asyncio.create_task(stop.wait())
            done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self._drain(server)
            await self._office.close()
            for task in (*tasks, stopping):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._bell.close()

    def _work(self) -> list[Coroutine[Any, Any, None]]:
        """What goes on until the gateway stops."""
        office = self._office
        work = [self._read(), self._tick()]
        if office.readings is not None:
            work.append(office.readings.run())
        if office.exchange is not None:
            work.append(office.exchange.run(office.hear, office.company.begin))
        return work

    async def _serve(self) -> Server:
        return await serve(
            self._handle,
            sock=self._config.socket,
            process_request=self._request,
            create_connection=Socket,
            compression=None,
            max_size=self._config.limits.frame,
            ping_interval=None,
            close_timeout=5,
            server_header=None,
        )

    def _request(self, socket: ServerConnection, request: Request) -> Response | None:
        """Two questions are answered over plain HTTP; all else must be a WebSocket from a known origin."""
        path = urlsplit(request.path).path
        if path == "/healthz":
            return socket.respond(HTTPStatus.OK, "ok\n")
        if path == "/metrics":
            return socket.respond(HTTPStatus.OK, self._metrics.text())
        if path != PATH:
            return socket.respond(HTTPStatus.NOT_FOUND, f"The gateway serves {PATH} only.\n")
        origin, host = request.headers.get("Origin"), request.headers.get("Host", "")
        if origin is not None and not self._is_known(origin, host):
            return socket.respond(HTTPStatus.FORBIDDEN, "This origin may not connect.\n")
        return None

    def _is_known(self, origin: str, host: str) -> bool:
        """The app shells, a configured address, or a page of the host that was asked (on any port)."""
        if origin in self._config.origins:
            return True
        return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname

    async def _handle(self, socket: ServerConnection) -> None:
        assert isinstance(socket, Socket)
        socket.slow = self._office.hub.slow
        connection = Connection(self._office, socket, uuid4())
        self._connections.add(connection)
        self._metrics.connections.inc()
        try:
            async for message in socket:
                await connection.receive(message)
        except ConnectionClosed:
            return
        finally:
            self._connections.discard(connection)
            self._metrics.connections.dec()
            connection.gone()

    async def _read(self) -> None:
        """One reader for all: woken by the projector; while the database is away it tries again."""
        loop = asyncio.get_running_loop()
        while True:
            await self._bell.wait()
            await asyncio.sleep(max(0.0, self._read_at + GATHER - loop.time()))
            self._read_at = loop.time()
            try:
                await self._office.refresh()
            except AWAY as error:
                self._metrics.failures.inc()
                log.warning("rows could not be read", error=type(error).__name__)
                await asyncio.sleep(TICK)

    async def _tick(self) -> None:
        """Silence, expired tokens, revoked sessions, and who came or went: noticed within seconds."""
        while True:
            await asyncio.sleep(TICK)
            self._office.company.tick(self._office.clock())
            try:
                await self._close_revoked()
            except AWAY as error:
                log.warning("revoked sessions could not be read", error=type(error).__name__)
            for connection in list(self._connections):
                await connection.tick()

    async def _close_revoked(self) -> None:
        sessions = {
            connection: connection.session.principal.session
            for connection in self._connections
            if connection.session.principal is not None
        }
        ended = set(await self._office.revoked(set(sessions.values()))) if sessions else set()
        for connection, session in sessions.items():
            if session in ended:
                await connection.quit(Code.TOKEN, "the session was ended; sign in again")

    async def _drain(self, server: Server) -> None:
        """No new sockets; running commands get their answer; then each is told when to come back."""
        server.close(close_connections=False)
        connections = list(self._connections)
        waiting = [asyncio.create_task(connection.settled()) for connection in connections]
        if waiting:
            await asyncio.wait(waiting, timeout=DRAIN)
        for connection in connections:
            await connection.quit(Code.GOING_AWAY, "the gateway is going away", self._office.retry_after())
        await server.wait_closed()


def calm_collector() -> None:
    """What lives long is not looked through again, and the rest less often: a pause delays everybody."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def run(
    config: Config,
    *,
    pool: asyncpg.Pool,
    commands: Commands,
    verify: Verify,
    revoked: Revoked,
    stop: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    """Serves `/sync` on the socket until `stop`; `ready` is called once it answers."""
    metrics = Metrics()
    office = Office(
        rows=DatabaseRows(pool),
        commands=commands,
        verify=verify,
        revoked=revoked,
        limits=config.limits,
        clock=time.time,
        retry_after=lambda: round(random.uniform(0.5, 5.0), 2),  # noqa: S311 - spreads load, no secret
        away=AWAY,
        metrics=metrics,
        readings=lambda company: Readings(pool, company),
        exchange=NotifyExchange(pool),
    )
    await Gateway(config, office, Bell(pool), metrics).run(stop, ready)
