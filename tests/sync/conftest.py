"""The windows of the tests are small: messages fall out of them while devices look."""

from __future__ import annotations

import pytest

from projections import channel, talk
from tests.sync.talked import WINDOW


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "WINDOW", WINDOW)
    monkeypatch.setattr(talk, "NEWEST", WINDOW)
