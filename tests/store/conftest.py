"""Stores on the test's fresh database."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from backend.store.embedded import EmbeddedPostgres
from backend.store.store import Store
from tests.conftest import MASTER_KEY
from tests.store.nouns import EVENTS

OpenLog = Callable[..., Awaitable[Store]]


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that goes afterwards."""
    made = Path(tempfile.mkdtemp(prefix="congvu-embedded-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
async def own(folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A server of the test's own, which it may stop and start."""
    server = EmbeddedPostgres(folder / "postgres")
    await asyncio.to_thread(server.start)
    yield server
    await asyncio.to_thread(server.stop, "immediate")


@pytest.fixture
async def open_log(dsn: str) -> AsyncIterator[OpenLog]:
    """Opens stores, as so many processes would; all are closed afterwards."""
    async with AsyncExitStack() as stack:

        async def opened(**options: Any) -> Store:
            given = {"dsn": dsn, "events": EVENTS, "master_key": MASTER_KEY} | options
            return await stack.enter_async_context(await Store.open(given.pop("dsn"), **given))

        yield opened


@pytest.fixture
async def log(open_log: OpenLog) -> Store:
    """One store."""
    return await open_log()
