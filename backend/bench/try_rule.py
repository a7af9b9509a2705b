"""A rule of evaluation, and one of reminders, tried on a city's month of a million events."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from statistics import median
from typing import Any
from uuid import uuid5

import asyncpg
from msgspec.structs import replace

from backend.bench.history import NAMES, WARDS
from backend.bench.projections import MILLION, REBUILT, Logs, rebuilt
from backend.bench.report import Line, Place
from backend.evaluation.reading import work_of
from backend.evaluation.reminders import ReminderTrial, try_reminders
from backend.evaluation.trial import Progress, Trial, try_rule
from backend.part import FOLDING, tune_collector
from domain.evaluation.parameters import DEFAULT
from domain.evaluation.period import period_of
from domain.evaluation.score import score
from domain.organisation import Organisation
from domain.reminding import USUAL, Step
from domain.timing import Ground
from domain.workdays import Workdays

MOST_SECONDS = 30.0
MOST_MS = 150.0
JULY = period_of("2025-07")
AFTER = datetime(2025, 9, 1, tzinfo=UTC)
STRICT = replace(DEFAULT, excellent=99, good=95, completed=60)
SOONER = replace(USUAL, before=(Step(days=5, to=("lead",)),), unopened=2.0, submission=8.0)


async def run(place: Place) -> list[Line]:
    """Both, on the rows of one history."""
    tune_collector(FOLDING)
    logs = Logs(place)
    await logs.fill(REBUILT)
    city = uuid5(NAMES, "city")
    ground = Ground(workdays=Workdays(), rules={}, organisation=Organisation())
    async with logs.copy() as (store, dsn):
        await rebuilt(store, dsn)
        conn = await asyncpg.connect(dsn)
        await conn.execute("VACUUM ANALYZE stretch_view, holding_view")
        seconds, trial = await _timed(try_rule(conn, city, JULY, AFTER, STRICT))
        looks = [await _look(conn, ward) for ward in range(0, WARDS, 4)]
        reminding, sent = await _timed(try_reminders(conn, city, JULY, SOONER, ground))
        await conn.close()
    if not isinstance(trial, Trial) or not trial.changed:
        raise RuntimeError("the rule that was tried changes nobody's level")
    if not isinstance(sent, ReminderTrial) or sent.before == sent.after:
        raise RuntimeError("the reminders that were tried are those that were sent")
    note = "" if REBUILT == MILLION else f"measured on {REBUILT:,}; "
    found = f"{trial.judged:,} people, {trial.changed:,} with another level or light"
    return [
        _line("a rule of evaluation tried", seconds, f"{note}{found}"),
        _line(
            "a rule of reminders tried",
            reminding,
            f"{note}{sent.tasks:,} tasks, {sent.after.reminders:,} reminders",
        ),
        Line(
            what="evaluation of a ward's people in that month",
            value=median(looks) * 1e3,
            unit="ms",
            most=MOST_MS,
            note=f"{note}median of {len(looks)} wards; longest {max(looks) * 1e3:.0f} ms",
        ),
    ]


def _line(what: str, seconds: float, note: str) -> Line:
    return Line(
        what=f"{what} on a month of 1,000,000 events",
        value=seconds * MILLION / REBUILT,
        unit="s",
        most=MOST_SECONDS,
        note=note,
    )


async def _look(conn: Any, ward: int) -> float:
    """Seconds until a leader sees what everybody in a ward comes to."""
    began = time.perf_counter()
    work = await work_of(conn, [uuid5(NAMES, f"u{ward}")], JULY, AFTER)
    for pieces in work.pieces.values():
        score(DEFAULT, JULY, pieces, {}, AFTER)
    return time.perf_counter() - began


async def _timed(trial: AsyncIterator[Any]) -> tuple[float, Any]:
    """Seconds until all is known, and what was found."""
    began = time.perf_counter()
    found = [said async for said in trial if not isinstance(said, Progress)]
    return time.perf_counter() - began, found[0]
