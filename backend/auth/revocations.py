"""Which sessions were ended before their access tokens: known to every part within a second or so."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from uuid import UUID

import asyncpg
import structlog

from backend.auth.tokens import Clock, Tokens, now
from backend.store.connection import LOST
from realtime.principal import Principal, Refused

log = structlog.get_logger("auth")

EVERY = 1.0
LIVE = "SELECT id FROM session WHERE revoked_at IS NOT NULL AND access_until > $1"
AMONG = "SELECT id FROM session WHERE id = ANY($1) AND revoked_at IS NOT NULL"


class Revocations:
    """The ended sessions whose tokens would still pass, read again each second."""

    def __init__(self, pool: asyncpg.Pool, tokens: Tokens, clock: Clock = now) -> None:
        self._pool = pool
        self._tokens = tokens
        self._clock = clock
        self._ended: frozenset[UUID] = frozenset()

    def verify(self, token: str) -> Principal:
        """Whom a token stands for. Raises Refused, also when its session was ended."""
        principal = self._tokens.verify(token)
        if principal.session in self._ended:
            raise Refused("the session was ended: sign in again")
        return principal

    async def among(self, sessions: Collection[UUID]) -> set[UUID]:
        """Those of `sessions` that were ended."""
        return {row["id"] for row in await self._pool.fetch(AMONG, list(sessions))}

    def add(self, session: UUID) -> None:
        """Know at once of a session ended by this process."""
        self._ended |= {session}

    async def read(self) -> None:
        """Learn of what all processes ended."""
        before = self._ended
        rows = await self._pool.fetch(LIVE, self._clock())
        self._ended = frozenset(row["id"] for row in rows) | (self._ended - before)

    async def watch(self) -> None:
        """Read for ever. While the database is away, what is known stays."""
        while True:
            try:
                await self.read()
            except (*LOST, asyncpg.PostgresError) as error:
                log.warning("ended sessions could not be read", error=type(error).__name__)
            await asyncio.sleep(EVERY)
