"""A place for files in a folder, and the same in obstore's memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from backend.files.storage import Storage, open_storage
from backend.settings import Settings
from tests.files.place import Caller, Place, place


@pytest.fixture
def settings(dsn: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url=dsn, largest_file_mib=16)


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Storage]:
    """Where the bytes of a place lie."""
    storage = open_storage(settings) if request.param == "folder" else Storage(MemoryStore())
    yield storage
    storage.close()


@pytest.fixture
async def here(settings: Settings, storage: Storage) -> AsyncIterator[Place]:
    async with place(settings, storage) as found:
        yield found


@pytest.fixture
async def lan(here: Place) -> AsyncIterator[Caller]:
    """An official who uploads."""
    async with here.caller() as caller:
        yield caller
