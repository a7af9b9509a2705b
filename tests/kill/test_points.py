"""Each part killed at each named step, under load: afterwards nothing is lost, doubled or untrue."""

from __future__ import annotations

import pytest

from tests.kill import checks
from tests.kill.stage import SECONDS, Stage

POINTS = [
    ("gateway", "append.before-commit"),
    ("api", "append.after-commit"),
    ("projector", "rows.before-commit"),
    ("worker", "worker.done"),
    ("gateway", "gateway.answering"),
    ("projector", "rows.after-commit"),
    ("worker", "append.after-commit"),
    ("gateway", "gateway.fan-out"),
    ("api", "append.before-commit"),
    ("projector", "rows.read"),
    ("worker", "worker.before-commit"),
    ("worker", "worker.read"),
    ("gateway", "append.after-commit"),
    ("worker", "worker.after-commit"),
]


@pytest.mark.parametrize(("part", "point"), POINTS)
async def test_killed_at_a_point(stage: Stage, part: str, point: str) -> None:
    async with stage.crowd().at_work() as crowd:
        await crowd.rounds(10)
        back = await stage.killed_at(crowd, part, point, passing=2)
        await crowd.rounds(10)
        await checks.all_true(stage, crowd)
    assert back.own <= SECONDS
