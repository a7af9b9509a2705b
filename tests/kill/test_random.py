"""Any part, the database too, killed at random moments under load."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.kill import checks
from tests.kill.crowd import Crowd
from tests.kill.stage import SECONDS, Back, Stage, serving
from tests.store.drafts import ended

PARTS = ("api", "gateway", "projector", "worker", "postgres")


class Killer:
    """Kills parts of a stage; the seed says which, and how many answers come between two kills."""

    def __init__(self, stage: Stage, crowd: Crowd, seed: int) -> None:
        self._stage = stage
        self._crowd = crowd
        self._random = random.Random(seed)

    async def kill(self) -> list[Back]:
        """One part at a random moment, or two at once."""
        await self._crowd.rounds(self._random.randrange(30))
        while len(allowed := [part for part in PARTS if not self._stage.tired(part)]) < 2:
            await self._crowd.rounds(1)
        parts = self._random.sample(allowed, self._random.choice([1, 1, 2]))
        pids = [self._stage.part(part) for part in parts]
        for pid in pids:
            self._stage.kill(pid)
        await asyncio.gather(*map(ended, pids))
        where = "at random" if len(parts) == 1 else f"at random: {' and '.join(parts)}"
        return await asyncio.gather(*(self._stage.back(self._crowd, part, where) for part in parts))


@pytest.mark.parametrize(
    ("seed", "kills"),
    [(30, 5), *(pytest.param(seed, 25, marks=pytest.mark.slow) for seed in (1, 2, 3))],
)
@pytest.mark.timeout(600)
async def test_killed_at_random(folder: Path, backs: list[Back], seed: int, kills: int) -> None:
    async with serving(folder, backs) as stage, stage.crowd().at_work() as crowd:
        killer = Killer(stage, crowd, seed)
        mine = [back for _ in range(kills) for back in await killer.kill()]
        await checks.all_true(stage, crowd)
    assert max(back.own for back in mine) <= SECONDS
