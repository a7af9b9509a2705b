"""How much one connection may ask for: the numbers of the protocol, and a bucket that counts."""

from __future__ import annotations

import msgspec

from projections.channel import WINDOW


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of one connection; times in seconds, sizes in bytes.

    `window`: rows kept of a `below:` scope; `messages`: kept of a channel, also in the rows; `fill`: rows of
    scopes being filled in one page; `gateway_silence`: after which another gateway is held to be gone.
    """

    frame: int = 1_048_576
    commands: int = 32
    window: int = 200
    messages: int = WINDOW
    fill: int = 500
    heartbeat: int = 25
    silence: float = 60.0
    greeting: float = 10.0
    frames_per_second: float = 100.0
    burst: float = 300.0
    ephemeral: float = 3.0
    ephemeral_size: int = 2_048
    buffer: int = 1_048_576
    stuck: float = 30.0
    gateway_silence: float = 15.0


class Bucket:
    """A token bucket: `burst` at once, refilled at `rate` a second."""

    __slots__ = ("_burst", "_left", "_rate", "_then")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._then = now

    def take(self, now: float) -> bool:
        """Whether one more fits."""
        self._left = min(self._burst, self._left + (now - self._then) * self._rate)
        self._then = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
