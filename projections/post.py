"""Posts: the seats that work is bound to, and who holds them."""

from __future__ import annotations

from uuid import UUID

from projections.row import Row, Value


class PowerValue(Value, kw_only=True):
    """A right given to the post over a unit and all that it contains."""

    name: str
    unit: UUID


class PostRow(Row, kw_only=True):
    """One seat in a unit. `order` is the order of acting in place among leading posts."""

    unit: UUID
    title: str
    leading: bool
    order: int
    intake: bool
    holder: UUID | None
    powers: list[PowerValue]
    active: bool
