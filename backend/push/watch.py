"""How delivery fares, for operators: figures, and what they have to mend."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import msgspec

LATE = timedelta(minutes=10)
"""How long a notice may be due before somebody should look."""
MANY = 10
SHARE = 0.2
"""So many refused devices, or such a share of their kind, are no affair of single devices any more."""
SETTING = {"webpush": "CONGVU_VAPID_PRIVATE_KEY and CONGVU_VAPID_SUBJECT", "fcm": "CONGVU_FCM_CREDENTIALS"}

ATTEMPTS = "SELECT kind, outcome, code, n FROM push_count"
QUEUES = """
SELECT k.kind, count(o.id) AS waiting,
    coalesce(extract(epoch FROM now() - min(greatest(o.created_at, o.not_before))), 0)::float8 AS oldest
FROM (VALUES ('webpush'), ('fcm')) AS k (kind)
LEFT JOIN push_outbox o ON o.kind = k.kind AND o.done_at IS NULL
GROUP BY k.kind
"""
DEVICES = """
SELECT kind, count(*) AS n, CASE
        WHEN failing_since IS NOT NULL THEN failure WHEN last_success_at IS NULL THEN 'never' ELSE 'working'
    END AS state
FROM push_live GROUP BY 1, 3
"""
REFUSED = """
SELECT r.kind, r.code, r.n,
    (SELECT count(*) FROM push_target t WHERE t.kind = r.kind AND t.removed_at IS NULL) AS known
FROM (
    SELECT kind, failure_code AS code, count(*) AS n FROM push_target
    WHERE failing_since IS NOT NULL AND removed_at IS NULL AND failure = 'refused' GROUP BY 1, 2
) r
"""


class Attempts(msgspec.Struct, frozen=True):
    """How many attempts ended so."""

    kind: str
    outcome: str
    code: str
    n: int


class Queue(msgspec.Struct, frozen=True):
    """What waits for a provider; `oldest` in seconds."""

    kind: str
    waiting: int
    oldest: float


class Group(msgspec.Struct, frozen=True):
    """Devices that fare alike: working, never, or the kind of their last failure."""

    kind: str
    n: int
    state: str


class Figures(msgspec.Struct, frozen=True):
    """All of them."""

    attempts: list[Attempts]
    queues: list[Queue]
    devices: list[Group]


async def figures(pool: asyncpg.Pool) -> Figures:
    """As they are now."""
    return Figures(
        attempts=[Attempts(*row) for row in await pool.fetch(ATTEMPTS)],
        queues=[Queue(*row) for row in await pool.fetch(QUEUES)],
        devices=[Group(*row) for row in await pool.fetch(DEVICES)],
    )


async def troubles(pool: asyncpg.Pool) -> AsyncIterator[str]:
    """What is wrong and what to do, a sentence each."""
    for kind, code, count, known in await pool.fetch(REFUSED):
        if count >= MANY or count >= SHARE * known:
            yield (
                f"{kind} refuses us ({code}) for {count} of {known} devices: "
                f"see {SETTING[kind]}, and the provider's console"
            )
    for queue in [Queue(*row) for row in await pool.fetch(QUEUES)]:
        if queue.oldest > LATE.total_seconds():
            yield (
                f"{queue.waiting} notices wait for {queue.kind}, the oldest for {queue.oldest / 60:.0f} "
                "minutes: see whether the worker runs and reaches the provider"
            )
