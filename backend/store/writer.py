"""The group commit: one task gathers what waits and stores it in one call, one transaction, one fsync."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import asyncpg
import structlog

from backend.store.arrays import take_packed
from backend.store.batch import CALL, MOST_ENTRIES, Batch, Entry, Verdict
from backend.store.connection import LOST, connect, pause
from projections import faults
from projections.kernel import Temporary

MOST_WAITING = 20_000
DRAIN = 5.0
ANSWER = 30.0
"""Seconds after which a silent connection counts as lost."""
PATIENCE = 15.0
"""Seconds that an append waits for a lost database to come back before its caller is told to try again."""

PROBES = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_bitmapscan": "off",
    "plan_cache_mode": "force_generic_plan",
}
"""The probes stay on the primary keys whatever the statistics say."""

Written = Callable[[int, int, Sequence[tuple[int, Entry]]], None]
"""Called with the head before a batch, the head after it, and (last position, entry) of what it stored."""

log = structlog.get_logger(__name__)


class Writer:
    """Gathers entries greedily, without a timer: what arrives while a batch is stored makes the next one."""

    def __init__(self, dsn: str, written: Written, patience: float = PATIENCE) -> None:
        self._dsn = dsn
        self._written = written
        self._patience = patience
        self._queue: deque[Entry] = deque()
        self._next: Batch | None = None
        self._arrived = asyncio.Event()
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._statement: Any = None
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    def start(self) -> None:
        """Begin to write; call `stop` afterwards."""
        self._task = asyncio.create_task(self._run(), name="log writer")

    async def stop(self) -> None:
        """Store what waits, as far as it can be stored soon; refuse the rest and what comes; disconnect."""
        self._closing = True
        self._arrived.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=DRAIN)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        _fail([*(self._next.entries if self._next else ()), *self._queue], _closed())
        self._disconnect()

    async def store(self, entry: Entry) -> int | None:
        """Wait until the entry is durable; the position of its last event. Raises Conflict or Temporary."""
        if self._closing or len(self._queue) >= MOST_WAITING:
            raise _closed() if self._closing else Temporary("too many commands wait for the log")
        self._queue.append(entry)
        self._arrived.set()
        if self._next is None and len(self._queue) >= MOST_ENTRIES:
            # Full already: laid out while the database is busy with the one before.
            self._next = self._gather()
            self._next.columns  # noqa: B018 - kept there
        return await entry.answer

    async def _run(self) -> None:
        while not self._closing or self._queue or self._next:
            if not self._queue and self._next is None:
                self._arrived.clear()
                await self._arrived.wait()
            batch, self._next = self._next or self._gather(), None
            await self._store(batch)

    def _gather(self) -> Batch:
        batch, held = Batch(), []
        while self._queue:
            entry = self._queue.popleft()
            if entry.answer.done():
                continue
            if batch.full(entry):
                self._queue.appendleft(entry)
                break
            if batch.admits(entry):
                batch.add(entry)
            else:
                held.append(entry)
        self._queue.extendleft(reversed(held))
        return batch

    async def _store(self, batch: Batch) -> None:
        try:
            if batch.entries:
                self._answer(batch, Verdict(await self._persist(batch)))
        except LOST as error:
            log.warning("append-unavailable", error=type(error).__name__, entries=len(batch.entries))
            unknown = Temporary("the database is away; whether the command was done is not known yet")
            _fail(batch.entries, unknown)
        except asyncio.CancelledError:
            unknown = Temporary("the log was closed; whether the command was done is not known yet")
            _fail(batch.entries, unknown)
            raise
        except Exception as error:
            await self._one_by_one(batch, error)

    async def _one_by_one(self, batch: Batch, error: Exception) -> None:
        """Let one bad entry fail alone."""
        if len(batch.entries) == 1:
            log.error(
                "append-failed", error=type(error).__name__, command=str(batch.entries[0].draft.command)
            )
            _fail(batch.entries, error)
            return
        for entry in batch.entries:
            alone = Batch()
            alone.add(entry)
            await self._store(alone)

    async def _persist(self, batch: Batch) -> Any:
        """One call, repeated after a lost connection: the command ids tell what was done before."""
        columns = batch.columns
        deadline = asyncio.get_running_loop().time() + self._patience
        attempt = 0
        while True:
            try:
                statement = await self._prepared()
                faults.point("append.before-commit")
                rows = await statement.fetch(*columns, timeout=ANSWER)
                faults.point("append.after-commit")
            except LOST:
                self._disconnect()
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await pause(attempt)
                attempt += 1
            else:
                return rows

    def _answer(self, batch: Batch, verdict: Verdict) -> None:
        position = verdict.previous
        stored: list[tuple[int, Entry]] = []
        for number, entry in enumerate(batch.entries, 1):
            if number not in verdict.conflicts:
                position += len(entry.events)
                stored.append((position, entry))
        self._written(verdict.previous, position, stored)
        for number, entry in enumerate(batch.entries, 1):
            if (conflict := verdict.conflicts.get(number)) and not entry.answer.done():
                entry.answer.set_exception(conflict)
        for at, entry in stored:
            if not entry.answer.done():
                entry.answer.set_result(at if entry.events else None)

    async def _prepared(self) -> Any:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self._dsn, "congvu writer", PROBES)
            take_packed(self._connection)
            self._statement = await self._connection.prepare(CALL)
        return self._statement

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()


def _closed() -> Temporary:
    return Temporary("the log is being closed")


def _fail(entries: Iterable[Entry], error: Exception) -> None:
    for entry in entries:
        if not entry.answer.done():
            entry.answer.set_exception(error)
