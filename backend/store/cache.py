"""The aggregates this process used last, each lent to one command at a time."""

from __future__ import annotations

from collections import OrderedDict
from copy import deepcopy
from uuid import UUID

from domain.kernel import Noun

MOST = 20_000
EVERY = 64
"""Of a long stream a copy is kept, at most so many events old, to read on from after a conflict."""


class Aggregates:
    """Least recently used go first. What is taken is gone from here until it is put back."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._current: OrderedDict[UUID, Noun] = OrderedDict()
        self._bases: OrderedDict[UUID, Noun] = OrderedDict()
        self._known: OrderedDict[UUID, Noun] = OrderedDict()
        self.generation = 0

    def __contains__(self, stream: UUID) -> bool:
        return stream in self._current

    def take(self, stream: UUID) -> Noun | None:
        """The aggregate as of the last event known here, no longer in the cache."""
        return self._current.pop(stream, None)

    def base(self, stream: UUID) -> Noun | None:
        """A copy of an older state of a long stream, to be brought up to date."""
        base = self._bases.get(stream)
        return None if base is None else deepcopy(base)

    def known(self, stream: UUID) -> Noun | None:
        """The aggregate as it was when it was read last: to decide by, and never to be changed."""
        return self._known.get(stream)

    def know(self, subject: Noun, generation: int) -> None:
        """Keep an aggregate for reading; not when the cache was cleared since `generation`."""
        if generation != self.generation:
            return
        self._known[subject.id] = subject
        self._known.move_to_end(subject.id)
        if len(self._known) > self._most // 4:
            self._known.popitem(last=False)

    def put(self, subject: Noun, generation: int) -> None:
        """Give an aggregate back, clean; not kept when the cache was cleared since `generation`."""
        if generation != self.generation:
            return
        self._known.pop(subject.id, None)
        self._current[subject.id] = subject
        if len(self._current) > self._most:
            self._current.popitem(last=False)
        if subject.version >= EVERY:
            self._rebase(subject)

    def _rebase(self, subject: Noun) -> None:
        base = self._bases.get(subject.id)
        if base is None or subject.version - base.version >= EVERY:
            self._bases[subject.id] = deepcopy(subject)
            self._bases.move_to_end(subject.id)
            if len(self._bases) > self._most // 10:
                self._bases.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: somebody's personal fields must not live on in memory."""
        self.generation += 1
        self._current.clear()
        self._bases.clear()
        self._known.clear()
