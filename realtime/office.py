"""What all connections of one gateway share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from uuid import UUID

import structlog

from projections.kernel import Commands
from projections.rows import Head
from realtime import protocol
from realtime.company import Company, frames
from realtime.exchange import AnyNote, Exchange, Typed
from realtime.feed import era
from realtime.hub import Hub, Member
from realtime.limits import Limits
from realtime.metrics import Metrics
from realtime.page import Page, Snapshot
from realtime.principal import Revoked, Verify
from realtime.protocol import ReadUpTo

log = structlog.get_logger("gateway")

PACE = 4
"""Snapshots read at once for those who catch up; live traffic waits for none of them."""


class Rows(Protocol):
    """Where rows are read."""

    def snapshot(self) -> AbstractAsyncContextManager[Snapshot]:
        """The rows at one moment."""

    async def since(self, known: Head) -> Page:
        """All that changed since a head, up to now; no rows if the two are of different eras."""


class Positions(Protocol):
    """Where read positions are kept (see readings.py)."""

    async def since(self, person: UUID, stamp: str | None) -> tuple[list[ReadUpTo], str | None]:
        """A person's read positions that are newer than a stamp, and the stamp of the newest."""

    async def keep(self) -> None:
        """Write down what was gathered."""

    async def run(self) -> None:
        """Keep what is gathered until cancelled."""


class Office:
    """The hub, the rows, the only way to change anything, and who may come in.

    `away`: what is raised while the database cannot be reached; `retry_after`: seconds until a device that
    was sent away shall come back, different for each; `readings`: where read positions are kept; `exchange`:
    what carries notes to the other gateways, none: there are no others.
    """

    def __init__(
        self,
        *,
        rows: Rows,
        commands: Commands,
        verify: Verify,
        revoked: Revoked,
        limits: Limits,
        clock: Callable[[], float],
        retry_after: Callable[[], float],
        away: tuple[type[Exception], ...] = (OSError,),
        metrics: Metrics | None = None,
        readings: Callable[[Company], Positions] | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        self.rows = rows
        self.commands = commands
        self.verify = verify
        self.revoked = revoked
        self.limits = limits
        self.clock = clock
        self.retry_after = retry_after
        self.away = away
        self.metrics = metrics or Metrics()
        self.company = Company(self.tell, limits.gateway_silence)
        self.exchange = exchange
        self.readings = readings(self.company) if readings else None
        self.hub = Hub(Head(0, 0, "", 0, 0), limits.buffer)
        self._pace = asyncio.Semaphore(PACE)
        self._writing = asyncio.Lock()

    async def refresh(self) -> None:
        """Reads what is new and delivers it."""
        with self.metrics.fanout.time():
            await self.deliver(await self.rows.since(self.hub.head))

    async def deliver(self, page: Page) -> None:
        """Brings all connections to the page's head; other work gets its turn every few hundred sockets."""
        hub = self.hub
        async with self._writing:
            if page.leap or era(page.head) != era(hub.head) or hub.position < page.head.floor:
                for member in hub.reset(page.head):
                    member.catch_up()
            elif page.head.position > hub.position:
                await self._fan_out(page)
        self.metrics.position.set(hub.position)

    async def _fan_out(self, page: Page) -> None:
        delivery = self.hub.deliver(page)
        for lagging in self.hub.pump(delivery):
            self.metrics.lags.inc(len(lagging))
            for member in lagging:
                member.catch_up()
            await asyncio.sleep(0)
        for member in delivery.moved:
            member.catch_up()
        self.metrics.pages.inc()

    def signal(self, told: protocol.Told, sender: Member) -> None:
        """Typing, to the others who have the scope on screen, here and at other gateways."""
        if self.hub.signal(told, sender) and not self.company.presence.alone:
            self.tell(Typed(told.scope, told.sender, told.kind, told.data))

    def tell(self, note: AnyNote) -> None:
        """A note to the other gateways."""
        if self.exchange is not None:
            self.metrics.notes.labels("told").inc()
            self.exchange.tell(note)

    def hear(self, gateway: UUID, note: AnyNote) -> None:
        """A note of another gateway."""
        self.metrics.notes.labels("heard").inc()
        if isinstance(note, Typed):
            told = protocol.Told(scope=note.scope, sender=note.sender, kind=note.kind, data=note.data)
            self.hub.spread(told)
        self.company.hear(gateway, note, self.clock())

    async def read_positions(self, official: UUID, stamp: str | None) -> list[protocol.Reads]:
        """What somebody who has just come is told of what they have read elsewhere since; paced like rows."""
        if self.readings is None:
            return []
        waiting = self.company.reads.of(official)
        async with self._pace:
            found, newest = await self.readings.since(official, stamp)
        return list(frames(found + waiting, newest))

    async def close(self) -> None:
        """Keeps what was gathered, and tells the other gateways that nobody is here any more."""
        try:
            if self.readings is not None:
                await self.readings.keep()
        except self.away as error:
            log.warning("read positions lost", error=type(error).__name__)
        self.company.presence.end()

    async def quiet(self) -> None:
        """Returns when what is being written has been handed to the transports."""
        async with self._writing:
            pass

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        """A snapshot for one who catches up: after what is being written, and only a few at a time."""
        await self.quiet()
        async with self._pace, self.rows.snapshot() as snapshot:
            self.metrics.rounds.inc()
            yield snapshot
