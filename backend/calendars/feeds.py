"""Whose calendar may be fetched, under which secret, and how it is to look."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.auth.attempts import Attempts
from domain import official
from projections.kernel import Recorded

PREFIX = "cvk_"
"""By which the logs know a secret (logs.py)."""
BYTES = 32

OPEN = """
INSERT INTO calendar_feed (official, secret, hidden, assigned, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (official) DO UPDATE SET secret = excluded.secret, hidden = excluded.hidden,
    assigned = excluded.assigned, created_at = excluded.created_at
"""
CHANGE = "UPDATE calendar_feed SET hidden = $2, assigned = $3 WHERE official = $1 RETURNING *"
CLOSE = "DELETE FROM calendar_feed WHERE official = $1"
OF = "SELECT * FROM calendar_feed WHERE official = $1"
BY_SECRET = "SELECT * FROM calendar_feed WHERE secret = $1"  # noqa: S105 - a query


class Feed(msgspec.Struct, frozen=True):
    """Somebody's feed: without titles if `hidden`, with what their seats assigned if `assigned`."""

    official: UUID
    hidden: bool
    assigned: bool
    created_at: datetime


class Feeds:
    """All feeds of an installation; one each."""

    def __init__(self, pool: asyncpg.Pool, attempts: Attempts) -> None:
        self._pool = pool
        self._attempts = attempts

    async def open(self, person: UUID, hidden: bool, assigned: bool, now: datetime) -> str:
        """A new secret, which is told this once; the one before is good no more."""
        secret = PREFIX + secrets.token_urlsafe(BYTES)
        await self._pool.execute(OPEN, person, _hash(secret), hidden, assigned, now)
        return secret

    async def change(self, person: UUID, hidden: bool, assigned: bool) -> Feed | None:
        """Another look under the same address; None if there is no feed."""
        return _feed(await self._pool.fetchrow(CHANGE, person, hidden, assigned))

    async def close(self, person: UUID) -> None:
        """Nobody fetches it any more."""
        await self._pool.execute(CLOSE, person)

    async def of(self, person: UUID) -> Feed | None:
        """Somebody's feed, if there is one."""
        return _feed(await self._pool.fetchrow(OF, person))

    async def find(self, secret: str, address: str, now: datetime) -> Feed | None:
        """The feed of a secret. Raises Rejection with the seconds to wait when it is asked for too often, or
        too many that are none come from one address."""
        feed = _feed(await self._pool.fetchrow(BY_SECRET, _hash(secret)))
        kind, value = ("calendar", secret) if feed is not None else ("calendar-address", address)
        await self._attempts.spend(kind, value, now)
        return feed

    def effects(self) -> dict[str, Callable[[Recorded], Awaitable[None]]]:
        """What follows here from events: who left has no feed."""

        async def left(recorded: Recorded) -> None:
            await self.close(recorded.stream)

        return {official.Left.TOPIC: left}


def _feed(row: asyncpg.Record | None) -> Feed | None:
    if row is None:
        return None
    return Feed(row["official"], row["hidden"], row["assigned"], row["created_at"])


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
