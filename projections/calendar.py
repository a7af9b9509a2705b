"""The calendar: days that are not as their weekdays say, the hours of a working day; one row for all."""

from __future__ import annotations

from uuid import UUID

from domain import calendar
from domain.calendar import CalendarEvent, Day, State
from domain.kernel import ALL
from domain.workdays import Span
from projections.evolving import begun_by, evolved_by
from projections.projection import Projection
from projections.row import Row


class CalendarRow(Row, kw_only=True):
    """Days worked or not against their weekday, in order; of which years the usual holidays are in."""

    days: tuple[Day, ...]
    years: tuple[int, ...]
    hours: tuple[Span, ...]
    version: int


class Calendars(Projection[State]):
    """Everybody's."""

    collection = "calendar"
    row = CalendarRow

    begun = begun_by(calendar.Created)
    evolved = evolved_by(CalendarEvent)

    def seen_by(self, state: State) -> str:
        return ALL

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return frozenset({ALL})

    def present(self, id: UUID, state: State) -> CalendarRow:
        return CalendarRow(days=state.days, years=state.years, hours=state.hours, version=state.version)

    def restore(self, id: UUID, row: CalendarRow, rest: object) -> State:
        return State(days=row.days, years=row.years, hours=row.hours, version=row.version)
