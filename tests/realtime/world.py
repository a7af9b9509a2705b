"""Rows in memory: the tables of projections/rows.py as plain dictionaries, for tests of what reads them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from domain.kernel import below_scope
from projections.rows import ChangedRow, Head, ScopeChange, ScopedRow
from realtime.cursor import Key
from realtime.page import Page
from realtime.scopes import below_unit

NAMES = UUID("6f1a0c3e-8f58-5f0e-9d7b-5f0a1b2c3d4e")


def uid(name: str) -> UUID:
    """A stable id for a name."""
    return uuid5(NAMES, name)


class World:
    """Grows by `commit`; gives pages to a hub and is its own snapshot."""

    def __init__(self) -> None:
        self.position = 0
        self.generation = 1
        self.epoch = "e1.1"
        self.tree = 0
        self.floor = 0
        self.rows: dict[Key, tuple[int, bytes]] = {}
        self.entries: dict[str, dict[Key, tuple[int, bool]]] = {}
        self.people: dict[UUID, dict[str, tuple[int, bool]]] = {}
        self.leads: set[tuple[UUID, UUID]] = set()
        self.children: dict[UUID, list[UUID]] = {}
        self._page = 0

    def put(self, collection: str, name: str, scopes: Iterable[str], /, **fields: Any) -> Key:
        """A row with this audience from the next position on; no scopes: gone from all."""
        self.position += 1
        key = (collection, uid(name))
        wanted = set(scopes)
        self.rows[key] = (self.position, json.dumps(fields, ensure_ascii=False).encode())
        for scope in self.audience(key) - wanted:
            self.entries[scope][key] = (self.position, True)
        for scope in wanted:
            self.entries.setdefault(scope, {})[key] = (self.position, False)
        return key

    def fade(self, collection: str, name: str) -> None:
        """A row is in no scope any more, and nothing tells of it: it fell out of a window."""
        for rows in self.entries.values():
            rows.pop((collection, uid(name)), None)

    def audience(self, key: Key) -> set[str]:
        """The scopes that a row is in."""
        return {scope for scope, rows in self.entries.items() if key in rows and not rows[key][1]}

    def grant(self, official: UUID, *scopes: str) -> None:
        """A person gets scopes."""
        self.position += 1
        for scope in scopes:
            self.people.setdefault(official, {})[scope] = (self.position, False)

    def revoke(self, official: UUID, *scopes: str) -> None:
        """A person loses scopes."""
        self.position += 1
        for scope in scopes:
            self.people[official][scope] = (self.position, True)

    def lead(self, official: UUID, unit: UUID, units: Sequence[UUID]) -> None:
        """A person may look at what is below a unit, which contains these."""
        self.leads.add((official, unit))
        self.children[unit] = [unit, *units]
        self.position += 1
        self.tree = self.position

    def page(self) -> Page:
        """All since the page before."""
        previous, self._page = self._page, self.position
        rows = [self._changed(key, previous) for key, (at, _) in self.rows.items() if at > previous]
        people = [
            ScopeChange(official, scope, at, gone)
            for official, held in self.people.items()
            for scope, (at, gone) in held.items()
            if at > previous
        ]
        return Page(previous, self._head(), sorted(rows, key=lambda row: row.position), people)

    def _changed(self, key: Key, after: int) -> ChangedRow:
        position, fields = self.rows[key]
        left = [
            scope
            for scope, rows in self.entries.items()
            if key in rows and rows[key][1] and rows[key][0] > after
        ]
        return ChangedRow(*key, position, fields, tuple(sorted(self.audience(key))), tuple(sorted(left)))

    def _head(self) -> Head:
        return Head(self.position, self.generation, self.epoch, self.tree, self.floor)

    async def head(self) -> Head:
        return self._head()

    async def held(self, official: UUID) -> list[tuple[str, int, bool]]:
        return [(scope, *since) for scope, since in self.people.get(official, {}).items()]

    async def may_open(self, official: UUID, unit: UUID) -> bool:
        return any(who == official and unit in self.children[top] for who, top in self.leads)

    async def below_units(self, unit: UUID) -> list[UUID]:
        return self.children.get(unit, [unit])

    async def changes(self, scopes: Collection[str], after: int) -> list[ScopedRow]:
        rows = [row for scope in scopes for row in self._scoped(scope) if row.position > after]
        return sorted(rows, key=lambda row: (row.collection, row.id, row.scope))

    async def page_of(self, scope: str, after: Key | None, limit: int) -> list[ScopedRow]:
        rows = [row for row in self._scoped(scope) if not row.gone]
        rows.sort(key=lambda row: (row.collection, row.id))
        return [row for row in rows if after is None or (row.collection, row.id) > after][:limit]

    async def window(self, scope: str, limit: int) -> list[ScopedRow]:
        rows = [row for row in self._scoped(scope) if not row.gone]
        return sorted(rows, key=lambda row: (row.position, row.collection, row.id), reverse=True)[:limit]

    def _scoped(self, scope: str) -> list[ScopedRow]:
        unit = below_unit(scope)
        if unit is None:
            entries = self.entries.get(scope, {})
        else:
            entries = {}
            for each in self.children.get(unit, [unit]):
                for key, (at, gone) in self.entries.get(below_scope(each), {}).items():
                    old = entries.get(key, (0, True))
                    entries[key] = (max(at, old[0]), gone and old[1])
        return [
            ScopedRow(*key, at, scope, gone, None if gone else self.rows[key][1])
            for key, (at, gone) in entries.items()
        ]


class Moment:
    """A World as a Snapshot (whose `page` reads a scope)."""

    def __init__(self, world: World) -> None:
        self.head = world.head
        self.held = world.held
        self.may_open = world.may_open
        self.below_units = world.below_units
        self.changes = world.changes
        self.page = world.page_of
        self.window = world.window
