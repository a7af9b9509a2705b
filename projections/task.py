"""Tasks: the list and the detail, one row each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from domain.kernel import Seat
from projections.row import Row, Value
from projections.values import QuestionValue, TaskState, Urgency

Waiting = Literal["lead", "link", "assigner", "none"]


class SourceValue(Value, kw_only=True):
    """Where the task came from: a document, a meeting's conclusion, a message, another system."""

    kind: str
    reference: str


class ReportValue(Value, kw_only=True):
    """The newest progress report. `by` is the official whose words `text` are."""

    at: datetime
    by: UUID | None
    percent: int
    text: str


class ExtensionValue(Value, kw_only=True):
    """A request for more time that was not answered yet."""

    deadline: datetime
    reason: str
    by: UUID | None
    asked_at: datetime


class DeclineValue(Value, kw_only=True):
    """Why the lead declined, and whom they think right."""

    reason: str
    by: UUID | None
    suggested: Seat | None


class ReturnValue(Value, kw_only=True):
    """Why a submission came back."""

    reason: str
    by: UUID | None


class TaskRow(Row, kw_only=True):
    """One task. `waiting_seat` must act next, since `waiting_since`; lights are computed where they are read.

    `in_time` is judged by the submission that was finally accepted, and null before.
    """

    title: str
    description: str
    source: SourceValue | None
    urgency: Urgency
    state: TaskState
    assigner: Seat
    creator: UUID | None
    lead: Seat
    chain: list[Seat]
    coordinating: list[Seat]
    following: list[Seat]
    chaser: Seat | None
    deadline: datetime
    original_deadline: datetime
    parent: UUID | None
    directive: UUID | None
    form: list[QuestionValue]
    answers: dict[str, Any]
    percent: int
    opened_at: datetime | None
    opened_by: UUID | None
    accepted_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    last_report: ReportValue | None
    waiting: Waiting
    waiting_since: datetime | None
    waiting_seat: Seat | None
    extension: ExtensionValue | None
    decline: DeclineValue | None
    returned: ReturnValue | None
    in_time: bool | None
    created_at: datetime
    updated_at: datetime
    version: int
