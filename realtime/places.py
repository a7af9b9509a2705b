"""Places of those who follow: small numbers, the lowest free one first."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Generic, TypeVar

T = TypeVar("T")


class Places(Generic[T]):
    """Numbers things and finds them by number.

    Sets of small integers are quick and come out in order, so that thousands of sockets are neither touched
    while it is worked out who is told what, nor written to criss-cross through memory.
    """

    __slots__ = ("_free", "_things")

    def __init__(self) -> None:
        self._things: list[T] = []
        self._free: list[int] = []

    def take(self, thing: T) -> int:
        """A place for it."""
        if self._free:
            place = heappop(self._free)
            self._things[place] = thing
            return place
        self._things.append(thing)
        return len(self._things) - 1

    def leave(self, place: int) -> None:
        """The place is free for another."""
        heappush(self._free, place)

    def __getitem__(self, place: int) -> T:
        return self._things[place]

    def at(self, places: list[int]) -> list[T]:
        """Those at these places."""
        things = self._things
        return [things[place] for place in places]
