"""How the store connects, and which errors mean that the connection or the server is gone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from types import MappingProxyType

import asyncpg

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


async def connect(
    dsn: str, name: str, settings: Mapping[str, str] = MappingProxyType({})
) -> asyncpg.Connection[asyncpg.Record]:
    """A connection that shows itself as `name` in pg_stat_activity."""
    return await asyncpg.connect(
        dsn, timeout=10, server_settings={**SETTINGS, **settings, "application_name": name}
    )


async def pause(attempt: int) -> None:
    """Wait before trying again: full jitter, at most 2 s."""
    await asyncio.sleep(random.uniform(0.01, min(2.0, 0.05 * 2.0**attempt)))  # noqa: S311 - no secret
