"""A connection to the fresh database, and a group of all projections on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from projections.catalog import PROJECTIONS
from projections.group import Group
from tests.projections.tables import Tables


@pytest.fixture
async def conn(dsn: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    """A connection of the test's own."""
    connection = await asyncpg.connect(dsn, server_settings={"timezone": "UTC"})
    yield connection
    await connection.close()


@pytest.fixture
async def tables(conn: asyncpg.Connection[Any]) -> Tables:
    """The rows' tables, empty, and what writes them."""
    group = Group(PROJECTIONS)
    await group.create(conn)
    await group.open(conn)
    return Tables(conn, group)
