"""Office hours: when the demo city's people act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
OPENS, CLOSES = time(7, 30), time(17, 0)
A_WHILE = timedelta(minutes=4)


def at_work(moment: datetime) -> datetime:
    """The moment itself in office hours, else one in the last hour of the working day before."""
    local = moment.astimezone(SAIGON)
    if local.weekday() < 5 and OPENS <= local.time() <= CLOSES:
        return moment
    day = local.date() if local.time() > CLOSES else local.date() - timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    early = timedelta(minutes=59 - local.minute, seconds=local.second)
    return (datetime.combine(day, CLOSES, SAIGON) - early).astimezone(UTC)


def in_order(moments: Iterable[datetime]) -> Iterator[datetime]:
    """The moments in office hours, each a while after the one before."""
    last: datetime | None = None
    for moment in moments:
        now = at_work(moment)
        last = now if last is None else max(now, last + A_WHILE)
        yield last


def end_of_day(moment: datetime, days: int = 0) -> datetime:
    """17:00 of the day, or so many days later: what a date alone means as a deadline."""
    day = moment.astimezone(SAIGON).date() + timedelta(days=days)
    return datetime.combine(day, CLOSES, SAIGON).astimezone(UTC)
