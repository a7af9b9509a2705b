"""Notes between gateways by way of the database: they arrive, in order, also after it was out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from realtime import notify
from realtime.exchange import Alive, AnyNote, Fresh, Gone, Typed, Wanted
from realtime.notify import NotifyExchange
from tests.realtime.world import uid

SECONDS = 20.0


class Post:
    """A gateway's exchange, and what it hears."""

    def __init__(self, pool: asyncpg.Pool[Any]) -> None:
        self.exchange = NotifyExchange(pool)
        self.began = asyncio.Event()
        self.heard: asyncio.Queue[tuple[UUID, AnyNote]] = asyncio.Queue()

    def hear(self, gateway: UUID, note: AnyNote) -> None:
        self.heard.put_nowait((gateway, note))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.exchange.run(self.hear, self.began.set))
        try:
            await asyncio.wait_for(self.began.wait(), SECONDS)
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def hears(self, count: int) -> list[tuple[UUID, AnyNote]]:
        return [await asyncio.wait_for(self.heard.get(), SECONDS) for _ in range(count)]


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool[Any]]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=6) as made:
        yield made


async def test_each_hears_the_others_in_order_and_not_itself(pool: asyncpg.Pool[Any]) -> None:
    posts = [Post(pool) for _ in range(3)]
    wanted = [Wanted([UUID(int=number)] * 50) for number in range(20)]
    async with posts[0].running(), posts[1].running(), posts[2].running():
        for note in wanted:
            posts[0].exchange.tell(note)
        told = [(posts[0].exchange.id, note) for note in wanted]
        assert await posts[1].hears(20) == await posts[2].hears(20) == told
        posts[1].exchange.tell(Alive())
        assert await posts[0].hears(1) == await posts[2].hears(1) == [(posts[1].exchange.id, Alive())]
    assert all(post.heard.empty() for post in posts)


async def test_the_last_words_are_still_heard(pool: asyncpg.Pool[Any]) -> None:
    going, staying = Post(pool), Post(pool)
    async with staying.running():
        async with going.running():
            going.exchange.tell(Gone())
        assert await staying.hears(1) == [(going.exchange.id, Gone())]
    assert pool.get_idle_size() == pool.get_size()


async def test_who_lost_the_connection_begins_anew(
    pool: asyncpg.Pool[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "AGAIN", 0.05)
    here, there = Post(pool), Post(pool)
    async with here.running(), there.running():
        for post in (here, there):
            post.began.clear()
        await pool.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for post in (here, there):
            await asyncio.wait_for(post.began.wait(), SECONDS)
        here.exchange.tell(Fresh())
        assert await there.hears(1) == [(here.exchange.id, Fresh())]


async def test_what_is_not_understood_is_passed_over(pool: asyncpg.Pool[Any]) -> None:
    post = Post(pool)
    async with post.running():
        for payload in ("nonsense", "[]", f'["{uid("x")}",7,[["later"],["alive"]]]'):
            await pool.execute("SELECT pg_notify($1, $2)", notify.CHANNEL, payload)
        assert await post.hears(1) == [(uid("x"), Alive())]


async def test_typing_is_dropped_before_all_else(pool: asyncpg.Pool[Any]) -> None:
    here, there = Post(pool), Post(pool)
    async with here.running(), there.running():
        for number in range(notify.WAITING + 10):
            here.exchange.tell(Typed("all", UUID(int=number), "typing", msgspec.Raw(b"{}")))
        here.exchange.tell(Alive())
        heard = await there.hears(notify.WAITING + 1)
    assert heard[-1] == (here.exchange.id, Alive())


async def test_nothing_waits_while_nobody_can_hear(pool: asyncpg.Pool[Any]) -> None:
    here, there = Post(pool), Post(pool)
    here.exchange.tell(Fresh())
    async with there.running(), here.running():
        here.exchange.tell(Alive())
        assert await there.hears(1) == [(here.exchange.id, Alive())]
