"""The morning's e-mail, against a real mail server: once a day, to who wishes it, what is unread."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from aiosmtpd.controller import Controller

from backend.mail.mailer import Mailer
from backend.notify.digests import Digests
from domain import preferences
from tests.mail.test_mailer import FROM, Office
from tests.projections.city import City
from tests.projections.tables import Tables

MORNING = datetime(2025, 7, 8, 0, 31, tzinfo=UTC)
"""07:31 in Việt Nam, the day after the tests' city begins."""


class Morning:
    """A city of which somebody wishes the digest and was just given a task; the mail server; a clock."""

    def __init__(self, filled: Tables, pool: asyncpg.Pool[Any], controller: Controller, desk: Office) -> None:
        self.city = City(12).found()
        self.tables = filled
        self.pool = pool
        self.desk = desk
        self.now = MORNING
        mailer = Mailer(f"smtp://127.0.0.1:{controller.port}", FROM, wait=self._wait)
        self.digests = Digests(pool, mailer, "https://congvu.tp.example", now=lambda: self.now)
        self.holder = self._given()

    async def _wait(self, seconds: float) -> None:
        return None

    def _given(self) -> UUID:
        while True:
            task = self.city.assign()
            state = self.city.nouns[task].state if task else None
            holder = self.city.nouns[state.lead.post].holder if state and state.lead.post else None
            if holder is not None and holder != state.creator:
                return UUID(str(holder))

    def wish(self, official: UUID, digest: bool = True) -> None:
        seat = next(id for id in self.city.posts if self.city.nouns[id].holder == official)
        self.city.run(preferences.Set(digest=digest), *self.city.acting(seat))

    async def project(self) -> None:
        await self.tables.pages(self.city.events[self.tables.group.position :], [1000])

    async def send(self) -> int:
        await self.project()
        return await self.digests.send_due()


@pytest.fixture
async def morning(
    dsn: str,
    tables: Tables,
    server: Controller,
    office: Office,
) -> AsyncIterator[Morning]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool:
        yield Morning(tables, pool, server, office)


async def test_who_wishes_it_is_sent_what_is_unread_once_a_day(morning: Morning) -> None:
    morning.wish(morning.holder)
    assert await morning.send() == 1
    assert await morning.send() == 0
    (letter,) = morning.desk.taken
    assert letter["To"] == morning.city.nouns[morning.holder].email
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Kiểm tra điểm ngập" in body.get_content()
    assert "https://congvu.tp.example/viec/" in body.get_content()


async def test_nobody_else_is_sent_anything(morning: Morning) -> None:
    assert await morning.send() == 0
    morning.wish(morning.holder)
    morning.wish(morning.holder, digest=False)
    assert await morning.send() == 0
    assert morning.desk.taken == []


@pytest.mark.parametrize("hours", [-1, 4, 14])
async def test_it_goes_out_in_the_morning_only(morning: Morning, hours: int) -> None:
    morning.wish(morning.holder)
    morning.now += timedelta(hours=hours)
    assert await morning.send() == 0


async def test_what_is_read_or_older_than_a_day_is_not_in_it(morning: Morning) -> None:
    morning.wish(morning.holder)
    await morning.project()
    await morning.pool.execute(
        "INSERT INTO read_position (official, channel, number) SELECT $1, id, newest FROM notice_view",
        morning.holder,
    )
    assert await morning.send() == 0
    await morning.pool.execute("TRUNCATE read_position, digest_sent")
    morning.now += timedelta(days=2)
    assert await morning.send() == 0


async def test_a_server_that_asks_to_wait_is_asked_again_and_one_that_refuses_is_not(
    morning: Morning,
) -> None:
    morning.wish(morning.holder)
    morning.desk.planned = ["451 later"] * 4
    assert await morning.send() == 0
    assert await morning.send() == 1
    await morning.pool.execute("TRUNCATE digest_sent")
    morning.desk.planned = ["554 never"]
    assert await morning.send() == 0
    assert await morning.send() == 0
    assert len(morning.desk.taken) == 1
