"""Timelines: who did what to a task, when, as whom and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from projections.row import Row, Value

NEWEST = 50


class Entry(Value, kw_only=True):
    """One event of a task. `kind` is its topic, `post` the acting post, `text` what the person wrote."""

    version: int
    at: datetime
    kind: str
    official: UUID | None
    post: UUID | None
    behalf_of: UUID | None
    basis: str | None
    policy: str | None
    text: str | None
    data: dict[str, Any]


class TimelineRow(Row, kw_only=True):
    """The newest entries of a task's timeline, oldest first; the row has the task's id."""

    entries: list[Entry]
