"""A conversation as JSON lines, or as an archive with a page to read and the files; as a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import IO, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

from backend.exporting import page
from backend.exporting.conversation import Conversation, Said
from backend.exporting.page import path_of
from backend.files.reading import Readable

Contents = Callable[[Readable], AsyncIterator[bytes]]
"""What a file holds."""

encode = msgspec.json.Encoder(order="deterministic").encode


async def lines(conversation: Conversation) -> AsyncIterator[bytes]:
    """A message a line, as JSON in UTF-8: what devices have of it, its id and its author's name."""
    async for said in conversation.pages():
        yield await asyncio.to_thread(_lines, said)


async def archive(conversation: Conversation, language: str, contents: Contents) -> AsyncIterator[bytes]:
    """A ZIP file: messages.jsonl, index.html, files.jsonl, and below files/ what was attached."""
    pipe = Pipe()
    with ZipFile(cast("IO[bytes]", pipe), "w", ZIP_DEFLATED) as zipped:
        async for name, chunks in _entries(conversation, language, contents):
            with zipped.open(name, "w", force_zip64=True) as entry:
                async for chunk in chunks:
                    await asyncio.to_thread(entry.write, chunk)
                    yield pipe.take()
    yield pipe.take()


async def _entries(
    conversation: Conversation, language: str, contents: Contents
) -> AsyncIterator[tuple[str | ZipInfo, AsyncIterator[bytes]]]:
    yield "messages.jsonl", lines(conversation)
    yield "index.html", _page(conversation, language)
    yield "files.jsonl", _list(conversation)
    async for file in _files(conversation):
        # Pictures and documents are compressed already.
        entry = ZipInfo(path_of(file), file.at.timetuple()[:6])
        entry.compress_type = ZIP_STORED
        yield entry, contents(file)


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
        files = {file.id: file for file in await conversation.files(_attached(said))}
        yield (await asyncio.to_thread(page.messages, said, files, language)).encode()
    yield page.TAIL.encode()


async def _list(conversation: Conversation) -> AsyncIterator[bytes]:
    """A line for each file: its name, size in bytes, type and SHA-256."""
    async for file in _files(conversation):
        yield encode(file) + b"\n"


async def _files(conversation: Conversation) -> AsyncIterator[Readable]:
    """Each file that was attached, once."""
    known: set[UUID] = set()
    async for said in conversation.pages():
        for file in await conversation.files(_attached(said) - known):
            known.add(file.id)
            yield file


def _attached(said: Iterable[Said]) -> set[UUID]:
    return {id for message in said for id in message.attachments}


def _lines(said: Iterable[Said]) -> bytes:
    return b"".join(encode(message) + b"\n" for message in said)
