"""Units as everybody sees them, with the names and codes that they had before."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from projections.row import Row, Value

UnitState = Literal["active", "merged", "split", "closed"]


class FormerName(Value, kw_only=True):
    """A name that led here until `until`: the unit's own, or that of a unit merged or split into it."""

    name: str
    short_name: str
    kind: str
    until: datetime


class UnitRow(Row, kw_only=True):
    """One unit. `successors` once it was merged or split; `predecessors` are the units that came into it."""

    name: str
    short_name: str
    code: str
    kind: str
    parent: UUID | None
    state: UnitState
    successors: list[UUID]
    predecessors: list[UUID]
    former_names: list[FormerName]
    address: str | None
    phone: str | None
