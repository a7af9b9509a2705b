"""Reading the log: pages by position, single streams, access rows; keys are fetched as they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.store.keys import Keys
from backend.store.mapper import EventMapper
from domain.facts import AnyFact
from domain.kernel import Fact
from projections.kernel import Metadata, Recorded

PAGE = """
select notification_id, originator_id, originator_version, topic, state, metadata from congvu_events
where notification_id > $1 order by notification_id limit $2
"""
STREAM = """
select notification_id, originator_id, originator_version, topic, state, metadata from congvu_events
where originator_id = $1 and originator_version > $2 and notification_id <= coalesce($3, 9223372036854775807)
order by originator_version
"""
STREAMS = """
select notification_id, originator_id, originator_version, topic, state, metadata from congvu_events
where originator_id = any($1) and notification_id <= coalesce($2, 9223372036854775807)
order by notification_id
"""
KEYS = "select subject, key from subject_keys where subject = any($1)"
ACCESS = "select position, fact from access where position > $1 order by position"
EPOCH = """
select epoch::text || '-' || case
    when pg_is_in_recovery() then (select timeline_id from pg_control_checkpoint())
    else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end
from store_meta
"""

_UNKNOWN = Metadata(command=UUID(int=0))
_metadata = msgspec.json.Decoder(Metadata).decode
_fact = msgspec.json.Decoder(AnyFact).decode
Half = tuple[Any, Any, "dict[str, Any] | None", "str | None"]


class Reader:
    """Reads through a pool; an event that cannot be read comes with its error instead."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record], mapper: EventMapper, keys: Keys) -> None:
        self._pool = pool
        self._mapper = mapper
        self._keys = keys

    async def page(self, after: int, limit: int) -> list[Recorded]:
        """Events above a position, oldest first."""
        return await self._recorded(await self._pool.fetch(PAGE, after, limit))

    async def stream(self, stream: UUID, after: int = 0, upto: int | None = None) -> list[Recorded]:
        """One stream's events above a version, up to and including a position."""
        return await self._recorded(await self._pool.fetch(STREAM, stream, after, upto))

    async def streams(self, streams: Sequence[UUID], upto: int | None = None) -> list[Recorded]:
        """The events of several streams in log order, up to and including a position."""
        return await self._recorded(await self._pool.fetch(STREAMS, list(streams), upto))

    async def access(self, after: int) -> list[tuple[int, Fact]]:
        """Facts that changed above a position, in its order."""
        rows = await self._pool.fetch(ACCESS, after)
        return [(position, _fact(fact)) for position, fact in rows]

    async def epoch(self) -> str:
        """Names this life of the log: the stored id and PostgreSQL's timeline."""
        return str(await self._pool.fetchval(EPOCH))

    async def learn_keys(self, subjects: Iterable[UUID]) -> dict[UUID, Any]:
        """The keys of subjects; None for those who were erased, absent for those who never had one."""
        found: dict[UUID, Any] = {}
        missing: set[UUID] = set()
        for subject in subjects:
            if subject in self._keys:
                found[subject] = self._keys.get(subject)
            else:
                missing.add(subject)
        if missing:
            generation = self._keys.generation
            rows = await self._pool.fetch(KEYS, list(missing))
            found |= self._keys.learn({row[0]: row[1] for row in rows}, generation)
        return found

    async def _recorded(self, rows: Sequence[Any]) -> list[Recorded]:
        halves = [self._decode(row) for row in rows]
        subjects = {
            subject
            for _, codec, fields, _ in halves
            if fields and codec.sealed
            for subject in codec.subjects(fields)
        }
        keys = await self.learn_keys(subjects) if subjects else {}
        return [self._finish(half, keys) for half in halves]

    def _decode(self, row: Any) -> Half:
        try:
            codec = self._mapper.codec(row[3])
            return row, codec, codec.decode(row[1], row[2], row[4]), None
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            # Whatever a stored event holds, the reader goes on; who reads decides what a bad one means.
            return row, None, None, f"{type(error).__name__}: {error}"

    def _finish(self, half: Half, keys: dict[UUID, Any]) -> Recorded:
        row, codec, fields, error = half
        event, metadata = None, _UNKNOWN
        try:
            metadata = _metadata(row[5])
            event = codec.event(fields, keys.get) if fields is not None else None
        except ValueError as wrong:
            error = f"{type(wrong).__name__}: {wrong}"
        return Recorded(row[0], row[1], row[2], row[3], event, metadata, error)
