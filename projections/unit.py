"""Units as everybody sees them, with the names and codes that they had before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain import unit
from domain.facts import UnitFact
from domain.kernel import ALL, Fact
from domain.unit import UnitState
from projections import search
from projections.kernel import Recorded
from projections.projection import Derived, begins, on
from projections.row import Row, Value
from projections.tables import Table


class FormerName(Value, kw_only=True):
    """A name that led here until `until`: the unit's own, or that of a unit merged or split into it."""

    name: str
    short_name: str
    code: str
    kind: str
    until: datetime


class UnitRow(Row, kw_only=True):
    """One unit. `successors` once it was merged or split; `predecessors` are the units that came into it."""

    name: str
    short_name: str
    code: str
    kind: str
    parent: UUID | None
    state: UnitState
    ended_at: datetime | None
    successors: list[UUID]
    predecessors: list[UUID]
    former_names: list[FormerName]
    address: str | None
    phone: str | None


class Ended(NamedTuple):
    """What a unit that was merged or split leaves to those who take over."""

    unit: UUID
    successors: tuple[UUID, ...]
    names: tuple[tuple[str, str, str, str, datetime], ...]


class Units(Derived[UnitRow]):
    """Everybody sees all units; derived also from each other, since a successor gets the old names."""

    collection = source = "unit"
    row = UnitRow
    table = Table(
        "unit_view",
        {
            "id": "uuid",
            "name": "text",
            "short_name": "text",
            "code": "text",
            "kind": "text",
            "parent": "uuid",
            "state": "text",
            "marked": "text",
            "folded": "text",
            "sort": "text",
        },
        indexes=("(parent)", "(code)"),
    )

    @begins(unit.Created)
    def created(self, _: None, event: unit.Created, at: Recorded) -> UnitRow:
        return UnitRow(
            name=event.name,
            short_name=event.short_name,
            code=event.code,
            kind=event.kind,
            parent=event.parent,
            state="active",
            ended_at=None,
            successors=[],
            predecessors=[],
            former_names=[],
            address=event.address,
            phone=event.phone,
        )

    @on(unit.Renamed)
    def renamed(self, row: UnitRow, event: unit.Renamed, at: Recorded) -> UnitRow:
        _remember(row, (row.name, row.short_name, row.code, row.kind, event.timestamp))
        row.name, row.short_name = event.name, event.short_name
        return row

    @on(unit.Moved)
    def moved(self, row: UnitRow, event: unit.Moved, at: Recorded) -> UnitRow:
        row.parent = event.parent
        return row

    @on(unit.Merged)
    def merged(self, row: UnitRow, event: unit.Merged, at: Recorded) -> UnitRow:
        return _end(row, "merged", [event.into], event.timestamp)

    @on(unit.Split)
    def split(self, row: UnitRow, event: unit.Split, at: Recorded) -> UnitRow:
        return _end(row, "split", list(event.into), event.timestamp)

    @on(unit.Closed)
    def closed(self, row: UnitRow, event: unit.Closed, at: Recorded) -> UnitRow:
        return _end(row, "closed", [], event.timestamp)

    def part(self, id: UUID, state: UnitRow) -> Ended | None:
        if state.ended_at is None or not state.successors:
            return None
        own = (state.name, state.short_name, state.code, state.kind, state.ended_at)
        earlier = ((n.name, n.short_name, n.code, n.kind, n.until) for n in state.former_names)
        return Ended(id, tuple(state.successors), (own, *earlier))

    def derive(self, id: UUID, before: Ended | None, after: Ended | None) -> Iterable[tuple[UUID, Ended]]:
        return [(successor, after) for successor in after.successors] if after else []

    def apply(self, state: UnitRow | None, change: Ended) -> UnitRow | None:
        if state is None:
            return None
        if change.unit not in state.predecessors:
            state.predecessors = sorted([*state.predecessors, change.unit])
        for name in change.names:
            _remember(state, name)
        return state

    def seen_by(self, state: UnitRow) -> str:
        return ALL

    def audience(self, id: UUID, state: UnitRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({ALL})

    def fact(self, id: UUID, state: UnitRow) -> Fact:
        return UnitFact(
            subject=id,
            parent=state.parent,
            active=state.state == "active",
            successors=tuple(state.successors),
        )

    def columns(self, id: UUID, state: UnitRow) -> Sequence[Any]:
        own = [state.name, state.short_name, state.code]
        names = own + [text for n in state.former_names for text in (n.name, n.short_name, n.code)]
        marked = search.key(dict.fromkeys(names))
        return (
            id,
            state.name,
            state.short_name,
            state.code,
            state.kind,
            state.parent,
            state.state,
            marked,
            search.fold(marked),
            search.in_order(state.name),
        )


def _end(row: UnitRow, state: UnitState, successors: list[UUID], at: datetime) -> UnitRow:
    row.state, row.successors, row.ended_at = state, successors, at
    return row


def _remember(row: UnitRow, name: tuple[str, str, str, str, datetime]) -> None:
    """Keep a name once, the oldest first."""
    text, short, code, kind, until = name
    former = FormerName(name=text, short_name=short, code=code, kind=kind, until=until)
    if former not in row.former_names:
        row.former_names = sorted([*row.former_names, former], key=lambda n: (n.until, n.name, n.code))
