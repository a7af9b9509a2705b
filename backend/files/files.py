"""Everything about files on their way here: begun, gone on with, ended, given up, swept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import msgspec
import structlog
from obstore.exceptions import BaseError

from backend.files.finishing import Finishing
from backend.files.kinds import ANYTHING, BY_END, end_of, require_taken
from backend.files.protocol import Checksum, metadata
from backend.files.receiving import Receiving
from backend.files.storage import BLOBS, THUMBNAILS, UPLOADS, Storage, open_storage
from backend.files.uploads import Upload, Uploads
from backend.settings import Settings
from domain.kernel import Rejection
from projections.kernel import Commands

MIB = 1 << 20

log = structlog.get_logger("files")


class Files:
    """`async with open_files(...)`, once per process. `largest` in MiB."""

    def __init__(self, storage: Storage, uploads: Uploads, finishing: Finishing, largest: int) -> None:
        self.storage = storage
        self.largest = largest * MIB
        self._uploads = uploads
        self._finishing = finishing
        self._ending: dict[UUID, asyncio.Task[int | None]] = {}

    async def begin(self, official: UUID, length: int, said: str) -> Upload:
        """A new upload; `said` is its Upload-Metadata. Raises Rejection for what could never be taken."""
        if length == 0:
            raise Rejection("file.empty")
        if length > self.largest:
            raise Rejection("file.too-large", most=self.largest // MIB)
        require_taken(BY_END.get(end_of(metadata(said).name), ANYTHING))
        return await self._uploads.find(await self._uploads.begin(official, length, said), official)

    async def find(self, id: UUID, official: UUID) -> Upload:
        """An upload of an official. Raises Rejection, also with the reason why it was not taken."""
        upload = await self._uploads.find(id, official)
        if upload.refusal is not None:
            raise Rejection(upload.refusal.code, **upload.refusal.params)
        return upload

    async def go_on(
        self, upload: Upload, start: int, body: AsyncIterator[bytes], checksum: Checksum | None
    ) -> Upload:
        """Take what comes from `start` on; the upload after it. Raises Rejection, or Cut (receiving.py)."""
        if start != upload.received:
            raise Rejection("upload.offset", offset=start)
        receiving = Receiving(self.storage, self._uploads, upload, start, checksum)
        return msgspec.structs.replace(upload, received=await receiving.take(body))

    async def end(self, upload: Upload) -> int | None:
        """Make a file of a whole upload, once, also when whoever asks goes away; the position of its event.

        None if it is a file already, or not whole. Raises Rejection if it is not taken.
        """
        if not upload.whole or upload.state == "stored":
            return None
        if (ending := self._ending.get(upload.id)) is None:
            ending = asyncio.create_task(self._finishing.finish(upload), name="an upload's end")
            self._ending[upload.id] = ending
            ending.add_done_callback(lambda done: self._ended(upload.id, done))
        return await asyncio.shield(ending)

    def _ended(self, id: UUID, ending: asyncio.Task[int | None]) -> None:
        del self._ending[id]
        error = None if ending.cancelled() else ending.exception()
        if error is not None and not isinstance(error, Rejection):
            log.warning("an upload could not be ended", error=type(error).__name__)

    async def give_up(self, id: UUID, official: UUID) -> None:
        """Forget an upload that is no file yet."""
        upload = await self._uploads.find(id, official)
        if upload.state == "stored":
            raise Rejection("upload.stored")
        await self._uploads.remove(id)
        await self.storage.drop(f"{UPLOADS}/{id}")

    async def sweep(self) -> None:
        """End what came whole and was left, forget what has expired, with all its pieces."""
        for upload in await self._uploads.forgotten():
            # What goes wrong with one is told by `_ended`, and tried again by the next sweep.
            await asyncio.gather(self.end(upload), return_exceptions=True)
        await self._uploads.sweep()
        try:
            await self._drop_what_is_over()
        except (BaseError, OSError) as error:
            log.warning("pieces are left for the next sweep", error=type(error).__name__)

    async def _drop_what_is_over(self) -> None:
        kept = {UUID(name) for name in await self.storage.below(UPLOADS)}
        for id in kept - await self._uploads.live(list(kept)):
            await self.storage.drop(f"{UPLOADS}/{id}")
        for name in (BLOBS, THUMBNAILS):
            await self.storage.tidy(name)

    async def close(self) -> None:
        """Wait for what is being ended."""
        await asyncio.gather(*self._ending.values(), return_exceptions=True)
        self.storage.close()


@asynccontextmanager
async def open_files(
    settings: Settings, pool: asyncpg.Pool, commands: Commands, storage: Storage | None = None
) -> AsyncIterator[Files]:
    """The files of an installation. Raises Failed if they cannot be kept where it wants them."""
    storage = storage or open_storage(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    uploads = Uploads(pool)
    files = Files(
        storage, uploads, Finishing(storage, uploads, commands, settings.data), settings.largest_file_mib
    )
    try:
        yield files
    finally:
        await files.close()
