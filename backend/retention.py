"""Lets messages go that their channel keeps no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import asyncpg
import msgspec
import structlog

from backend.housekeeping import HOUR_SECONDS, repeat
from domain.kernel import Actor
from domain.message.commands import Expire
from projections.kernel import Commands, Request

RETENTION = Actor(official=None, policy="retention")
AT_ONCE = 200
"""Messages of one round; others get their turn between two."""
NOBODY = UUID(int=0)

CHANNELS = "SELECT id, retention_days FROM channel_view WHERE retention_days IS NOT NULL"
OLD = """
SELECT id, at FROM message_view
WHERE channel = $1 AND at < $2 AND NOT gone AND (at, id) > ($3, $4) ORDER BY at, id LIMIT $5
"""

log = structlog.get_logger("retention")


async def sweep(pool: asyncpg.Pool, commands: Commands, now: datetime) -> int:
    """Let go what is too old now; how many messages that were.

    A message expires under one id for ever: twice, or by two processes, is once. Raises Temporary if any is
    uncertain.
    """
    gone = 0
    for channel, days in await pool.fetch(CHANNELS):
        async for messages in _old(pool, channel, now - timedelta(days=days)):
            outcomes = await commands.run_all([_request(message) for message in messages])
            gone += sum(outcome.position is not None for outcome in outcomes)
            for message, outcome in zip(messages, outcomes, strict=True):
                if outcome.problem is not None:
                    log.warning("refused", message=str(message), problem=outcome.problem.code)
    if gone:
        log.info("expired", messages=gone)
    return gone


async def _old(pool: asyncpg.Pool, channel: UUID, before: datetime) -> AsyncIterator[list[UUID]]:
    """A channel's messages from before a moment, oldest first; each once, as rows show late what has gone."""
    last = (datetime.min.replace(tzinfo=before.tzinfo), NOBODY)
    while found := await pool.fetch(OLD, channel, before, *last, AT_ONCE):
        yield [id for id, _ in found]
        last = (found[-1]["at"], found[-1]["id"])


async def keep_swept(pool: asyncpg.Pool, commands: Commands) -> None:
    """Sweep at the start and then once an hour, until cancelled; what was missed is made up for."""
    await repeat(lambda: sweep(pool, commands, datetime.now(UTC)), HOUR_SECONDS)


def _request(message: UUID) -> Request:
    command = Expire(message=message)
    id = uuid5(message, RETENTION.policy or "")
    return Request(id=id, name=command.name, args=msgspec.json.encode(command), actor=RETENTION)
