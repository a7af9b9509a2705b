"""Each part killed at its N-th SQL statement, before the server gets it and after it was carried out."""

from __future__ import annotations

import pytest

from tests.kill import checks
from tests.kill.stage import SECONDS, Stage

pytestmark = pytest.mark.timeout(600)

CONNECTIONS = [
    ("api", "congvu writer"),
    ("projector", "congvu projector"),
    ("gateway", "congvu writer"),
    ("worker", "congvu worker"),
]
ANY = ["api", "projector", "gateway", "worker"]


async def die_and_come_back(stage: Stage, part: str, name: str, nth: int, *, done: bool) -> None:
    async with stage.crowd().at_work() as crowd:
        await crowd.rounds(10)
        back = await stage.killed_in(crowd, part, name, nth, done=done)
        await crowd.rounds(10)
        await checks.all_true(stage, crowd)
    assert back.own <= SECONDS


@pytest.mark.parametrize(
    ("part", "name", "nth", "done"),
    [
        ("api", "congvu writer", 2, True),
        ("projector", "congvu projector", 5, False),
        pytest.param("gateway", "congvu writer", 1, False, marks=pytest.mark.slow),
        pytest.param("worker", "congvu worker", 3, True, marks=pytest.mark.slow),
    ],
)
async def test_killed_at_a_statement(stage: Stage, part: str, name: str, nth: int, done: bool) -> None:
    await die_and_come_back(stage, part, name, nth, done=done)


@pytest.mark.slow
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("nth", range(1, 13))
@pytest.mark.parametrize("number", range(len(CONNECTIONS)))
async def test_killed_at_each_writing_statement(stage: Stage, nth: int, number: int, done: bool) -> None:
    part, name = CONNECTIONS[number]
    await die_and_come_back(stage, part, name, nth, done=done)


@pytest.mark.slow
@pytest.mark.parametrize("nth", range(1, 42, 4))
@pytest.mark.parametrize("part", ANY)
async def test_killed_at_any_statement(stage: Stage, part: str, nth: int) -> None:
    await die_and_come_back(stage, part, "", nth, done=nth % 8 == 1)
