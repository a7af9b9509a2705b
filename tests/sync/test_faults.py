"""Each planted fault makes the property fail within a few seeds."""

from __future__ import annotations

import pytest

from tests.conftest import Server, fresh
from tests.sync.faults import FAULTS, Plant
from tests.sync.scene import Wrong
from tests.sync.test_property import play

MOST = 45


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
@pytest.mark.timeout(300)
async def test_is_noticed(
    postgres: Server, template: str, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises(Wrong):
        await _all_seeds(postgres, template)


async def _all_seeds(postgres: Server, template: str) -> None:
    for seed in range(MOST):
        async with fresh(postgres, template) as dsn:
            await play(dsn, seed)
