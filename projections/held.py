"""Rows in memory, and the steps that change them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import msgspec

from projections.kernel import Recorded
from projections.projection import Derived, Drawn, Follower, Handler, Projection, Trail
from projections.tables import FOREVER

NOBODY: frozenset[str] = frozenset()


class Held:
    """A row in memory: its state, who sees it, when it last changed, which scopes it left since written.

    `key` is what its audience was computed from, `parts` what derived rows last saw of it, each with what
    that depends on.
    """

    __slots__ = ("audience", "dirty", "key", "left", "parts", "position", "state")

    def __init__(self, state: Any, audience: frozenset[str] = NOBODY, position: int = 0) -> None:
        self.state = state
        self.audience = audience
        self.position = position
        self.key: Any = None
        self.left: dict[str, int] = {}
        self.dirty = False
        self.parts: list[tuple[Any, Any]] | None = None


class Stretches:
    """Lines of a table of stretches that are not written yet.

    `ends` are the instants at which stretches end that were written as open.
    """

    def __init__(self) -> None:
        self.ends: dict[UUID, datetime] = {}
        self.closed: list[list[Any]] = []
        self.open: dict[UUID, list[Any]] = {}

    def move(
        self, id: UUID, version: int, since: datetime, before: object | None, after: Sequence[Any] | None
    ) -> None:
        """From now on row `id` has the values `after`, and no longer `before`; None: no line."""
        last = self.open.pop(id, None)
        if last is not None:
            last[3] = since
            self.closed.append(last)
        elif before is not None:
            self.ends[id] = since
        if after is not None:
            self.open[id] = [id, version, since, FOREVER, *after]

    def clear(self) -> None:
        """Forget all: it is written."""
        self.ends.clear()
        self.closed.clear()
        self.open.clear()

    def take_closed(self) -> list[list[Any]]:
        """The lines that do not change any more, which are kept no longer."""
        taken, self.closed = self.closed, []
        return taken

    @property
    def lines(self) -> list[list[Any]]:
        """All lines."""
        return [*self.closed, *self.open.values()]


class Route:
    """Where a step goes: a projection's rows in memory, and one of its handlers (None: derived or placed).

    `deriving` is the projection as what it is where it is derived. A trail has `stretches`, not rows.
    """

    __slots__ = (
        "begins",
        "collection",
        "derived",
        "deriving",
        "drawing",
        "drawn",
        "factual",
        "following",
        "follows",
        "handler",
        "makes",
        "placed",
        "projection",
        "rows",
        "simple",
        "stretches",
        "trailing",
    )

    def __init__(
        self, projection: Projection[Any], rows: dict[UUID, Held], handler: Handler | None = None
    ) -> None:
        self.projection = projection
        self.deriving = cast("Derived[Any]", projection)
        self.drawing = cast("Drawn[Any]", projection)
        self.trailing = cast("Trail", projection)
        self.following = cast("Follower[Any]", projection)
        self.follows = isinstance(projection, Follower)
        self.stretches = Stretches() if isinstance(projection, Trail) else None
        self.rows = rows
        self.handler = handler
        self.collection = projection.collection
        self.derived: list[Route] = []
        self.drawn: list[Route] = []
        self.placed = projection.placed
        self.factual = type(projection).fact is not Projection.fact
        self.begins = handler is not None and handler.begins
        self.makes = handler is not None and handler.makes
        self.simple = handler is not None and not handler.words and handler.keys is None

    def to(self, handler: Handler) -> Route:
        """The same rows by way of a handler."""
        route = Route(self.projection, self.rows, handler)
        route.derived = self.derived
        route.drawn = self.drawn
        return route

    def parts(self, id: UUID, held: Held) -> list[tuple[Any, Any]]:
        """What each derived read model sees of a row, after what that depends on."""
        found = []
        for other in self.derived:
            watched = held.audience if other.follows else other.deriving.watched(held.state)
            found.append((watched, watched if other.follows else other.deriving.part(id, held.state)))
        return found


class Step(msgspec.Struct, gc=False):
    """One thing to do to one row because of one event."""

    route: Route
    id: UUID
    at: Recorded
    change: Any = None
    place: frozenset[str] | None = None
