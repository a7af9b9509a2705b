"""The projector: one at a time, it follows the log and keeps the row group's tables true to it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import structlog
from asyncpg import Connection

from projections import arrays
from projections.group import Group, Moved
from projections.kernel import Log
from projections.pipeline import Pipeline
from projections.projection import Projection
from projections.watch import Silent, Watch

log = structlog.get_logger(__name__)

LOCK = 4848213701101
SETTINGS = {"timezone": "UTC", "work_mem": "32MB", "plan_cache_mode": "force_generic_plan"}
"""Each statement has one good plan: finding it again for each batch would take longer than most batches."""
LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
)
"""Errors after which the projector connects anew and goes on."""


class Projector:
    """Follows `log` into the tables of `projections` in the database `dsn`.

    It reads pages of `page` events; while there are more, it writes every `batch` events: a row that changed
    several times is written once. It keeps up to about `keep` rows in memory.
    """

    def __init__(
        self,
        log: Log,
        dsn: str,
        projections: Sequence[Projection[Any]],
        *,
        watch: Watch | None = None,
        page: int = 2_000,
        batch: int = 40_000,
        keep: int = 100_000,
    ) -> None:
        self._log = log
        self._dsn = dsn
        self._watch = watch or Silent()
        self._page = page
        self._batch = batch
        self._keep = keep
        self._lost = 0
        self.group = Group(projections)

    async def run(self) -> None:
        """Become the projector when no other process is, and go on until cancelled."""
        while True:
            try:
                await self._lead()
            except Moved:
                log.info("rows-moved-elsewhere", position=self.group.position)
            except LOST as error:
                log.warning("projector-lost-database", error=type(error).__name__)
                await asyncio.sleep(random.uniform(0.01, min(2.0, 0.05 * 2.0**self._lost)))  # noqa: S311 - jitter
                self._lost = min(self._lost + 1, 6)

    async def _lead(self) -> None:
        async with self._connected("projector") as writer, self._connected("projector loads") as reader:
            arrays.take_packed(writer)
            await writer.execute("SELECT pg_advisory_lock($1)", LOCK)
            if await self.group.renew(writer):
                log.warning("rows-begin-anew", reason="this program keeps other tables")
            await self.group.create(writer)
            await self.group.open(reader)
            self._lost = 0
            self._watch.leading(self.group.position)
            pipeline = Pipeline(self.group, self._log, self._watch, reader=reader, writer=writer)
            await pipeline.follow(self._page, batch=self._batch, keep=self._keep)

    @asynccontextmanager
    async def _connected(self, name: str) -> AsyncIterator[Connection[Any]]:
        settings = {**SETTINGS, "application_name": f"congvu {name}"}
        conn = await asyncpg.connect(self._dsn, timeout=10, server_settings=settings)
        try:
            yield conn
        finally:
            # At once: a session that lingers would keep the lock, and with it every other projector, waiting.
            conn.terminate()
