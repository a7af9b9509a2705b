"""Two years of a city's tasks as the table of stretches has them, made from a seed and copied in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from projections.stretch import KINDS, TaskStretches
from projections.tables import FOREVER

NAMES = UUID(int=0xF1)
START = datetime(2024, 7, 1, tzinfo=UTC)
END = datetime(2026, 7, 1, tzinfo=UTC)
WARDS = 168
POSTS = 8
"""Posts of each unit."""
ROOT = uuid5(NAMES, "city")
UNITS = [uuid5(NAMES, f"unit {number}") for number in range(WARDS)]
SEATS = [[uuid5(NAMES, f"post {unit} {number}") for number in range(POSTS)] for unit in range(WARDS)]
URGENCIES = ("normal", "normal", "urgent", "flash")
SOURCES = ("", "document", "meeting", "message")
DIRECTIVES = [uuid5(NAMES, f"directive {number}") for number in range(2_000)]
MINUTE = timedelta(minutes=1)
OPEN, LATE, MOVED, RETURNED, CANCELLED, PART = 0.04, 0.15, 0.08, 0.1, 0.02, 0.3
"""How many tasks are never done, late, given more time, sent back, cancelled, part of a directive."""

INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = $1::text::regclass AND NOT indisprimary
"""


def lines(count: int) -> Iterator[tuple[Any, ...]]:
    """The stretches of `count` tasks in the order in which the tasks were assigned."""
    random = Random(11)  # noqa: S311 - no secret
    step = (END - START) / count
    for number in range(count):
        yield from _task(random, START + number * step)


def _task(random: Random, since: datetime) -> Iterator[tuple[Any, ...]]:
    id, unit = UUID(int=random.getrandbits(128)), random.randrange(WARDS)
    deadline = first = since + random.randint(3 * 24 * 60, 40 * 24 * 60) * MINUTE
    directive = random.choice(DIRECTIVES) if random.random() < PART else None
    urgency, source = random.choice(URGENCIES), random.choice(SOURCES)
    where = (source, UNITS[unit], SEATS[unit][0], UNITS[unit], random.choice(SEATS[unit]), ROOT, None)
    opened = last = None
    for version, (status, waiting, at) in enumerate(_steps(random, since, deadline), 1):
        if last is not None:
            yield (*last[:3], at, *last[4:])
        if status == "in-progress":
            deadline = at + timedelta(days=10)
        if status != "assigned":
            opened = opened or at
        done = (at, at <= deadline, at <= first, at) if status == "completed" else (None,) * 4
        kind = KINDS.get(status) or KINDS[waiting]
        if status == "completed":
            kind += bool(done[1]) + 2 * bool(done[2])
        counts = (kind, status, waiting, urgency, deadline, first, directive, since, opened)
        last = (id, version, at, FOREVER, *counts, *done, *where, deadline, 100, "")
    if last is not None:
        yield last


def _steps(random: Random, at: datetime, deadline: datetime) -> Iterator[tuple[str, str, datetime]]:
    """What became of a task, as far as it was before the end."""
    whole = (deadline - at) * (
        random.uniform(1.0, 1.5) if random.random() < LATE else random.uniform(0.2, 1.0)
    )
    steps = [("assigned", "lead", 0.0), ("accepted", "lead", 0.1)]
    if random.random() < CANCELLED:
        steps.append(("cancelled", "none", 0.5))
    else:
        if random.random() < MOVED:
            steps.append(("in-progress", "lead", 0.6))
        steps.append(("submitted", "assigner", 0.8))
        if random.random() < RETURNED:
            steps += [("returned", "lead", 0.85), ("submitted", "assigner", 0.95)]
        if random.random() > OPEN:
            steps.append(("completed", "none", 1.0))
    for status, waiting, share in steps:
        if at + whole * share < END:
            yield status, waiting, at + whole * share


async def fill(dsn: str, count: int) -> None:
    """Put the table with so many tasks into a database; its indexes are made once it is full."""
    table = TaskStretches.stretches
    conn = await asyncpg.connect(dsn, server_settings={"maintenance_work_mem": "512MB"})
    try:
        await conn.execute(table.ddl)
        for (index,) in await conn.fetch(INDEXES, table.name):
            await conn.execute(f"DROP INDEX {index}")
        await conn.copy_records_to_table(table.name, records=lines(count), columns=list(table.columns))
        await conn.execute(table.ddl)
        await conn.execute(f"VACUUM ANALYZE {table.name}")
    finally:
        await conn.close()
