"""A database with devices, and push services on this machine that speak the real protocols."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend import app
from backend.bench.push_service import PushService
from backend.push import vapid
from backend.push.vapid import Vapid
from backend.settings import Settings
from tests.push.place import Place


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    """A push service with browsers to come."""
    service = PushService()
    await service.start()
    yield service
    await service.stop()


@pytest.fixture
def settings(dsn: str, tmp_path: Path, service: PushService) -> Settings:
    return Settings(data=tmp_path, database_url=dsn, push_services=(service.origin,))


@pytest.fixture
def key(settings: Settings) -> Vapid:
    """Ours."""
    return vapid.load(settings)


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[asyncpg.Pool]:
    """Connections to a fresh database with all tables."""
    await app.migrate(settings)
    async with app.open_pool(settings, "push") as pool:
        yield pool


@pytest.fixture
async def place(settings: Settings, pool: asyncpg.Pool, service: PushService, key: Vapid) -> Place:
    return Place(settings, pool, service, key)


@pytest.fixture
def lan() -> UUID:
    """An official."""
    return uuid4()
