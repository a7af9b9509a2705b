"""Uploads under way, in the database: how much of each has come, and in which objects it lies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

import asyncpg
import msgspec

from domain.file import Store
from domain.kernel import Rejection

LIFE = timedelta(hours=24)
"""How long one that is not whole is kept after its last piece."""
REMEMBERED = timedelta(days=7)
"""How long one that has ended is known (without its name), so that a device which was away learns how."""
MOST_OPEN = 50
"""Uploads under way of one official."""
MOST_PIECES = 10_000
"""Of one upload: whoever sends a few bytes at a time would fill the storage with objects."""

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('upload:' || $1::uuid::text, 0))"
OPEN = "SELECT count(*) FROM upload WHERE official = $1 AND state = 'receiving' AND expires_at > now()"
BEGIN = """
INSERT INTO upload (id, official, length, metadata, expires_at) VALUES ($1, $2, $3, $4, now() + $5::interval)
"""
FIND = "SELECT *, expires_at <= now() AS expired FROM upload WHERE id = $1 AND official = $2"
FORGOTTEN = """
SELECT *, false AS expired FROM upload WHERE state = 'receiving' AND received = length AND expires_at <= now()
"""
ADVANCE = """
WITH moved AS (
    UPDATE upload SET received = received + $3, pieces = pieces + $4, expires_at = now() + $5::interval
    WHERE id = $1 AND received = $2 AND received + $3 <= length AND state = 'receiving' RETURNING id
)
INSERT INTO upload_piece (upload, start, size, name)
SELECT moved.id, p.start, p.size, p.name
FROM moved, unnest($6::bigint[], $7::bigint[], $8::text[]) p (start, size, name) RETURNING start
"""
PIECES = "SELECT start, size, name FROM upload_piece WHERE upload = $1 ORDER BY start"
FOUND = "UPDATE upload SET found = $2 WHERE id = $1"
END = """
UPDATE upload SET state = $2, refusal = $3, found = NULL, metadata = '', expires_at = now() + $4::interval
WHERE id = $1 AND state = 'receiving'
"""
FORGET_PIECES = "DELETE FROM upload_piece WHERE upload = $1"
REMOVE = "DELETE FROM upload WHERE id = $1"
SWEEP = """
DELETE FROM upload WHERE expires_at <= now()
AND (state <> 'receiving' OR received < length OR expires_at <= now() - $1::interval)
"""
LIVE = "SELECT id FROM upload WHERE id = ANY($1) AND state = 'receiving'"


class Piece(NamedTuple):
    """Bytes of an upload from `start` on, in the object `name`."""

    start: int
    size: int
    name: str


class Refusal(msgspec.Struct, frozen=True):
    """Why a whole file was not taken."""

    code: str
    params: dict[str, Any]


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """One upload; `length` and `received` in bytes. `found`: once it is whole and was looked at."""

    id: UUID
    official: UUID
    length: int
    received: int
    pieces: int
    metadata: str
    state: Literal["receiving", "stored", "refused"]
    found: Store | None
    refusal: Refusal | None
    expires_at: datetime

    @property
    def whole(self) -> bool:
        """Whether all of it has come."""
        return self.received == self.length


class Uploads:
    """The uploads of everybody; each belongs to one official, for whom alone it exists."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def begin(self, official: UUID, length: int, metadata: str) -> UUID:
        """A new upload. Raises Rejection when the official has too many under way."""
        id = uuid4()
        async with self._pool.acquire() as conn, conn.transaction():
            await conn.execute(LOCK, official)
            if await conn.fetchval(OPEN, official) >= MOST_OPEN:
                raise Rejection("upload.too-many", most=MOST_OPEN)
            await conn.execute(BEGIN, id, official, length, metadata, LIFE)
        return id

    async def find(self, id: UUID, official: UUID) -> Upload:
        """An upload as it is now. Raises Rejection if it is not there, somebody else's, or has expired."""
        row = await self._pool.fetchrow(FIND, id, official)
        if row is None:
            raise Rejection("upload.not-found", upload=str(id))
        if row["expired"]:
            raise Rejection("upload.expired", upload=str(id))
        return _upload(row)

    async def advance(self, id: UUID, start: int, pieces: Sequence[Piece]) -> None:
        """What came from `start` on is kept in `pieces`. Raises Rejection if another came first."""
        size = sum(piece.size for piece in pieces)
        columns = ([p.start for p in pieces], [p.size for p in pieces], [p.name for p in pieces])
        if not await self._pool.fetch(ADVANCE, id, start, size, len(pieces), LIFE, *columns):
            raise Rejection("upload.offset", offset=start)

    async def pieces(self, id: UUID) -> list[Piece]:
        """Where the bytes of an upload lie, in their order."""
        return [Piece(*row) for row in await self._pool.fetch(PIECES, id)]

    async def found(self, id: UUID, found: Store) -> None:
        """Keep what a whole upload turned out to be: whoever goes on says the same of it."""
        await self._pool.execute(FOUND, id, msgspec.json.encode(found).decode())

    async def stored(self, id: UUID) -> None:
        """It is a file now; its pieces are not needed any more."""
        await self._end(id, "stored", None)

    async def refused(self, id: UUID, refusal: Refusal) -> None:
        """It is not taken, and was told so."""
        await self._end(id, "refused", refusal)

    async def _end(self, id: UUID, state: str, refusal: Refusal | None) -> None:
        told = None if refusal is None else msgspec.json.encode(refusal).decode()
        async with self._pool.acquire() as conn, conn.transaction():
            await conn.execute(END, id, state, told, REMEMBERED)
            await conn.execute(FORGET_PIECES, id)

    async def remove(self, id: UUID) -> None:
        """Forget an upload."""
        await self._pool.execute(REMOVE, id)

    async def forgotten(self) -> list[Upload]:
        """Those that came whole, whose end no process lived to see."""
        return [_upload(row) for row in await self._pool.fetch(FORGOTTEN)]

    async def sweep(self) -> None:
        """Forget what has expired; of what came whole, only what could not be ended for long."""
        await self._pool.execute(SWEEP, REMEMBERED)

    async def live(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of these uploads whose pieces are needed."""
        return {row[0] for row in await self._pool.fetch(LIVE, ids)}


def _upload(row: asyncpg.Record) -> Upload:
    found, refusal = row["found"], row["refusal"]
    return Upload(
        id=row["id"],
        official=row["official"],
        length=row["length"],
        received=row["received"],
        pieces=row["pieces"],
        metadata=row["metadata"],
        state=row["state"],
        found=None if found is None else msgspec.json.decode(found, type=Store),
        refusal=None if refusal is None else msgspec.json.decode(refusal, type=Refusal),
        expires_at=row["expires_at"],
    )
