"""Whoever keeps order in a place takes out all that was said there; nobody else does, and it is recorded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4
from zipfile import ZipFile

import httpx
import pytest

from backend.exporting import conversation
from backend.exporting.serving import export
from backend.files.storage import blob_of
from backend.http import app
from backend.store.store import Store
from domain.channel import commands as channels
from domain.kernel import Seat
from domain.message import commands as messages
from projections.catalog import PROJECTIONS
from projections.runner import Projector
from tests.backend.conftest import Api
from tests.backend.serving import serving
from tests.graphql.conftest import Until
from tests.graphql.rooms import Room
from tests.projections.city import City

PICTURE = bytes(range(256)) * 8
HOSTILE = "**Khẩn** <script>alert(1)</script> [x](javascript:alert(1))"


class Office:
    """A room of the tests' city behind the application's address."""

    def __init__(self, api: Api, address: str, until: Until) -> None:
        self.api, self.address, self.until = api, address, until
        self.city = City().found()
        self.room = Room(self.city)
        self.file = self.city.upload(self.room.people[1])
        self.hostile = self.room.say(HOSTILE, 1, attachments=(self.file,))
        self.taken_back = self.room.say("Mật khẩu là 123456", 2)
        self.room.run(messages.Retract(message=self.taken_back), 2)

    @property
    def store(self) -> Store:
        """The log."""
        store: Any = self.api.services.log
        return store

    async def shown(self) -> None:
        """Wait until the rows show all of the log."""
        await self.city.store(self.store)
        digest = self.city.nouns[self.file].digest
        await self.api.services.files.storage.put(blob_of(digest), PICTURE)
        await self.until.reach(await self.store.head())

    async def get(self, who: UUID, seat: Seat, place: UUID | None = None, **query: str) -> httpx.Response:
        """What somebody gets who asks for an export."""
        token = (await self.api.services.sessions.open(who)).access
        asked = {"post": str(seat.post), **query}
        async with httpx.AsyncClient(base_url=self.address) as client:
            return await client.get(
                f"/api/channels/{place or self.room.id}/export",
                params=asked,
                headers={"authorization": f"Bearer {token}"},
            )

    async def moderator(self, **query: str) -> httpx.Response:
        """What the room's moderator gets."""
        return await self.get(self.room.people[0], self.room.seats[0], **query)

    async def recorded(self) -> list[Any]:
        """The exports that were recorded."""
        return [at.event for at in await self.store.read(0, 10_000) if at.topic == "export.made"]


@asynccontextmanager
async def projected(store: Store, dsn: str) -> AsyncIterator[Until]:
    until = Until()
    projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS, watch=until).run())
    yield until
    projecting.cancel()
    await asyncio.gather(projecting, return_exceptions=True)


@pytest.fixture
async def office(api: Api, dsn: str) -> AsyncIterator[Office]:
    store: Any = api.services.log
    async with (
        projected(store, dsn) as until,
        serving(app.create(api.services, [export])) as address,
    ):
        made = Office(api, address, until)
        await made.shown()
        yield made


def told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


class Page(HTMLParser):
    """The words of a page; fails if anything in it would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said = ""
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "iframe", "link", "form")
        for name, value in attrs:
            assert not name.startswith("on")
            assert "javascript" not in (value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("at_once", [7, 200])
async def test_an_archive_has_every_message_a_page_and_the_files(
    office: Office, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "AT_ONCE", at_once)
    answer = await office.moderator()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="congvu-{office.room.id}.zip"'
    files = ZipFile(BytesIO(answer.content))
    assert files.testzip() is None
    said = told(files.read("messages.jsonl").decode())
    room = office.room
    expected = [*room.said[:7], *room.answers, *room.said[7:], office.hostile, office.taken_back]
    assert [UUID(message["id"]) for message in said] == expected
    names = {who: office.city.nouns[who].name for who in room.people}
    assert all(message["authorName"] == names[UUID(message["author"])] for message in said)
    assert "123456" not in files.read("messages.jsonl").decode()
    page = Page(files.read("index.html").decode())
    for words in ("Trực ban", "Tin số 59", "<script>alert(1)</script>", "Đã thu hồi", names[room.people[2]]):
        assert words in page.said
    [file] = told(files.read("files.jsonl").decode())
    assert (file["id"], file["name"]) == (str(office.file), "Điểm ngập.jpg")
    path = f"files/{office.file}/Điểm ngập.jpg"
    assert files.read(path) == PICTURE
    assert quote(path) in page.links


async def test_the_messages_alone(office: Office) -> None:
    answer = await office.moderator(format="jsonl")
    assert answer.headers["content-type"] == "application/x-ndjson"
    last, gone = told(answer.text)[-2:]
    assert (last["text"], last["attachments"]) == (HOSTILE, [str(office.file)])
    assert (gone["text"], gone["retractedBy"]) == ("", str(office.room.people[2]))
    assert (await office.moderator(format="csv")).status_code == 422


async def test_each_export_is_recorded_before_anything_is_given(office: Office) -> None:
    await office.moderator(format="jsonl")
    await office.moderator()
    room = office.room
    assert [(made.channel, made.author) for made in await office.recorded()] == [
        (room.id, room.people[0])
    ] * 2


async def test_nobody_else_gets_one_and_nothing_is_recorded(office: Office) -> None:
    room, city = office.room, office.city
    stranger, post = city.people[0], Seat(city.nouns[city.posts[0]].unit, city.posts[0])
    refused = [
        await office.get(room.people[1], room.seats[1]),
        await office.get(stranger, post),
        await office.get(room.people[0], room.seats[1]),
        await office.get(room.people[0], room.seats[0], city.units[0]),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert (await office.get(room.people[0], room.seats[0], uuid4())).status_code == 404
    async with httpx.AsyncClient(base_url=office.address) as client:
        assert (await client.get(f"/api/channels/{room.id}/export?post={uuid4()}")).status_code == 401
    assert await office.recorded() == []


async def test_who_moderates_no_more_gets_none(office: Office) -> None:
    room = office.room
    assert room.run(channels.Appoint(channel=room.id, official=room.people[1], moderator=True))
    assert room.run(channels.Leave(channel=room.id))
    await office.shown()
    assert (await office.moderator()).status_code == 403
    answer = await office.get(room.people[1], room.seats[1], format="jsonl")
    assert len(told(answer.text)) == len(room.said) + len(room.answers) + 2


async def test_the_leader_of_a_unit_takes_out_what_was_said_in_it(office: Office) -> None:
    city, unit = office.city, office.city.units[1]
    leader = next(post for post in city.posts if city.nouns[post].unit == unit and city.nouns[post].leading)
    said = [city.say(unit) for _ in range(5)]
    await office.shown()
    answer = await office.get(city.nouns[leader].holder, Seat(unit, leader), unit, format="jsonl")
    assert {message["id"] for message in told(answer.text)} == {str(id) for id in said}
