"""Tells other processes what this one appended, hears what they did; outlives a restart of the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

import asyncpg
import structlog

from backend.store.connection import LOST, connect, pause

APPENDED = "congvu_events"
ERASED = "congvu_erased"
HEAD = "select coalesce(max(notification_id), 0) from congvu_events"
NOTICE = f"select pg_notify('{APPENDED}', $1)"
GAP = 0.002
"""Seconds between two notices: NOTIFY holds a lock on the whole server and wakes every listener."""
LAST = 1.0
"""Seconds that closing waits for the last notice."""

log = structlog.get_logger(__name__)


class Listener:
    """One listening connection. It asks for the head every `period` seconds, in case a notice was lost."""

    def __init__(
        self,
        dsn: str,
        appended: Callable[[int], None],
        erased: Callable[[UUID], None],
        connected: Callable[[], Awaitable[None]],
        period: float,
    ) -> None:
        self._dsn = dsn
        self._appended = appended
        self._erased = erased
        self._connected = connected
        self._period = period
        self._task: asyncio.Task[None] | None = None
        self._announced = 0
        self._told = 0
        self._wake = asyncio.Event()
        self._all_told = asyncio.Event()
        self._all_told.set()
        self._listening = asyncio.Event()

    def start(self) -> None:
        """Begin to listen; call `stop` afterwards."""
        self._task = asyncio.create_task(self._run(), name="log listener")

    async def ready(self) -> None:
        """Wait until it listens and knows the head; raises what ended it before."""
        assert self._task is not None
        listening = asyncio.ensure_future(self._listening.wait())
        try:
            await asyncio.wait({listening, self._task}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
        if self._task.done():
            self._task.result()

    async def stop(self) -> None:
        """Tell what is still to be told, then end listening."""
        if self._task is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_told.wait(), LAST)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        attempt = 0
        while True:
            try:
                async with asyncio.timeout(15):
                    connection = await self._connect()
                attempt = 0
                await self._attend(connection)
            except LOST as error:
                log.info("log-listener-lost", error=type(error).__name__)
                self._listening.clear()
                await pause(attempt)
                attempt += 1

    async def _connect(self) -> asyncpg.Connection[asyncpg.Record]:
        connection = await connect(self._dsn, "congvu listener")
        await connection.add_listener(APPENDED, self._on_appended)
        await connection.add_listener(ERASED, self._on_erased)
        # Notices sent while nobody listened are lost.
        await self._connected()
        return connection

    def announce(self, head: int) -> None:
        """Tell the others of events up to `head`, soon; heads that follow closely share a notice.

        Not in the append's transaction: it would cost a sixth of a small one. A process killed in between
        leaves the others to their own look.
        """
        if head > self._announced:
            self._announced = head
            self._all_told.clear()
            self._wake.set()

    async def _attend(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        loop = asyncio.get_running_loop()
        connection.add_termination_listener(lambda _: self._wake.set())
        look = loop.time()
        try:
            while not connection.is_closed():
                if loop.time() >= look:
                    self._appended(await connection.fetchval(HEAD, timeout=10))
                    self._listening.set()
                    look = loop.time() + self._period
                    loop.call_at(look, self._wake.set)
                if self._told < self._announced:
                    head = self._announced
                    await connection.fetchval(NOTICE, str(head), timeout=10)
                    self._told = head
                    await asyncio.sleep(GAP)
                else:
                    self._all_told.set()
                    await self._wake.wait()
                    self._wake.clear()
        finally:
            connection.terminate()
        raise ConnectionError("listening connection ended")

    def _on_appended(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._appended(int(str(payload)))

    def _on_erased(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._erased(UUID(str(payload)))
