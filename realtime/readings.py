"""Read positions and sights in ordinary tables, gathered; what one gateway hears is told to the others."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import structlog

from realtime.company import Company
from realtime.database import AWAY
from realtime.protocol import ReadUpTo

log = structlog.get_logger("gateway")

CHANNEL = "congvu_reads"
PERIOD = 2.0
RENEWED = 20.0
"""Seconds after which a device that still looks says so again: senders of pushes believe it for a minute."""
MOST = 60
"""Positions in one notice of PostgreSQL, which carries less than 8,000 bytes."""
OVERLAP = "5 seconds"
"""A clock's steps and transactions that end late: what is told twice does no harm."""

SINCE = f"""
SELECT channel, number, changed FROM read_position
WHERE official = $1 AND ($2::timestamptz IS NULL OR changed > $2 - interval '{OVERLAP}')
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
"""
UNSEE = "DELETE FROM device_sight WHERE device = ANY($1)"
TELL = "SELECT pg_notify($1, $2)"

Heard = list[tuple[UUID, UUID, int]]
_heard = msgspec.json.Decoder(tuple[UUID, Heard]).decode


class Readings:
    """The tables of one gateway's company."""

    def __init__(self, pool: asyncpg.Pool, company: Company) -> None:
        self._pool = pool
        self._company = company
        self._id = uuid4()
        self._renewed = 0.0

    async def since(self, official: UUID, stamp: str | None) -> tuple[list[ReadUpTo], str | None]:
        """A person's read positions that are newer than a stamp, and the stamp of the newest."""
        found = await self._pool.fetch(SINCE, official, _moment(stamp))
        newest = max((row["changed"] for row in found), default=None)
        return [(row["channel"], row["number"]) for row in found], newest.isoformat() if newest else stamp

    async def keep(self) -> None:
        """Write down what was gathered, and tell the other gateways; what cannot be written waits."""
        numbers, sights, gone = self._company.take()
        try:
            if numbers:
                await self._keep(numbers)
            if sights:
                await self._pool.execute(
                    SEE,
                    [device.id for device in sights],
                    [device.official for device in sights],
                    [device.looking for device in sights],
                    [" ".join(map(str, device.subjects)) for device in sights],
                )
            if gone:
                await self._pool.execute(UNSEE, list(gone))
        except AWAY:
            self._company.give_back(numbers)
            raise

    async def _keep(self, numbers: dict[tuple[UUID, UUID], int]) -> None:
        people, things = zip(*numbers, strict=True)
        kept = await self._pool.fetch(KEEP, list(people), list(things), list(numbers.values()))
        told = [(row["official"], row["channel"], row["number"]) for row in kept]
        for start in range(0, len(told), MOST):
            words = msgspec.json.encode((self._id, told[start : start + MOST])).decode()
            await self._pool.execute(TELL, CHANNEL, words)

    async def run(self) -> None:
        """Keep what is gathered, and hear of other gateways, until cancelled."""
        hearing = asyncio.create_task(self._hear())
        try:
            while True:
                await asyncio.sleep(PERIOD)
                self._renew(asyncio.get_running_loop().time())
                try:
                    await self.keep()
                except AWAY as error:
                    log.warning("read positions put off", error=type(error).__name__)
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    def _renew(self, now: float) -> None:
        if now - self._renewed >= RENEWED:
            self._renewed = now
            for device in self._company.looking():
                self._company.see(device, device.looking, device.subjects)

    async def _hear(self) -> None:
        """Listen on a connection of its own; again whenever it is lost."""
        while True:
            lost = asyncio.Event()
            try:
                async with self._pool.acquire() as connection:
                    conn: Any = connection
                    conn.add_termination_listener(lambda *_, lost=lost: lost.set())
                    await conn.add_listener(CHANNEL, self._told)
                    try:
                        await lost.wait()
                    finally:
                        if not conn.is_closed():
                            await conn.remove_listener(CHANNEL, self._told)
            except AWAY:
                await asyncio.sleep(PERIOD)

    def _told(self, _conn: object, _pid: int, _channel: str, payload: str) -> None:
        sender, heard = _heard(payload)
        if sender == self._id:
            return
        for official, thing, number in heard:
            self._company.told_elsewhere(official, [(thing, number)])


def _moment(stamp: str | None) -> datetime | None:
    """The moment of a stamp of ours; None for what is not one: then all is told."""
    try:
        moment = datetime.fromisoformat(stamp) if stamp else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
