"""How the store connects, and which errors mean that the connection or the server is gone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

import asyncpg

T = TypeVar("T")

LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a query between the server's goodbye and the end of the connection
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""Errors after which the same thing may be tried again."""

SETTINGS = {"timezone": "UTC", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}

STARTING = 15.0
"""Seconds that a database may take to come up."""


async def connect(
    dsn: str, name: str, settings: Mapping[str, str] = MappingProxyType({})
) -> asyncpg.Connection[asyncpg.Record]:
    """A connection that shows itself as `name` in pg_stat_activity."""
    return await asyncpg.connect(
        dsn, timeout=10, server_settings={**SETTINGS, **settings, "application_name": name}
    )


async def connect_pool(dsn: str, name: str, size: int) -> asyncpg.Pool[asyncpg.Record]:
    """Connections for reading, seen as `name`. Waits for a database that is just starting."""

    async def connected() -> asyncpg.Pool[asyncpg.Record]:
        return await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=size,
            reset=_as_it_is,
            server_settings={**SETTINGS, "application_name": name},
        )

    return await patiently(connected)


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """What is answered. Raises LOST of a database that is away for longer than one may take to come up."""
    deadline = asyncio.get_running_loop().time() + STARTING
    attempt = 0
    while True:
        try:
            return await ask()
        except LOST:
            if asyncio.get_running_loop().time() > deadline:
                raise
            await pause(attempt)
            attempt += 1


async def _as_it_is(_connection: object) -> None:
    """Readers leave nothing behind in their session that would have to be reset, at a round trip a read."""


async def pause(attempt: int) -> None:
    """Wait before trying again: full jitter, at most 2 s."""
    await asyncio.sleep(random.uniform(0.01, min(2.0, 0.05 * 2.0 ** min(attempt, 6))))  # noqa: S311 - no secret
