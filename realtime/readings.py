"""Read positions and sights in ordinary tables, written now and then for a whole gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import structlog

from domain import official
from projections.kernel import Recorded
from realtime.company import Company
from realtime.database import AWAY
from realtime.device import Device
from realtime.protocol import ReadUpTo
from realtime.reads import Position

log = structlog.get_logger("gateway")

PERIOD = 2.0
OVERLAP = "1 minute"
"""A clock's steps and transactions that end late: what is told twice does no harm."""

SINCE = f"""
SELECT channel, number, changed FROM read_position
WHERE official = $1 AND ($2::timestamptz IS NULL OR changed > $2 - interval '{OVERLAP}')
"""  # noqa: S608 - a constant
LATELY = f"""
SELECT official, channel, number FROM read_position
WHERE official = ANY($1) AND changed > now() - interval '{OVERLAP}'
"""  # noqa: S608 - a constant
KEEP = """
INSERT INTO read_position AS known (official, channel, number)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS given (official, channel, number)
WHERE EXISTS (SELECT FROM row WHERE collection IN ('channel', 'talk', 'notice') AND id = given.channel)
ON CONFLICT (official, channel) DO UPDATE SET number = excluded.number, changed = now()
WHERE known.number < excluded.number
RETURNING official, channel, number
"""
SEE = """
INSERT INTO device_sight (device, official, looking, subjects)
SELECT device, official, looking, string_to_array(subjects, ' ')::uuid[]
FROM unnest($1::uuid[], $2::uuid[], $3::bool[], $4::text[]) AS given (device, official, looking, subjects)
ON CONFLICT (device) DO UPDATE SET official = excluded.official, looking = excluded.looking,
    subjects = excluded.subjects, at = now()
RETURNING at
"""
FORGET = """
DELETE FROM device_sight known USING unnest($1::uuid[], $2::timestamptz[]) AS given (device, at)
WHERE known.device = given.device AND known.at <= given.at
"""
"""A device that has come back meanwhile, perhaps to another gateway, has been written since."""

SWEEP = "DELETE FROM device_sight WHERE at < $1"
STALE = timedelta(days=1)
"""Sights of gateways that were killed; nobody believes them for longer than a minute."""
ERASE = "DELETE FROM read_position WHERE official = $1"


async def sweep(pool: asyncpg.Pool, now: datetime) -> None:
    """Forget what devices looked at long ago."""
    await pool.execute(SWEEP, now - STALE)


def effects(pool: asyncpg.Pool) -> dict[str, Callable[[Recorded], Awaitable[None]]]:
    """What follows here from events: of who was erased nothing is left."""

    async def erased(recorded: Recorded) -> None:
        await pool.execute(ERASE, recorded.stream)

    return {official.Erased.TOPIC: erased}


class Readings:
    """The tables of one gateway's company."""

    def __init__(self, pool: asyncpg.Pool, company: Company) -> None:
        self._pool = pool
        self._company = company
        self._keeping = asyncio.Lock()

    async def since(self, person: UUID, stamp: str | None) -> tuple[list[ReadUpTo], str | None]:
        """A person's read positions that are newer than a stamp, and the stamp of the newest."""
        found = await self._pool.fetch(SINCE, person, _moment(stamp))
        newest = max((row["changed"] for row in found), default=None)
        return [(row["channel"], row["number"]) for row in found], newest.isoformat() if newest else stamp

    async def keep(self) -> None:
        """Write down what was gathered, and tell the other gateways; what cannot be written waits."""
        async with self._keeping:
            await self._keep_reads()
            await self._keep_sights()

    async def _keep_reads(self) -> None:
        reads = self._company.reads
        while taken := reads.take():
            try:
                self._company.kept(await self._write(taken))
            except BaseException:
                reads.failed()
                raise
            reads.kept()
        if reads.lost:
            log.warning("read positions had no room", count=reads.lost)
            reads.lost = 0

    async def _write(self, positions: Sequence[Position]) -> list[Position]:
        """Those that grew."""
        people, things, numbers = zip(*positions, strict=True)
        kept = await self._pool.fetch(KEEP, list(people), list(things), list(numbers))
        return [(row["official"], row["channel"], row["number"]) for row in kept]

    async def _keep_sights(self) -> None:
        sights = self._company.sights
        taken = sights.take(asyncio.get_running_loop().time())
        try:
            if taken:
                sights.written(taken, await self._see(taken))
        except BaseException:
            sights.failed(taken)
            raise
        gone = sights.take_gone()
        try:
            if gone:
                await self._pool.execute(FORGET, list(gone), list(gone.values()))
        except BaseException:
            sights.not_gone(gone)
            raise

    async def _see(self, devices: Sequence[Device]) -> datetime:
        at: datetime = await self._pool.fetchval(
            SEE,
            [device.id for device in devices],
            [device.official for device in devices],
            [device.looking for device in devices],
            [" ".join(map(str, device.subjects)) for device in devices],
        )
        return at

    async def run(self) -> None:
        """Keep what is gathered until cancelled."""
        while True:
            await asyncio.sleep(PERIOD)
            try:
                await self.keep()
                await self.catch_up()
            except AWAY as error:
                log.warning("read positions put off", error=type(error).__name__)

    async def catch_up(self) -> None:
        """After other gateways were not heard for a while: what they may have said meanwhile."""
        company = self._company
        if not company.missed:
            return
        company.missed = False
        try:
            found = await self._pool.fetch(LATELY, company.people())
        except AWAY:
            company.missed = True
            raise
        company.kept_elsewhere((row["official"], row["channel"], row["number"]) for row in found)


def _moment(stamp: str | None) -> datetime | None:
    """The moment of a stamp of ours; None for what is not one: then all is told."""
    try:
        moment = datetime.fromisoformat(stamp) if stamp else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
