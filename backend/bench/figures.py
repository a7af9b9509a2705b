"""Figures of a whole city: a million tasks in two years, about four stretches each."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import asyncpg
import msgspec

from backend.bench.figures_history import END, SEATS, START, UNITS, fill
from backend.bench.report import Line, Place
from projections import counting
from projections.counting import Period, Wanted

TASKS = int(os.environ.get("CONGVU_BENCH_TASKS", "1000000"))
TIMES = 5
AT_ONCE = 300.0
"""Milliseconds for figures of the city as it is, whatever the period."""
PAST = 2_000.0
"""Milliseconds for figures of the city as it was."""

Asked = Callable[[Any], Awaitable[Any]]
CITY = Wanted(key="lead_unit", at=END)
SPRING = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
MONTHS = [END - timedelta(days=30.4 * back) for back in range(12, -1, -1)]


def _of(**fields: Any) -> Asked:
    wanted = msgspec.structs.replace(CITY, **fields)
    return lambda conn: counting.count(conn, wanted)


ASKED: Mapping[str, tuple[Asked, float | None]] = {
    "city by unit, as it is": (_of(), AT_ONCE),
    "city by unit, due in a quarter": (_of(period=Period("deadline", *SPRING)), AT_ONCE),
    "city by unit, due in two years": (_of(period=Period("deadline", START, END)), AT_ONCE),
    "city by unit, done in a quarter": (_of(period=Period("completion", *SPRING)), AT_ONCE),
    "a ward, as it is": (_of(units=UNITS[:1]), AT_ONCE),
    "city by unit, as of a year ago": (_of(at=END - timedelta(days=365), past=True), PAST),
    "a ward, as of a year ago": (_of(units=UNITS[:1], at=END - timedelta(days=365), past=True), PAST),
    "posts of a ward, as they are": (_of(key="holder_post", units=None, values=SEATS[0]), AT_ONCE),
    "city by source, as it is": (_of(key="source"), None),
    "what changed in the city since yesterday": (
        lambda conn: counting.changes(conn, CITY, END - timedelta(days=1)),
        AT_ONCE,
    ),
    "trend of the city over twelve months": (lambda conn: counting.trend(conn, CITY, MONTHS), None),
    "trend of a ward over twelve months": (
        lambda conn: counting.trend(conn, msgspec.structs.replace(CITY, units=UNITS[:1]), MONTHS),
        None,
    ),
}


async def run(place: Place) -> list[Line]:
    """Fill, then ask each a few times."""
    dsn = await place.database()
    await fill(dsn, TASKS)
    conn = await asyncpg.connect(dsn)
    try:
        stretches = await conn.fetchval("SELECT count(*) FROM stretch_view")
        note = f"{TASKS:,} tasks, {stretches:,} stretches"
        return [
            Line(what=f"figures: {what}", value=await _took(conn, asked), unit="ms", most=most, note=note)
            for what, (asked, most) in ASKED.items()
        ]
    finally:
        await conn.close()


async def _took(conn: Any, asked: Asked) -> float:
    """Milliseconds of one asking, the median; each must find something."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        async with conn.transaction():
            found = await asked(conn)
        took.append((time.perf_counter() - began) * 1000)
        assert found
    return median(took)
