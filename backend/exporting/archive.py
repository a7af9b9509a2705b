"""A conversation as JSON lines, or as an archive with a page to read and the list of files; as a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import IO, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from backend.exporting import page
from backend.exporting.conversation import Conversation, Said

encode = msgspec.json.Encoder(order="deterministic").encode


async def lines(conversation: Conversation) -> AsyncIterator[bytes]:
    """A message a line, as JSON in UTF-8: what devices have of it, its id and its author's name."""
    async for said in conversation.pages():
        yield await asyncio.to_thread(_lines, said)


async def archive(conversation: Conversation, language: str) -> AsyncIterator[bytes]:
    """A ZIP file: messages.jsonl, index.html and files.jsonl."""
    pipe = Pipe()
    with ZipFile(cast("IO[bytes]", pipe), "w", ZIP_DEFLATED) as zipped:
        for name, chunks in (
            ("messages.jsonl", lines(conversation)),
            ("index.html", _page(conversation, language)),
            ("files.jsonl", _files(conversation)),
        ):
            with zipped.open(name, "w", force_zip64=True) as entry:
                async for chunk in chunks:
                    await asyncio.to_thread(entry.write, chunk)
                    yield pipe.take()
    yield pipe.take()


class Pipe:
    """What the archive writes to: it is taken away at once, and never read or gone back in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep it until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        """What was written since."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


async def _page(conversation: Conversation, language: str) -> AsyncIterator[bytes]:
    yield page.head(await conversation.title(), language).encode()
    async for said in conversation.pages():
        yield (await asyncio.to_thread(page.messages, said, language)).encode()
    yield page.TAIL.encode()


async def _files(conversation: Conversation) -> AsyncIterator[bytes]:
    """A line for each file: its name, size in bytes, type and SHA-256."""
    async for said in conversation.pages():
        ids: dict[UUID, None] = dict.fromkeys(id for message in said for id in message.attachments)
        if ids:
            yield b"".join(encode(file) + b"\n" for file in await conversation.files(ids))


def _lines(said: Iterable[Said]) -> bytes:
    return b"".join(encode(message) + b"\n" for message in said)
