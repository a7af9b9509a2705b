"""The store's tables: plain SQL in `migrations/`, each file applied once and in order."""

from __future__ import annotations

import hashlib
from pathlib import Path

import asyncpg

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 4848213701002
FUNCTIONS = "append.sql"

LEDGER = """
create table if not exists store_migration (
    name text primary key, digest text not null, applied_at timestamptz not null default now()
)
"""
RECORD = """
insert into store_migration (name, digest) values ($1, $2)
on conflict (name) do update set digest = excluded.digest, applied_at = now()
"""


async def migrate(dsn: str) -> list[str]:
    """Bring the database up to date, once however many try; the names of what was applied."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", MIGRATION_LOCK)
            await connection.execute(LEDGER)
            return await _apply(connection)
    finally:
        await connection.close()


async def _apply(connection: asyncpg.Connection[asyncpg.Record]) -> list[str]:
    rows = await connection.fetch("select name, digest from store_migration")
    done: dict[str, str] = {row["name"]: row["digest"] for row in rows}
    applied = []
    for path in [*sorted(MIGRATIONS.glob("[0-9]*.sql")), MIGRATIONS / FUNCTIONS]:
        text = path.read_text()
        digest = hashlib.sha256(text.encode()).hexdigest()
        if path.name not in done or (path.name == FUNCTIONS and done[path.name] != digest):
            await connection.execute(text)
            await connection.execute(RECORD, path.name, digest)
            applied.append(path.name)
    return applied
