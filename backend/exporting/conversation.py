"""What was said in a place, read in pages for whoever takes it out: each message, then its answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.files.reading import Readable, readable
from backend.graphql.reads import SCOPES
from projections.message import SEEN, MessageRow

AT_ONCE = 200
NOWHERE = UUID(int=0)

SAID = f"""
SELECT m.id, convert_to(r.fields::text, 'UTF8') AS fields, coalesce(o.name, '') AS name
FROM message_view m JOIN row r ON r.collection = 'message' AND r.id = m.id
LEFT JOIN official_view o ON o.id = m.author
WHERE {{which}} AND m.posted <= $2 AND {SEEN.format("$3")}
"""  # noqa: S608 - constants
PAGE = (
    SAID.format(which="m.channel = $1 AND m.thread IS NULL AND m.posted > $4") + " ORDER BY m.posted LIMIT $5"
)
ANSWERS = SAID.format(which="m.thread = ANY($1)") + " ORDER BY m.posted"
TITLE = """
SELECT coalesce(fields ->> 'title', fields ->> 'name') FROM row
WHERE id = $1 AND collection IN ('channel', 'task', 'directive') AND audience <> '{}'
"""


class Said(MessageRow, kw_only=True):
    """A message with its id and its author's name; the name of somebody erased is empty."""

    id: UUID = NOWHERE
    author_name: str = ""


class Conversation:
    """All that was said in `place` up to a position and `official` hears; between pages nothing is held."""

    def __init__(self, pool: asyncpg.Pool, place: UUID, official: UUID, upto: int) -> None:
        self._pool = pool
        self._place, self._official, self._upto = place, official, upto
        self._decode = msgspec.json.Decoder(Said).decode

    async def title(self) -> str:
        """The name of the place."""
        return await self._pool.fetchval(TITLE, self._place) or ""

    async def pages(self) -> AsyncIterator[list[Said]]:
        """Messages in the order in which they were said, each followed by the answers to it."""
        after = 0
        while True:
            scopes = await self._scopes()
            found = await self._pool.fetch(PAGE, self._place, self._upto, scopes, after, AT_ONCE)
            if not found:
                return
            roots = [self._said(row) for row in found]
            answers: dict[UUID | None, list[Said]] = {}
            for row in await self._pool.fetch(ANSWERS, [root.id for root in roots], self._upto, scopes):
                answer = self._said(row)
                answers.setdefault(answer.thread, []).append(answer)
            yield [message for root in roots for message in (root, *answers.get(root.id, ()))]
            after = roots[-1].order

    async def files(self, ids: Iterable[UUID]) -> list[Readable]:
        """Those of these files that the official may read."""
        wanted = sorted(ids)
        if not wanted:
            return []
        async with self._pool.acquire() as conn:
            return await readable(conn, wanted, self._official, await self._scopes())

    async def _scopes(self) -> Sequence[str]:
        held: Any = await self._pool.fetchrow(SCOPES, self._official)
        return [*held[0], *held[1]]

    def _said(self, row: Any) -> Said:
        said: Said = self._decode(row["fields"])
        said.id, said.author_name = row["id"], row["name"]
        return said
