"""Tallies: how many in a unit have opened and acknowledged an announcement; what its issuer's board shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from domain.announcement.state import tally_audience
from domain.kernel import Seat
from domain.receipt import State
from projections.projection import Derived
from projections.row import Row


class TallyRow(Row, kw_only=True):
    """The readers of one announcement who were told by way of one unit; there is none before the first.

    `acknowledged` counts them by the newest edition that they have acknowledged ("1", "2", …): of those only
    they count who did so from the announcement's `countsFrom` on.
    """

    announcement: UUID
    unit: UUID
    issuer: Seat
    opened: int
    acknowledged: dict[str, int]


class Read(NamedTuple):
    """What a tally sees of a receipt."""

    announcement: UUID
    unit: UUID
    issuer: Seat
    acknowledged: int


class Change(NamedTuple):
    """A reader who opened it, or whose acknowledged edition moved."""

    read: Read
    before: int | None


def tally_id(announcement: UUID, unit: UUID) -> UUID:
    """The id of the row that counts a unit's readers of an announcement."""
    return uuid5(announcement, f"tally:{unit}")


class Tallies(Derived[TallyRow]):
    """Sums over receipts."""

    collection = "tally"
    source = "receipt"
    own = False
    row = TallyRow

    def part(self, id: UUID, state: State) -> Read:
        return Read(state.announcement, state.unit, state.issuer, state.acknowledged)

    def derive(self, id: UUID, before: Read | None, after: Read) -> Iterable[tuple[UUID, Change]]:
        was = before.acknowledged if before is not None else None
        yield tally_id(after.announcement, after.unit), Change(after, was)

    def apply(self, state: TallyRow | None, change: Change) -> TallyRow:
        read, before = change
        if state is None:
            state = TallyRow(
                announcement=read.announcement, unit=read.unit, issuer=read.issuer, opened=0, acknowledged={}
            )
        state.opened += before is None
        if before:
            _count(state.acknowledged, before, -1)
        if read.acknowledged:
            _count(state.acknowledged, read.acknowledged, 1)
        return state

    def seen_by(self, state: TallyRow) -> Any:
        return state.issuer, state.unit

    def audience(self, id: UUID, state: TallyRow, place: frozenset[str]) -> frozenset[str]:
        return tally_audience(state.issuer, state.unit)


def _count(counts: dict[str, int], edition: int, by: int) -> None:
    """Count; what is counted no more is left out."""
    key = str(edition)
    counts[key] = counts.get(key, 0) + by
    if not counts[key]:
        del counts[key]
