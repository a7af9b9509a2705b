"""Reading talk where a million messages were said: what is unread, pages of history, search by words."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg

from backend.bench.report import Line, Place
from backend.bench.sentences import WORDS
from backend.bench.talk_history import HEARD, Talk, fill
from backend.graphql import history, message_search
from backend.graphql.message_search import Wanted
from backend.graphql.reads import HEARD as FIELDS
from backend.graphql.reads import SCOPES
from projections.fulltext import sought
from projections.search import fold
from projections.unread import unread

MESSAGES = int(os.environ.get("CONGVU_BENCH_MESSAGES", "1000000"))
"""To fill the tables with so many takes some minutes; fewer show whether the bench works."""
ROUNDS = 100
PAGE, HITS = 50, 20
AS_COMMON = ((0, 5), (10, 60), (200, 500), (2_000, 8_000))
"""Places of words in their order: in a message in five, twenty, a hundred, and in few."""
COUNTS = "SELECT id, count FROM channel_view WHERE id = ANY($1)"


class Reader:
    """Somebody who reads, each time in a snapshot of its own."""

    def __init__(self, conn: Any, talk: Talk, name: str) -> None:
        self._conn = conn
        self.talk, self.official, self.heard = talk, talk.readers[name], talk.channels[: HEARD[name]]
        self.scopes: list[str] = []

    async def enter(self) -> None:
        """Know one's scopes."""
        standing, below = await self._conn.fetchrow(SCOPES, self.official)
        self.scopes = [*standing, *below]

    async def timed(self, work: Callable[[Any], Awaitable[Any]]) -> float:
        """Seconds that something takes."""
        async with self._conn.transaction(isolation="repeatable_read", readonly=True):
            began = time.perf_counter()
            await work(self._conn)
            return time.perf_counter() - began

    async def unread(self, conn: Any) -> None:
        """What is new, everywhere."""
        found = await unread(conn, self.official)
        if len(found) < 0.9 * len(self.heard):
            raise RuntimeError(f"{len(found)} channels have something new")

    def page(self, channel: UUID, **at: Any) -> Callable[[Any], Awaitable[Any]]:
        """A page of a channel's history."""
        return lambda conn: history.read(conn, self.scopes, history.Wanted(channel, None, PAGE, at))

    def search(self, query: str, **more: Any) -> Callable[[Any], Awaitable[Any]]:
        """The newest messages with these words."""

        async def work(conn: Any) -> None:
            wanted = Wanted(words=sought(query), **more)
            found = await message_search.find(conn, self.scopes, wanted, HITS + 1)
            await conn.fetch(FIELDS, "message", [id for id, _ in found[:HITS]], self.scopes)

        return work


async def run(place: Place) -> list[Line]:
    """All of it on one filled database."""
    dsn = await place.database()
    talk = await fill(dsn, MESSAGES)
    async with _readers(dsn, talk) as readers:
        new = [await readers["many"].timed(readers["many"].unread) for _ in range(ROUNDS)]
        pages = await _pages(readers["many"], dsn)
        found = {name: await _found(reader) for name, reader in readers.items()}
    every = sorted(seconds for times in found.values() for seconds in times)
    said = f"{MESSAGES:,} messages in {len(talk.channels):,} channels"
    each = ", ".join(f"in {HEARD[name]} channels {_ms(times, 0.95):.1f}" for name, times in found.items())
    return [
        Line(
            what=f"unread counts of {HEARD['many']} channels in one statement",
            value=median(new) * 1e3,
            unit="ms",
            most=5,
            note=f"median; p95 {_ms(new, 0.95):.2f} ms; {said}",
        ),
        Line(
            what=f"history page of {PAGE} at any depth, p95",
            value=_ms(pages, 0.95),
            unit="ms",
            most=10,
            note=f"before, after and around a message, a number and a day; median {_ms(pages, 0.5):.2f} ms",
        ),
        Line(
            what="word search, p95",
            value=_ms(every, 0.95),
            unit="ms",
            most=100,
            note=f"{len(every)} searches; p95 of a reader {each} ms; median of all {_ms(every, 0.5):.1f} ms",
        ),
    ]


def _ms(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1e3


@asynccontextmanager
async def _readers(dsn: str, talk: Talk) -> Any:
    conn = await asyncpg.connect(dsn)
    try:
        readers = {name: Reader(conn, talk, name) for name in HEARD}
        for reader in readers.values():
            await reader.enter()
        yield readers
    finally:
        await conn.close()


async def _pages(reader: Reader, dsn: str) -> list[float]:
    """Pages anywhere in the history of busy and of quiet channels."""
    random, talk = Random(1), reader.talk  # noqa: S311 - no secret
    conn = await asyncpg.connect(dsn)
    counts = {row["id"]: row["count"] for row in await conn.fetch(COUNTS, reader.heard)}
    last = await conn.fetchval(message_search.LAST)
    await conn.close()
    times = []
    for _ in range(ROUNDS):
        channel = random.choice(reader.heard)
        places: tuple[dict[str, Any], ...] = (
            {},
            *({name: random.randint(1, last)} for name in ("before", "after", "around")),
            {"number": random.randint(1, counts[channel])},
            {"date": talk.start + (talk.end - talk.start) * random.random()},
        )
        times += [await reader.timed(reader.page(channel, **at)) for at in places]
    return times


async def _found(reader: Reader) -> list[float]:
    return [await reader.timed(reader.search(query, **more)) for query, more in _searches(reader.talk)]


def _searches(talk: Talk) -> Iterator[tuple[str, dict[str, Any]]]:
    """Words common and rare, marked and not, whole and begun, alone and in twos, under conditions."""
    random = Random(2)  # noqa: S311 - no secret
    for _ in range(10):
        for first, last in AS_COMMON:
            word, other = (WORDS[random.randrange(first, last)] for _ in range(2))
            moment = talk.start + (talk.end - talk.start) * random.random()
            for query in (f"{word} ", f"{fold(word)} ", word[:2], fold(word)[:3], f"{word} {other}"):
                yield query, {}
            yield fold(f"{other} {word}"), {}
            yield word, {"author": random.choice(talk.people)}
            yield word, {"channel": random.choice(talk.channels[: HEARD["few"]])}
            yield word, {"since": moment, "until": moment + timedelta(days=7)}
            yield word, {"has_file": True}
        yield str(random.randrange(10_000, 1_000_000)), {}
