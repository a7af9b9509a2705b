"""Listens to what other processes appended and whom they erased; survives a restart of the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import structlog

from backend.store.connection import LOST, connect, pause

APPENDED = "congvu_events"
ERASED = "congvu_erased"
HEAD = "select coalesce(max(notification_id), 0) from congvu_events"

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
        self.listening = asyncio.Event()

    def start(self) -> None:
        """Begin to listen; call `stop` afterwards."""
        self._task = asyncio.create_task(self._run(), name="log listener")

    async def stop(self) -> None:
        """End listening."""
        if self._task is not None:
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
                self.listening.clear()
                await pause(attempt)
                attempt += 1

    async def _connect(self) -> asyncpg.Connection[asyncpg.Record]:
        connection = await connect(self._dsn, "congvu listener")
        await connection.add_listener(APPENDED, self._on_appended)
        await connection.add_listener(ERASED, self._on_erased)
        # Notices sent while nobody listened are lost.
        await self._connected()
        return connection

    async def _attend(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda *_: lost.set())
        try:
            while not lost.is_set():
                self._appended(await connection.fetchval(HEAD, timeout=10))
                self.listening.set()
                await _either(lost.wait(), self._period)
        finally:
            connection.terminate()
        raise ConnectionError("listening connection ended")

    def _on_appended(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._appended(int(str(payload)))

    def _on_erased(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self._erased(UUID(str(payload)))


async def _either(waiting: Awaitable[object], period: float) -> None:
    try:
        await asyncio.wait_for(waiting, period)
    except TimeoutError:
        return
