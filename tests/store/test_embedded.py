"""The embedded server: started, found again after a crash, stopped; the schema applied once."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from pathlib import Path

import asyncpg
import pytest

from backend.store.embedded import EmbeddedError, EmbeddedPostgres
from backend.store.schema import migrate
from tests.conftest import Server
from tests.store.drafts import ended


async def version(server: EmbeddedPostgres) -> str:
    connection = await asyncpg.connect(server.dsn())
    try:
        return str(await connection.fetchval("show fsync"))
    finally:
        await connection.close()


async def test_it_starts_is_taken_over_and_comes_back_after_a_crash(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "postgres")
    await asyncio.to_thread(server.start)
    try:
        assert await version(server) == "on"
        again = EmbeddedPostgres(folder / "postgres")
        await asyncio.to_thread(again.start)
        postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        await ended(postmaster)
        assert not server.running()
        await asyncio.to_thread(again.start)
        assert await version(again) == "on"
    finally:
        await asyncio.to_thread(server.stop)
    assert not server.running()


async def test_a_path_too_long_for_a_socket_gets_a_short_one(folder: Path) -> None:
    server = EmbeddedPostgres(folder / ("p" * 120))
    assert len(str(server.socket)) < 100
    await asyncio.to_thread(server.start)
    try:
        assert await version(server) == "on"
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(server.socket)


async def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "postgres")
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.stop)
    with (folder / "postgres" / "postgresql.conf").open("a") as configuration:
        configuration.write("shared_buffers = 'plenty'\n")
    with pytest.raises(EmbeddedError, match="shared_buffers"):
        await asyncio.to_thread(server.start)


async def test_migrations_are_applied_once_however_many_try(postgres: Server, dsn: str) -> None:
    database = f"{dsn.rsplit('/', 1)[1].partition('?')[0]}_empty"
    await postgres.execute(f'create database "{database}"')
    try:
        applied = await asyncio.gather(*(migrate(postgres.dsn(database)) for _ in range(3)))
        assert sum(map(bool, applied)) == 1
        names = max(applied, key=len)
        assert names[0] == "0001_log.sql"
        assert names[-1] == "append.sql"
    finally:
        await postgres.execute(f'drop database "{database}" with (force)')
