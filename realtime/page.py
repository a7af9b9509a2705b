"""What the gateway reads: pages of all that changed, and snapshots of what one person sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from projections.rows import ChangedRow, Head, ScopeChange, ScopedRow
from realtime.cursor import Key


class Page(msgspec.Struct, frozen=True):
    """All that changed for anybody from `previous` to the head; `leap`: too much to tell, see the rows."""

    previous: int
    head: Head
    rows: Sequence[ChangedRow]
    people: Sequence[ScopeChange] = ()
    leap: bool = False


class Snapshot(Protocol):
    """The rows at one moment; every answer is as of `head`."""

    async def head(self) -> Head:
        """The moment."""

    async def held(self, official: UUID) -> Sequence[tuple[str, int, bool]]:
        """A person's standing scopes: scope, since when, whether gone."""

    async def may_open(self, official: UUID, unit: UUID) -> bool:
        """Whether this person may look at what is below the unit."""

    async def below_units(self, unit: UUID) -> Sequence[UUID]:
        """The unit and all that it contains."""

    async def changes(self, scopes: Collection[str], after: int) -> Sequence[ScopedRow]:
        """What changed in these scopes since a position."""

    async def page(self, scope: str, after: Key | None, limit: int) -> Sequence[ScopedRow]:
        """The next rows of a scope by key."""

    async def window(self, scope: str, limit: int) -> Sequence[ScopedRow]:
        """The rows of a `below:` scope that changed last, newest first."""
