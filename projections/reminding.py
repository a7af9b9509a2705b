"""Rules of reminders: a row for each unit that ever chose one."""

from __future__ import annotations

from uuid import UUID

from domain import reminding
from domain.kernel import ALL
from domain.reminding import ReminderRule, RemindingEvent, State
from projections.evolving import begun_by, evolved_by
from projections.projection import Projection
from projections.row import Row


class RemindingRow(Row, kw_only=True):
    """A unit's own rule; None: that of what contains it holds. `ending`: of delegations from it."""

    unit: UUID
    rule: ReminderRule | None
    ending: int
    version: int


class Remindings(Projection[State]):
    """Everybody may know when they are reminded, and why."""

    collection = "reminding"
    row = RemindingRow

    chosen = begun_by(reminding.Created)
    evolved = evolved_by(RemindingEvent)

    def seen_by(self, state: State) -> str:
        return ALL

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return frozenset({ALL})

    def present(self, id: UUID, state: State) -> RemindingRow:
        return RemindingRow(unit=state.unit, rule=state.rule, ending=state.ending, version=state.version)

    def restore(self, id: UUID, row: RemindingRow, rest: object) -> State:
        return State(unit=row.unit, rule=row.rule, version=row.version, ending=row.ending)
