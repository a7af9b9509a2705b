"""Templates: a row each, as of the newest version; older ones are folded from the log (asof.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.template import events
from domain.template.events import TemplateEvent
from domain.template.state import Outline, State, audience
from projections import search
from projections.evolving import begun_by, evolved_by
from projections.projection import Projection
from projections.row import Row
from projections.tables import Table


class TemplateRow(Row, kw_only=True):
    """What tasks of a kind begin with. A task made from it names the `version`."""

    unit: UUID
    name: str
    outline: Outline
    retired: bool
    created_at: datetime
    updated_at: datetime
    version: int


COPIED = tuple(name for name in TemplateRow.__struct_fields__ if name != "stale")


class Templates(Projection[State]):
    """The domain's own state of a template, folded by its events."""

    collection = "template"
    row = TemplateRow
    table = Table(
        "template_view",
        {
            "id": "uuid",
            "unit": "uuid",
            "name": "text",
            "marked": "text",
            "folded": "text",
            "sort": "text",
            "retired": "bool",
        },
        indexes=("(unit, sort, id)",),
    )

    created = begun_by(events.Created)
    evolved = evolved_by(TemplateEvent)

    def seen_by(self, state: State) -> Any:
        return state.unit

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return audience(state)

    def present(self, id: UUID, state: State) -> TemplateRow:
        return TemplateRow(**{name: getattr(state, name) for name in COPIED})

    def restore(self, id: UUID, row: TemplateRow, rest: None) -> State:
        return State(**{name: getattr(row, name) for name in COPIED}, id=id)

    def columns(self, id: UUID, state: State) -> Sequence[Any]:
        name = state.name
        return (id, state.unit, name, *search.keys(name), search.in_order(name), state.retired)
