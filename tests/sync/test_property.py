"""After every page a device shows exactly what its official may see at that position."""

from __future__ import annotations

import os

import pytest

from projections.catalog import ROWS
from realtime.limits import Limits
from tests.conftest import Server, fresh
from tests.sync.acts import Play
from tests.sync.oracle import COLLECTIONS
from tests.sync.scene import Scene
from tests.sync.talked import WINDOW

SEEDS = int(os.environ.get("CONGVU_SYNC_SEEDS", "9"))
STEPS = 220
MOST_SEEDS = 20
"""Courses within which all that can be compared must have been."""
HAPPENED = {
    "directive.issued",
    "task.answered",
    "delegation.begun",
    "delegation.ended",
    "absence.begun",
    "absence.ended",
    "absence.changed",
    "absence.cancelled",
    "channel.left",
    "message.edited",
    "message.retracted",
    "message.expired",
    "task.reminded",
    "task.deadline-adjusted",
    "reminder.fired",
    "recurrence.occurred",
    "recurrence.skipped",
    "recurrence.failed",
    "reminding.changed",
    "task.suspended",
    "task.resumed",
    "task.item-checked",
    "task.labelled",
    "contest.accepted",
    "evaluation-rule.adopted",
}


def limits(seed: int) -> Limits:
    """Windows that are full at times, and first pages that do not hold all."""
    window, fill = 6 if seed % 8 == 7 else 1000, [500, 3, 12][seed // 3 % 3]
    return Limits(window=window, messages=WINDOW, fill=fill, burst=1e9)


async def play(dsn: str, seed: int) -> Scene:
    """Lets a seed's course of things happen; raises Wrong where a device is not true."""
    async with Scene.open(dsn, limits(seed)) as scene:
        course = Play(scene, seed)
        await course.found()
        await course.run(STEPS)
        return scene


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_devices_are_true(dsn: str, seed: int) -> None:
    scene = await play(dsn, seed)
    assert sum(phone.applied for phone in scene.phones) >= len(scene.phones)


@pytest.mark.timeout(600)
async def test_every_collection_is_compared(postgres: Server, template: str) -> None:
    assert ROWS.keys() == COLLECTIONS
    compared: set[str] = set()
    topics: set[str] = set()
    for seed in range(MOST_SEEDS):
        async with fresh(postgres, template) as dsn:
            scene = await play(dsn, seed)
        compared |= scene.compared.keys()
        topics |= {recorded.topic for recorded in scene.log}
        if compared == COLLECTIONS and topics >= HAPPENED:
            return
    assert compared == COLLECTIONS, COLLECTIONS - compared
    assert topics >= HAPPENED, HAPPENED - topics
