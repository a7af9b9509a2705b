"""What happens once all of an upload has come: it is looked at, kept by its hash, and becomes a file.

Each step can be done again by whoever comes after a process that was killed, and by two at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid5

import msgspec
import structlog
from obstore.exceptions import BaseError

from backend.files.kinds import ANYTHING, BY_TYPE
from backend.files.protocol import Metadata, metadata
from backend.files.storage import UPLOADS, Storage, blob_of, thumbnail_of
from backend.files.uploads import Refusal, Upload, Uploads
from domain.file import Store, shown
from domain.kernel import Actor, Rejection
from projections.kernel import Commands, Request, Temporary

if TYPE_CHECKING:  # loaded with its libraries once there is something to look at
    from backend.files.inspecting import Found

AT_ONCE = 2
"""Files that a process looks at: each may take some hundred MiB for a moment."""

log = structlog.get_logger("files")


class Finishing:
    """Makes files of whole uploads."""

    def __init__(self, storage: Storage, uploads: Uploads, commands: Commands, scratch: Path) -> None:
        self._storage = storage
        self._uploads = uploads
        self._commands = commands
        self._scratch = scratch
        self._room = asyncio.Semaphore(AT_ONCE)

    async def finish(self, upload: Upload) -> int | None:
        """Make a file of a whole upload; the position of its event. Raises Rejection if it is not taken."""
        try:
            store = upload.found or await self._look_at(upload)
            position = await self._record(upload, store)
        except Rejection as rejection:
            await self._uploads.refused(upload.id, Refusal(rejection.code, rejection.params))
            await self._forget_pieces(upload)
            raise
        await self._uploads.stored(upload.id)
        await self._forget_pieces(upload)
        return position

    async def _look_at(self, upload: Upload) -> Store:
        """Read all of it once, and keep it by its hash if it is taken; what it is."""
        said = metadata(upload.metadata)
        async with self._room:
            with tempfile.TemporaryFile(dir=self._scratch) as whole:
                digest = await self._gather(upload, whole)
                if said.digest not in (None, digest):
                    raise Rejection("file.digest")
                found = await asyncio.to_thread(_inspect, whole, said, self._scratch)
                await self._keep(whole, digest, found)
        store = _store(upload, said, digest, found)
        await self._uploads.found(upload.id, store)
        return store

    async def _gather(self, upload: Upload, whole: IO[bytes]) -> str:
        digest = hashlib.sha256()
        try:
            for piece in await self._uploads.pieces(upload.id):
                async for chunk in await self._storage.read(piece.name):
                    await asyncio.to_thread(_add, whole, digest, chunk)
        except FileNotFoundError:
            raise Temporary("another process ends this upload") from None
        if whole.tell() != upload.length:
            raise Temporary("another process ends this upload")
        return digest.hexdigest()

    async def _keep(self, whole: IO[bytes], digest: str, found: Found) -> None:
        """What is there already is the same: it has the same hash."""
        if not await self._storage.has(blob_of(digest)):
            whole.seek(0)
            await self._storage.put(blob_of(digest), whole)
        if found.thumbnail is not None:
            await self._storage.put(thumbnail_of(digest), found.thumbnail)

    async def _record(self, upload: Upload, store: Store) -> int | None:
        request = Request(
            id=uuid5(upload.id, store.name),
            name=store.name,
            args=msgspec.json.encode(store),
            actor=Actor(official=upload.official, policy="upload"),
        )
        outcome = await self._commands.run(request)
        if outcome.problem is None:
            return outcome.position
        if outcome.problem.status >= 500:
            raise Temporary(outcome.problem.code)
        raise Rejection(outcome.problem.code, **outcome.problem.params)

    async def _forget_pieces(self, upload: Upload) -> None:
        try:
            await self._storage.drop(f"{UPLOADS}/{upload.id}")
        except (BaseError, OSError) as error:
            log.warning("pieces are left for the sweep", error=type(error).__name__)


def _inspect(whole: IO[bytes], said: Metadata, scratch: Path) -> Found:
    from backend.files.inspecting import inspect  # noqa: PLC0415 - as above

    return inspect(whole, said.name, said.media_type, scratch)


def _store(upload: Upload, said: Metadata, digest: str, found: Found) -> Store:
    kind = BY_TYPE.get(found.media_type, ANYTHING)
    heard = found.media_type.startswith(("audio/", "video/"))
    return Store(
        file=upload.id,
        file_name=shown(said.name) or f"file.{kind.ends.partition(' ')[0]}".rstrip("."),
        size=upload.length,
        media_type=found.media_type,
        digest=digest,
        width=found.width,
        height=found.height,
        duration_ms=said.duration_ms if heard else None,
        thumbnail=found.thumbnail is not None,
    )


def _add(whole: IO[bytes], digest: Any, chunk: bytes) -> None:
    digest.update(chunk)
    whole.write(chunk)
