"""Keeps processes running: one that dies is started again; one that keeps dying ends them all."""

from __future__ import annotations

import asyncio
import json
import signal
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

import msgspec
import structlog

log = structlog.get_logger("supervisor")

STARTING_SECONDS = 60.0
LONGEST_PAUSE = 0.8
"""Seconds: with its start, a part that was killed is back within five."""


class Failed(Exception):
    """What is supervised cannot go on; the text says which and why."""


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A process to keep running. It says {"ready": true} (or {"failed": why}) on its standard output.

    Its standard input stays open as long as the supervisor lives: at its end, the process must stop.
    """

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    sockets: Sequence[int] = ()


class Deaths:
    """How often one program died lately: decides the pause before the next start, or that it is enough."""

    def __init__(self, limit: int = 5, window: float = 30.0) -> None:
        self.limit = limit
        self.window = window
        self._times: deque[float] = deque()

    def pause(self, now: float) -> float | None:
        """Seconds to wait before starting again after a death at `now`; None: it keeps dying, give up."""
        self._times.append(now)
        while self._times[0] <= now - self.window:
            self._times.popleft()
        if len(self._times) >= self.limit:
            return None
        return min(LONGEST_PAUSE, 0.05 * 4.0 ** (len(self._times) - 1))


class Supervisor:
    """Runs programs until `stop`, or until one of them is beyond help."""

    def __init__(
        self, programs: Iterable[Program], drain: float, deaths: Callable[[], Deaths] = Deaths
    ) -> None:
        self._kept = [Kept(program, deaths()) for program in programs]
        self._drain = drain

    async def run(self, stop: asyncio.Event, ready: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start all, await `ready` once all are, keep them until `stop`, then drain.

        Raises Failed, or what `ready` raises.
        """
        keepers = [asyncio.create_task(kept.keep()) for kept in self._kept]
        starting = asyncio.create_task(self._started(ready))
        stopping = asyncio.create_task(stop.wait())
        tasks: list[asyncio.Task[Any]] = [starting, stopping, *keepers]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if starting.done() and starting.exception() is None:
                await asyncio.wait([stopping, *keepers], return_when=asyncio.FIRST_COMPLETED)
            for task in (starting, *keepers):
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.gather(*(kept.stop(self._drain) for kept in self._kept))

    async def _started(self, ready: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await asyncio.gather(*(kept.ready.wait() for kept in self._kept))
        await ready()


class Kept:
    """One program, its present process and its past deaths."""

    def __init__(self, program: Program, deaths: Deaths) -> None:
        self.program = program
        self.ready = asyncio.Event()
        self._deaths = deaths
        self._process: Process | None = None
        self._reason: str | None = None

    async def keep(self) -> None:
        """Start it, and again whenever it dies. Raises Failed when that is of no use."""
        clock = asyncio.get_running_loop().time
        while True:
            reason = await self._live()
            pause = self._deaths.pause(clock())
            if pause is None:
                often = f"{self._deaths.limit} times within {self._deaths.window:.0f} seconds"
                raise Failed(f"{self.program.name} died {often}; the last time: {reason}")
            log.warning("died", program=self.program.name, reason=reason, again_in=pause)
            await asyncio.sleep(pause)

    async def _live(self) -> str:
        """One life of the process; why it ended."""
        self._reason = None
        self.ready.clear()
        self._process = await asyncio.create_subprocess_exec(
            *self.program.command,
            env=self.program.environment,
            stdin=PIPE,
            stdout=PIPE,
            pass_fds=tuple(self.program.sockets),
            process_group=0,  # Ctrl-C reaches the supervisor alone, which then drains in order
        )
        log.info("started", program=self.program.name, pid=self._process.pid)
        listening = asyncio.create_task(self._listen(self._process))
        try:
            async with asyncio.timeout(STARTING_SECONDS):
                await _first(listening, self._process, self.ready)
        except TimeoutError:
            self._process.kill()
            self._reason = f"it was not ready within {STARTING_SECONDS:.0f} seconds"
        code = await self._process.wait()
        await listening
        return self._reason or _ending(code)

    async def _listen(self, process: Process) -> None:
        """Read what it says of itself until it closes its output."""
        if process.stdout is None:
            raise Failed("the process has no output to listen to")
        while line := await process.stdout.readline():
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if said.get("ready"):
                self.ready.set()
            self._reason = said.get("failed", self._reason)

    async def stop(self, drain: float) -> None:
        """Ask it to finish; after `drain` seconds, end it."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(drain):
                await process.wait()
        except TimeoutError:
            log.warning("did not drain in time", program=self.program.name, seconds=drain)
            process.kill()
            await process.wait()


async def _first(listening: asyncio.Task[None], process: Process, ready: asyncio.Event) -> None:
    """Until the process is ready or over."""
    waits = [asyncio.create_task(ready.wait()), asyncio.create_task(process.wait())]
    try:
        await asyncio.wait([*waits, listening], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _ending(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
