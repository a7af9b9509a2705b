"""A gateway on real sockets and real tables, in the process of the test."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from websockets.asyncio.client import ClientConnection, connect

from projections.kernel import Outcome, Request
from realtime import gateway
from realtime.limits import Limits
from realtime.principal import Principal, Refused
from tests.realtime.tables import Tables
from tests.realtime.world import uid


class Place:
    """A running gateway, its tables, and who was signed out.

    The tables are written over the gateway's own pool unless others are given.
    """

    def __init__(self, pool: asyncpg.Pool, limits: Limits, tables: Tables | None = None) -> None:
        self.pool = pool
        self.tables = tables or Tables(pool)
        self.limits = limits
        self.ended: set[UUID] = set()
        self.stop = asyncio.Event()
        self.outcome = Outcome()
        self.port = 0

    def verify(self, token: str) -> Principal:
        if token.startswith("bad"):
            raise Refused("not one of ours")
        return Principal(uid(token), uid(f"session of {token}"), time.time() + 600)

    async def revoked(self, sessions: Collection[UUID]) -> Collection[UUID]:
        return self.ended & set(sessions)

    async def run(self, request: Request) -> Outcome:
        return self.outcome

    async def run_all(self, requests: Collection[Request]) -> list[Outcome]:
        raise NotImplementedError

    async def serve(self) -> None:
        """Start; returns once it answers."""
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        ready = asyncio.Event()
        self._running = asyncio.create_task(
            gateway.run(
                gateway.Config(socket=listening, limits=self.limits),
                pool=self.pool,
                commands=self,
                verify=self.verify,
                revoked=self.revoked,
                stop=self.stop,
                ready=ready.set,
            )
        )
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait([self._running, waiting], return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            self._running.result()

    async def stopped(self) -> None:
        """Tell it to stop; returns once it has."""
        self.stop.set()
        await self._running

    @asynccontextmanager
    async def client(self, **options: Any) -> AsyncIterator[ClientConnection]:
        async with connect(f"ws://127.0.0.1:{self.port}/sync", **options) as client:
            yield client


async def hear(client: ClientConnection) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(await asyncio.wait_for(client.recv(), 10))
    return frame
