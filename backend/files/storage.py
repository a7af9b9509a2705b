"""Where bytes lie: a folder, or a bucket of S3 and alike, through obstore; whole objects, by name."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from backend.settings import Settings, variable
from backend.supervisor import Failed

if TYPE_CHECKING:  # the library has these only in its type hints
    from obstore import GetOptions
    from obstore.store import RetryConfig

T = TypeVar("T")

CHUNK = 1 << 20
"""Bytes that are read at a time."""
PART = 8 << 20
"""Bytes of one part where an object is written in several."""
THREADS = 16
LEFT_OVER_SECONDS = 24 * 3600
"""After which what a killed process had begun to write is certainly nobody's."""
UPLOADS, BLOBS, THUMBNAILS, PROBE = "uploads", "blobs", "thumbnails", "probe"
PATIENCE = timedelta(seconds=20)
"""How long a bucket that is away is asked again."""


class Storage:
    """Objects of a store. In a `folder`, what was put is on the disk once `put` returns.

    Raises obstore's BaseError (or OSError) when the store is away: the same may be tried again. Calls wait in
    threads of their own: obstore's own coroutines end badly with a process that ends right after them.
    """

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="storage")

    async def put(self, name: str, data: bytes | IO[bytes]) -> None:
        """Keep an object; a reader sees all of it or nothing."""
        await self._run(lambda: self._put(name, data))

    def _put(self, name: str, data: bytes | IO[bytes]) -> None:
        obstore.put(self._store, name, data, chunk_size=PART, max_concurrency=2)
        if self._folder is not None:
            at = self._folder / name
            for path in (at, *at.relative_to(self._folder).parents):
                _to_disk(self._folder / path)

    async def has(self, name: str) -> bool:
        """Whether there is such an object."""
        try:
            await self._run(lambda: obstore.head(self._store, name))
        except FileNotFoundError:
            return False
        return True

    async def read(self, name: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """An object, or its bytes from `start` to before `end`. Raises FileNotFoundError if there is none."""
        options: GetOptions = {"range": {"offset": start} if end is None else (start, end)}
        found = await self._run(lambda: obstore.get(self._store, name, options=options))
        return self._chunks(iter(found.stream(min_chunk_size=CHUNK)))

    async def _chunks(self, chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
        while (chunk := await self._run(lambda: next(chunks, None))) is not None:
            yield bytes(chunk)

    async def delete(self, names: Iterable[str]) -> None:
        """Remove objects; those that are not there are no matter."""
        await self._run(lambda: self._delete(names))

    def _delete(self, names: Iterable[str]) -> None:
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                obstore.delete(self._store, name)

    async def below(self, name: str) -> list[str]:
        """The names of what lies right below a name as if it were a folder: folders only."""
        found = await self._run(lambda: obstore.list_with_delimiter(self._store, name))
        return [prefix.rpartition("/")[2] for prefix in found["common_prefixes"]]

    async def drop(self, name: str) -> None:
        """Remove all objects below a name, and what killed processes had begun to write there."""
        found = await self._run(lambda: obstore.list(self._store, name).collect())
        await self.delete(each["path"] for each in found)
        if (folder := self._folder) is not None:
            await self._run(lambda: shutil.rmtree(folder / name, ignore_errors=True))

    async def tidy(self, name: str) -> None:
        """Remove what processes killed long ago had begun to write below a name; buckets do so by a rule."""
        if (folder := self._folder) is not None:
            await self._run(lambda: _remove_staged(folder / name, time.time() - LEFT_OVER_SECONDS))

    async def probe(self) -> None:
        """Write, read and remove something. Raises Failed with what to do if that is not possible."""
        try:
            await self.put(PROBE, b"congvu")
            read = b"".join([chunk async for chunk in await self.read(PROBE)])
            await self.delete([PROBE])
        except (BaseError, OSError) as error:
            raise Failed(f"{variable('storage_url')}: {_first_line(error)}") from None
        if read != b"congvu":
            raise Failed(f"{variable('storage_url')}: what is read is not what was written")

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def close(self) -> None:
        """End the threads, once what they do is done."""
        self._threads.shutdown()


def open_storage(settings: Settings) -> Storage:
    """The storage that an installation chose. Raises Failed if it cannot be one; asks no other machine."""
    folder = folder_of(settings)
    try:
        if folder is not None:
            return Storage(LocalStore(folder, automatic_cleanup=True, mkdir=True), folder.resolve())
        assert settings.storage_url is not None
        retrying: RetryConfig = {"max_retries": 3, "retry_timeout": PATIENCE}
        return Storage(from_url(settings.storage_url, retry_config=retrying))
    except (BaseError, OSError, ValueError) as error:
        raise Failed(f"{variable('storage_url')}: {_first_line(error)}") from None


async def check(settings: Settings) -> None:
    """See that files can be kept where an installation wants them. Raises Failed with what to do."""
    storage = open_storage(settings)
    try:
        await storage.probe()
    finally:
        storage.close()


def folder_of(settings: Settings) -> Path | None:
    """The folder that files lie in; None if it is a bucket."""
    if settings.storage_url is None:
        return settings.data / "files"
    scheme, _, path = settings.storage_url.partition("://")
    return Path("/" + path.lstrip("/")) if scheme == "file" else None


def piece_of(upload: UUID, start: int) -> str:
    """A name for what came of an upload from a byte on: each time another one, as two may send the same."""
    return f"{UPLOADS}/{upload}/{start:016}-{uuid4().hex}"


def blob_of(digest: str) -> str:
    """The name of what has this SHA-256."""
    return f"{BLOBS}/{digest[:2]}/{digest[2:]}"


def thumbnail_of(digest: str) -> str:
    """The name of the small picture of what has this SHA-256."""
    return f"{THUMBNAILS}/{digest[:2]}/{digest[2:]}.webp"


def _to_disk(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk now."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _remove_staged(folder: Path, before: float) -> None:
    """What obstore writes to before it is an object ends with # and a number."""
    for path in folder.glob("*/*#*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
