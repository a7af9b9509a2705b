"""The event store: one log in PostgreSQL, written by group commit, read by position or by stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import asyncpg

from backend.store.batch import Encoded, Entry
from backend.store.cache import Aggregates
from backend.store.connection import LOST, connect_pool, pause
from backend.store.draft import Draft, KeyMade
from backend.store.heads import Heads
from backend.store.keys import Keys
from backend.store.listener import Listener
from backend.store.mapper import EventMapper
from backend.store.reader import Reader
from backend.store.writer import Writer
from domain.kernel import Event, Fact, Noun
from projections.kernel import Recorded

Watcher = Callable[[int, int, Sequence[tuple[int, Sequence[Fact]]]], None]
"""Told of each own batch: the head before it, the head after it, and the facts in it with their positions."""


class Unreadable(Exception):
    """A stream holds an event that cannot be read; nothing can be decided on it until that is mended."""


class Store:
    """The log. `await Store.open(...)`, then use it as an async context manager or call `close`."""

    def __init__(
        self,
        dsn: str,
        pool: asyncpg.Pool[asyncpg.Record],
        mapper_events: Mapping[str, type[Event]],
        master_key: bytes,
        period: float,
    ) -> None:
        self.pool = pool
        self.keys = Keys(master_key)
        self.mapper = EventMapper(mapper_events, self.keys.get)
        self.reader = Reader(pool, self.mapper, self.keys)
        self.aggregates = Aggregates()
        self.heads = Heads()
        self.epoch = ""
        self._period = period
        self._watchers: list[Watcher] = []
        self._writer = Writer(dsn, self._written)
        self._listener = Listener(dsn, self.heads.advance, self._erased, self._connected, period)

    @classmethod
    async def open(
        cls,
        dsn: str,
        *,
        events: Mapping[str, type[Event]],
        master_key: bytes,
        readers: int = 4,
        period: float = 1.0,
    ) -> Store:
        """Connect to a database that `schema.migrate` brought up to date.

        `readers` connections read; one writes, one listens. `period`: seconds between two looks when no
        notice comes. Raises what the database answers where it has no such tables.
        """
        pool = await connect_pool(dsn, "congvu reader", readers)
        store = cls(dsn, pool, events, master_key, period)
        store._listener.start()
        store._writer.start()
        try:
            await store._listener.ready()
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Store what waits and disconnect."""
        await self._writer.stop()
        await self._listener.stop()
        self.heads.wake()
        await self.pool.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # Writing

    async def append(self, draft: Draft) -> int | None:
        """Store a command's outcome; the position of its last event, None if it has none.

        Raises a Conflict when its ground had moved (see draft.py), Temporary when the database is away.
        """
        while True:
            events, keys = await self._sealed(draft)
            entry = Entry(draft, events, asyncio.get_running_loop().create_future(), keys, _erased(draft))
            try:
                return await self._writer.store(entry)
            except KeyMade as conflict:
                self.keys.forget(conflict.subject)

    def watch(self, watcher: Watcher) -> None:
        """Be told of each own batch, before the callers are."""
        self._watchers.append(watcher)

    async def _sealed(self, draft: Draft) -> tuple[list[Encoded], dict[UUID, bytes]]:
        """The events as stored, and wrapped keys for subjects that had none."""
        codecs = [(self.mapper.codec_of(event), event) for event in draft.events]
        keys: dict[UUID, Any] = {}
        made: dict[UUID, bytes] = {}
        subjects = [s for codec, event in codecs if codec.sealed for s in codec.subjects(vars(event))]
        if subjects:
            keys = await self.reader.learn_keys(subjects)
            for subject in subjects:
                if subject not in keys:
                    keys[subject], made[subject] = self.keys.make(subject)
        return [
            Encoded(event.originator_id, event.originator_version, codec.topic, codec.encode(event, keys.get))
            for codec, event in codecs
        ], made

    def _written(self, previous: int, head: int, stored: Sequence[tuple[int, Entry]]) -> None:
        facts = [(position, entry.draft.facts) for position, entry in stored if entry.draft.facts]
        for _, entry in stored:
            if entry.keys:
                self.keys.learn(entry.keys, self.keys.generation)
            for subject in entry.erased:
                self._erased(subject)
        for watcher in self._watchers:
            watcher(previous, head, facts)
        self.heads.advance(head)
        # Also when nothing was stored: of a batch whose answer was lost, the second try finds only repeats.
        self._listener.announce(head)

    async def renew_epoch(self) -> None:
        """Begin another life of the log, after it was restored from a copy: no cursor of before holds."""
        await self.pool.execute("update store_meta set epoch = gen_random_uuid()")
        self.epoch = await self.reader.epoch()

    async def forget_answers(self, before: datetime) -> int:
        """Forget answers to commands of before; how many. A repeat of one would be decided anew."""
        done = await self.pool.execute("delete from command_results where recorded_at < $1", before)
        return int(done.rpartition(" ")[2])

    # Reading

    async def head(self) -> int:
        """Position of the newest event; 0 if there is none."""
        head = await self.pool.fetchval("select coalesce(max(notification_id), 0) from congvu_events")
        self.heads.advance(head)
        return int(head)

    async def read(self, after: int, limit: int) -> list[Recorded]:
        """Events above `after`, oldest first, at most `limit`."""
        return self._known(await self.reader.page(after, limit))

    async def stream(self, stream: UUID, upto: int | None = None) -> list[Recorded]:
        """One aggregate's events, up to and including a position."""
        return self._known(await self.reader.stream(stream, upto=upto))

    async def streams(self, streams: Sequence[UUID], upto: int | None = None) -> list[Recorded]:
        """The events of several aggregates in log order, up to and including a position."""
        return self._known(await self.reader.streams(streams, upto))

    def _known(self, page: list[Recorded]) -> list[Recorded]:
        """Whoever read an event is not told anything older, though its notice may still be on the way."""
        if page:
            self.heads.advance(page[-1].position)
        return page

    async def tail(self, after: int, limit: int = 1000) -> AsyncIterator[list[Recorded]]:
        """Pages from `after` on, for ever, never empty; goes on by itself when the database is back."""
        attempt = 0
        while True:
            try:
                page = await self.read(after, limit)
                attempt = 0
            except LOST:
                await pause(attempt)
                attempt += 1
                continue
            if page:
                yield page
                after = page[-1].position
            else:
                await self.heads.beyond(after, self._period)

    async def load(self, stream: UUID, base: Noun | None = None) -> Noun | None:
        """The aggregate as of its newest event, from `base` on if given; None if there is no such stream."""
        subject: Any = base
        for recorded in await self.reader.stream(stream, after=base.version if base is not None else 0):
            if recorded.event is None:
                raise Unreadable(f"{stream} version {recorded.version}: {recorded.error}")
            subject = recorded.event.mutate(subject)
        assert subject is None or isinstance(subject, Noun)
        return subject

    async def load_many(self, streams: Sequence[UUID]) -> dict[UUID, Noun]:
        """Aggregates as of their newest events, by one query; those that are there and can be read."""
        found: dict[UUID, Any] = {}
        unreadable: set[UUID] = set()
        for recorded in await self.reader.streams(streams):
            if recorded.event is None:
                unreadable.add(recorded.stream)
            elif recorded.stream not in unreadable:
                found[recorded.stream] = recorded.event.mutate(found.get(recorded.stream))
        return {stream: subject for stream, subject in found.items() if stream not in unreadable}

    def _erased(self, subject: UUID) -> None:
        self.keys.forget(subject)
        self.aggregates.clear()

    async def _connected(self) -> None:
        """What may have changed while nobody listened: somebody was erased, a standby took over."""
        self.keys.forget_all()
        self.aggregates.clear()
        self.epoch = await self.reader.epoch()


def _erased(draft: Draft) -> list[UUID]:
    """The subjects whose key is destroyed with these events."""
    return [getattr(event, erases) for event in draft.events if (erases := getattr(event, "erases", None))]
