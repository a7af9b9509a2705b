"""How far one device is, and what to read and send next so that it is true again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from domain.kernel import ALL
from projections.rows import Head, ScopedRow
from realtime import protocol, wire
from realtime.cursor import Cursor, Key, seal, unseal
from realtime.limits import Limits
from realtime.page import Snapshot
from realtime.scopes import below_unit

CHUNK = 128 * 1024
"""Bytes after which a page's rows go on in another `rows` frame."""


class Feed:
    """One device between its cursor and the head; `round` after `round` until `filled`, then live.

    `standing`: the scopes that the device has or is getting; `views`: the `below:` scopes that it has,
    with the units that each covers.
    """

    __slots__ = (
        "_cursor",
        "_era",
        "filling",
        "limits",
        "official",
        "on_screen",
        "position",
        "standing",
        "views",
    )

    def __init__(self, official: UUID, cursor: str | None, limits: Limits) -> None:
        self._cursor = cursor
        self._era: tuple[str, int] | None = None
        self.official = official
        self.limits = limits
        self.position = -1
        self.standing: frozenset[str] = frozenset()
        self.filling: dict[str, Key | None] = {}
        self.views: dict[str, tuple[UUID, ...]] = {}
        self.on_screen: Sequence[str] = ()

    @property
    def filled(self) -> bool:
        """Whether the device has all of its scopes as of `position`."""
        return not self.filling

    @property
    def looks_below(self) -> bool:
        """Whether a `below:` scope is on screen, allowed or not: a move of the tree may change that."""
        return any(below_unit(scope) for scope in self.on_screen)

    async def round(self, snapshot: Snapshot) -> list[bytes]:
        """One `begin … end` as ready WebSocket frames; moves the feed to the snapshot's position."""
        head = await snapshot.head()
        begin = self._plan(head, await snapshot.held(self.official))
        rows = Gathered(self.filling)
        await self._look(snapshot, head, begin)
        for scope in sorted(self.views.keys() & begin.reset):
            rows.take(await snapshot.window(scope, self.limits.window))
        had = [scope for scope in self.standing if self.filling.get(scope, LAST) is not None]
        had += self.views.keys() - set(begin.reset)
        if had and self.position < head.position:
            rows.take(await snapshot.changes(had, self.position))
        await self._fill(snapshot, rows)
        self.position = head.position
        return [wire.frame(protocol.encode(begin)), *rows.frames(), end(head, self.filling)]

    def _plan(self, head: Head, held: Sequence[tuple[str, int, bool]]) -> protocol.Begin:
        """Compares what the device has with what the person holds now."""
        holds = {scope: since for scope, since, gone in held if not gone}
        before, self._era = self._era, era(head)
        if before is None:
            if not self._resume(head, holds):
                return self._restart(head, holds)
        elif before != self._era or self.position < head.floor:
            return self._restart(head, holds)
        wiped = [] if before else [protocol.BELOW]
        fresh = {s for s, since in holds.items() if since > self.position or s not in self.standing}
        dropped = {scope for scope, since, gone in held if gone and since > self.position}
        dropped |= (self.standing | self.filling.keys()) - holds.keys()
        kept = {scope: key for scope, key in self.filling.items() if scope in holds and scope not in fresh}
        self.filling = {scope: kept.get(scope) for scope in self._order(kept.keys() | fresh)}
        self.standing = frozenset(holds)
        return protocol.Begin(head.position, wiped + sorted(fresh), sorted(fresh), sorted(dropped))

    def _restart(self, head: Head, holds: dict[str, int]) -> protocol.Begin:
        """From nothing: no cursor that holds, or another era, or away for longer than tombstones are kept."""
        self.position = head.position
        self.standing = frozenset(holds)
        self.filling = dict.fromkeys(self._order(holds))
        self.views = {}
        return protocol.Begin(head.position, [protocol.EVERYTHING], sorted(holds))

    def _resume(self, head: Head, holds: dict[str, int]) -> bool:
        """Takes up the device's cursor; False where only a reset is right."""
        cursor = unseal(self._cursor, head)
        if cursor is None:
            return False
        self.position = cursor.position
        self.filling = dict(cursor.filling)
        self.standing = frozenset(scope for scope, since in holds.items() if since <= cursor.position)
        return True

    def _order(self, scopes: Iterable[str]) -> list[str]:
        """What is on screen first, the whole directory last."""
        screen = {scope: place for place, scope in enumerate(self.on_screen)}
        return sorted(scopes, key=lambda scope: (screen.get(scope, len(screen)), scope == ALL, scope))

    async def _look(self, snapshot: Snapshot, head: Head, begin: protocol.Begin) -> None:
        """Checks the `below:` scopes on screen again; those new, or over another tree, start afresh."""
        views: dict[str, tuple[UUID, ...]] = {}
        for scope in self.on_screen:
            unit = below_unit(scope)
            if unit is None:
                continue
            if not await snapshot.may_open(self.official, unit):
                begin.dropped.append(scope)
            elif scope in self.views and head.tree <= self.position:
                views[scope] = self.views[scope]
            else:
                views[scope] = tuple(await snapshot.below_units(unit))
                begin.reset.append(scope)
                begin.added.append(scope)
        begin.dropped.extend(sorted(self.views.keys() - views.keys() - set(begin.dropped)))
        self.views = views

    async def _fill(self, snapshot: Snapshot, rows: Gathered) -> None:
        """The next page of the scopes still filling."""
        room = self.limits.fill
        for scope in list(self.filling):
            page = await snapshot.page(scope, self.filling[scope], room)
            rows.add(page)
            if len(page) >= room:
                self.filling[scope] = (page[-1].collection, page[-1].id)
                return
            room -= len(page)
            del self.filling[scope]


def era(head: Head) -> tuple[str, int]:
    """Within one era positions and cursors can be compared."""
    return head.epoch, head.generation


LAST: Key = ("\U0010ffff", UUID(int=2**128 - 1))
"""After every key."""


class Gathered:
    """The rows of one page, each once, with all the scopes that it is in or gone from for this device."""

    __slots__ = ("_filling", "_rows")

    def __init__(self, filling: dict[str, Key | None]) -> None:
        self._filling = dict(filling)
        self._rows: dict[Key, tuple[list[ScopedRow], list[ScopedRow]]] = {}

    def take(self, rows: Iterable[ScopedRow]) -> None:
        """Adds changes, but for rows beyond the last key of a scope still filling: its page brings them."""
        filling = self._filling
        self.add(row for row in rows if (row.collection, row.id) <= (filling.get(row.scope, LAST) or ("",)))

    def add(self, rows: Iterable[ScopedRow]) -> None:
        """Adds rows as they are."""
        for row in rows:
            self._rows.setdefault((row.collection, row.id), ([], []))[row.gone].append(row)

    def frames(self) -> list[bytes]:
        """The `rows` frames."""
        frames: list[bytes] = []
        pieces: list[bytes] = []
        size = 0
        for (collection, id), (live, gone) in self._rows.items():
            for entries in (gone, live):
                if entries:
                    piece = _piece(collection, id, entries)
                    size += len(piece)
                    pieces.append(piece)
            if size > CHUNK:
                frames.append(wire.frame(protocol.rows(pieces)))
                pieces, size = [], 0
        if pieces:
            frames.append(wire.frame(protocol.rows(pieces)))
        return frames


def _piece(collection: str, id: UUID, entries: list[ScopedRow]) -> bytes:
    last = entries[0]
    if len(entries) == 1:
        return protocol.row(collection, id, last.position, [last.scope], last.fields)
    scopes = {entry.scope for entry in entries}
    position = max(entry.position for entry in entries)
    return protocol.row(collection, id, position, sorted(scopes), last.fields)


def end(head: Head, filling: dict[str, Key | None] | None = None) -> bytes:
    """The last frame of a page. A device that is not filling gets the same as all others."""
    cursor = Cursor(head.epoch, head.generation, head.position, dict(filling or {}))
    return wire.frame(protocol.encode(protocol.End(seal(cursor), more=bool(filling))))
