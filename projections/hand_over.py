"""Records of hand-overs: what moved, counted; the lists are kept beside the row, and read page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import hand_over
from domain.hand_over import Kind
from domain.kernel import Seat, desk_scope, user_scope
from projections.kernel import Recorded
from projections.projection import Projection, begins
from projections.row import Row, Value
from projections.tables import Table


class HandOverRow(Row, kw_only=True):
    """A seat that changed hands, or ended, and how much moved. `desk`: where it is if nobody holds it."""

    kind: Kind
    seat: Seat
    previous: UUID | None
    holder: UUID | None
    desk: UUID | None
    author: UUID | None
    at: datetime
    tasks: int
    recurring: int
    templates: int


class HandOverRest(Value, kw_only=True):
    """What moved, and as of which position of the log."""

    position: int
    tasks: tuple[UUID, ...]
    recurring: tuple[UUID, ...]
    templates: tuple[UUID, ...]


class HandOverState(HandOverRow, kw_only=True):
    """Both."""

    rest: HandOverRest


FIELDS = tuple(name for name in HandOverRow.__struct_fields__ if name != "stale")


class HandOvers(Projection[HandOverState]):
    """Seen by who gave, received and did it, and by the desks of where it was and is."""

    collection = "handOver"
    row = HandOverRow
    rest = HandOverRest
    table = Table(
        "hand_over_view",
        {"id": "uuid", "unit": "uuid", "post": "uuid", "at": "timestamptz", "items": "int"},
        indexes=("(at, id)", "(post)"),
    )

    @begins(hand_over.Created)
    def recorded(self, _: None, event: hand_over.Created, at: Recorded) -> HandOverState:
        return HandOverState(
            kind=event.kind,
            seat=event.seat,
            previous=event.previous,
            holder=event.holder,
            desk=event.desk,
            author=event.author,
            at=event.timestamp,
            tasks=len(event.tasks),
            recurring=len(event.recurring),
            templates=len(event.templates),
            rest=HandOverRest(
                position=event.position,
                tasks=event.tasks,
                recurring=event.recurring,
                templates=event.templates,
            ),
        )

    def audience(self, id: UUID, state: HandOverState, place: frozenset[str]) -> frozenset[str]:
        people = (state.previous, state.holder, state.author)
        desks = (state.seat.unit, state.desk)
        return frozenset(map(user_scope, filter(None, people))) | frozenset(
            map(desk_scope, filter(None, desks))
        )

    def seen_by(self, state: HandOverState) -> Any:
        return state.previous, state.holder, state.author, state.seat.unit, state.desk

    def present(self, id: UUID, state: HandOverState) -> HandOverRow:
        return HandOverRow(**{name: getattr(state, name) for name in FIELDS})

    def beside(self, state: HandOverState) -> HandOverRest:
        return state.rest

    def restore(self, id: UUID, row: HandOverRow, rest: HandOverRest) -> HandOverState:
        return HandOverState(**{name: getattr(row, name) for name in FIELDS}, rest=rest)

    def columns(self, id: UUID, state: HandOverState) -> Sequence[Any]:
        items = state.tasks + state.recurring
        return (id, state.seat.unit, state.seat.post, state.at, items)
