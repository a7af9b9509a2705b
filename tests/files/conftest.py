"""A place for files in a folder, in a bucket of S3, and in obstore's memory."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
from obstore.store import MemoryStore

from backend.files.storage import Storage, open_storage
from backend.settings import Settings
from tests.files.bucket import bucket_server, make_bucket
from tests.files.place import Caller, Place, place


@pytest.fixture
def settings(dsn: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url=dsn, largest_file_mib=16)


@pytest.fixture(scope="session")
def buckets() -> Iterator[str]:
    """Where S3 is spoken."""
    with bucket_server() as url:
        yield url


@pytest.fixture(params=["folder", "bucket", "memory"])
def storage(
    request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Storage]:
    """Where the bytes of a place lie."""
    match request.param:
        case "folder":
            storage = open_storage(settings)
        case "bucket":
            name = f"congvu-{secrets.token_hex(6)}"
            for variable, value in make_bucket(request.getfixturevalue("buckets"), name).items():
                monkeypatch.setenv(variable, value)
            storage = open_storage(msgspec.structs.replace(settings, storage_url=f"s3://{name}/files"))
        case _:
            storage = Storage(MemoryStore())
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
