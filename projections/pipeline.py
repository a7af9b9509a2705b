"""Pages through a row group: one is read and the next folded while the one before is written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import structlog
from asyncpg import Connection

from projections import faults
from projections.fold import Poison
from projections.group import REPLAY, Batch, Group
from projections.kernel import Log, Recorded
from projections.watch import Watch

log = structlog.get_logger(__name__)


class Pipeline:
    """One connection loads and one writes. `keep` rows stay in memory."""

    def __init__(
        self,
        group: Group,
        source: Log,
        watch: Watch,
        *,
        reader: Connection[Any],
        writer: Connection[Any],
        keep: int,
    ) -> None:
        self._group = group
        self._log = source
        self._watch = watch
        self._reader = reader
        self._writer = writer
        self._keep = keep
        self._writing: asyncio.Task[None] | None = None

    async def follow(self, pages: AsyncIterator[list[Recorded]]) -> None:
        """Apply all pages. Raises Moved, or what the connections raise; what was not written is lost then."""
        upcoming = asyncio.ensure_future(anext(pages, None))
        try:
            while (page := await self._either(upcoming)) is not None:
                upcoming = asyncio.ensure_future(anext(pages, None))
                faults.point("rows.read")
                for part in self._parts(page):
                    await self._apply(part)
            await self._written()
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

    def _parts(self, page: Sequence[Recorded]) -> Iterator[list[Recorded]]:
        """The page, cut before each erasure (its rows are found by query) and after each replay."""
        part: list[Recorded] = []
        for at in page:
            if part and (self._group.fold.erases(at) or part[-1].topic == REPLAY):
                yield part
                part = []
            part.append(at)
        yield part

    async def _apply(self, part: Sequence[Recorded]) -> None:
        fold = self._group.fold
        if fold.erases(part[0]) or fold.size > self._keep:
            # What is being written is neither found by queries nor safe to forget before it is written.
            await self._written()
            fold.trim(self._keep)
        retried = await self._retried() if part[-1].topic == REPLAY else []
        batch = await self._folded(part, retried)
        await self._written()
        self._writing = asyncio.create_task(self._write(batch, len(part)), name="rows write")

    async def _retried(self) -> list[Recorded]:
        """The events of all parked streams from where each was parked; they are parked no longer."""
        found: list[Recorded] = []
        for stream, place in self._group.parked.free().items():
            events = await self._log.stream(stream, upto=self._group.position)
            found += [at for at in events if at.version >= place.version]
        return sorted(found, key=lambda at: at.position)

    async def _folded(self, part: Sequence[Recorded], retried: Sequence[Recorded]) -> Batch:
        while True:
            try:
                return await self._group.apply(self._reader, part, retried)
            except Poison as poison:
                log.error(
                    "stream-parked",
                    stream=str(poison.at.stream),
                    version=poison.at.version,
                    topic=poison.at.topic,
                    reason=poison.reason,
                )
                await self._written()
                await self._group.forget(self._reader)

    async def _write(self, batch: Batch, events: int) -> None:
        await self._group.write(self._writer, batch)
        for place in batch.parked:
            self._watch.parked(place)
        self._watch.applied(batch.position, events)

    async def _written(self) -> None:
        """Wait until the page before is written; raises what that raised."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            await writing
