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

import msgspec

from domain.organisation import Organisation
from projections.kernel import Recorded
from projections.projection import Derived, Handler, Projection
from projections.standing import Standing

NOBODY: frozenset[str] = frozenset()
Key = tuple[str, UUID]


class Poison(Exception):
    """An event that cannot be read or folded: its stream must be parked from there on."""

    def __init__(self, at: Recorded, reason: str) -> None:
        super().__init__(f"{at.topic} at position {at.position}: {reason}")
        self.at = at
        self.reason = reason


class Held:
    """A row in memory: its state, who sees it, when it last changed, which scopes it left since written."""

    __slots__ = ("audience", "dirty", "left", "parts", "position", "state")

    def __init__(self, state: Any, audience: frozenset[str] = NOBODY, position: int = 0) -> None:
        self.state = state
        self.audience = audience
        self.position = position
        self.left: dict[str, int] = {}
        self.dirty = False
        self.parts: list[Any] | None = None


class Step(msgspec.Struct, gc=False):
    """One thing to do to one row because of one event."""

    projection: Projection[Any]
    id: UUID
    at: Recorded
    handler: Handler | None = None
    change: Any = None
    place: frozenset[str] | None = None


class Fold:
    """The rows in memory and what the pages so far did to them, until it is written."""

    def __init__(self, projections: Sequence[Projection[Any]], organisation: Organisation) -> None:
        self.projections = tuple(projections)
        self.standing = Standing(organisation)
        self.held: dict[str, dict[UUID, Held]] = {p.collection: {} for p in projections}
        self.dirty: dict[Key, Held] = {}
        self.erased: set[UUID] = set()
        self.entries: dict[str, list[Sequence[Any]]] = {p.collection: [] for p in projections if p.events}
        self._placed = [p for p in projections if p.placed]
        self._derived: dict[str, list[Derived[Any]]] = {}
        for projection in projections:
            if isinstance(projection, Derived):
                self._derived.setdefault(projection.source, []).append(projection)
        self._plans: dict[type, list[tuple[Projection[Any], Handler]]] = {}
        self._later: list[Step] = []

    def erases(self, at: Recorded) -> bool:
        """Whether the event concerns rows that only a query finds; it must be the first of its page."""
        return any(handler.words for _, handler in self._handlers(type(at.event)))

    def plan(self, page: Iterable[Recorded], words: Mapping[Key, Sequence[UUID]]) -> list[Step]:
        """What the page's events do, in order; `words` are the rows found for (collection, official)."""
        steps: list[Step] = []
        for at in page:
            for projection, handler in self._handlers(type(at.event)):
                if handler.words:
                    ids: Iterable[UUID | None] = words.get((projection.collection, at.stream), ())
                else:
                    ids = (at.stream,) if handler.keys is None else handler.keys(at.event)
                steps += [Step(projection, id, at, handler) for id in ids if id is not None]
        return steps

    def _handlers(self, event: type) -> list[tuple[Projection[Any], Handler]]:
        plan = self._plans.get(event)
        if plan is None:
            plan = [(p, h) for p in self.projections for h in p.handlers() if event in h.events]
            self._plans[event] = plan
        return plan

    def missing(self, steps: Iterable[Step]) -> dict[str, set[UUID]]:
        """Rows that the steps need and that are not in memory. What a step makes cannot be stored yet."""
        wanted: dict[str, set[UUID]] = {}
        for step in steps:
            collection = step.projection.collection
            if step.id in self.held[collection] or (step.handler is not None and step.handler.begins):
                continue
            wanted.setdefault(collection, set()).add(step.id)
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
            if step.projection.placed and step.place is None:
                step.place = step.projection.place(step.id, self.standing.organisation)
                self._later.append(step)
            else:
                self._do(step)
        return self._later

    @property
    def size(self) -> int:
        """How many rows are in memory."""
        return sum(len(rows) for rows in self.held.values())

    def trim(self, most: int) -> None:
        """Forget all rows if more than `most` are in memory; all that changed must be written."""
        if self.size > most:
            for rows in self.held.values():
                rows.clear()

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

    def written(self) -> None:
        """Forget what was to be written: it is."""
        for held in self.dirty.values():
            held.dirty = False
            held.left.clear()
        self.dirty.clear()
        self.erased.clear()
        for lines in self.entries.values():
            lines.clear()
        self.standing.clear()

    def _do(self, step: Step) -> None:
        collection = step.projection.collection
        held = self.held[collection].get(step.id)
        try:
            changed = self._change(step, held)
            if changed is None:
                return
            if held is None:
                self.held[collection][step.id] = changed
            self._see(step, changed)
            self._tell(step, changed)
        except Exception as error:
            raise Poison(step.at, f"{collection}: {_where(error)}") from error
        self.touch(collection, step.id, step.at.position)

    def _change(self, step: Step, held: Held | None) -> Held | None:
        """The row with its new state; None if it stays as it is."""
        old = held.state if held is not None else None
        if held is not None and held.parts is None:
            held.parts = self._parts(step, old)
        new = self._next(step, old)
        if new is None:
            return held if held is not None and self._displaced(step, held) else None
        if held is None:
            return Held(new)
        held.state = new
        return held

    def _displaced(self, step: Step, held: Held) -> bool:
        """Whether others see an otherwise unchanged row, because its official sits elsewhere now."""
        if step.place is None or step.handler is not None:
            return False
        return step.projection.audience(step.id, held.state, step.place) != held.audience

    def _next(self, step: Step, old: Any) -> Any:
        if step.handler is not None:
            skipped = old is None and not step.handler.begins
            return None if skipped else step.handler.method(step.projection, old, step.at.event, step.at)
        if isinstance(step.projection, Derived) and step.change is not None:
            return step.projection.apply(old, step.change)
        return None

    def _see(self, step: Step, held: Held) -> None:
        """Who sees the row now; scopes that no longer do are kept with the position at which they left."""
        projection = step.projection
        audience = projection.audience(step.id, held.state, step.place or NOBODY)
        if audience != held.audience:
            for scope in held.audience - audience:
                held.left[scope] = step.at.position
            for scope in audience - held.audience:
                held.left.pop(scope, None)
            held.audience = audience

    def _parts(self, step: Step, state: Any) -> list[Any]:
        derived = self._derived.get(step.projection.collection, ())
        return [projection.part(step.id, state) for projection in derived]

    def _tell(self, step: Step, held: Held) -> None:
        """Pass on what changed: to the organisation, to derived rows, to rows placed by the organisation."""
        derived = self._derived.get(step.projection.collection)
        if derived is not None:
            parts = self._parts(step, held.state)
            before = held.parts or [None] * len(parts)
            for projection, old, new in zip(derived, before, parts, strict=True):
                if old != new:
                    changes = projection.derive(step.id, old, new)
                    self._later += [Step(projection, id, step.at, change=change) for id, change in changes]
            held.parts = parts
        fact = step.projection.fact(step.id, held.state)
        if fact is not None:
            organisation = self.standing.organisation
            for official in sorted(self.standing.apply(step.at.position, fact)):
                for placed in self._placed:
                    place = placed.place(official, organisation)
                    self._later.append(Step(placed, official, step.at, place=place))


def _where(error: Exception) -> str:
    """The kind of an error and where it arose; never its text, which may hold what people wrote."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename.rpartition('/')[2]}:{frame.lineno}"
