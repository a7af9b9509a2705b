"""A gateway without network, database or clock: the product's office and connections over a World."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from projections.kernel import Outcome, Request, Temporary
from projections.rows import Head
from realtime.connection import Connection
from realtime.feed import era
from realtime.limits import Limits
from realtime.office import Office
from realtime.page import Page, Snapshot
from realtime.principal import Principal, Refused
from tests.realtime.world import Moment, World, uid

EXPIRES = 10_000.0


class Tap:
    """A transport that keeps what was written; `waiting` bytes seem not to have left."""

    def __init__(self) -> None:
        self.written = b""
        self.writes = 0
        self.waiting = 0
        self.closing = False
        self.half_closed = False

    def write(self, data: bytes) -> None:
        if self.half_closed:
            raise RuntimeError("Cannot call write() after write_eof()")
        self.written += data
        self.writes += 1

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.closing

    def take(self) -> list[dict[str, Any]]:
        """The frames since the last call."""
        data, self.written = self.written, b""
        return frames(data)


def frames(data: bytes) -> list[dict[str, Any]]:
    """WebSocket text frames (RFC 6455, section 5.2) read back."""
    found = []
    while data:
        assert data[0] == 0x81
        length, start = data[1], 2
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(data[2:start], "big")
        found.append(json.loads(data[start : start + length]))
        data = data[start + length :]
    return found


class Wire:
    """A socket as a connection sees it."""

    def __init__(self) -> None:
        self.transport = Tap()
        self.closed: tuple[int, str] | None = None
        self.aborted = False
        self.drained = asyncio.Event()
        self.drained.set()

    async def drain(self) -> None:
        await self.drained.wait()

    async def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (code, reason)
        self.transport.closing = True

    def abort(self) -> None:
        self.aborted = True
        self.transport.closing = True


class Stage:
    """Everything that a gateway has, in memory. `now` is the clock; `outcome` answers commands."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.world = World()
        self.now = 1_000.0
        self.most = 1_000
        self.outcome: Callable[[Request], Awaitable[Outcome]] = self._refuse
        self.ended: set[UUID] = set()
        self.ran: list[Request] = []
        self.office = Office(
            rows=self,
            commands=self,
            verify=self.verify,
            revoked=self.revoked,
            limits=limits or Limits(),
            clock=lambda: self.now,
            retry_after=lambda: 1.5,
        )
        self.connections: list[Connection] = []
        self._sessions = 0

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        yield Moment(self.world)

    async def since(self, known: Head) -> Page:
        page = self.world.page()
        if len(page.rows) > self.most:
            return Page(known.position, page.head, [], leap=True)
        return page if era(page.head) == era(known) else Page(known.position, page.head, [])

    async def run(self, request: Request) -> Outcome:
        self.ran.append(request)
        return await self.outcome(request)

    async def run_all(self, requests: Collection[Request]) -> list[Outcome]:
        raise NotImplementedError

    async def _refuse(self, request: Request) -> Outcome:
        raise Temporary("nothing answers here")

    def verify(self, token: str) -> Principal:
        """A token is the official's name; `old NAME` has expired, `no NAME` is forbidden."""
        *prefix, name = token.split()
        if prefix == ["no"]:
            raise Refused("not allowed here", forbidden=True)
        if prefix == ["bad"]:
            raise Refused("not one of ours")
        return Principal(uid(name), uid(f"session of {name}"), 0.0 if prefix == ["old"] else EXPIRES)

    async def revoked(self, sessions: Collection[UUID]) -> Collection[UUID]:
        return self.ended & set(sessions)

    def connect(self) -> tuple[Connection, Wire]:
        """A new socket."""
        wire = Wire()
        self._sessions += 1
        connection = Connection(self.office, wire, UUID(int=self._sessions))
        self.connections.append(connection)
        return connection, wire

    async def tell(self, connection: Connection, **frame: Any) -> None:
        """A frame from the device; returns when all that follows from it is done."""
        await connection.receive(json.dumps(frame))
        await connection.settled()

    async def publish(self) -> None:
        """The gateway learns of what the world did."""
        await self.office.refresh()
        for connection in self.connections:
            await connection.settled()
