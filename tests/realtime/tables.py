"""Rows written by hand into the real tables, as the projector would."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import asyncpg

from domain.kernel import below_scope
from projections import rows

ROW = """
INSERT INTO row (collection, id, position, fields, audience) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (collection, id) DO UPDATE
SET position = excluded.position, fields = excluded.fields, audience = excluded.audience
"""
SCOPE = """
INSERT INTO row_scope (scope, collection, id, position, gone) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (scope, collection, id) DO UPDATE SET position = excluded.position, gone = excluded.gone
"""
PERSON = """
INSERT INTO person_scope (official, scope, position, gone) VALUES ($1, $2, $3, $4)
ON CONFLICT (official, scope) DO UPDATE SET position = excluded.position, gone = excluded.gone
"""
HEAD = """
INSERT INTO projection_head (name, position, generation, tree, schema, floor) VALUES ($1, $2, 1, $3, '', 0)
ON CONFLICT (name) DO UPDATE SET position = excluded.position, tree = excluded.tree
"""


class Tables:
    """Each call is one transaction at the next position; `notify` tells the gateway of it."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self.position = 0
        self.tree = 0
        self.notify = True

    async def create(self) -> None:
        """The tables, and a head."""
        async with self._pool.acquire() as conn:
            await rows.create(conn)
        await self._write([])

    async def put(self, collection: str, id: UUID, scopes: list[str], **fields: Any) -> None:
        """A row with this audience."""
        body = json.dumps(fields, ensure_ascii=False)
        position = self.position + 1
        audience = await self._pool.fetchval(
            "SELECT audience FROM row WHERE collection = $1 AND id = $2", collection, id
        )
        gone = set(audience or ()) - set(scopes)
        await self._write(
            [
                (ROW, (collection, id, position, body, scopes)),
                *((SCOPE, (scope, collection, id, position, False)) for scope in scopes),
                *((SCOPE, (scope, collection, id, position, True)) for scope in gone),
            ]
        )

    async def grant(self, official: UUID, *scopes: str, gone: bool = False) -> None:
        """A person gets scopes, or loses them."""
        position = self.position + 1
        await self._write([(PERSON, (official, scope, position, gone)) for scope in scopes])

    async def lead(self, official: UUID, unit: UUID, *units: UUID) -> None:
        """A person may look at what is below a unit that contains these."""
        self.tree = self.position + 1
        below = "INSERT INTO person_below (official, unit, position, gone) VALUES ($1, $2, $3, false)"
        closure = "INSERT INTO unit_closure (ancestor, descendant) VALUES ($1, $2)"
        await self._write(
            [(below, (official, unit, self.tree)), *((closure, (unit, each)) for each in (unit, *units))]
        )

    async def cut_off(self, application: str) -> None:
        """Ends the sessions of those who gave themselves this name."""
        ended = await self._pool.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            application,
        )
        assert ended, f"nobody is connected as {application!r}"

    async def epoch(self, epoch: UUID) -> None:
        """The log is another one now."""
        await self._write([("UPDATE store_meta SET epoch = $1", (epoch,))])

    async def _write(self, statements: list[tuple[str, tuple[Any, ...]]]) -> None:
        previous, self.position = self.position, self.position + 1
        async with self._pool.acquire() as conn, conn.transaction():
            for statement, arguments in statements:
                await conn.execute(statement, *arguments)
            await conn.execute(HEAD, rows.GROUP, self.position, self.tree)
            if self.notify:
                await conn.execute("SELECT pg_notify($1, $2)", rows.CHANNEL, f"{previous}:{self.position}")


def below(unit: UUID) -> str:
    """The scope over a unit."""
    return below_scope(unit)
