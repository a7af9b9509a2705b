"""The API killed in the middle of a part: what it had put away counts, and the same client goes on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend import app as wiring
from backend.files.receiving import PIECE
from backend.settings import Settings
from tests.backend.platform import Platform
from tests.files.place import BODY, sha256
from tests.store.drafts import until

CONTENT = os.urandom(2 * PIECE + 777)


@pytest.fixture
def platform(dsn: str, tmp_path: Path) -> Iterator[Platform]:
    platform = Platform(tmp_path / "data", CONGVU_DATABASE_URL=dsn)
    yield platform
    platform.end()


async def token(dsn: str, data: Path) -> str:
    """Of somebody who is signed in there."""
    settings = Settings(data=data, database_url=dsn)
    async with wiring.open_pool(settings, "test") as pool, wiring.open_auth(settings, pool) as auth:
        return (await auth.sessions.open(uuid4())).access


async def test_the_api_killed_in_the_middle_of_a_part(platform: Platform, dsn: str, tmp_path: Path) -> None:
    url = (await asyncio.to_thread(platform.ready))["url"]
    headers = {
        "authorization": f"Bearer {await token(dsn, tmp_path / 'data')}",
        "tus-resumable": "1.0.0",
        "content-type": BODY,
    }
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as client:
        length = {"upload-length": str(len(CONTENT))}
        address = (await client.post("/api/files", headers=length)).headers["location"]

        async def offset() -> int:
            try:
                return int((await client.head(address)).headers["upload-offset"])
            except httpx.HTTPError:
                return -1

        async def body() -> AsyncIterator[bytes]:
            yield CONTENT[: PIECE + 10]
            await until(lambda: reached(PIECE))
            part = await asyncio.to_thread(platform.part, "api")
            part.kill()
            yield CONTENT[PIECE + 10 :]

        async def reached(at: int) -> bool:
            return await offset() >= at

        with pytest.raises(httpx.HTTPError):
            await client.patch(address, headers={"upload-offset": "0"}, content=body())
        await until(lambda: reached(0), 60)
        kept = await offset()
        assert PIECE <= kept < len(CONTENT)
        rest = {"upload-offset": str(kept)}
        answer = await client.patch(address, headers=rest, content=CONTENT[kept:])
        assert answer.status_code == 204
        whole = await client.get(address)
    assert sha256(whole.content) == sha256(CONTENT)
