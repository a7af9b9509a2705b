"""One operation's view of the rows: a single snapshot, read in batches, never more than its asker may see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from strawberry.dataloader import DataLoader

from domain.kernel import ALL
from projections import message, rows

SEEN = """
SELECT id, convert_to(fields::text, 'UTF8') FROM row WHERE collection = $1 AND id = ANY($2) AND audience && $3
"""
HEARD = f"""
SELECT m.id, convert_to(r.fields::text, 'UTF8')
FROM message_view m JOIN row r ON r.collection = $1 AND r.id = m.id
WHERE m.id = ANY($2) AND {message.SEEN.format("$3")}
"""  # noqa: S608 - constants
"""Devices have only the newest messages; whoever hears what is said there may ask for all."""
READING = {"message": HEARD}
"""Collections whose rows more people see than have them on their devices."""
SOME = """
SELECT count(*) FROM (
    SELECT FROM row_scope WHERE scope = ANY($1) AND collection = $2 AND NOT gone LIMIT $3
) seen
"""
SCOPES = """
SELECT ARRAY(SELECT scope FROM person_scope WHERE official = $1 AND NOT gone), ARRAY(
    SELECT DISTINCT 'below:' || c.descendant FROM person_below b JOIN unit_closure c ON c.ancestor = b.unit
    WHERE b.official = $1 AND NOT b.gone
)
"""


MANY = 300
PUBLIC = frozenset({"unit", "post", "official"})
"""Collections whose rows everybody sees."""


class Reads:
    """Opened by the first read, so that what reads nothing takes no connection; to be closed at the end."""

    def __init__(
        self, pool: asyncpg.Pool[asyncpg.Record], official: UUID, ready: Callable[[], Awaitable[None]]
    ) -> None:
        self.official = official
        self._pool = pool
        self._ready = ready
        self._lock = asyncio.Lock()
        self._conn: Any = None
        self._head: rows.Head | None = None
        self._scopes: list[str] = []
        self._below: list[str] = []
        self._loaders: dict[str, DataLoader[UUID, Any]] = {}

    async def close(self) -> None:
        """End the snapshot and give the connection back."""
        if self._conn is not None:
            conn, self._conn = self._conn, None
            await conn.execute("ROLLBACK")
            await self._pool.release(conn)

    async def position(self) -> int:
        """The position that everything in this operation is true at."""
        await self.run(_nothing)
        assert self._head is not None
        return self._head.position

    async def scopes(self) -> list[str]:
        """The asker's standing scopes."""
        await self.run(_nothing)
        return self._scopes

    async def all_scopes(self) -> list[str]:
        """The asker's standing scopes, then `below:` of every unit that they may look down on."""
        await self.run(_nothing)
        return self._scopes + self._below

    async def sees_many(self, collection: str) -> bool:
        """Whether the asker sees so many rows that a list is better walked than gathered."""
        scopes = await self.all_scopes()
        found = await self.run(lambda conn: conn.fetchval(SOME, scopes, collection, MANY))
        return bool(found == MANY)

    async def run(self, query: Callable[[Any], Any]) -> Any:
        """The result of one query in the snapshot; queries of one operation wait for each other."""
        async with self._lock:
            if self._conn is None:
                await self._open()
            return await query(self._conn)

    async def _open(self) -> None:
        await self._ready()
        conn: Any = await self._pool.acquire()
        try:
            await conn.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._head = await rows.head(conn)
            self._scopes, self._below = await conn.fetchrow(SCOPES, self.official)
        except BaseException:
            await self._pool.release(conn)
            raise
        self._conn = conn

    async def row(self, collection: str, shape: type[Any], id: UUID | None) -> Any | None:
        """One row as `shape`, None if it is not there or not theirs to see."""
        return None if id is None else await self._loader(collection, shape).load(id)

    async def many(self, collection: str, shape: type[Any], ids: Sequence[UUID]) -> list[Any]:
        """The rows that are there and theirs to see, in the order of their ids."""
        found = await self._loader(collection, shape).load_many(ids)
        return [row for row in found if row is not None]

    async def listed(self, collection: str, shape: type[Any], query: str, *values: Any) -> list[Any]:
        """The rows whose ids a query gives, in its order."""
        ids = await self.run(lambda conn: conn.fetch(query, *values))
        return await self.many(collection, shape, [row[0] for row in ids])

    def loader(self, name: str, load: Callable[[list[UUID]], Awaitable[list[Any]]]) -> DataLoader[UUID, Any]:
        """Things of one kind by id: those asked for at once in one batch, None for each that is not there."""
        if name not in self._loaders:
            self._loaders[name] = DataLoader(load_fn=load)
        return self._loaders[name]

    def _loader(self, collection: str, shape: type[Any]) -> DataLoader[UUID, Any]:
        async def load(ids: list[UUID]) -> list[Any]:
            decode = msgspec.json.Decoder(shape).decode
            found = {row[0]: node(decode, row) for row in await self._seen(collection, ids)}
            return [found.get(id) for id in ids]

        return self.loader(collection, load)

    async def _seen(self, collection: str, ids: list[UUID]) -> list[Any]:
        scopes = [ALL] if collection in PUBLIC else await self.all_scopes()
        statement = READING.get(collection, SEEN)
        found: list[Any] = await self.run(lambda conn: conn.fetch(statement, collection, ids, scopes))
        return found


def node(decode: Callable[[bytes], Any], row: Any) -> Any:
    """A row of (id, fields) as its GraphQL source."""
    made = decode(row[1])
    made.key = row[0]
    return made


async def _nothing(conn: Any) -> None:
    """A query that only needs the snapshot to be open."""
