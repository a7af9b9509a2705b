"""The months and quarters that work is evaluated by, after the calendar of Việt Nam."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Literal

from domain.kernel import Rejection, Struct

Kind = Literal["month", "quarter"]

HERE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Việt Nam has had the same time all the year since 1975."""

_KEY = re.compile(r"(?P<year>20[0-9]{2})-((?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))")
_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3}


class Period(Struct, frozen=True):
    """From `start` until before `end`. `key` is how it is written: "2026-07", or "2026-Q3"."""

    key: str
    kind: Kind
    start: datetime
    end: datetime


def period_of(key: str) -> Period:
    """The period that is written so; refuses what is none."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise Rejection("evaluation.no-such-period", period=key[:20])
    year = int(found["year"])
    if found["month"]:
        return _period("month", year, int(found["month"]))
    return _period("quarter", year, 3 * int(found["quarter"]) - 2)


def period_at(moment: datetime, kind: Kind) -> Period:
    """The period of a kind in which a moment lies."""
    here = moment.astimezone(HERE)
    months = _MONTHS[kind]
    return _period(kind, here.year, here.month - (here.month - 1) % months)


def _period(kind: Kind, year: int, month: int) -> Period:
    after = month + _MONTHS[kind]
    end = datetime(year + (after > 12), (after - 1) % 12 + 1, 1, tzinfo=HERE)
    key = f"{year}-{month:02}" if kind == "month" else f"{year}-Q{(month + 2) // 3}"
    return Period(key=key, kind=kind, start=datetime(year, month, 1, tzinfo=HERE), end=end)
