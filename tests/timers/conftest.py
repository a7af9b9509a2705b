"""An office on a fresh database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from backend.store.store import Store
from tests.projections.conftest import conn, tables
from tests.projections.tables import Tables
from tests.timers.place import Office

__all__ = ["conn", "tables"]


@pytest.fixture
async def office(store: Store, dsn: str, tables: Tables) -> AsyncIterator[Office]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool:
        yield await Office(store, pool, tables).open()
