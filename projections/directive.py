"""Directives: one text to many units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import official
from domain.directive import events
from domain.directive.events import DirectiveEvent
from domain.directive.state import State, Status, audience
from domain.form import Question
from domain.kernel import Seat
from domain.task.state import Source, Urgency
from projections import search
from projections.evolving import WORDS, begun_by, evolved_by
from projections.kernel import Recorded
from projections.projection import Projection, erasing
from projections.row import Row
from projections.tables import Table


class DirectiveRow(Row, kw_only=True):
    """One directive and whom it addresses; what each unit did is its line, see line.py."""

    title: str
    text: str
    form: tuple[Question, ...]
    deadline: datetime
    original_deadline: datetime
    urgency: Urgency
    issuer: Seat
    creator: UUID | None
    state: Status
    issued_at: datetime
    updated_at: datetime
    units: tuple[UUID, ...]
    version: int
    source: Source | None = None


COPIED = tuple(name for name in DirectiveRow.__struct_fields__ if name not in ("stale", "state"))


class Directives(Projection[State]):
    """The domain's own state of a directive, folded by its events."""

    collection = "directive"
    row = DirectiveRow
    table = Table(
        "directive_view",
        {
            "id": "uuid",
            "title": "text",
            "marked": "text",
            "folded": "text",
            "state": "text",
            "urgency": "text",
            "issuer_unit": "uuid",
            "issuer_post": "uuid",
            "deadline": "timestamptz",
            "issued_at": "timestamptz",
            "updated_at": "timestamptz",
        },
        indexes=("(issued_at, id)",),
    )
    words = WORDS

    issued = begun_by(events.Created)
    evolved = evolved_by(DirectiveEvent)

    @erasing(official.Erased)
    def erased(self, state: State, event: official.Erased, at: Recorded) -> State:
        return state

    def seen_by(self, state: State) -> Any:
        return state.issuer, state.units

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return audience(state)

    def present(self, id: UUID, state: State) -> DirectiveRow:
        fields = {name: getattr(state, name) for name in COPIED}
        return DirectiveRow(**fields, state=state.status)

    def restore(self, id: UUID, row: DirectiveRow, rest: None) -> State:
        return State(**{name: getattr(row, name) for name in COPIED}, id=id, status=row.state)

    def columns(self, id: UUID, state: State) -> Sequence[Any]:
        return (
            id,
            state.title,
            *search.keys(state.title),
            state.status,
            state.urgency,
            state.issuer.unit,
            state.issuer.post,
            state.deadline,
            state.issued_at,
            state.updated_at,
        )
