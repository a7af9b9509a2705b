"""Personal reminders: their owner's alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain import official, reminder
from domain.kernel import user_scope
from domain.reminder import ReminderEvent, State, Status
from projections.evolving import begun_by, evolved_by
from projections.kernel import Recorded
from projections.personal import Own
from projections.projection import Projection, erasing
from projections.tables import Table


class ReminderRow(Own, kw_only=True):
    """What its official is to be reminded of, when, and perhaps about which task or other thing."""

    subject: UUID | None
    text: str
    at: datetime
    status: Status
    version: int


class Reminders(Projection[State]):
    """One row each; what is done leaves the device."""

    collection = "reminder"
    row = ReminderRow
    table = Table("reminder_view", {"id": "uuid", "official": "uuid"}, indexes=("(official)",))
    words = "SELECT official, id FROM reminder_view WHERE official = ANY($1)"

    put = begun_by(reminder.Created)
    evolved = evolved_by(ReminderEvent)

    @erasing(official.Erased)
    def erased(self, state: State, event: official.Erased, at: Recorded) -> State:
        return replace(state, text="")

    def seen_by(self, state: State) -> Any:
        return state.official, state.status == "done"

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return frozenset() if state.status == "done" else frozenset({user_scope(state.official)})

    def present(self, id: UUID, state: State) -> ReminderRow:
        return ReminderRow(
            official=state.official,
            subject=state.subject,
            text=state.text,
            at=state.at,
            status=state.status,
            version=state.version,
        )

    def restore(self, id: UUID, row: ReminderRow, rest: object) -> State:
        return State(
            official=row.official,
            subject=row.subject,
            text=row.text,
            at=row.at,
            status=row.status,
            version=row.version,
        )

    def columns(self, id: UUID, state: State) -> tuple[Any, ...]:
        return (id, state.official)
