"""How many notices a provider may be handed now: a token bucket that slows down when told "too many"."""

from __future__ import annotations

SPAN = 0.5
"""Seconds' worth of tokens that it holds."""
STEP = 1.0
"""Seconds between two changes of its rate."""


class Bucket:
    """`rate` tokens a second. All times are seconds of one clock."""

    def __init__(self, rate: float, now: float) -> None:
        self._full = rate
        self._rate = rate
        self._tokens = self._most = max(1.0, rate * SPAN)
        self._filled = now
        self._slowed = now - STEP
        self._grown = now

    def take(self, most: int, now: float) -> int:
        """Up to `most` tokens, as there are."""
        self._fill(now)
        taken = min(most, int(self._tokens))
        self._tokens -= taken
        return taken

    def give_back(self, count: int) -> None:
        """Tokens that were not used."""
        self._tokens = min(self._most, self._tokens + count)

    def wait(self, wanted: int, now: float) -> float:
        """Seconds until `wanted` tokens, or as many as it holds, can be taken."""
        self._fill(now)
        return max(0.0, (min(wanted, self._most) - self._tokens) / self._rate)

    def slow(self, now: float) -> None:
        """Half the rate, at most once a second; it comes back by a tenth a second."""
        self._fill(now)
        if now - self._slowed >= STEP:
            self._rate = max(1.0, self._rate / 2)
            self._slowed = self._grown = now
            self._tokens = min(self._tokens, self._rate * SPAN)

    @property
    def rate(self) -> float:
        """Tokens a second, now."""
        return self._rate

    def _fill(self, now: float) -> None:
        self._tokens = min(self._most, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        steps = min(100, int((now - self._grown) / STEP))
        if steps:
            self._rate = min(self._full, self._rate * 1.1**steps)
            self._grown = now
