"""Five thousand open tasks that move, as their seat is emptied and their unit merged, while others work on.

`python -m backend.bench.moving follow DSN` is the worker, a process beside it.
"""

from __future__ import annotations

import asyncio
import math
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from backend import app
from backend.bench.city import Builder, City, build
from backend.bench.report import Line, Place
from backend.bench.timers import KEY, RATE, others, process, ready, shown, until
from backend.commands import CommandRunner
from backend.settings import Settings
from backend.store.store import Store
from backend.work import OpenWork
from backend.worker import Rules, Worker
from domain import access
from domain.catalog import COMMANDS, EVENTS, POLICIES
from domain.kernel import Actor

OPEN = 5_000
AT_ONCE = 500
MOST_SECONDS = 20.0
MOST_MS = 150.0

THERE = "SELECT count(*) FROM task_view WHERE holder_unit = $1 AND holder_post IS NULL"
FOLLOWED = "SELECT position FROM worker_position"
LOOK_SECONDS = 0.2


async def run(place: Place) -> list[Line]:
    """A specialist's tasks go to the desk of the ward, and with the ward to another."""
    dsn = await place.database()
    await app.migrate(Settings(database_url=dsn))
    city = await build(dsn, KEY, 1)
    async with await Store.open(dsn, events=EVENTS, master_key=KEY) as store:
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends
        )
        builder = Builder(runner, 3_000_000)
        ward, heir = city.wards[0], city.wards[1]
        _, post = city.others[0]
        await _given(builder, city, {"unit": ward.unit, "post": post})
        async with (
            asyncpg.create_pool(dsn, min_size=1, max_size=2) as pool,
            process("project", dsn),
            process("follow", dsn, "moving"),
        ):
            await shown(pool, await store.head())
            await until(pool, FOLLOWED, await store.head())

            async def timed(name: str, args: dict[str, Any], unit: UUID) -> list[Line]:
                async def move() -> float:
                    return await _moved(pool, builder, (name, args), unit)

                return _lines(name, *await _beside(move, runner, city))

            emptied = await timed("post.handOver", {"post": post, "holder": None}, ward.unit)
            merged = await timed("unit.merge", {"unit": ward.unit, "into": heir.unit}, heir.unit)
            return emptied + merged


async def _given(builder: Builder, city: City, lead: dict[str, UUID]) -> None:
    """Tasks for one seat."""
    task = {"title": "Báo cáo số hộ bị ngập", "lead": lead, "urgency": "normal"}
    task["deadline"] = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    for _ in range(0, OPEN, AT_ONCE):
        await builder.round([("task.assign", task)] * AT_ONCE, Actor(*city.chairman))


async def _moved(
    pool: asyncpg.Pool, builder: Builder, command: tuple[str, dict[str, Any]], unit: UUID
) -> float:
    """Seconds from the command until the rows show all at the desk of the unit, which has a task besides."""
    began = time.perf_counter()
    await builder.round([command])
    while await pool.fetchval(THERE, unit) <= OPEN:  # noqa: ASYNC110 - another process does it
        await asyncio.sleep(LOOK_SECONDS)
    return time.perf_counter() - began


async def _beside(
    move: Callable[[], Awaitable[float]], runner: CommandRunner, city: City
) -> tuple[float, list[float]]:
    """What it gives, and the seconds that others' commands took meanwhile."""
    working = asyncio.create_task(others(runner, city))
    seconds = await move()
    working.cancel()
    return seconds, sorted(await working)


def _lines(name: str, seconds: float, latencies: list[float]) -> list[Line]:
    p99 = latencies[math.ceil(len(latencies) * 0.99) - 1] * 1_000
    p50 = latencies[len(latencies) // 2] * 1_000
    return [
        Line(
            what=f"{name}: {OPEN:,} open tasks moved, until the rows show all",
            value=seconds,
            unit="s",
            most=MOST_SECONDS,
        ),
        Line(
            what=f"commands of others meanwhile, {RATE:.0f} a second: p99",
            value=p99,
            unit="ms",
            most=MOST_MS,
            note=f"p50 {p50:.1f} ms of {len(latencies)}",
        ),
    ]


async def follow(dsn: str) -> None:
    """Draw what follows from events."""
    settings = Settings(database_url=dsn)
    async with (
        await Store.open(dsn, events=EVENTS, master_key=KEY) as store,
        app.open_pool(settings, "worker", 2) as pool,
    ):
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends
        )
        work = OpenWork(pool, runner.standing)
        ready()
        await Worker(dsn, store, runner, work, Rules(POLICIES)).run()


def main(argv: Sequence[str]) -> None:
    """The worker."""
    uvloop.run(follow(argv[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
