"""A database that goes away: how its last words are understood, and that it is started again."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from backend import database
from backend.settings import Settings
from backend.store.connection import LOST
from backend.store.store import Store
from domain.catalog import EVENTS
from tests.conftest import MASTER_KEY
from tests.kill.stage import until
from tests.kill.wire import wire_to
from tests.store.drafts import ended

BUSY = "select sum(x) from generate_series(1, 1000000000000) as x"
STATE = "select state from pg_stat_activity where pid = $1"


async def test_a_database_that_cannot_start_at_once_is_started_as_soon_as_it_can(folder: Path) -> None:
    server = folder / "postgres"
    async with database.kept(Settings(data=folder)) as dsn:
        connection = await asyncpg.connect(dsn)
        busy = connection.get_server_pid()
        query = asyncio.create_task(connection.execute(BUSY))
        postmaster = int((server / "postmaster.pid").read_text().split()[0])

        watching = await asyncpg.connect(dsn)

        async def running() -> bool:
            return bool(await watching.fetchval(STATE, busy) == "active")

        async def refused() -> bool:
            return "is still in use" in (server / "server.log").read_text()

        async def answers() -> bool:
            try:
                again = await asyncpg.connect(dsn)
            except (OSError, asyncpg.PostgresError):
                return False
            await again.close()
            return True

        await until(running, "the query does not run")
        os.kill(postmaster, signal.SIGKILL)
        await ended(postmaster)
        await until(refused, "it was not tried while the busy process lived")
        os.kill(busy, signal.SIGKILL)
        await until(answers, "the database is not back")
        await asyncio.gather(query, return_exceptions=True)


async def test_a_query_between_the_goodbye_and_the_end_counts_as_a_lost_connection(dsn: str) -> None:
    async with (
        wire_to(dsn) as (wire, near),
        await Store.open(near, events=EVENTS, master_key=MASTER_KEY, readers=1) as store,
    ):
        await store.read(0, 1)
        reader = wire.talks[0]
        reader.interrupt()
        with pytest.raises(LOST):
            await store.reader.learn_keys([uuid4()])
        reader.close()
        await until(lambda: answers(store), "no new connection was made")


async def answers(store: Store) -> bool:
    try:
        return await store.read(0, 1) == []
    except LOST:
        return False
