"""Folds pages of events into rows in memory: no I/O, the same for the runner, rebuilds and past states.

A page goes through in waves, because keys must be known before rows can be loaded: first the rows that events
name, then those derived from them. Every change has the position of its event, so that tables do not
depend on where pages end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from traceback import extract_tb
from typing import Any
from uuid import UUID

from domain.organisation import Organisation
from projections.held import NOBODY, Held, Route, Step
from projections.kernel import Recorded
from projections.projection import Derived, Drawn, Projection, Trail
from projections.standing import Standing

Key = tuple[str, UUID]


class Poison(Exception):
    """An event that cannot be read or folded: its stream must be parked from there on."""

    def __init__(self, at: Recorded, reason: str) -> None:
        super().__init__(f"{at.topic} at position {at.position}: {reason}")
        self.at = at
        self.reason = reason


class Fold:
    """The rows in memory and what the pages so far did to them, until it is written."""

    def __init__(self, projections: Sequence[Projection[Any]], organisation: Organisation) -> None:
        self.projections = tuple(projections)
        self.standing = Standing(organisation)
        self.held: dict[str, dict[UUID, Held]] = {p.collection: {} for p in projections}
        self.dirty: dict[Key, Held] = {}
        self.erased: set[UUID] = set()
        self.entries: dict[str, list[Sequence[Any]]] = {p.collection: [] for p in projections if p.events}
        self._routes = {p.collection: Route(p, self.held[p.collection]) for p in projections}
        routes = self._routes.items()
        self.trails = {name: route.stretches for name, route in routes if route.stretches is not None}
        for projection in projections:
            if isinstance(projection, (Derived, Trail)):
                sources = projection.source if isinstance(projection.source, tuple) else (projection.source,)
                for source in sources:
                    if source in self._routes:
                        self._routes[source].derived.append(self._routes[projection.collection])
            if isinstance(projection, Drawn):
                for source in projection.sources:
                    if source in self._routes:
                        self._routes[source].drawn.append(self._routes[projection.collection])
        self._placed = [route for route in self._routes.values() if route.placed]
        self._plans: dict[type, list[Route]] = {}
        self._erasing: set[type] = set()
        self._later: list[Step] = []

    def erases(self, at: Recorded) -> bool:
        """Whether the event concerns rows that only a query finds; it must be the first of its page."""
        kind = type(at.event)
        if kind not in self._plans:
            self._plan(kind)
        return kind in self._erasing

    def erasing(self, page: Iterable[Recorded]) -> bool:
        """Whether any event of a page does."""
        kinds = {type(at.event) for at in page}
        for kind in kinds - self._plans.keys():
            self._plan(kind)
        return not kinds.isdisjoint(self._erasing)

    def plan(self, page: Iterable[Recorded], words: Mapping[Key, Sequence[UUID]]) -> list[Step]:
        """What the page's events do, in order; `words` are the rows found for (collection, official)."""
        steps: list[Step] = []
        for at in page:
            for route in self._plans.get(type(at.event)) or self._plan(type(at.event)):
                if route.simple:
                    steps.append(Step(route, at.stream, at))
                else:
                    steps += [Step(route, id, at) for id in _keys(route, at, words) if id is not None]
        return steps

    def _plan(self, event: type) -> list[Route]:
        """The handlers of an event class, in the order of the catalog."""
        found = [
            self._routes[projection.collection].to(handler)
            for projection in self.projections
            for handler in projection.handlers()
            if event in handler.events
        ]
        self._plans[event] = found
        if any(route.handler is not None and route.handler.words for route in found):
            self._erasing.add(event)
        return found

    def missing(self, steps: Iterable[Step]) -> dict[str, set[UUID]]:
        """Rows that the steps need and that are not in memory. What a step makes cannot be stored yet."""
        wanted: dict[str, set[UUID]] = {}
        for step in steps:
            route = step.route
            if not route.begins and step.id not in route.rows:
                wanted.setdefault(route.collection, set()).add(step.id)
        return wanted

    def take(self, collection: str, rows: Mapping[UUID, Held]) -> None:
        """Keep rows that were loaded."""
        self.held[collection].update(rows)

    def run(self, steps: Iterable[Step]) -> list[Step]:
        """Do the steps, their rows having been loaded; gives those that follow from them, to be run next.

        May raise Poison: then all in memory is to be thrown away.
        """
        self._later = []
        for step in steps:
            route = step.route
            try:
                if route.placed and step.place is None:
                    step.place = route.projection.place(step.id, self.standing.organisation)
                    self._later.append(step)
                else:
                    self._do(step, route)
            except Exception as error:
                raise Poison(step.at, f"{route.collection}: {_where(error)}") from error
        return self._later

    @property
    def size(self) -> int:
        """How many rows are in memory."""
        return sum(len(rows) for rows in self.held.values())

    def trim(self, most: int, written: int) -> None:
        """Forget the half that changed longest ago if more than `most` rows are in memory.

        Rows are written up to position `written`: what changed later stays.
        """
        if self.size > most:
            positions = sorted(held.position for rows in self.held.values() for held in rows.values())
            last = min(positions[len(positions) // 2], written)
            for rows in self.held.values():
                for id in [id for id, held in rows.items() if held.position <= last]:
                    del rows[id]

    def touch(self, collection: str, id: UUID, position: int) -> None:
        """Have a row written again although its state stays, if it exists."""
        held = self.held[collection].get(id)
        if held is not None:
            held.position = max(held.position, position)
            held.dirty = True
            self.dirty[(collection, id)] = held

    def record(self, page: Iterable[Recorded]) -> None:
        """Keep the lines of tables that have one for each event."""
        for projection in self.projections:
            if projection.events is not None:
                found = (projection.entry(at) for at in page)
                self.entries[projection.collection] += [line for line in found if line is not None]

    def take_entries(self) -> dict[str, list[Sequence[Any]]]:
        """The lines of tables of events, which are kept no longer."""
        taken, self.entries = self.entries, {collection: [] for collection in self.entries}
        return taken

    def written(self) -> None:
        """Forget what was to be written: it is."""
        for held in self.dirty.values():
            held.dirty = False
            held.left.clear()
        self.dirty.clear()
        self.erased.clear()
        self.take_entries()
        for stretches in self.trails.values():
            stretches.clear()
        self.standing.clear()

    def _do(self, step: Step, route: Route) -> None:
        held = route.rows.get(step.id)
        if held is None:
            state = self._next(step, route, None)
            if state is None:
                return
            held = route.rows[step.id] = Held(state)
        else:
            if route.derived and held.parts is None:
                held.parts = route.parts(step.id, held)
            state = self._next(step, route, held.state)
            if state is not None:
                held.state = state
            elif not _displaced(step, route, held):
                return
        position = step.at.position
        self._see(step, route, held)
        if route.derived:
            self._derive(step, route, held)
        if route.drawn and route.handler is not None:
            self._draw(step, route, held)
        if route.factual:
            self._organise(step, route, held)
        held.position = max(held.position, position)
        if not held.dirty and (not route.follows or route.following.kept(held.state)):
            held.dirty = True
            self.dirty[(route.collection, step.id)] = held

    def _next(self, step: Step, route: Route, old: Any) -> Any:
        """The row's new state; None if it stays as it is."""
        if route.handler is not None:
            if old is None and not route.makes:
                return None
            return route.handler.method(route.projection, old, step.at.event, step.at)
        return None if step.change is None else route.deriving.apply(old, step.change)

    def _see(self, step: Step, route: Route, held: Held) -> None:
        """Who sees the row now; scopes that no longer do are kept with the position at which they left."""
        key = route.projection.seen_by(held.state)
        if key is not None and key == held.key and step.place is None:
            return
        held.key = key
        audience = route.projection.audience(step.id, held.state, step.place or NOBODY)
        if audience != held.audience:
            for scope in held.audience - audience:
                held.left[scope] = step.at.position
            for scope in audience - held.audience:
                held.left.pop(scope, None)
            held.audience = audience

    def _derive(self, step: Step, route: Route, held: Held) -> None:
        """Pass on what changed for the rows derived from this one."""
        if held.parts is None:
            held.parts = [(None, None)] * len(route.derived)
        for number, other in enumerate(route.derived):
            key, old = held.parts[number]
            watched = held.audience if other.follows else other.deriving.watched(held.state)
            if watched is not None and watched == key:
                continue
            new: Any = watched if other.follows else other.deriving.part(step.id, held.state)
            held.parts[number] = watched, new
            if old == new:
                continue
            if other.stretches is not None:
                since = other.trailing.since(held.state)
                other.stretches.move(step.id, step.at.version, since, old, new)
                continue
            for id, change in other.deriving.derive(step.id, old, new):
                self._later.append(Step(other, id, step.at, change))

    def _draw(self, step: Step, route: Route, held: Held) -> None:
        """Pass on what the event means for the rows drawn from rows like this."""
        for other in route.drawn:
            for id, change in other.drawing.draw(step.id, held.state, step.at):
                self._later.append(Step(other, id, step.at, change))

    def _organise(self, step: Step, route: Route, held: Held) -> None:
        """Pass on what changed to the organisation, and to rows whose audience follows from it."""
        fact = route.projection.fact(step.id, held.state)
        if fact is not None:
            for official in sorted(self.standing.apply(step.at.position, fact)):
                for placed in self._placed:
                    place = placed.projection.place(official, self.standing.organisation)
                    self._later.append(Step(placed, official, step.at, None, place))


def _keys(route: Route, at: Recorded, words: Mapping[Key, Sequence[UUID]]) -> Iterable[UUID | None]:
    """The rows that an event concerns."""
    handler = route.handler
    assert handler is not None
    if handler.words:
        return words.get((route.collection, at.stream), ())
    return (at.stream,) if handler.keys is None else handler.keys(at.event)


def _displaced(step: Step, route: Route, held: Held) -> bool:
    """Whether others see an otherwise unchanged row, because its official sits elsewhere now."""
    if step.place is None or route.handler is not None:
        return False
    return route.projection.audience(step.id, held.state, step.place) != held.audience


def _where(error: Exception) -> str:
    """The kind of an error and where it arose; never its text, which may hold what people wrote."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename.rpartition('/')[2]}:{frame.lineno}"
