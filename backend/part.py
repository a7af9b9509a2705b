"""The life of one part of the platform as a process: start, say so, run until told to stop, drain."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from socket import socket as Socket

import msgspec
import structlog

from backend import logs
from backend.settings import Settings

log = structlog.get_logger("part")

ORPHAN_SECONDS = 3.0
TEMPORARY_FAILURE = 75  # EX_TEMPFAIL of sysexits.h


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a part is given: settings, its socket if it serves, when to stop, and how to say ready."""

    settings: Settings
    socket: Socket | None
    stop: asyncio.Event
    ready: Callable[[], None]

    @property
    def listening(self) -> Socket:
        """The socket of a part that serves."""
        if self.socket is None:
            raise RuntimeError("this part serves, and was started without --socket")
        return self.socket


Run = Callable[[Context], Awaitable[None]]


def main(name: str, run: Run, settings: Settings, socket_fd: int | None, supervised: bool) -> int:
    """Live as part `name`; the exit code. A supervised part stops when its standard input ends."""
    logs.configure(settings, name)
    allow_many_sockets()
    listening = Socket(fileno=socket_fd) if socket_fd is not None else None
    runner = asyncio.Runner(loop_factory=_loop_factory())
    try:
        with runner:
            runner.run(_live(run, settings, listening, supervised))
    except Exception as error:
        log.error("failed", error=type(error).__name__, exc_info=True)
        _say({"failed": logs.hide(f"{type(error).__name__}: {error}")})
        return 1
    log.info("stopped")
    return 0


async def _live(run: Run, settings: Settings, listening: Socket | None, supervised: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if supervised:
        threading.Thread(target=_lifeline, args=(loop, stop), daemon=True).start()
    await run(Context(settings=settings, socket=listening, stop=stop, ready=_ready))


FOLDING = 1_000_000
"""Young objects of the projector: a batch has as many, and they go by themselves."""


def _ready() -> None:
    tune_collector()
    _say({"ready": True})


def tune_collector(young: int = 100_000) -> None:
    """What a part has loaded stays; looking through it for cycles would be its longest pause.

    `young`: objects made, and not gone by themselves, between two looks through the newest.
    """
    gc.freeze()
    gc.set_threshold(young, 50, 100)
    gc.enable()


def _lifeline(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Without its supervisor a part must go: the next supervisor starts its own."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    loop.call_soon_threadsafe(stop.set)
    threading.Event().wait(ORPHAN_SECONDS)
    os._exit(TEMPORARY_FAILURE)


def allow_many_sockets() -> None:
    """Raise the soft limit of open files to the hard one: each client is a socket."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 1 << 20
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError):  # macOS caps it below its own "unlimited"
        log.warning("open files stay limited", limit=resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _say(what: dict[str, object]) -> None:
    """Tell the supervisor."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    import uvloop  # noqa: PLC0415 - only a part needs it; commands start faster without

    return uvloop.new_event_loop
