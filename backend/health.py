"""Whether the platform can serve, and if not, what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import msgspec

from backend.push import watch
from backend.store import schema
from backend.store.connection import LOST
from projections import rows

ENOUGH_SECONDS = 3.0
MOST_BEHIND = 1000
"""Events that the rows may be behind before clients are better sent elsewhere."""

HEADS = """
SELECT coalesce((SELECT max(notification_id) FROM congvu_events), 0) AS head,
       coalesce((SELECT position FROM projection_head WHERE name = $1), 0) AS rows
"""


class Check(msgspec.Struct, frozen=True):
    """One thing looked at: fine, or what is wrong and what to do. Not `needed`: one can serve without it."""

    name: str
    ok: bool
    detail: str = ""
    needed: bool = True


class Heads(msgspec.Struct, frozen=True):
    """Position of the newest event, and of the rows."""

    log: int
    rows: int

    @property
    def behind(self) -> int:
        """Events that the rows do not show yet."""
        return max(0, self.log - self.rows)


class Health:
    """Looks at what serving needs: the database, its tables, the projector."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def checks(self) -> list[Check]:
        """Each check's result, the first failure last: what depends on it is not looked at."""
        done: list[Check] = []
        for name, look in self._looks().items():
            detail = await _look(look)
            done.append(Check(name, not detail, detail))
            if detail:
                return done
        trouble = await _look(self._push)
        return [*done, Check("push", not trouble, trouble, needed=False)]

    async def heads(self) -> Heads:
        """How far the log and the rows are."""
        row = await self._pool.fetchrow(HEADS, rows.GROUP)
        return Heads(row["head"], row["rows"]) if row else Heads(0, 0)

    def _looks(self) -> dict[str, Callable[[], Awaitable[str]]]:
        return {"database": self._database, "migrations": self._migrations, "projector": self._projector}

    async def _database(self) -> str:
        await self._pool.fetchval("SELECT 1")
        return ""

    async def _migrations(self) -> str:
        applied = {row["name"] for row in await self._pool.fetch("SELECT name FROM store_migration")}
        missing = sorted({path.name for path in schema.MIGRATIONS.glob("*.sql")} - applied)
        return f"not applied: {', '.join(missing)}; run `congvu migrate`" if missing else ""

    async def _projector(self) -> str:
        behind = (await self.heads()).behind
        if behind <= MOST_BEHIND:
            return ""
        return f"the rows are {behind} events behind the log; see the projector's log lines"

    async def _push(self) -> str:
        return " · ".join([trouble async for trouble in watch.troubles(self._pool)])


async def _look(look: Callable[[], Awaitable[str]]) -> str:
    try:
        async with asyncio.timeout(ENOUGH_SECONDS):
            return await look()
    except TimeoutError:
        return f"no answer within {ENOUGH_SECONDS:.0f} seconds"
    except (*LOST, asyncpg.PostgresError) as error:
        return (
            f"the database does not answer ({type(error).__name__}); see CONGVU_DATABASE_URL and its server"
        )
