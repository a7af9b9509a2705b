"""Who may read a file: its owner, and whoever sees something that it is attached to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.graphql.reads import SCOPES
from projections.message import SEEN

ATTACHING = (
    f"""EXISTS (
        SELECT FROM message_view m WHERE m.files <> '' AND NOT m.gone
        AND string_to_array(m.files, ' ') @> ARRAY[f.id::text] AND {SEEN.format("$3")}
    )""",
    """EXISTS (
        SELECT FROM announcement_view a JOIN row r ON r.collection = 'announcement' AND r.id = a.id
        WHERE a.files <> '' AND string_to_array(a.files, ' ') @> ARRAY[f.id::text] AND r.audience && $3
    )""",
    """EXISTS (
        SELECT FROM timeline_view t JOIN row r ON r.collection = 'task' AND r.id = t.id
        WHERE t.data ? 'files' AND t.data -> 'files' ? f.id::text AND r.audience && $3
    )""",
    """EXISTS (
        SELECT FROM contest_view c JOIN row r ON r.collection = 'contest' AND r.id = c.id
        WHERE c.files <> '' AND string_to_array(c.files, ' ') @> ARRAY[f.id::text] AND r.audience && $3
    )""",
)
"""Of each thing that files are attached to: whether one with the file `f` is seen by who holds scopes $3."""

READABLE = f"""
SELECT f.* FROM file_view f WHERE f.id = ANY($1) AND (f.owner = $2 OR {" OR ".join(ATTACHING)})
"""  # noqa: S608 - constants


class Readable(msgspec.Struct, frozen=True, kw_only=True):
    """A file that one may read; the fields are those of file_view."""

    id: UUID
    owner: UUID
    name: str
    size: int
    media_type: str
    digest: str
    width: int | None
    height: int | None
    duration_ms: int | None
    thumbnail: bool
    at: datetime


async def readable(conn: Any, ids: Sequence[UUID], official: UUID, scopes: Sequence[str]) -> list[Readable]:
    """Those of these files that an official who holds the scopes may read, in the order of their ids."""
    found = {row["id"]: Readable(**row) for row in await conn.fetch(READABLE, ids, official, scopes)}
    return [found[id] for id in ids if id in found]


async def may_read(pool: asyncpg.Pool, id: UUID, official: UUID) -> Readable | None:
    """The file, if it is there and the official may read it."""
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        held: Any = await conn.fetchrow(SCOPES, official)
        return next(iter(await readable(conn, [id], official, [*held[0], *held[1]])), None)
