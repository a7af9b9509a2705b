"""Directives: one text to many units."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.kernel import Seat
from projections.row import Row
from projections.values import QuestionValue, Urgency

DirectiveState = Literal["issued", "recalled", "closed"]


class DirectiveRow(Row, kw_only=True):
    """One directive and whom it addresses; what each unit did is its line, see line.py."""

    title: str
    text: str
    form: list[QuestionValue]
    deadline: datetime
    original_deadline: datetime
    urgency: Urgency
    issuer: Seat
    state: DirectiveState
    issued_at: datetime
    units: list[UUID]
