"""When a notice is tried again: as the provider says, else later each time."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from backend.push.port import Result

FIRST = 2.0
FIRST_REFUSED = 60.0
MOST = 600.0
MOST_REFUSED = 3600.0
MOST_TOLD = 3600.0
"""Seconds; a provider is not believed when it asks for more."""


def delay(result: Result, attempt: int, chance: float) -> float:
    """Seconds until the attempt after the `attempt`-th (from 1); `chance` in [0, 1) keeps a crowd apart."""
    if result.after is not None:
        return min(max(result.after, 0.0), MOST_TOLD) * (1 + chance / 10)
    refused = result.outcome == "refused"
    first, most = (FIRST_REFUSED, MOST_REFUSED) if refused else (FIRST, MOST)
    return float(min(most, first * 2.0 ** min(attempt - 1, 20)) * (0.5 + chance / 2))


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3): a number, or a date."""
    if not header:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
