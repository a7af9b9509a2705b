"""How far people have read, until it is written down: gathered, bounded, only growing. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from realtime.protocol import ReadUpTo

EACH = 10_000
"""Positions of one person that can wait."""
ALL = 50_000
"""Of everybody."""
BATCH = 5_000
"""About so many are written by one statement."""

Position = tuple[UUID, UUID, int]
"""Official, what was read, number."""


class Reads:
    """Positions that wait, and those that are being written (`take`, then `kept` or `failed`).

    `lost` counts those for which there was no room.
    """

    def __init__(self) -> None:
        self._waiting: dict[UUID, dict[UUID, int]] = {}
        self._taken: dict[UUID, dict[UUID, int]] = {}
        self._count = 0
        self.lost = 0

    def add(self, official: UUID, reads: Iterable[ReadUpTo]) -> list[ReadUpTo]:
        """Somebody has read so far; gives what is news here."""
        known = self._waiting.setdefault(official, {})
        news = []
        for thing, number in reads:
            before = known.get(thing)
            if before is not None and before >= number:
                continue
            news.append((thing, number))
            if before is None:
                if self._count >= ALL or len(known) >= EACH:
                    self.lost += 1
                    continue
                self._count += 1
            known[thing] = number
        if not known:
            del self._waiting[official]
        return news

    def of(self, official: UUID) -> list[ReadUpTo]:
        """What is known here of a person, and not yet to everybody."""
        both = dict(self._taken.get(official, {}))
        _grow(both, self._waiting.get(official, {}))
        return list(both.items())

    def take(self) -> list[Position]:
        """The next to be written, in an order that is the same for all gateways; empty: nothing waits."""
        count = 0
        while self._waiting and count < BATCH:
            official, found = self._waiting.popitem()
            self._taken[official] = found
            count += len(found)
        self._count -= count
        return sorted((who, thing, n) for who, found in self._taken.items() for thing, n in found.items())

    def kept(self) -> None:
        """What was taken is written down."""
        self._taken = {}

    def failed(self) -> None:
        """It is not: it waits again."""
        taken, self._taken = self._taken, {}
        for official, found in taken.items():
            known = self._waiting.setdefault(official, {})
            self._count -= len(known)
            _grow(known, found)
            self._count += len(known)


def _grow(known: dict[UUID, int], found: Mapping[UUID, int]) -> None:
    for thing, number in found.items():
        known[thing] = max(number, known.get(thing, 0))
