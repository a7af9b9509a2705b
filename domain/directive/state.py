"""What is known of a directive at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.form import Question
from domain.kernel import Seat, Struct, desk_scope
from domain.task.state import Source, Urgency

Status = Literal["issued", "recalled", "closed"]


class State(Struct, frozen=True):
    """A directive: what it says, whom it addresses. What each unit did is in the unit's task."""

    id: UUID
    title: str
    text: str
    form: tuple[Question, ...]
    urgency: Urgency
    status: Status
    issuer: Seat
    creator: UUID | None
    units: tuple[UUID, ...]
    deadline: datetime
    original_deadline: datetime
    issued_at: datetime
    updated_at: datetime
    version: int
    source: Source | None = None


def audience(state: State) -> frozenset[str]:
    """Who sees the text and form: the issuer and their desk, and the desks of the addressed units."""
    return _issuers(state.issuer) | {desk_scope(unit) for unit in state.units}


def line_audience(issuer: Seat, unit: UUID) -> frozenset[str]:
    """Who sees a unit's line of the board: the issuer and their desk, and that unit's desk."""
    return _issuers(issuer) | {desk_scope(unit)}


def _issuers(issuer: Seat) -> frozenset[str]:
    return frozenset({issuer.scope, desk_scope(issuer.unit)})
