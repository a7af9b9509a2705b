"""Recurring work: what is asked of whom, by which rule, what came of it, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.kernel import Seat
from domain.recurrence import events
from domain.recurrence.events import RecurrenceEvent
from domain.recurrence.schedule import Schedule
from domain.recurrence.state import Happened, State, Status, Wanted, audience
from projections import search
from projections.evolving import begun_by, evolved_by
from projections.projection import Projection
from projections.row import Row
from projections.tables import Table

FAR = date(9999, 1, 1)
"""Where nothing is next: last in an order by the next day."""


class RecurrenceRow(Row, kw_only=True):
    """Recurring work of `seat`. `next_day` is the next by the rule, before holidays move it.

    `number` counts all occurrences so far: `occurred` that came, `skipped` that were passed over. `recent`:
    the newest that came, with the task or directive that they led to (`made`) or why they led to none
    (`failure`). `after` and `covered`: up to which day and period all is dealt with.
    """

    seat: Seat
    creator: UUID | None
    wanted: Wanted
    schedule: Schedule
    state: Status
    title: str
    next_day: date | None
    number: int
    occurred: int
    skipped: int
    recent: tuple[Happened, ...]
    after: date
    covered: date | None
    created_at: datetime
    updated_at: datetime
    version: int


COPIED = tuple(
    name for name in RecurrenceRow.__struct_fields__ if name not in ("stale", "state", "title", "next_day")
)


class Recurrences(Projection[State]):
    """The domain's own state, folded by its events."""

    collection = "recurrence"
    row = RecurrenceRow
    table = Table(
        "recurrence_view",
        {
            "id": "uuid",
            "title": "text",
            "marked": "text",
            "folded": "text",
            "state": "text",
            "seat_unit": "uuid",
            "seat_post": "uuid",
            "next_day": "date",
        },
        indexes=("(next_day, id)", "(seat_unit)", "(seat_post)"),
    )

    set_up = begun_by(events.Created)
    evolved = evolved_by(RecurrenceEvent)

    def seen_by(self, state: State) -> Any:
        return state.seat, state.wanted.lead, state.wanted.units

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return audience(state)

    def present(self, id: UUID, state: State) -> RecurrenceRow:
        fields = {name: getattr(state, name) for name in COPIED}
        return RecurrenceRow(**fields, state=state.status, title=state.wanted.title, next_day=state.next_day)

    def restore(self, id: UUID, row: RecurrenceRow, rest: object) -> State:
        return State(**{name: getattr(row, name) for name in COPIED}, id=id, status=row.state)

    def columns(self, id: UUID, state: State) -> Sequence[Any]:
        title = state.wanted.title
        return (
            id,
            title,
            *search.keys(title),
            state.status,
            state.seat.unit,
            state.seat.post,
            state.next_day or FAR,
        )
