"""The API's application in this process, on a fresh database with all tables."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest
from litestar.types import ASGIApp

from backend import app as wiring
from backend.auth.accounts import Account
from backend.auth.passwords import Passwords
from backend.commands import CommandRunner
from backend.http import app
from backend.http.services import Services
from backend.settings import Settings
from backend.store.store import Store
from tests.conftest import Server, fresh

PASSWORD = "mật khẩu dài"


class Api(msgspec.Struct, frozen=True):
    """The application, its services and an official who can sign in as "lan"."""

    application: ASGIApp
    services: Services
    official: UUID

    @asynccontextmanager
    async def client(self, address: str = "192.0.2.7", **headers: str) -> AsyncIterator[httpx.AsyncClient]:
        """A caller of its own, from an address, with headers on every request (underscores are hyphens)."""
        transport = httpx.ASGITransport(self.application, raise_app_exceptions=False, client=(address, 1234))
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://congvu.test", headers=names
        ) as client:
            yield client

    async def token(self) -> str:
        """An access token of Lan's."""
        return (await self.services.sessions.open(self.official)).access


def _settings(dsn: str, folder: Path) -> Settings:
    web = folder / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>congvu</title>" + " " * 500)
    (web / "demo.html").write_text("<!doctype html><title>demo</title>")
    (web / "assets" / "main-1a2b.js").write_text("export {}")
    (folder / "secret.txt").write_text("not for the web")
    return Settings(data=folder, database_url=dsn, web=web, attempts_per_login=3, attempts_per_address=20)


@asynccontextmanager
async def _api(settings: Settings, hashed: str) -> AsyncIterator[Api]:
    await wiring.migrate(settings)
    async with wiring.open_services(settings) as services:
        official = uuid4()
        await services.accounts.add([Account("lan", official, hashed)])
        yield Api(app.create(services), services, official)


@pytest.fixture
def passable(tmp_path: Path) -> Path:
    """A folder that the embedded server's own user can pass through."""
    for folder in (tmp_path, *tmp_path.parents):
        with contextlib.suppress(PermissionError):
            folder.chmod(folder.stat().st_mode | 0o011)
    return tmp_path


@pytest.fixture(scope="session")
async def hashed() -> str:
    return await Passwords(1).hash(PASSWORD)


@pytest.fixture
async def api(dsn: str, tmp_path: Path, hashed: str) -> AsyncIterator[Api]:
    async with _api(_settings(dsn, tmp_path), hashed) as api:
        yield api


@pytest.fixture(scope="session")
async def lasting(
    postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory, hashed: str
) -> AsyncIterator[Api]:
    """One application for all tests that change nothing."""
    folder = tmp_path_factory.mktemp("lasting")
    async with fresh(postgres, template) as dsn, _api(_settings(dsn, folder), hashed) as api:
        yield api


@pytest.fixture
def secure(api: Api) -> Api:
    """The same, as seen by browsers over TLS."""
    settings = msgspec.structs.replace(
        api.services.settings,
        public_url="https://congvu.example.vn",
        realtime_url="wss://congvu.example.vn/sync",
    )
    services = msgspec.structs.replace(api.services, settings=settings)
    return Api(app.create(services), services, api.official)


@pytest.fixture
async def pool(dsn: str, tmp_path: Path) -> AsyncIterator[asyncpg.Pool]:
    """Connections to the fresh database, with the tables of read models too."""
    settings = Settings(data=tmp_path, database_url=dsn)
    await wiring.migrate(settings)
    async with wiring.open_pool(settings, "test") as pool:
        yield pool


@pytest.fixture
async def runner(store: Store) -> CommandRunner:
    return await wiring.open_commands(store)
