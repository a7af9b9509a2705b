"""The board of a directive: one line for each addressed unit, and the answers added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec

from domain.directive.state import line_audience
from domain.form import Value
from domain.kernel import Seat
from domain.task.state import State, Status
from projections.projection import Derived
from projections.row import Row
from projections.tables import Table


class LineRow(Row, kw_only=True):
    """What one unit did about one directive; the row has the id of the unit's task.

    `unit` stays the addressed one when another takes over. `issuer` is whose board it is on.
    """

    directive: UUID
    unit: UUID
    issuer: Seat
    state: Status
    opened_at: datetime | None
    opened_by: UUID | None
    accepted_at: datetime | None
    percent: int
    submitted_at: datetime | None
    completed_at: datetime | None
    deadline: datetime
    answers: dict[str, Value]
    answered_at: datetime | None
    decline_reason: str | None
    in_time: bool | None
    chased_at: datetime | None = None


COPIED = (
    "directive",
    "issuer",
    "state",
    "opened_at",
    "opened_by",
    "accepted_at",
    "percent",
    "submitted_at",
    "completed_at",
    "deadline",
    "answers",
    "answered_at",
    "in_time",
    "chased_at",
)
OF_TASK = {"issuer": "assigner", "state": "status"}
SHOWN = attrgetter("lead", "decline", *(OF_TASK.get(name, name) for name in COPIED))
"""What a line shows of a task's state."""


class Lines(Derived[LineRow]):
    """An extract of the tasks of directives."""

    collection = "line"
    source = "task"
    row = LineRow
    table = Table(
        "line_view",
        {
            "id": "uuid",
            "directive": "uuid",
            "unit": "uuid",
            "state": "text",
            "opened_at": "timestamptz",
            "accepted_at": "timestamptz",
            "percent": "int",
            "submitted_at": "timestamptz",
            "completed_at": "timestamptz",
            "deadline": "timestamptz",
            "answers": "jsonb",
            "answered_at": "timestamptz",
        },
        indexes=("(directive, unit)",),
    )

    def watched(self, state: State) -> Any:
        return False if state.directive is None else SHOWN(state)

    def part(self, id: UUID, state: State) -> Any:
        return None if state.directive is None else SHOWN(state)

    def derive(self, id: UUID, before: Any, after: Any) -> Iterable[tuple[UUID, Any]]:
        return [(id, after)] if after else []

    def apply(self, state: LineRow | None, change: Any) -> LineRow:
        lead, decline, *fields = change
        return LineRow(
            **dict(zip(COPIED, fields, strict=True)),
            unit=state.unit if state else lead.unit,
            decline_reason=decline.reason if decline else None,
        )

    def seen_by(self, state: LineRow) -> Any:
        return state.issuer, state.unit

    def audience(self, id: UUID, state: LineRow, place: frozenset[str]) -> frozenset[str]:
        return line_audience(state.issuer, state.unit)

    def columns(self, id: UUID, state: LineRow) -> Sequence[Any]:
        return (
            id,
            state.directive,
            state.unit,
            state.state,
            state.opened_at,
            state.accepted_at,
            state.percent,
            state.submitted_at,
            state.completed_at,
            state.deadline,
            msgspec.json.encode(state.answers).decode(),
            state.answered_at,
        )
