"""After every page a device shows exactly what its official may see at that position."""

from __future__ import annotations

import os

import pytest

from realtime.limits import Limits
from tests.sync.acts import Play
from tests.sync.scene import Scene

SEEDS = int(os.environ.get("CONGVU_SYNC_SEEDS", "8"))
STEPS = 120


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_devices_are_true(dsn: str, seed: int) -> None:
    limits = Limits(window=6 if seed % 4 == 3 else 1000, burst=1e9)
    async with Scene.open(dsn, limits) as scene:
        play = Play(scene, seed)
        await play.found()
        await play.run(STEPS)
        assert sum(phone.applied for phone in scene.phones) > 10
