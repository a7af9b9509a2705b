"""Push: from the outbox into a push service on this machine, sealed one by one; and again over a kill -9.

`python -m backend.bench.push DSN FOLDER` is the sender, a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvloop

from backend import app, logs
from backend.bench.latency import line
from backend.bench.report import Line, Place
from backend.push import delivery, vapid
from backend.push.outbox import Notice, enqueue
from backend.push.port import Payload
from backend.push.targets import Address, Targets, Wishes
from backend.settings import Settings

DEVICES = 1_000
EACH = 20
COUNT = DEVICES * EACH
LEAST = 1_000.0
PATIENCE = 600.0
LOOK_SECONDS = 0.02
AT_ONCE = 2_000

SESSION = """
INSERT INTO session (id, official, created_at, expires_at, access_until) VALUES ($1, $2, now(), $3, $3)
"""
LEASES_END = "UPDATE push_outbox SET due_at = now() WHERE done_at IS NULL"
LEFT = "SELECT count(*) FROM push_outbox WHERE done_at IS NULL"


async def run(place: Place) -> list[Line]:
    """The rate of one sender; then what is lost and what is shown twice when it is killed half way."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), database_url=await place.database())
        await app.migrate(settings)
        async with app.open_pool(settings, "bench") as pool, service(settings) as (process, subscriptions):
            officials = await registered(pool, settings, subscriptions)
            await filled(pool, officials, "first")
            async with sender(settings):
                rate = await measured(process, COUNT)
                await drained(pool)
            counted = await ask(process)
            await filled(pool, officials, "second")
            async with sender(settings) as killed:
                await until(process, counted["messages"] + COUNT // 2)
                killed.kill()
                await killed.wait()
            await pool.execute(LEASES_END)
            async with sender(settings):
                await drained(pool)
            end = await ask(process)
    lost = counted["topics"] + COUNT - end["topics"]
    again = end["messages"] - counted["messages"] - COUNT
    return [
        Line(
            what=f"push: outbox into a push service, {DEVICES:,} devices",
            value=rate,
            unit="notices/s",
            least=LEAST,
            note=f"{COUNT:,} notices; the first time {counted['messages'] - COUNT} repeated",
        ),
        Line(
            what="the same over a kill -9: not arrived",
            value=float(lost),
            unit="notices",
            most=0.0,
            note=f"of {COUNT:,}; {again} repeated under the tag that they had, so each is shown once",
        ),
    ]


@asynccontextmanager
async def service(settings: Settings) -> AsyncIterator[tuple[Process, list[dict[str, Any]]]]:
    """The push service, and what browsers subscribed to there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.bench.push_service", stdin=PIPE, stdout=PIPE, limit=2**24
    )
    assert process.stdin is not None
    try:
        await line(process, 30)
        given = {"browsers": DEVICES, "key": vapid.load(settings).public}
        process.stdin.write(json.dumps(given).encode() + b"\n")
        yield process, (await line(process, 30))["subscriptions"]
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def sender(settings: Settings) -> AsyncIterator[Process]:
    """A sender at work."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.bench.push", str(settings.database_url), str(settings.data)
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def registered(
    pool: asyncpg.Pool, settings: Settings, subscriptions: Sequence[dict[str, Any]]
) -> list[UUID]:
    """An official for each subscription."""
    targets, key = Targets(pool), vapid.load(settings).public
    until = datetime.now(UTC) + timedelta(days=1)
    officials = [uuid4() for _ in subscriptions]
    for official, subscription in zip(officials, subscriptions, strict=True):
        session = uuid4()
        await pool.execute(SESSION, session, official, until)
        address = Address("webpush", "subscription", subscription, subscription["endpoint"], key)
        await targets.register(official, session, uuid4(), address, Wishes("Chrome · Linux", "vi", False))
    return officials


async def filled(pool: asyncpg.Pool, officials: Sequence[UUID], name: str) -> None:
    """Notices for all of them, each under a tag of its own."""
    payload = Payload(title="Việc mới được giao", body="Báo cáo số hộ bị ngập do triều cường", url="/viec/1")
    notices = [
        Notice(official=official, tag=f"{name}:{n}:{official}", payload=payload)
        for n in range(EACH)
        for official in officials
    ]
    for start in range(0, len(notices), AT_ONCE):
        await enqueue(pool, notices[start : start + AT_ONCE])


async def measured(process: Process, count: int) -> float:
    """Notices a second, from the first that arrives to the last."""
    first = await until(process, 1)
    began = time.perf_counter()
    await until(process, count)
    return (count - first) / (time.perf_counter() - began)


async def until(process: Process, count: int) -> int:
    """Wait for so many messages; how many there are then."""
    async with asyncio.timeout(PATIENCE):
        while (messages := int((await ask(process))["messages"])) < count:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)
    return messages


async def ask(process: Process) -> dict[str, Any]:
    """What the push service counted."""
    assert process.stdin is not None
    process.stdin.write(b"\n")
    return await line(process, 30)


async def drained(pool: asyncpg.Pool) -> None:
    """Wait until nothing is left in the outbox."""
    async with asyncio.timeout(PATIENCE):
        while await pool.fetchval(LEFT):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(LOOK_SECONDS)


async def send(dsn: str, folder: Path) -> None:
    """Be the sender, as fast as it goes."""
    settings = Settings(data=folder, database_url=dsn, push_rate=1_000_000, log_level="warning")
    logs.configure(settings, "worker")
    async with app.open_pool(settings, "push") as pool:
        await delivery.run(settings, pool)


if __name__ == "__main__":
    uvloop.run(send(sys.argv[1], Path(sys.argv[2])))
