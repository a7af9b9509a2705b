"""A PostgreSQL server for the session, a fresh database for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from backend.app import migrate
from backend.settings import Settings
from backend.store.embedded import EmbeddedPostgres
from backend.store.store import Store
from domain.catalog import EVENTS

MASTER_KEY = bytes(range(32))


class Server:
    """Where the tests' databases live. `restart` is None when the server is somebody else's."""

    def __init__(self, url: str, embedded: EmbeddedPostgres | None) -> None:
        self.url = url
        self.embedded = embedded

    def dsn(self, database: str) -> str:
        """The address of one database of this server."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    async def execute(self, statement: str) -> None:
        """Run an administrator's statement."""
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server named by CONGVU_TEST_DATABASE_URL, else an embedded one that is removed afterwards."""
    url = os.environ.get("CONGVU_TEST_DATABASE_URL")
    if url:
        yield Server(url, None)
        return
    folder = Path(tempfile.mkdtemp(prefix="congvu-test-"))
    embedded = EmbeddedPostgres(folder / "postgres")
    embedded.start()
    # Tests kill processes, never the machine, so nothing need reach the disk.
    with (embedded.data / "postgresql.conf").open("a") as configuration:
        configuration.write("fsync = off\nfull_page_writes = off\n")
    embedded.stop()
    embedded.start()
    try:
        yield Server(embedded.dsn(), embedded)
    finally:
        embedded.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def template(postgres: Server) -> AsyncIterator[str]:
    """A database that has all tables, to copy from."""
    name = f"congvu_template_{secrets.token_hex(4)}"
    await postgres.execute(f'create database "{name}"')
    await migrate(Settings(database_url=postgres.dsn(name)))
    yield name
    await postgres.execute(f'drop database "{name}" with (force)')


@asynccontextmanager
async def fresh(postgres: Server, template: str) -> AsyncIterator[str]:
    """A database copied from the template, by its files: several times faster than through the log."""
    name = f"congvu_test_{secrets.token_hex(6)}"
    await postgres.execute(f'create database "{name}" template "{template}" strategy file_copy')
    try:
        yield postgres.dsn(name)
    finally:
        await postgres.execute(f'drop database "{name}" with (force)')


@pytest.fixture
async def dsn(postgres: Server, template: str) -> AsyncIterator[str]:
    """A fresh database with all tables; dropped afterwards."""
    async with fresh(postgres, template) as name:
        yield name


@pytest.fixture
async def store(dsn: str) -> AsyncIterator[Store]:
    """An open store on the fresh database, with the product's events."""
    async with await Store.open(dsn, events=EVENTS, master_key=MASTER_KEY) as opened:
        yield opened
