"""Traffic lights: pure functions of a deadline and the time, used wherever rows are read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

Light = Literal["green", "yellow", "red"]

SOON = timedelta(days=3)


def light(deadline: datetime, now: datetime) -> Light:
    """Red once the deadline has passed, yellow from three days before it, else green."""
    if now > deadline:
        return "red"
    return "yellow" if deadline - now <= SOON else "green"


def lights(due: Mapping[str, int], now: datetime) -> dict[Light, int]:
    """How many are green, yellow, red. `due` counts open work by deadline (ISO 8601), as figures do."""
    counts: dict[Light, int] = {"green": 0, "yellow": 0, "red": 0}
    for deadline, number in due.items():
        counts[light(datetime.fromisoformat(deadline), now)] += number
    return counts
