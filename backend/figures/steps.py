"""The moments of a trend, by the calendar of the country."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from domain.kernel import Rejection

Step = Literal["day", "week", "month"]
MOST = 400


def _month(start: datetime, number: int) -> datetime:
    """The same day so many months later; the last of a month that does not have it."""
    years, month = divmod(start.month - 1 + number, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


STEPS: dict[Step, Callable[[datetime, int], datetime]] = {
    "day": lambda start, number: start + timedelta(days=number),
    "week": lambda start, number: start + timedelta(weeks=number),
    "month": _month,
}
"""A start and a number of steps to the moment after them."""


def moments(start: datetime, end: datetime, step: Step) -> list[datetime]:
    """From `start` by steps to `end`, which is the last; raises Rejection if they are too many, or none."""
    found, number = [start], 1
    while (at := STEPS[step](start, number)) < end and number <= MOST:
        found.append(at)
        number += 1
    if start >= end or number > MOST:
        raise Rejection("figure.steps", most=MOST)
    return [*found, end]
