"""Forgets, once a day, what is kept only for a time: answers to commands, tombstones, notices, sights."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import structlog

from backend.push import outbox
from backend.store.connection import LOST, pause
from backend.store.store import Store
from projections import rows
from projections.kernel import Temporary
from realtime import readings

ANSWERS = timedelta(days=400)
TOMBSTONES = timedelta(days=180)
HOUR_SECONDS = 3600
PERIOD_SECONDS = 24 * HOUR_SECONDS
AT = "SELECT recorded_at FROM congvu_events WHERE notification_id >= $1 ORDER BY notification_id LIMIT 1"

log = structlog.get_logger("housekeeping")


async def position_at(pool: asyncpg.Pool[asyncpg.Record], moment: datetime, head: int) -> int:
    """The last position recorded before a moment, 0 if none: positions and their times rise together."""
    low, high = 0, head
    while low < high:
        middle = (low + high + 1) // 2
        recorded = await pool.fetchval(AT, middle)
        if recorded is not None and recorded < moment:
            low = middle
        else:
            high = middle - 1
    return low


async def sweep(store: Store, now: datetime) -> None:
    """Forget what is older than its time."""
    answers = await store.forget_answers(now - ANSWERS)
    upto = await position_at(store.pool, now - TOMBSTONES, await store.head())
    if upto:
        async with store.pool.acquire() as connection:
            conn: Any = connection
            async with conn.transaction():
                await rows.purge(conn, upto)
    await outbox.sweep(store.pool, now)
    await readings.sweep(store.pool, now)
    log.info("swept", answers=answers, tombstones_upto=upto)


async def keep_swept(store: Store) -> None:
    """Sweep at the start and then once a day, until cancelled; soon again when the database was away."""
    await repeat(lambda: sweep(store, datetime.now(UTC)), PERIOD_SECONDS)


async def repeat(sweeping: Callable[[], Awaitable[object]], seconds: float) -> None:
    """Sweep now and each so many seconds, until cancelled; soon again when the database was away."""
    attempt = 0
    while True:
        try:
            await sweeping()
        except (Temporary, *LOST) as error:
            log.warning("sweep-put-off", error=type(error).__name__)
            await pause(attempt)
            attempt = min(attempt + 1, 6)
        else:
            attempt = 0
            await asyncio.sleep(seconds)
