"""Rows in memory, and the steps that change them."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import msgspec

from projections.kernel import Recorded
from projections.projection import Derived, Drawn, Handler, Projection

NOBODY: frozenset[str] = frozenset()


class Held:
    """A row in memory: its state, who sees it, when it last changed, which scopes it left since written.

    `key` is what its audience was computed from, `parts` what derived rows last saw of it.
    """

    __slots__ = ("audience", "dirty", "key", "left", "parts", "position", "state")

    def __init__(self, state: Any, audience: frozenset[str] = NOBODY, position: int = 0) -> None:
        self.state = state
        self.audience = audience
        self.position = position
        self.key: Any = None
        self.left: dict[str, int] = {}
        self.dirty = False
        self.parts: list[Any] | None = None


class Route:
    """Where a step goes: a projection's rows in memory, and one of its handlers (None: derived or placed).

    `deriving` is the projection as what it is where it is derived.
    """

    __slots__ = (
        "begins",
        "collection",
        "derived",
        "deriving",
        "drawing",
        "drawn",
        "factual",
        "handler",
        "makes",
        "placed",
        "projection",
        "rows",
        "simple",
    )

    def __init__(
        self, projection: Projection[Any], rows: dict[UUID, Held], handler: Handler | None = None
    ) -> None:
        self.projection = projection
        self.deriving = cast("Derived[Any]", projection)
        self.drawing = cast("Drawn[Any]", projection)
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

    def parts(self, id: UUID, state: Any) -> list[Any]:
        """What each derived read model sees of a row."""
        return [other.deriving.part(id, state) for other in self.derived]


class Step(msgspec.Struct, gc=False):
    """One thing to do to one row because of one event."""

    route: Route
    id: UUID
    at: Recorded
    change: Any = None
    place: frozenset[str] | None = None
