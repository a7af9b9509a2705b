"""How many sign-ins may fail, how often one may ask: counted in the database, whichever machine is asked."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import asyncpg

from domain.kernel import Rejection

WINDOW = timedelta(minutes=15)
PER_CALENDAR = 60
"""Programs fetch a calendar each quarter of an hour at most; several devices may have the same one."""

# Counts before the password is looked at, so that many tries at once are counted as well.
TAKE = """
INSERT INTO sign_in_attempts AS a (subject, count, since) VALUES ($1, 1, $2)
ON CONFLICT (subject) DO UPDATE SET
    count = CASE WHEN a.since <= $3 THEN 1 ELSE a.count + 1 END,
    since = CASE WHEN a.since <= $3 THEN $2 ELSE a.since END
RETURNING count, since
"""
GIVE_BACK = "UPDATE sign_in_attempts SET count = count - 1 WHERE subject = $1 AND count > 0"
FORGET = "DELETE FROM sign_in_attempts WHERE subject = $1"
SWEEP = "DELETE FROM sign_in_attempts WHERE since <= $1"


class Attempts:
    """Takes one attempt of a login and of an address before each sign-in; success gives them back."""

    def __init__(self, pool: asyncpg.Pool, per_login: int, per_address: int) -> None:
        self._pool = pool
        self._limits = {
            "login": per_login,
            "address": per_address,
            "calendar": PER_CALENDAR,
            "calendar-address": per_address,
        }

    async def take(self, login: str, address: str, now: datetime) -> None:
        """Raises Rejection with the seconds to wait when either has none left."""
        for kind, value in (("address", address), ("login", login)):
            await self._take(kind, value, now, "session.too-many-attempts")

    async def spend(self, kind: str, value: str, now: datetime) -> None:
        """Count something that is asked for without signing in. Raises Rejection with the seconds to wait."""
        await self._take(kind, value, now, "http.too-many")

    async def _take(self, kind: str, value: str, now: datetime, code: str) -> None:
        row = await self._pool.fetchrow(TAKE, _subject(kind, value), now, now - WINDOW)
        if row is not None and row["count"] > self._limits[kind]:
            wait = row["since"] + WINDOW - now
            raise Rejection(code, seconds=max(1, int(wait.total_seconds())))

    async def succeeded(self, login: str, address: str) -> None:
        """Forget the login's failures; the address keeps those of other logins."""
        await self._pool.execute(FORGET, _subject("login", login))
        await self._pool.execute(GIVE_BACK, _subject("address", address))

    async def sweep(self, now: datetime) -> None:
        """Remove what no longer counts."""
        await self._pool.execute(SWEEP, now - WINDOW)


def _subject(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}:{value}".encode()).digest()
