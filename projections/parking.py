"""Streams that are parked: from an event on that could not be folded, until a replay gets past it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection

from projections.fold import Poison
from projections.kernel import Recorded

PARK = """
INSERT INTO parked (stream, version, position, topic, reason)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
ON CONFLICT (stream) DO UPDATE SET version = excluded.version, position = excluded.position,
    topic = excluded.topic, reason = excluded.reason
"""
UNPARK = "DELETE FROM parked WHERE stream = ANY($1)"


class Place(msgspec.Struct, frozen=True):
    """Where a stream stopped: the version and position of the event, its topic, why."""

    version: int
    position: int
    topic: str
    reason: str


class Parked:
    """The parked streams; changes are kept apart until they are written."""

    def __init__(self, streams: dict[UUID, Place]) -> None:
        self.streams = streams

    @classmethod
    async def load(cls, conn: Connection[Any]) -> Parked:
        """As the table has them."""
        found = await conn.fetch("SELECT stream, version, position, topic, reason FROM parked")
        return cls({row[0]: Place(*row[1:]) for row in found})

    def free(self) -> dict[UUID, Place]:
        """Let all streams go on; gives where each was parked."""
        streams, self.streams = self.streams, {}
        return streams

    def copy(self) -> Parked:
        """An independent copy."""
        return Parked(dict(self.streams))

    def covers(self, at: Recorded) -> bool:
        """Whether the event waits behind a poisonous one."""
        place = self.streams.get(at.stream)
        return place is not None and at.version >= place.version

    def park(self, poison: Poison) -> None:
        """Stop the stream at this event."""
        at = poison.at
        self.streams[at.stream] = Place(at.version, at.position, at.topic, poison.reason)
