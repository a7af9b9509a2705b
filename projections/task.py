"""Tasks: the list and the detail, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain import official
from domain.form import Question
from domain.form import Value as Answered
from domain.kernel import Seat
from domain.task import events
from domain.task.checklist import Item
from domain.task.events import TaskEvent
from domain.task.state import (
    AT_TOP,
    SEATS,
    Decline,
    Extension,
    Opening,
    Report,
    Return,
    Source,
    State,
    Status,
    Submission,
    Suspension,
    TemplateVersion,
    Urgency,
    Waiting,
    audience,
)
from projections import search
from projections.evolving import WORDS, begun_by, evolved_by
from projections.kernel import Recorded
from projections.projection import Projection, erasing
from projections.row import Row, Value
from projections.tables import Table


class TaskRow(Row, kw_only=True):
    """One task. `waiting_seat` must act next, since `waiting_since`; lights are computed where they are read.

    `chain[0]` is the lead, `chain[-1]` has it now. `in_time` is judged by the submission that was finally
    accepted, and null before. `nominal` is the deadline that was set, where the calendar has moved it.
    `files` came with the assignment.
    """

    title: str
    description: str | None
    source: Source | None
    urgency: Urgency
    state: Status
    assigner: Seat
    creator: UUID | None
    lead: Seat
    chain: tuple[Seat, ...]
    coordinating: tuple[Seat, ...]
    following: tuple[Seat, ...]
    chaser: Seat | None
    deadline: datetime
    original_deadline: datetime
    parent: UUID | None
    directive: UUID | None
    form: tuple[Question, ...]
    answers: dict[str, Answered]
    answered_at: datetime | None
    percent: int
    opened_at: datetime | None
    opened_by: UUID | None
    accepted_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    last_report: Report | None
    waiting: Waiting
    waiting_since: datetime
    waiting_seat: Seat | None
    extension: Extension | None
    decline: Decline | None
    returned: Return | None
    chased_at: datetime | None
    in_time: bool | None
    nominal: datetime | None
    reminded_at: datetime | None
    labels: tuple[str, ...]
    weight: float
    checklist: tuple[Item, ...]
    files: tuple[UUID, ...]
    template: TemplateVersion | None
    suspension: Suspension | None
    created_at: datetime
    updated_at: datetime
    version: int


class TaskRest(Value, kw_only=True, omit_defaults=True):
    """What deciding and judging need, and a row does not show."""

    waited: float = 0.0
    former: tuple[Seat, ...] = ()
    climb: int = AT_TOP
    openings: tuple[Opening, ...] = ()
    submission: Submission | None = None
    deadline_since: datetime | None = None
    reminded: dict[str, datetime] = msgspec.field(default_factory=dict)


COPIED = tuple(
    name for name in TaskRow.__struct_fields__ if name not in ("stale", "state", "lead", "submitted_at")
)
COPY = attrgetter(*COPIED)
PERSONAL = {
    "last_report": "text",
    "extension": "reason",
    "decline": "reason",
    "returned": "reason",
    "suspension": "reason",
}
"""What somebody said (`by`), and in which field: emptied when they are erased."""


class Tasks(Projection[State]):
    """The domain's own state of a task, folded by its events."""

    collection = "task"
    row = TaskRow
    rest = TaskRest
    table = Table(
        "task_view",
        {
            "id": "uuid",
            "title": "text",
            "marked": "text",
            "folded": "text",
            "state": "text",
            "urgency": "text",
            "assigner_unit": "uuid",
            "assigner_post": "uuid",
            "lead_unit": "uuid",
            "lead_post": "uuid",
            "holder_unit": "uuid",
            "holder_post": "uuid",
            "deadline": "timestamptz",
            "nominal": "timestamptz",
            "directive": "uuid",
            "parent": "uuid",
            "percent": "int",
            "waiting": "text",
            "waiting_unit": "uuid",
            "waiting_post": "uuid",
            "created_at": "timestamptz",
            "updated_at": "timestamptz",
            "completed_at": "timestamptz",
            "in_time": "bool",
            "labels": "jsonb",
        },
        indexes=(
            "(deadline, id)",
            "(nominal) WHERE nominal IS NOT NULL",
            "(directive)",
            "(parent)",
            "USING gin (labels) WHERE labels <> '[]'",
        ),
    )
    words = WORDS

    assigned = begun_by(events.Created)
    evolved = evolved_by(TaskEvent)

    @erasing(official.Erased)
    def erased(self, state: State, event: official.Erased, at: Recorded) -> State:
        cleared = {
            name: replace(said, **{field: ""})
            for name, field in PERSONAL.items()
            if (said := getattr(state, name)) is not None and said.by == at.stream
        }
        return replace(state, **cleared)

    def seen_by(self, state: State) -> Any:
        return SEATS(state)

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return audience(state)

    def present(self, id: UUID, state: State) -> TaskRow:
        fields = dict(zip(COPIED, COPY(state), strict=True))
        return TaskRow(**fields, state=state.status, lead=state.lead, submitted_at=state.submitted_at)

    def beside(self, state: State) -> TaskRest:
        return TaskRest(**{name: getattr(state, name) for name in TaskRest.__struct_fields__})

    def restore(self, id: UUID, row: TaskRow, rest: TaskRest) -> State:
        fields = {name: getattr(row, name) for name in COPIED}
        fields |= {name: getattr(rest, name) for name in TaskRest.__struct_fields__}
        return State(**fields, id=id, status=row.state)

    def columns(self, id: UUID, state: State) -> Sequence[Any]:
        lead, holder, waiting = state.lead, state.lowest, state.waiting_seat
        return (
            id,
            state.title,
            *search.keys(state.title),
            state.status,
            state.urgency,
            state.assigner.unit,
            state.assigner.post,
            lead.unit,
            lead.post,
            holder.unit,
            holder.post,
            state.deadline,
            state.nominal,
            state.directive,
            state.parent,
            state.percent,
            state.waiting,
            waiting.unit if waiting else None,
            waiting.post if waiting else None,
            state.created_at,
            state.updated_at,
            state.completed_at,
            state.in_time,
            msgspec.json.encode(state.labels).decode(),
        )
