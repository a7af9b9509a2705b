"""The whole platform as processes, a wire to its database, and ways to kill any part of it."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from backend.settings import Settings
from backend.store.connection import LOST
from tests.backend.platform import Platform
from tests.conftest import MASTER_KEY
from tests.kill.city import City, found
from tests.kill.crowd import Crowd
from tests.kill.wire import Trap, Wire
from tests.store.drafts import ended

SECONDS = 5.0
"""Until a part that was killed serves again, most of it loading."""
LOOK_SECONDS = 0.02
WINDOW = 30.0
MOST = 3
"""Deaths of one part within the window; at five the supervisor holds that it is beyond help."""
KEY = base64.b64encode(MASTER_KEY).decode()
HEADS = """
SELECT (SELECT coalesce(max(notification_id), 0) FROM congvu_events) AS log,
    (SELECT position FROM worker_position) AS worker, (SELECT position FROM projection_head) AS rows
"""


class Back(msgspec.Struct, frozen=True):
    """A death, the time until the part served again, and which share of a core it got in that time."""

    part: str
    where: str
    seconds: float
    share: float

    @property
    def own(self) -> float:
        """What it would have taken on a machine with nothing else to do."""
        return self.seconds * self.share


class Stage:
    """A platform that serves a city. `backs` are all the deaths so far."""

    def __init__(
        self, platform: Platform, said: dict[str, Any], settings: Settings, backs: list[Back]
    ) -> None:
        self.platform = platform
        self.settings = settings
        self.gateway: str = said["realtime"]
        self.api: str = said["url"]
        self.backs = backs
        self.city: City
        self.wire: Wire | None = None
        self._deaths: list[tuple[str, float]] = []

    @property
    def dsn(self) -> str:
        """The database itself, past the wire."""
        assert self.settings.database_url is not None
        return self.settings.database_url

    async def settle(self) -> None:
        """Found the city."""
        self.city = await found(self.settings)

    def crowd(self) -> Crowd:
        """A new crowd, with empty phones."""
        return Crowd(self.gateway, self.api, self.city)

    async def heads(self) -> dict[str, int]:
        """How far the log, the worker and the rows are, as soon as the database says it."""
        heads: dict[str, int] = {}

        async def told() -> bool:
            try:
                connection = await asyncpg.connect(self.dsn, timeout=60)
                heads.update(*await connection.fetch(HEADS))
                await connection.close()
            except LOST:
                return False
            return True

        await until(told, "the database is not back")
        return heads

    async def level(self) -> None:
        """Wait until worker and rows are where the log is."""

        async def is_level() -> bool:
            heads = await self.heads()
            return heads["log"] == heads["worker"] == heads["rows"]

        await until(is_level, "worker or rows stay behind the log")

    async def killed_at(self, crowd: Crowd, part: str, point: str, passing: int = 1) -> Back:
        """Lay a fault in a running part, and wait for its death and its return."""
        await self.rested(crowd, part)
        pid = self.part(part)
        laid = Path(self.settings.data) / "faults" / f"{pid}.new"
        laid.write_text(f"{point}:kill:{passing}")
        laid.rename(laid.with_suffix(""))
        await ended(pid)
        return await self.back(crowd, part, point)

    async def killed_in(self, crowd: Crowd, part: str, name: str, nth: int, *, done: bool) -> Back:
        """Kill a part at the n-th statement from now on of its connections with `name` in their name."""
        assert self.wire is not None
        await self.rested(crowd, part)
        trap = self.wire.trap = Trap(self.part(part), name, nth, done=done)
        await ended(trap.pid)
        return await self.back(crowd, part, f"{'after' if done else 'before'} {trap.statement}")

    def part(self, name: str) -> int:
        """The number of the process that is a part, or the postmaster, now."""
        if name == "postgres":
            return int((self.settings.data / "postgres" / "postmaster.pid").read_text().split()[0])
        return int(self.platform.part(name).pid)

    def kill(self, pid: int) -> None:
        """Without warning."""
        os.kill(pid, signal.SIGKILL)

    def tired(self, part: str) -> bool:
        """Whether one death more would be too many for its supervisor."""
        return sum(name == part and time.monotonic() - at < WINDOW for name, at in self._deaths) >= MOST

    async def rested(self, crowd: Crowd, part: str) -> None:
        """Let the crowd work on until the part may die again."""
        while self.tired(part):
            await crowd.rounds(1)

    async def back(self, crowd: Crowd, part: str, where: str) -> Back:
        """Wait until a part that died just now serves again."""
        died = time.monotonic()
        self._deaths.append((part, died))
        await self._serves(crowd, part, died)
        back = Back(part, where, time.monotonic() - died, self._share(part))
        self.backs.append(back)
        return back

    async def _serves(self, crowd: Crowd, part: str, died: float) -> None:
        """The first answered command or frame that only the new process can have given."""
        ledger = crowd.ledger
        match part:
            case "api":
                await ledger.until(lambda: ledger.last("api") > died, "the API does not answer")
            case "gateway":
                await ledger.until(lambda: ledger.session > died, "the gateway sends no page")
            case "projector":
                rows = (await self.heads())["rows"]
                await ledger.until(lambda: ledger.reached > rows, "no new rows reach a phone")
            case "worker":
                worker = (await self.heads())["worker"]

                async def moved() -> bool:
                    return bool((await self.heads())["worker"] > worker)

                await until(moved, "the worker does not work")
            case _:
                await self.heads()
                again = time.monotonic()
                await ledger.until(
                    lambda: min(ledger.last("api"), ledger.last("gateway")) > again, "no command is answered"
                )

    def _share(self, part: str) -> float:
        """1 on an idle machine, less where others took its turn (Linux, proc(5): schedstat)."""
        process = self.platform.find(part)
        if process is None:
            return 1.0
        ran, waited, _ = map(int, Path(f"/proc/{process.pid}/schedstat").read_text().split())
        return ran / (ran + waited)


@asynccontextmanager
async def serving(
    data: Path, backs: list[Back], near: str | None = None, dsn: str | None = None
) -> AsyncIterator[Stage]:
    """`congvu serve` on the database `dsn`, which it reaches by `near`; without one, on its own."""
    faults = data / "faults"
    faults.mkdir(parents=True)
    given = {"CONGVU_MASTER_KEY": KEY, "CONGVU_TEST_FAULTS": str(faults)}
    platform = Platform(data, **given, **({"CONGVU_DATABASE_URL": near} if near else {}))
    try:
        said = await asyncio.to_thread(platform.ready)
        settings = Settings(data=data, master_key=KEY, database_url=dsn or said["database"])
        stage = Stage(platform, said, settings, backs)
        await stage.settle()
        yield stage
    except BaseException as error:
        error.add_note("\n".join(line for line in platform.lines().splitlines() if 'level": "error' in line))
        raise
    finally:
        await asyncio.to_thread(platform.end)


async def until(look: Callable[[], Awaitable[bool]], otherwise: str, seconds: float = 60.0) -> None:
    """Wait for something that other processes bring about."""
    try:
        async with asyncio.timeout(seconds):
            while not await look():  # noqa: ASYNC110 - other processes do it
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError:
        raise AssertionError(otherwise) from None
