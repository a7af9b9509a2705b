"""A crowd to fan out to: 2,000 sockets in 20 of 200 scopes each, and pages of changed rows for them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID

from projections.rows import ChangedRow, Head, ScopedRow
from realtime.cursor import Key
from realtime.page import Page, Snapshot

SOCKETS = 2_000
SCOPES = 200
EACH = 20
SMALLEST = 10
FIELDS = {
    "title": "Báo cáo số hộ bị ngập do triều cường",
    "state": "in-progress",
    "urgency": "flash",
    "lead": {"unit": str(UUID(int=1)), "post": None},
    "deadline": "2026-03-02T04:00:00Z",
    "lastReport": {"at": "2026-03-02T01:12:00Z", "text": "Đang bơm nước, còn 12 hộ ở hẻm 41"},
}


def sizes() -> list[int]:
    """Members of each scope: one has all, the others from 10 up; together 20 a socket."""
    shares = [(number + 8) ** -1.1 for number in range(SCOPES - 1)]
    left = SOCKETS * EACH - SOCKETS - SMALLEST * (SCOPES - 1)
    found = [SMALLEST + int(left * share / sum(shares)) for share in shares]
    found[0] += SOCKETS * EACH - SOCKETS - sum(found)
    return [SOCKETS, *found]


def memberships() -> list[list[str]]:
    """The scopes of each socket, 20 each."""
    random = Random(1)  # noqa: S311 - no secret
    held: list[list[str]] = [[] for _ in range(SOCKETS)]
    for number, size in enumerate(sizes()):
        order = sorted(range(SOCKETS), key=lambda socket: (len(held[socket]), random.random()))
        for socket in order[:size]:
            held[socket].append(f"unit:{UUID(int=number)}")
    return held


def pages(count: int) -> list[Page]:
    """Pages of 1 to 8 rows, mostly of one; a row in three is in two scopes."""
    random = Random(2)  # noqa: S311 - no secret
    found = []
    position = 0
    for _ in range(count):
        previous = position
        rows = []
        for _ in range(random.choice([1, 1, 1, 2, 4, 8])):
            position += 1
            rows.append(_row(random, position))
        found.append(Page(previous, head(position), rows))
    return found


def _row(random: Random, position: int) -> ChangedRow:
    fields = {**FIELDS, "percent": random.randrange(100), "version": position}
    scopes = random.sample(range(SCOPES), random.choice([1, 1, 2]))
    return ChangedRow(
        "task",
        UUID(int=random.getrandbits(128)),
        position,
        json.dumps(fields, ensure_ascii=False).encode(),
        tuple(f"unit:{UUID(int=scope)}" for scope in scopes),
        (),
    )


def head(position: int) -> Head:
    """Where the rows are."""
    return Head(position, 1, "bench", 0, 0)


class CrowdRows:
    """Rows without a database: everybody holds their scopes, and nothing is in them yet."""

    def __init__(self) -> None:
        self._held = memberships()
        self.position = 0

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        """The empty tables."""
        yield Empty(self)

    async def since(self, known: Head) -> Page:
        """Nothing changes by itself."""
        return Page(known.position, head(self.position), [])

    def held(self, official: UUID) -> list[tuple[str, int, bool]]:
        """The scopes of the socket whose number is the official's id."""
        return [(scope, 0, False) for scope in self._held[official.int]]


class Empty:
    """A snapshot in which nothing is."""

    def __init__(self, rows: CrowdRows) -> None:
        self._rows = rows

    async def head(self) -> Head:
        """Where the rows are."""
        return head(self._rows.position)

    async def held(self, official: UUID) -> Sequence[tuple[str, int, bool]]:
        """A socket's scopes."""
        return self._rows.held(official)

    async def may_open(self, official: UUID, unit: UUID) -> bool:
        """Nobody looks below."""
        return False

    async def below_units(self, unit: UUID) -> Sequence[UUID]:
        """There is nothing below."""
        return []

    async def changes(self, scopes: Collection[str], after: int) -> Sequence[ScopedRow]:
        """Nothing changed."""
        return []

    async def page(self, scope: str, after: Key | None, limit: int) -> Sequence[ScopedRow]:
        """No rows."""
        return []

    async def window(self, scope: str, limit: int) -> Sequence[ScopedRow]:
        """No rows."""
        return []
