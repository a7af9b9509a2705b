"""Notes between gateways by NOTIFY of PostgreSQL: gathered, on one connection that also listens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import structlog

from realtime.database import AWAY
from realtime.exchange import AnyNote, Hear, Typed, pack, unpack

log = structlog.get_logger("gateway")

CHANNEL = "congvu_gateways"
GATHER = 0.1
"""Seconds between two transactions with notes: NOTIFY takes a lock of the whole server at commit."""
AGAIN = 1.0
WAITING = 1_000
"""Notes waiting beyond which what is typed is dropped."""
TELL = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) payload"


class NotifyExchange:
    """An exchange (see exchange.py) over a pool, of which it holds one connection."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.id = uuid4()
        self._pool = pool
        self._listens = False
        self._waiting: list[AnyNote] = []
        self._sent = 0
        self._some = asyncio.Event()

    def tell(self, note: AnyNote) -> None:
        """Hand over a note; lost while the database is away."""
        if not self._listens or (isinstance(note, Typed) and len(self._waiting) >= WAITING):
            return
        self._waiting.append(note)
        self._some.set()

    async def run(self, hear: Hear, begin: Callable[[], None]) -> None:
        """Carry notes until cancelled; listens again whenever the connection was lost."""
        while True:
            try:
                async with self._pool.acquire() as conn:
                    await self._carry(conn, hear, begin)
            except AWAY as error:
                log.warning("other gateways are out of reach", error=type(error).__name__)
            await asyncio.sleep(AGAIN)

    async def _carry(self, conn: Any, hear: Hear, begin: Callable[[], None]) -> None:
        listener = partial(self._heard, hear)
        await conn.execute("SET synchronous_commit TO off")
        conn.add_termination_listener(self._lose)
        await conn.add_listener(CHANNEL, listener)
        self._listens = True
        begin()
        try:
            while self._listens:
                await self._some.wait()
                await asyncio.sleep(GATHER)
                await self._send(conn)
        finally:
            self._listens = False
            with suppress(*AWAY):  # of a broken connection there is nothing to undo
                await self._send(conn)
                conn.remove_termination_listener(self._lose)
                await conn.remove_listener(CHANNEL, listener)
            self._waiting.clear()

    async def _send(self, conn: Any) -> None:
        """What is sent is known to be so only afterwards; a note that comes twice does no harm."""
        self._some.clear()
        notes = list(self._waiting)
        if notes:
            payloads = [payload.decode() for payload in pack(self.id, self._sent, notes)]
            self._sent += len(payloads)
            await conn.execute(TELL, CHANNEL, payloads)
            del self._waiting[: len(notes)]

    def _heard(self, hear: Hear, _conn: object, _pid: int, _channel: str, payload: str) -> None:
        try:
            gateway, notes = unpack(payload)
        except msgspec.DecodeError as error:
            log.warning("another gateway is not understood", error=type(error).__name__)
            return
        if gateway != self.id:
            for note in notes:
                hear(gateway, note)

    def _lose(self, *_: object) -> None:
        """The pool has taken a broken connection back by itself."""
        self._listens = False
        self._some.set()
