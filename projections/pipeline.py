"""Pages through a row group: they are read and folded while what was folded before is written."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import structlog
from asyncpg import Connection

from projections import faults
from projections.fold import Poison
from projections.group import REPLAY, Batch, Group
from projections.kernel import Log, Recorded
from projections.watch import Watch
from projections.write import sent

log = structlog.get_logger(__name__)


class Pipeline:
    """One connection loads and one writes."""

    def __init__(
        self, group: Group, source: Log, watch: Watch, *, reader: Connection[Any], writer: Connection[Any]
    ) -> None:
        self._group = group
        self._log = source
        self._watch = watch
        self._reader = reader
        self._writer = writer
        self._head = 0
        self._stored = group.position
        self._folded: list[Recorded] = []
        self._writing: asyncio.Task[None] | None = None

    async def follow(self, page: int, *, batch: int, keep: int) -> None:
        """Apply the log in pages of `page` events, for ever; see Projector for `batch` and `keep`.

        Raises Moved, or what the connections raise; what was not written is lost then.
        """
        pages = self._log.tail(self._group.position, page)
        upcoming = asyncio.ensure_future(anext(pages))
        try:
            while True:
                events = await self._either(upcoming)
                upcoming = asyncio.ensure_future(anext(pages))
                faults.point("rows.read")
                for part in self._parts(events):
                    await self._take(part, keep)
                if len(self._folded) >= batch or len(events) < page or await self._ends(events[-1]):
                    await self._flush()
        finally:
            tasks = [upcoming] if self._writing is None else [upcoming, self._writing]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _either(self, upcoming: asyncio.Future[Any]) -> Any:
        """The next page; but a failed write is not left unnoticed while there is none."""
        while not upcoming.done():
            waiting = {upcoming} if self._writing is None else {upcoming, self._writing}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if self._writing is not None and self._writing.done():
                await self._written()
        return upcoming.result()

    async def _ends(self, last: Recorded) -> bool:
        """Whether the log ends with a full page."""
        if last.position >= self._head:
            self._head = await self._log.head()
        return last.position >= self._head

    def _parts(self, page: Sequence[Recorded]) -> Iterator[list[Recorded]]:
        """The page, cut before each erasure (its rows are found by query) and around each replay."""
        if not self._group.fold.erasing(page) and all(at.topic != REPLAY for at in page):
            yield list(page)
            return
        part: list[Recorded] = []
        for at in page:
            if part and (self._group.fold.erases(at) or REPLAY in (at.topic, part[-1].topic)):
                yield part
                part = []
            part.append(at)
        yield part

    async def _take(self, part: Sequence[Recorded], keep: int) -> None:
        fold = self._group.fold
        replay = part[-1].topic == REPLAY
        if replay or fold.erases(part[0]):
            # What is not yet written is not found by queries; and what was held back must not come twice.
            await self._flush()
            await self._written()
        fold.trim(keep, self._stored)
        await self._fold(part, await self._retried() if replay else [])
        if replay:
            await self._flush()

    async def _retried(self) -> list[Recorded]:
        """The events of all parked streams from where each was parked; they are parked no longer."""
        found: list[Recorded] = []
        for stream, place in self._group.parked.free().items():
            events = await self._log.stream(stream, upto=self._group.position)
            found += [at for at in events if at.version >= place.version]
        return sorted(found, key=lambda at: at.position)

    async def _fold(self, part: Sequence[Recorded], retried: Sequence[Recorded]) -> None:
        self._folded += part
        while True:
            try:
                return await self._group.add(self._reader, part, retried)
            except Poison:
                await self._written()
                await self._group.forget(self._reader)
                part = self._folded

    async def _flush(self) -> None:
        """Begin to write what is folded, once the batch before is written."""
        if self._folded:
            batch = await self._group.batch(self._reader)
            await self._written()
            writing = self._write(batch, len(self._folded))
            self._writing = asyncio.create_task(writing, name="rows write")
            self._folded = []
            await sent(self._writer, self._writing)

    async def _write(self, batch: Batch, events: int) -> None:
        await self._group.write(self._writer, batch)
        self._stored = batch.position
        for stream, place in batch.parked.items():
            log.error("stream-parked", stream=str(stream), **msgspec.structs.asdict(place))
            self._watch.parked(place)
        self._watch.applied(batch.position, events)

    async def _written(self) -> None:
        """Wait until the batch before is written; raises what that raised."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            await writing
