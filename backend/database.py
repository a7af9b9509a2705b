"""The database of an installation: the one that is named, or an embedded one in the data folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from backend.settings import Settings
from backend.store.embedded import EmbeddedError, EmbeddedPostgres

log = structlog.get_logger("database")

WATCH_SECONDS = 1.0


def embedded(settings: Settings) -> EmbeddedPostgres:
    """The server of our own."""
    return EmbeddedPostgres(settings.data / "postgres")


@asynccontextmanager
async def kept(settings: Settings) -> AsyncIterator[str]:
    """Its address while we serve: an embedded server is started again if it dies, and stopped after."""
    if settings.database_url:
        yield settings.database_url
        return
    server = embedded(settings)
    await asyncio.to_thread(server.start)
    watching = asyncio.create_task(_watch(server))
    try:
        yield server.dsn()
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await asyncio.to_thread(server.stop)


@asynccontextmanager
async def borrowed(settings: Settings) -> AsyncIterator[str]:
    """Its address for one command, beside a platform that may be serving: what ran before runs on after."""
    server = None if settings.database_url else embedded(settings)
    if server is None or await asyncio.to_thread(server.running):
        yield settings.database_url or embedded(settings).dsn()
        return
    async with kept(settings) as dsn:
        yield dsn


async def _watch(server: EmbeddedPostgres) -> None:
    """Start the embedded server again if it dies; the parts reconnect by themselves."""
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        # Asked twice: a Ctrl-C in a terminal also ends the program that asks.
        if not (await asyncio.to_thread(server.running) or await asyncio.to_thread(server.running)):
            log.error("the embedded database died and is started again")
            try:
                await asyncio.to_thread(server.start)
            except EmbeddedError as error:
                # One of its processes may still be busy with what it was doing: it must end first.
                log.error("the embedded database could not be started yet", reason=str(error))
