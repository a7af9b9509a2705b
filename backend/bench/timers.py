"""Timers: ten thousand that are due at one moment while others work; a million that wait.

`python -m backend.bench.timers project|time DSN` are the processes beside it; for the second all is due once
a line comes on its standard input.
"""

from __future__ import annotations

import asyncio
import math
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import uvloop

from backend import app
from backend.bench.city import Builder, City, build
from backend.bench.latency import line
from backend.bench.report import Line, Place
from backend.commands import CommandRunner
from backend.part import FOLDING, tune_collector
from backend.settings import Settings
from backend.store.store import Store
from backend.timers.keeping import Timers
from domain import access
from domain.catalog import COMMANDS, EVENTS
from domain.kernel import Actor
from projections import rows
from projections.catalog import PROJECTIONS
from projections.runner import Projector

DUE = 10_000
PENDING = 1_000_000
MOST_SECONDS = 10.0
MOST_MS = 150.0
MOST_SHARE = 0.01
IDLE_SECONDS = 20.0
RATE = 50.0
"""Commands a second that others give meanwhile."""
KEY = bytes(32)
LATER = timedelta(days=2)
AT_ONCE = 500
LOOK_SECONDS = 0.05

HEAD = "SELECT position FROM projection_head WHERE name = $1"
REMINDED = """
SELECT count(*), count(DISTINCT originator_id) FROM congvu_events
WHERE topic = 'task.reminded' AND originator_id = ANY($1)
"""
"""Of these tasks: how many reminders, of how many of them."""
WAITING = "SELECT count(*) FROM timer WHERE collection = 'task' AND due < '9000-01-01'"
PILE = """
INSERT INTO timer (collection, subject, due)
SELECT 'task', gen_random_uuid(), now() + interval '1 day' + random() * interval '300 days'
FROM generate_series(1, $1::int)
"""
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'congvu timers'"


async def run(place: Place) -> list[Line]:
    """Both; the database of the second has the rows of the first."""
    dsn = await place.database()
    await app.migrate(Settings(database_url=dsn))
    city = await build(dsn, KEY, 0)
    async with await Store.open(dsn, events=EVENTS, master_key=KEY) as store:
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends
        )
        due = await given(runner, city)
        async with (
            asyncpg.create_pool(dsn, min_size=1, max_size=2) as pool,
            process("project", dsn),
            process("time", dsn) as timing,
        ):
            await shown(pool, await store.head())
            await until(pool, WAITING, DUE)
            seconds, latencies = await all_at_once(pool, runner, city, timing, due)
            times, tasks = await pool.fetchrow(REMINDED, due) or (0, 0)
        async with asyncpg.create_pool(dsn, min_size=1, max_size=1) as pool:
            await pool.execute(PILE, PENDING)
            await pool.execute("VACUUM ANALYZE timer")
            share = await idle(dsn, pool)
    return [
        Line(
            what=f"timers: {DUE:,} due at one moment, until the rows show all",
            value=seconds,
            unit="s",
            most=MOST_SECONDS,
            note=f"{tasks:,} tasks reminded {times:,} times",
        ),
        Line(
            what="the same: reminded twice or never",
            value=float((times - tasks) + (DUE - tasks)),
            unit="tasks",
            most=0.0,
        ),
        Line(
            what=f"commands of others meanwhile, {RATE:.0f} a second: p99",
            value=latencies[math.ceil(len(latencies) * 0.99) - 1] * 1_000,
            unit="ms",
            most=MOST_MS,
            note=f"p50 {latencies[len(latencies) // 2] * 1_000:.1f} ms of {len(latencies)}",
        ),
        Line(
            what=f"{PENDING:,} timers that wait: share of a core, with the database's part",
            value=share * 100,
            unit="%",
            most=MOST_SHARE * 100,
            note=f"over {IDLE_SECONDS:.0f} s",
        ),
    ]


async def given(runner: CommandRunner, city: City) -> list[UUID]:
    """A task for the chairman of a ward, over and over, all due at one moment, and accepted; their ids."""
    builder, given = Builder(runner, 1_000_000), list[UUID]()
    deadline = datetime.now(UTC) + timedelta(days=1)
    for start in range(0, DUE, AT_ONCE):
        wards = [city.wards[n % len(city.wards)] for n in range(start, start + AT_ONCE)]
        tasks = await builder.round(
            [
                (
                    "task.assign",
                    {
                        "title": "Báo cáo số hộ bị ngập",
                        "lead": {"unit": ward.unit, "post": ward.chairman[1]},
                        "urgency": "normal",
                        "deadline": deadline,
                    },
                )
                for ward in wards
            ],
            Actor(*city.chairman),
        )
        given += tasks
        for ward in city.wards:
            mine = [task for task, of in zip(tasks, wards, strict=True) if of is ward]
            await builder.round([("task.accept", {"task": task}) for task in mine], Actor(*ward.chairman))
    return given


async def all_at_once(
    pool: asyncpg.Pool, runner: CommandRunner, city: City, timing: Process, due: list[UUID]
) -> tuple[float, list[float]]:
    """Seconds until the rows show that all these were reminded, and those of others' commands meanwhile.

    The wards' own tasks may be due as well: they do not count.
    """
    assert timing.stdin is not None
    began = time.perf_counter()
    timing.stdin.write(b"now\n")
    working = asyncio.create_task(others(runner, city))
    await until(pool, "SELECT count(*) FROM congvu_events WHERE topic = 'task.reminded'", DUE)
    await until(pool, REMINDED, DUE, due)
    await shown(pool, await pool.fetchval("SELECT max(notification_id) FROM congvu_events"))
    seconds = time.perf_counter() - began
    working.cancel()
    return seconds, sorted(await working)


async def others(runner: CommandRunner, city: City) -> list[float]:
    """The wards report on their own task, at a steady rate, until cancelled."""
    builder, taken, number = Builder(runner, 2_000_000), list[float](), 0
    tasks: set[asyncio.Task[None]] = set()

    async def report(number: int) -> None:
        ward = city.wards[number % len(city.wards)]
        began = time.perf_counter()
        args = {"task": ward.task, "percent": number % 100, "text": f"Đã xong {number} điểm ngập"}
        await builder.round([("task.report", args)], Actor(*ward.chairman))
        taken.append(time.perf_counter() - began)

    try:
        while True:
            tasks.add(asyncio.create_task(report(number)))
            number += 1
            await asyncio.sleep(1 / RATE)
    except asyncio.CancelledError:
        await asyncio.gather(*tasks)
    return taken


async def idle(dsn: str, pool: asyncpg.Pool) -> float:
    """Which share of a core a process with timers takes, and its connections in the database."""
    async with process("time", dsn) as timing:
        pids = [timing.pid]
        while len(pids) < 3:
            pids = [timing.pid, *(row["pid"] for row in await pool.fetch(BACKENDS))]
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(2.0)
        before = sum(map(cpu, pids))
        await asyncio.sleep(IDLE_SECONDS)
        return (sum(map(cpu, pids)) - before) / IDLE_SECONDS


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def until(pool: asyncpg.Pool, query: str, count: int, *args: Any) -> None:
    """Wait until a query counts so many."""
    while await pool.fetchval(query, *args) < count:  # noqa: ASYNC110 - another process does it
        await asyncio.sleep(LOOK_SECONDS)


async def shown(pool: asyncpg.Pool, position: int) -> None:
    """Wait until the rows show a position."""
    while (await pool.fetchval(HEAD, rows.GROUP) or 0) < position:  # noqa: ASYNC110 - as above
        await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def process(name: str, dsn: str, module: str = "timers") -> AsyncIterator[Process]:
    """One of the processes beside it, of a module of this folder, once it is ready."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"backend.bench.{module}", name, dsn, stdin=PIPE, stdout=PIPE
    )
    try:
        await line(started, 60)
        yield started
    finally:
        started.kill()
        await started.wait()


async def project(dsn: str) -> None:
    """Keep the rows up with the log."""
    async with await Store.open(dsn, events=EVENTS, master_key=KEY) as store:
        tune_collector(FOLDING)
        ready()
        await Projector(store, dsn, PROJECTIONS).run()


async def keep_time(dsn: str) -> None:
    """Keep timers, by a clock that leaps when it is told to."""
    ahead: list[timedelta] = [timedelta()]

    def now() -> datetime:
        return datetime.now(UTC) + ahead[0]

    async def leap() -> None:
        await asyncio.to_thread(sys.stdin.readline)
        ahead[0] = LATER

    settings = Settings(database_url=dsn)
    async with (
        await Store.open(dsn, events=EVENTS, master_key=KEY) as store,
        app.open_pool(settings, "timers", 2) as pool,
    ):
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends, now=now
        )
        leaping = asyncio.create_task(leap())
        ready()
        await Timers(pool, runner, runner.standing.current, now).run()
        await leaping


def ready() -> None:
    """Say that this process is."""
    sys.stdout.write("{}\n")
    sys.stdout.flush()


def main(argv: Sequence[str]) -> None:
    """One of the processes."""
    uvloop.run({"project": project, "time": keep_time}[argv[0]](argv[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
