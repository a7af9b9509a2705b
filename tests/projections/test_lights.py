"""Traffic lights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from projections.lights import light, lights

NOW = datetime(2025, 7, 7, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=3, seconds=1), "green"),
        (timedelta(days=3), "yellow"),
        (timedelta(0), "yellow"),
        (timedelta(seconds=-1), "red"),
    ],
)
def test_a_light_follows_from_the_time_that_is_left(left: timedelta, expected: str) -> None:
    assert light(NOW + left, NOW) == expected


def test_lights_count_what_is_due() -> None:
    due = {"2025-07-07T00:00:00Z": 2, "2025-07-08T10:00:00Z": 3, "2025-08-01T00:00:00Z": 5}
    assert lights(due, NOW) == {"green": 5, "yellow": 3, "red": 2}
