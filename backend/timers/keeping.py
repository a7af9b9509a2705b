"""The loop of the timers: follows the rows, does what is due, until cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import asyncpg
import structlog

from backend.housekeeping import PERIOD_SECONDS, repeat
from backend.store.connection import LOST
from backend.timers import firing, years
from backend.timers.firing import Firing
from backend.timers.follower import Follower
from backend.timers.reading import CurrentOrganisation
from projections import rows
from projections.kernel import Commands, Temporary
from realtime.database import Bell

LOOK_SECONDS = 1.0
"""How late what is due may be noticed."""

LOOK = """
SELECT t.sweep IS NOT NULL OR t.position IS DISTINCT FROM (
    SELECT position FROM projection_head WHERE name = $1
) AS moved, (SELECT min(due) FROM timer) AS due
FROM timer_position t
"""

log = structlog.get_logger("timers")

Clock = Callable[[], datetime]


def _real() -> datetime:
    return datetime.now(UTC)


class Timers:
    """Follower and firing, one after the other."""

    def __init__(
        self, pool: asyncpg.Pool, commands: Commands, organisation: CurrentOrganisation, now: Clock = _real
    ) -> None:
        self._pool = pool
        self._now = now
        self._follower = Follower(pool, organisation)
        self._firing = Firing(pool, commands, organisation, now)

    async def settle(self) -> int:
        """Do all that is due now; how many timers that were."""
        done = 0
        while await self._follower.step():
            pass
        while found := await self._firing.step():
            done += found
            if found < firing.AT_ONCE:
                break
        return done

    async def idle(self) -> bool:
        """Whether the rows are where they were and nothing is due: by one look at the ends of two indexes."""
        found = await self._pool.fetchrow(LOOK, rows.GROUP)
        if found is None or found["moved"]:
            return False
        due: datetime | None = found["due"]
        return due is None or due > self._now()

    async def run(self) -> None:
        """For ever: woken by the projector, and each moment; what was missed is made up for."""
        bell = Bell(self._pool, LOOK_SECONDS)
        try:
            while True:
                await bell.wait()
                try:
                    if not await self.idle():
                        await self.settle()
                except (Temporary, *LOST) as error:
                    log.warning("put off", error=type(error).__name__)
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await bell.close()


async def keep_timed(pool: asyncpg.Pool, commands: Commands, organisation: CurrentOrganisation) -> None:
    """Keep timers until cancelled; begins again when the database was away at the start."""
    while True:
        try:
            await Timers(pool, commands, organisation).run()
        except LOST as error:
            log.warning("starting again", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)


async def keep_years(commands: Commands) -> None:
    """See each day that the calendar goes on, until cancelled."""
    await repeat(lambda: years.fill(commands, _real()), PERIOD_SECONDS)
