"""Absences: who is away, until when, and who stands in for their seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import absence
from domain.facts import AbsenceFact, StandIn
from domain.kernel import ALL, Fact
from projections.kernel import Recorded
from projections.projection import Projection, begins, on
from projections.row import Row
from projections.tables import Table


class AbsenceRow(Row, kw_only=True):
    """Somebody's being away. `in_force`: between its start and its end, and not cancelled.

    A stand-in without a post is for all seats of the official that name nobody else. `told_at` is when dates
    and stand-ins were last said.
    """

    official: UUID
    stand_ins: tuple[StandIn, ...]
    start: datetime
    end: datetime
    kind: absence.Kind
    in_force: bool
    cancelled: bool
    told_at: datetime


class Absences(Projection[AbsenceRow]):
    """Seen by all, so that nobody sends work into the void; of why, the kind is told, and not the note."""

    collection = "absence"
    row = AbsenceRow
    table = Table(
        "absence_view",
        {
            "id": "uuid",
            "official": "uuid",
            "start": "timestamptz",
            "end": "timestamptz",
            "cancelled": "bool",
            "in_force": "bool",
        },
        indexes=("(official)", '("end", id)'),
    )

    @begins(absence.Created)
    def declared(self, _: None, event: absence.Created, at: Recorded) -> AbsenceRow:
        return AbsenceRow(
            official=event.official,
            stand_ins=event.stand_ins,
            start=event.start,
            end=event.end,
            kind=event.kind,
            in_force=False,
            cancelled=False,
            told_at=event.timestamp,
        )

    @on(absence.Changed)
    def changed(self, row: AbsenceRow, event: absence.Changed, at: Recorded) -> AbsenceRow:
        row.stand_ins, row.start, row.end = event.stand_ins, event.start, event.end
        row.told_at = event.timestamp
        return row

    @on(absence.Begun)
    def begun(self, row: AbsenceRow, event: absence.Begun, at: Recorded) -> AbsenceRow:
        row.in_force = True
        return row

    @on(absence.Ended)
    def ended(self, row: AbsenceRow, event: absence.Ended, at: Recorded) -> AbsenceRow:
        row.in_force = False
        return row

    @on(absence.Cancelled)
    def cancel(self, row: AbsenceRow, event: absence.Cancelled, at: Recorded) -> AbsenceRow:
        row.in_force, row.cancelled = False, True
        return row

    def seen_by(self, state: AbsenceRow) -> Any:
        return ALL

    def audience(self, id: UUID, state: AbsenceRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({ALL})

    def fact(self, id: UUID, state: AbsenceRow) -> Fact:
        return AbsenceFact(
            subject=id,
            official=state.official,
            stand_ins=state.stand_ins,
            start=state.start,
            end=state.end,
            cancelled=state.cancelled,
            in_force=state.in_force,
        )

    def columns(self, id: UUID, state: AbsenceRow) -> Sequence[Any]:
        return (id, state.official, state.start, state.end, state.cancelled, state.in_force)
