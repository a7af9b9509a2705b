"""Each part killed at each named step, under load: afterwards nothing is lost, doubled or untrue."""

from __future__ import annotations

import pytest

from tests.kill import checks
from tests.kill.stage import SECONDS, Stage

pytestmark = pytest.mark.timeout(600)

POINTS = [
    ("gateway", "append.before-commit"),
    ("api", "append.after-commit"),
    ("projector", "rows.before-commit"),
    ("worker", "worker.done"),
    ("gateway", "gateway.answering"),
    ("projector", "rows.after-commit"),
    ("gateway", "gateway.fan-out"),
]
MORE = [
    ("worker", "append.after-commit"),
    ("api", "append.before-commit"),
    ("projector", "rows.read"),
    ("worker", "worker.before-commit"),
    ("gateway", "append.after-commit"),
    ("worker", "worker.read"),
    ("worker", "worker.after-commit"),
]
SLOW = [pytest.param(*point, marks=pytest.mark.slow) for point in MORE]


@pytest.mark.parametrize(("part", "point"), [*POINTS, *SLOW])
async def test_killed_at_a_point(stage: Stage, part: str, point: str) -> None:
    async with stage.crowd().at_work() as crowd:
        await crowd.rounds(10)
        back = await stage.killed_at(crowd, part, point, passing=2)
        await crowd.rounds(10)
        await checks.all_true(stage, crowd)
    assert back.own <= SECONDS
