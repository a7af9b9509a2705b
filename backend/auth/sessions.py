"""Sessions: signing in, exchanging the refresh token for the next one, signing out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import structlog

from backend.auth.accounts import Accounts, normal
from backend.auth.attempts import Attempts
from backend.auth.tokens import Clock, Refresh, Tokens, now
from backend.store.connection import LOST, pause
from domain import official
from domain.kernel import Rejection
from projections.kernel import Recorded
from realtime.principal import Refused

log = structlog.get_logger("auth")

SWEEP_SECONDS = 3600.0

OPEN = """
INSERT INTO session (id, official, created_at, expires_at, access_until) VALUES ($1, $2, $3, $4, $5)
"""
LOCK = "SELECT official, generation, attempt, expires_at, revoked_at FROM session WHERE id = $1 FOR UPDATE"
NEXT = "UPDATE session SET generation = $2, attempt = $3, expires_at = $4, access_until = $5 WHERE id = $1"
REVOKE = """
WITH gone AS (
    UPDATE session SET revoked_at = $2, reason = $3
    WHERE {which} AND revoked_at IS NULL RETURNING id
) SELECT pg_notify('congvu_sessions', id::text) FROM gone
"""
REVOKE_ONE = REVOKE.format(which="id = $1")
REVOKE_OFFICIAL = REVOKE.format(which="official = $1")
SWEEP = "DELETE FROM session WHERE greatest(access_until, least(expires_at, revoked_at)) <= $1"


class Signed(msgspec.Struct, frozen=True):
    """A session just opened or renewed, with its two tokens."""

    official: UUID
    session: UUID
    access: str
    refresh: str


class Lives(msgspec.Struct, frozen=True, kw_only=True):
    """How long tokens are good for."""

    access: timedelta
    refresh: timedelta


class Sessions:
    """All sessions of an installation; a refresh token used twice ends the session that it belongs to."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        accounts: Accounts,
        attempts: Attempts,
        tokens: Tokens,
        *,
        lives: Lives,
        clock: Clock = now,
    ) -> None:
        self._pool = pool
        self._accounts = accounts
        self._attempts = attempts
        self._tokens = tokens
        self._lives = lives
        self._clock = clock

    async def sign_in(self, login: str, password: str, address: str) -> Signed:
        """A session for who knows the password. The refusal does not say what was wrong."""
        login = normal(login)
        await self._attempts.take(login, address, self._clock())
        account = await self._accounts.check(login, password)
        if account is None:
            raise Rejection("session.wrong-login")
        await self._attempts.succeeded(login, address)
        return await self.open(account.official)

    async def open(self, person: UUID, life: timedelta | None = None) -> Signed:
        """A session without asking for a password; `life` makes it one long access token."""
        session, at = uuid4(), self._clock()
        until = at + (life or self._lives.access)
        await self._pool.execute(OPEN, session, person, at, at + (life or self._lives.refresh), until)
        return self._signed(person, Refresh(session, 0), until)

    async def refresh(self, token: str, attempt: UUID | None = None) -> Signed:
        """The next pair of tokens. A repeat with the same `attempt` gets the same answer; any other repeat
        means that the token is in two hands: the session ends.
        """
        try:
            given = self._tokens.read_refresh(token)
        except Refused:
            raise Rejection("session.over") from None
        until = self._clock() + self._lives.access
        person = await self._exchange(given, attempt, until)
        if person is None:
            raise Rejection("session.reused")
        if not await self._accounts.active(person):
            raise Rejection("session.over")
        return self._signed(person, Refresh(given.session, given.generation + 1), until)

    async def _exchange(self, given: Refresh, attempt: UUID | None, until: datetime) -> UUID | None:
        """Whose session it is, moved to the next generation; None if the token was used before."""
        at = self._clock()
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(LOCK, given.session)
            if row is None or row["revoked_at"] or row["expires_at"] <= at:
                raise Rejection("session.over")
            behind = row["generation"] - given.generation
            repeated = behind == 1 and attempt is not None and attempt == row["attempt"]
            if behind and not repeated:
                await connection.execute(REVOKE_ONE, given.session, at, "reused")
                return None
            await connection.execute(
                NEXT, given.session, given.generation + 1, attempt, at + self._lives.refresh, until
            )
            person: UUID = row["official"]
            return person

    async def sign_out(self, session: UUID, reason: str = "signed-out") -> None:
        """End one session; whoever is connected with it is closed."""
        await self._pool.execute(REVOKE_ONE, session, self._clock(), reason)

    def session_of(self, token: str) -> UUID:
        """The session that a refresh token belongs to, whatever its generation."""
        try:
            return self._tokens.read_refresh(token).session
        except Refused:
            raise Rejection("session.over") from None

    async def revoke_official(self, person: UUID, reason: str) -> None:
        """End all sessions of a person."""
        await self._pool.execute(REVOKE_OFFICIAL, person, self._clock(), reason)

    def effects(self) -> dict[str, Callable[[Recorded], Awaitable[None]]]:
        """What follows here from events: who left is signed out everywhere."""

        async def left(recorded: Recorded) -> None:
            await self.revoke_official(recorded.stream, "left")

        return {official.Left.TOPIC: left}

    async def keep_swept(self) -> None:
        """Sweep now and each hour, for ever; soon again when the database was away."""
        attempt = 0
        while True:
            try:
                await self.sweep()
                attempt = 0
            except LOST as error:
                log.warning("sessions could not be swept", error=type(error).__name__)
                await pause(attempt)
                attempt = min(attempt + 1, 6)
                continue
            except asyncpg.PostgresError as error:
                log.warning("sessions could not be swept", error=type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self) -> None:
        """Remove sessions of which no token is good any more, and attempts that no longer count."""
        at = self._clock()
        await self._pool.execute(SWEEP, at - timedelta(days=1))
        await self._attempts.sweep(at)

    def _signed(self, person: UUID, refresh: Refresh, until: datetime) -> Signed:
        access = self._tokens.access(person, refresh.session, until)
        return Signed(person, refresh.session, access, self._tokens.refresh(refresh))
