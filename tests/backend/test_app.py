"""How the platform starts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend import app
from backend.health import Heads, Health
from backend.settings import Settings
from backend.store import connection
from backend.store.store import Store
from projections.catalog import PROJECTIONS
from projections.group import Group
from projections.runner import Projector
from tests.projections.city import City


async def test_the_start_outlasts_a_short_loss_of_the_database(
    store: Store, dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.pool.acquire() as conn:
        pooled: Any = conn
        await Group(PROJECTIONS).create(pooled)
    await City().found().store(store)
    heads, looks = Health.heads, 0

    async def unsteady(self: Health) -> Heads:
        nonlocal looks
        looks += 1
        if looks % 2:
            raise asyncpg.ConnectionDoesNotExistError
        return await heads(self)

    monkeypatch.setattr(Health, "heads", unsteady)
    projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS).run())
    try:
        async with asyncio.timeout(20):
            await app.rows_caught_up(Settings(data=tmp_path, database_url=dsn))
        assert looks >= 4
        assert (await heads(Health(store.pool))).behind == 0
    finally:
        projecting.cancel()
        await asyncio.gather(projecting, return_exceptions=True)


async def test_the_start_fails_when_the_database_stays_away(
    store: Store, dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_: Health) -> Heads:
        raise asyncpg.ConnectionDoesNotExistError

    monkeypatch.setattr(Health, "heads", lost)
    monkeypatch.setattr(connection, "STARTING", 0.0)
    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        async with asyncio.timeout(20):
            await app.rows_caught_up(Settings(data=tmp_path, database_url=dsn))
