"""Whatever is cut or killed in the middle of an upload: it goes on from there, and is stored once."""

from __future__ import annotations

import inspect
import itertools
import os
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.files.files import Files
from backend.files.finishing import Finishing
from backend.files.protocol import Checksum
from backend.files.receiving import PIECE, Cut
from backend.files.storage import UPLOADS, blob_of
from backend.files.uploads import Uploads
from domain.file import Created
from domain.kernel import Rejection
from tests.files.place import BODY, Caller, Place, flowing, said, sha256

CONTENT = os.urandom(2 * PIECE + 12345)


async def send(here: Place, caller: Caller, address: str, offset: int, pieces: list[bytes]) -> None:
    """A PATCH whose line is cut after these pieces."""
    coming = iter(pieces)

    async def receive() -> dict[str, Any]:
        piece = next(coming, None)
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": True}

    async def lost(message: Any) -> None:
        """Nobody is there any more."""

    headers = {
        **dict(caller.client.headers),
        "tus-resumable": "1.0.0",
        "upload-offset": str(offset),
        "content-type": BODY,
    }
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PATCH",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.7", 1234),
        "server": ("congvu.test", 80),
    }
    receiving: Any = receive
    await here.application(scope, receiving, lost)


async def test_what_came_before_the_line_was_cut_is_kept(here: Place, lan: Caller) -> None:
    address = await lan.begin(len(CONTENT), "Bản đồ.bin")
    await send(here, lan, address, 0, [CONTENT[:1000], CONTENT[1000:1500]])
    assert await lan.offset(address) == 1500
    await send(here, lan, address, 1500, [CONTENT[1500 : PIECE + 7], CONTENT[PIECE + 7 : PIECE + 9]])
    assert await lan.offset(address) == PIECE + 9
    answer = await lan.patch(address, PIECE + 9, flowing([CONTENT[PIECE + 9 :]]))
    assert answer.status_code == 204
    assert (await lan.get(UUID(address.rpartition("/")[2]))).content == CONTENT


async def test_the_second_of_two_who_send_the_same_is_told(here: Place, lan: Caller) -> None:
    address = await lan.begin(100)
    files = here.services.files
    upload = await files.find(UUID(address.rpartition("/")[2]), lan.official)

    async def slow() -> AsyncIterator[bytes]:
        yield b"a" * 50
        assert (await lan.patch(address, 0, b"b" * 60)).status_code == 204
        yield b"a" * 10

    with pytest.raises(Rejection, match=r"upload\.offset"):
        await files.go_on(upload, 0, slow(), None)
    assert await lan.offset(address) == 60
    assert (await lan.patch(address, 60, b"b" * 40)).status_code == 204
    assert (await lan.get(upload.id)).content == b"b" * 100


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Steps:
    """Counts what a process asks of the world, and ends it before or after one of these."""

    def __init__(self, until: int) -> None:
        self.left = until

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed

    def mortal(self, thing: Any) -> Any:
        """The thing, whose calls are such steps."""
        return Mortal(thing, self)


class Mortal:
    def __init__(self, thing: Any, steps: Steps) -> None:
        self._thing = thing
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._thing, name)
        if not inspect.iscoroutinefunction(method):
            return method

        async def call(*args: Any) -> Any:
            self._steps.step()
            result = await method(*args)
            self._steps.step()
            return result

        return call


def process(here: Place, until: int = -1) -> Files:
    """Another process on the same database and storage, which ends at a step."""
    steps = Steps(until)
    storage = steps.mortal(here.storage)
    uploads = steps.mortal(Uploads(here.services.pool))
    commands = steps.mortal(here.services.commands)
    return Files(storage, uploads, Finishing(storage, uploads, commands, here.settings.data), 16)


async def go_on(files: Files, id: UUID, official: UUID, content: bytes) -> None:
    """What a client does: ask how far it has come, send the rest."""
    upload = await files.find(id, official)
    rest = content[upload.received :]
    if rest:
        upload = await files.go_on(upload, upload.received, flowing([rest[:1000], rest[1000:]]), None)
    await files.end(upload)


async def stored_events(here: Place, official: UUID) -> list[Created]:
    events = [each.event for each in await here.services.log.read(0, 10_000)]
    return [event for event in events if isinstance(event, Created) and event.owner == official]


async def test_a_process_killed_at_any_step_leaves_one_file(here: Place) -> None:
    deaths = 0
    for until in itertools.count(1):
        official = uuid4()
        content = os.urandom(PIECE + 2000)
        upload = await process(here).begin(official, len(content), said(filename="a.bin"))
        try:
            await go_on(process(here, until), upload.id, official, content)
        except Killed:
            deaths += 1
        else:
            break
        await go_on(process(here), upload.id, official, content)
        [event] = await stored_events(here, official)
        assert (event.originator_id, event.digest) == (upload.id, sha256(content))
        assert await here.storage.has(blob_of(event.digest))
    assert deaths >= 20
    await process(here).sweep()
    assert await here.objects(UPLOADS) == []


async def test_a_whole_upload_that_nobody_asks_for_again_is_ended_by_the_sweep(here: Place) -> None:
    official = uuid4()
    upload = await process(here).begin(official, 4, said(filename="a.txt"))
    with pytest.raises(Killed):
        await go_on(process(here, 8), upload.id, official, b"1234")
    assert await stored_events(here, official) == []
    await process(here).sweep()
    assert await stored_events(here, official) == [], "whoever sent it may still ask"
    await here.services.pool.execute("UPDATE upload SET expires_at = now()")
    await process(here).sweep()
    assert len(await stored_events(here, official)) == 1
    assert await here.objects(UPLOADS) == []


async def test_a_part_with_a_checksum_that_was_cut_does_not_count(here: Place) -> None:
    official, files = uuid4(), process(here)
    upload = await files.begin(official, len(CONTENT), "")

    async def cut() -> AsyncIterator[bytes]:
        yield CONTENT[: PIECE + 1]
        raise Cut

    with pytest.raises(Cut):
        await files.go_on(upload, 0, cut(), Checksum("sha1", bytes(20)))
    assert (await files.find(upload.id, official)).received == 0
    await go_on(files, upload.id, official, CONTENT)
    assert await here.objects(UPLOADS) == []


async def test_two_who_end_the_same_upload_store_it_once(here: Place) -> None:
    official = uuid4()
    upload = await process(here).begin(official, 4, said(filename="a.txt"))
    whole = await process(here).go_on(upload, 0, flowing([b"1234"]), None)
    await process(here).end(whole)
    second = process(here)
    assert await second.end(await second.find(upload.id, official)) is None
    [event] = await stored_events(here, official)
    assert event.size == 4


async def test_the_same_content_is_kept_once(here: Place, lan: Caller) -> None:
    content = b"same " * 1000
    first = await lan.upload(content, "a.txt")
    async with here.caller() as other:
        second = await other.upload(content, "b.txt")
        assert (await other.get(second)).content == content
    assert first != second
    digest = sha256(content)
    assert await here.objects("blobs") == [f"blobs/{digest[:2]}"]
    assert await here.storage.has(blob_of(digest))
