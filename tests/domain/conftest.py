"""No clock and no chance in the domain: what the library would fill in by itself raises."""

from __future__ import annotations

from typing import Any

import eventsourcing.domain
import pytest


@pytest.fixture(autouse=True)
def _no_clock_no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("the domain asked the library for the time or an id: take them from By")

    monkeypatch.setattr(eventsourcing.domain, "datetime_now_with_tzinfo", forbidden)
    monkeypatch.setattr(eventsourcing.domain.CanCreateTimestamp, "create_timestamp", staticmethod(forbidden))
    monkeypatch.setattr(eventsourcing.domain, "uuid4", forbidden)
