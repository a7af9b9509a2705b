"""A million messages in a thousand channels, folded by the product's read models and copied into its tables.

Positions are those of one log, in which all channels talk at the same time. They are folded by two processes,
some channels at a time, since none depends on another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from multiprocessing import get_context
from random import Random
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import msgspec
import uvloop

from backend.bench.history import BEFORE_TASKS, START, History
from backend.bench.sentences import sentence
from backend.part import FOLDING, tune_collector
from domain.channel import events as channel
from domain.channel.state import Member
from domain.kernel import Event
from domain.message import events as message
from domain.message.state import Mention
from projections.catalog import PROJECTIONS
from projections.group import Group
from projections.kernel import Metadata, Recorded
from projections.storage import Storage

NAMES = UUID(int=0xC1)
CHANNELS = 1_000
AT_ONCE = 50
"""Channels that are folded together."""
PROCESSES = 2
MEMBERS = 10
HEARD = {"few": 12, "many": 300, "all": CHANNELS}
"""How many channels the readers of the benches are in."""
ANSWERS, CALLING, WITH_FILE = 0.15, 0.04, 0.08
UNREAD = 40
"""Most that a reader has not read of a channel."""
STEP = timedelta(seconds=30)


class Talk(msgspec.Struct, frozen=True):
    """The channels, the first of which the readers are in; and the time in which all was said."""

    channels: list[UUID]
    readers: dict[str, UUID]
    people: list[UUID]
    start: datetime
    end: datetime


class TalkHistory:
    """Events of `count` messages; the busiest channel has about a hundred times as many as the last."""

    def __init__(self, count: int, channels: int = CHANNELS) -> None:
        self._city = History()
        directory = list(self._city.events(BEFORE_TASKS))
        self.directory = [_recorded(at, *each) for at, each in enumerate(directory, 1)]
        self.people = [person for _, person in self._city.seats]
        self.channels = [uuid5(NAMES, str(number)) for number in range(channels)]
        self._places = self._spread(count)

    def _spread(self, count: int) -> list[list[int]]:
        """Of each channel, the positions of its messages."""
        random, numbers = Random(5), range(len(self.channels))  # noqa: S311 - no secret
        weights = [1 / (10 + number) for number in numbers]
        random.shuffle(weights)
        places: list[list[int]] = [[] for _ in numbers]
        chosen = random.choices(numbers, cum_weights=list(accumulate(weights)), k=count)
        for position, number in enumerate(chosen, len(self.directory) + len(numbers) + 1):
            places[number].append(position)
        return places

    @property
    def talk(self) -> Talk:
        """Who and what there is."""
        readers = dict(zip(HEARD, self.people, strict=False))
        return Talk(self.channels, readers, self.people, START, _moment(self.last))

    @property
    def last(self) -> int:
        """The position of the last message."""
        return max(places[-1] for places in self._places if places)

    def parts(self) -> list[range]:
        """The numbers of channels that are folded together."""
        total = len(self.channels)
        return [range(first, min(first + AT_ONCE, total)) for first in range(0, total, AT_ONCE)]

    def part(self, numbers: Sequence[int]) -> list[Recorded]:
        """Channels with all that was said in them."""
        found = [at for number in numbers for at in Channel(self, number).events(self._places[number])]
        return sorted(found, key=lambda at: at.position)

    def seat(self, random: Random) -> tuple[Any, UUID]:
        """A seat, and who sits there."""
        return random.choice(self._city.seats)


class Channel:
    """What happened in one channel."""

    def __init__(self, history: TalkHistory, number: int) -> None:
        self._history, self._number, self.id = history, number, history.channels[number]
        self._random = Random(number)  # noqa: S311 - no secret
        self._root: UUID | None = None

    def events(self, places: Sequence[int]) -> Iterator[Recorded]:
        """It is opened, and then talked in at these positions."""
        yield self._founded(len(self._history.directory) + 1 + self._number)
        for position in places:
            yield self._said(position)

    def _founded(self, position: int) -> Recorded:
        people = self._history.people
        readers = [people[place] for place, most in enumerate(HEARD.values()) if self._number < most]
        others = self._random.sample(people[len(HEARD) :], MEMBERS)
        members = tuple(Member(official=who, moderator=who == others[0]) for who in (*others, *readers))
        name = f"Kênh {self._number}"
        named: dict[str, Any] = {"kind": "group", "name": name, "topic": None, "members": members}
        return _made(channel.Created, self.id, position, others[0], **named)

    def _said(self, position: int) -> Recorded:
        random, id = self._random, uuid5(NAMES, f"m{position}")
        author = random.choice(self._history.people)
        thread = self._root if random.random() < ANSWERS else None
        if thread is None:
            self._root = id
        said: dict[str, Any] = {
            "channel": self.id,
            "kind": "group",
            "author": author,
            "text": sentence(random),
            "mentions": self._called() if random.random() < CALLING else (),
            "thread": thread,
            "attachments": (uuid5(NAMES, f"f{position}"),) if random.random() < WITH_FILE else (),
            "cards": (),
            "origin": None,
            "device_at": None,
        }
        return _made(message.Created, id, position, author, **said)

    def _called(self) -> tuple[Mention, ...]:
        seat, person = self._history.seat(self._random)
        some = (
            Mention(kind="official", id=person),
            Mention(kind="post", id=seat.post),
            Mention(kind="unit", id=seat.unit),
            Mention(kind="everyone"),
        )
        return (self._random.choices(some, (10, 4, 2, 1))[0],)


def _made(kind: type[Any], stream: UUID, position: int, author: UUID, /, **fields: Any) -> Recorded:
    event: Event = kind(
        originator_id=stream,
        originator_version=1,
        originator_topic="bench",
        timestamp=_moment(position),
        **fields,
    )
    return _recorded(position, event, Metadata(command=stream, account=author))


def _recorded(position: int, event: Event, metadata: Metadata) -> Recorded:
    topic: str = type(event).__dict__["TOPIC"]
    return Recorded(position, event.originator_id, event.originator_version, topic, event, metadata)


def _moment(position: int) -> datetime:
    return START + position * STEP


ASIDE = "aside"
ORDERED = {"row": "position", "message_view": "posted"}
"""Tables whose lines lie in the order in which they would have been written by who follows the log."""
INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indrelid = ANY($1::regclass[]) AND NOT indisprimary
"""
READ = """
INSERT INTO read_position (official, channel, number)
SELECT m.official, m.channel, greatest(0, c.count - ceil(random() * $2)::int)
FROM member_view m JOIN channel_view c ON c.id = m.channel WHERE m.official = ANY($1)
"""


async def fill(dsn: str, count: int, channels: int = CHANNELS) -> Talk:
    """Put a history into a database that has no rows yet, as if the projector had followed a log."""
    history = TalkHistory(count, channels)
    async with _connected(dsn) as conn:
        await Group(PROJECTIONS).create(conn)
        await conn.execute(f"CREATE SCHEMA {ASIDE}")
        for table in ORDERED:
            await conn.execute(f"CREATE UNLOGGED TABLE {ASIDE}.{table} (LIKE {table})")
        await _copied(conn, await _directory(history))
        loop = asyncio.get_running_loop()
        with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
            parts = [
                loop.run_in_executor(pool, _fold, dsn, count, channels, part) for part in history.parts()
            ]
            await asyncio.gather(*parts)
        await _bring_in(conn)
        await conn.execute("UPDATE projection_head SET position = $1", history.last)
        await conn.execute(READ, list(history.talk.readers.values()), UNREAD)
        await conn.execute("VACUUM ANALYZE")
    return history.talk


@asynccontextmanager
async def _connected(dsn: str) -> Any:
    conn = await asyncpg.connect(dsn, server_settings={"maintenance_work_mem": "512MB"})
    try:
        yield conn
    finally:
        await conn.close()


async def _directory(history: TalkHistory) -> Group:
    group = Group(PROJECTIONS)
    group.begin()
    await group.take(history.directory)
    return group


@cache
def _history(count: int, channels: int) -> TalkHistory:
    """One process makes it once."""
    tune_collector(FOLDING)
    return TalkHistory(count, channels)


def _fold(dsn: str, count: int, channels: int, numbers: range) -> None:
    """A part, in a process of its own."""
    uvloop.run(_folded(dsn, _history(count, channels), numbers))


async def _folded(dsn: str, history: TalkHistory, numbers: range) -> None:
    group = await _directory(history)
    group.fold.written()
    await group.take(history.part(numbers))
    async with _connected(dsn) as conn:
        await _copied(conn, group)


async def _copied(conn: Any, group: Group) -> None:
    for table, columns, lines in group.storage.all_lines(group.fold, ()):
        schema = ASIDE if table in ORDERED else None
        await conn.copy_records_to_table(table, records=lines, columns=columns, schema_name=schema)


async def _bring_in(conn: Any) -> None:
    for (index,) in await conn.fetch(INDEXES, list(ORDERED)):
        await conn.execute(f"DROP INDEX {index}")
    for table, order in ORDERED.items():
        await conn.execute(f"INSERT INTO {table} SELECT * FROM {ASIDE}.{table} ORDER BY {order}")  # noqa: S608
    await conn.execute(Storage(PROJECTIONS).ddl)
    await conn.execute(f"DROP SCHEMA {ASIDE} CASCADE")
