"""Values that several rows share."""

from __future__ import annotations

from typing import Literal

from projections.row import Value

TaskState = Literal[
    "assigned", "accepted", "declined", "in-progress", "submitted", "returned", "completed", "cancelled"
]
Urgency = Literal["normal", "urgent", "very-urgent", "flash"]


class QuestionValue(Value, kw_only=True):
    """One question of a directive's form; answers are kept under `key`. `unit` is the unit of measure."""

    key: str
    label: str
    kind: Literal["number", "choice", "text", "file"]
    options: list[str]
    required: bool
    unit: str | None
