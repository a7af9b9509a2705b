"""Taking the bytes of one request into storage, piece by piece, so that a cut line loses little."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from backend.files.protocol import Checksum
from backend.files.storage import Storage, piece_of
from backend.files.uploads import MOST_PIECES, Piece, Upload, Uploads
from domain.kernel import Rejection

PIECE = 4 << 20
"""Bytes held in memory for a request, before they become an object."""


class Cut(Exception):
    """The sender went away in the middle."""


class Receiving:
    """One request that goes on with an upload from `start`. With a checksum, all of it counts or nothing."""

    def __init__(
        self, storage: Storage, uploads: Uploads, upload: Upload, start: int, checksum: Checksum | None
    ) -> None:
        self._storage = storage
        self._uploads = uploads
        self._upload = upload
        self._checksum = checksum
        self._hash: Any = checksum.begin() if checksum else None
        self._kept = start
        """Up to here the database knows of it."""
        self._put: list[Piece] = []
        """In storage, and the database does not know. What stays so goes with the rest of the upload."""
        self._held = bytearray()

    async def take(self, body: AsyncIterator[bytes]) -> int:
        """How far the upload has come after `body`. What came before it was Cut is kept, and tells Cut.

        Raises Rejection when it is more than was announced, another request came first, or the checksum is
        not that of what came.
        """
        try:
            await self._read(body)
        except Cut:
            if self._checksum is None:
                await self._flush()
            raise
        except Rejection:
            await self._storage.delete([piece.name for piece in self._put])
            raise
        return self._kept

    async def _read(self, body: AsyncIterator[bytes]) -> None:
        async for chunk in body:
            if self._reached + len(chunk) > self._upload.length:
                raise Rejection("upload.beyond", length=self._upload.length)
            self._held += chunk
            if self._hash is not None:
                self._hash.update(chunk)
            if len(self._held) >= PIECE:
                await self._piece()
        if self._checksum is not None and self._hash.digest() != self._checksum.digest:
            raise Rejection("upload.checksum")
        await self._flush()

    @property
    def _reached(self) -> int:
        return self._kept + sum(piece.size for piece in self._put) + len(self._held)

    async def _piece(self) -> None:
        """What is held becomes an object, and counts unless a checksum has to be waited for."""
        if self._upload.pieces + len(self._put) >= MOST_PIECES:
            raise Rejection("upload.too-small-pieces", most=MOST_PIECES)
        start = self._reached - len(self._held)
        piece = Piece(start, len(self._held), piece_of(self._upload.id, start))
        self._put.append(piece)
        await self._storage.put(piece.name, bytes(self._held))
        self._held.clear()
        if self._checksum is None:
            await self._count()

    async def _flush(self) -> None:
        if self._held:
            await self._piece()
        await self._count()

    async def _count(self) -> None:
        if self._put:
            await self._uploads.advance(self._upload.id, self._kept, self._put)
            self._kept = self._reached - len(self._held)
            self._put.clear()
