"""Receipts: who has opened and acknowledged which announcement; each is its reader's own row."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from domain import receipt
from domain.kernel import Seat, user_scope
from domain.receipt import State
from projections.kernel import Recorded
from projections.projection import Projection, begins, on
from projections.row import Row
from projections.tables import Table


class ReceiptRow(Row, kw_only=True):
    """One reader of one announcement, told by way of `unit`: when they opened it, and which edition they saw.

    `acknowledged` is the newest edition that they have acknowledged; 0: none.
    """

    announcement: UUID
    official: UUID
    unit: UUID
    issuer: Seat
    opened: int
    opened_at: datetime
    acknowledged: int
    acknowledged_at: datetime | None


FIELDS = tuple(name for name in ReceiptRow.__struct_fields__ if name != "stale")


class Receipts(Projection[State]):
    """Seen by the reader; whoever sees the board asks for names."""

    collection = "receipt"
    row = ReceiptRow
    table = Table(
        "receipt_view",
        {
            "id": "uuid",
            "announcement": "uuid",
            "official": "uuid",
            "unit": "uuid",
            "opened_at": "timestamptz",
            "acknowledged": "int",
            "acknowledged_at": "timestamptz",
        },
        indexes=("(announcement, unit)", "(announcement, official)"),
    )

    @begins(receipt.Created)
    def opened(self, _: None, event: receipt.Created, at: Recorded) -> State:
        return event.begin()

    @on(receipt.Acknowledged)
    def acknowledged(self, state: State, event: receipt.Acknowledged, at: Recorded) -> State:
        return event.evolve(state)

    def seen_by(self, state: State) -> Any:
        return state.official

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return frozenset({user_scope(state.official)})

    def present(self, id: UUID, state: State) -> ReceiptRow:
        return ReceiptRow(**{name: getattr(state, name) for name in FIELDS})

    def restore(self, id: UUID, row: ReceiptRow, rest: None) -> State:
        return State(**{name: getattr(row, name) for name in FIELDS})

    def columns(self, id: UUID, state: State) -> tuple[Any, ...]:
        return (
            id,
            state.announcement,
            state.official,
            state.unit,
            state.opened_at,
            state.acknowledged,
            state.acknowledged_at,
        )
