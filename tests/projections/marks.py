"""Appends the events that only take a position."""

from __future__ import annotations

from uuid import uuid4

import asyncpg

from projections.group import REBUILT, REPLAY

APPEND = """
INSERT INTO congvu_events (originator_id, originator_version, topic, state, notification_id)
SELECT $1, 1, $2, '{}', coalesce(max(notification_id), 0) + 1 FROM congvu_events RETURNING notification_id
"""


class Marks:
    """On one database, whose log nobody else appends to meanwhile."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    async def rebuilt(self) -> int:
        """What a rebuild appends."""
        return await self._append(REBUILT)

    async def replay(self) -> int:
        """What asks for another try of parked streams."""
        return await self._append(REPLAY)

    async def _append(self, topic: str) -> int:
        conn = await asyncpg.connect(self._dsn)
        try:
            position = await conn.fetchval(APPEND, uuid4(), topic)
            await conn.execute("SELECT pg_notify('congvu_events', $1)", str(position))
            return int(position)
        finally:
            await conn.close()
