"""The process that keeps timers is killed at each step: what is due happens once all the same."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta

import pytest

from domain import reminder
from domain.kernel import Actor, Seat
from tests.timers.place import TODAY, Office

TASKS = 12
POINTS = [
    "timers.before-follow",
    "timers.before-commands",
    "append.before-commit",
    "append.after-commit",
    "timers.after-commands",
    "timers.settled",
]
NOW = TODAY + timedelta(days=5)


async def process(dsn: str, fault: str = "") -> int:
    """A process that does what is due; how it ended."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.timers.process",
        dsn,
        NOW.isoformat(),
        env=plain | ({"CONGVU_TEST_FAULT": fault} if fault else {}),
    )
    return await started.wait()


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_a_step(office: Office, dsn: str, point: str) -> None:
    ward = await office.unit()
    seat = await office.seat(ward)
    tasks = [await office.task(Seat(unit=ward), TODAY + timedelta(days=3)) for _ in range(TASKS)]
    assert seat.post is not None
    holder = (await office.runner.standing.current()).posts[seat.post].holder
    actor = Actor(official=holder, post=seat.post)
    mine = await office.run(reminder.Put(text="-", at=TODAY + timedelta(days=1)), actor)
    lent = await office.lent(TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    await office.project()
    assert await process(dsn, f"{point}:kill:1") == -signal.SIGKILL
    await office.project()
    for _ in range(2):
        assert await process(dsn) == 0
        await office.project()
    for task in tasks:
        kinds = [event.kind for event in await office.events(task, "task.reminded")]
        assert sorted(kinds) == ["past", "unopened"], "each once"
    assert await office.told(mine) == ["set", "fired"]
    assert await office.told(lent) == ["given"], "its time passed while nobody kept it"
