"""The board of a directive: one line for each addressed unit, and the answers added up."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from projections.row import Row
from projections.values import TaskState


class LineRow(Row, kw_only=True):
    """What one unit did about one directive; the row has the id of the unit's task."""

    directive: UUID
    unit: UUID
    state: TaskState
    opened_at: datetime | None
    opened_by: UUID | None
    accepted_at: datetime | None
    percent: int
    submitted_at: datetime | None
    completed_at: datetime | None
    deadline: datetime
    answers: dict[str, Any]
    answered_at: datetime | None
    decline_reason: str | None
