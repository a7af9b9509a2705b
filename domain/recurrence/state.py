"""What is known of recurring work at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid5

from domain.form import Question
from domain.kernel import Seat, Struct, desk_scope, event_id
from domain.recurrence.schedule import Occurrence, Schedule, next_day
from domain.task.state import Urgency

Status = Literal["active", "paused", "ended"]
Reason = Literal["missed", "same-day", "same-period"]
"""Why an occurrence was passed over: the platform was away, and a newer one was due already; the one moved
to the same working day was made; its period was dealt with before."""

POLICY = "recurrence"
TARGET = "occurrence"
NEWEST = 12


class Wanted(Struct, frozen=True):
    """What each occurrence asks: a task of `lead`, or a directive to `units` with a form.

    Title and description may hold placeholders (period.py).
    """

    title: str
    urgency: Urgency = "normal"
    description: str | None = None
    lead: Seat | None = None
    coordinating: tuple[Seat, ...] = ()
    chaser: Seat | None = None
    units: tuple[UUID, ...] = ()
    form: tuple[Question, ...] = ()


class Happened(Struct, frozen=True):
    """An occurrence that came: the id of the task or directive that it led to, or why it led to none."""

    occurrence: Occurrence
    made: UUID
    failure: str | None = None


class State(Struct, frozen=True):
    """Recurring work of a seat.

    `number` is that of the last occurrence, made or passed over; `after` the last day of the rule that is
    dealt with, `covered` the end of the newest period that is. `recent` are the newest that came, oldest
    first.
    """

    id: UUID
    seat: Seat
    creator: UUID | None
    wanted: Wanted
    schedule: Schedule
    status: Status
    after: date
    created_at: datetime
    updated_at: datetime
    version: int
    covered: date | None = None
    number: int = 0
    occurred: int = 0
    skipped: int = 0
    recent: tuple[Happened, ...] = ()

    @property
    def next_day(self) -> date | None:
        """The day of the rule that is next; None while nothing is to come."""
        return next_day(self.schedule, self.after) if self.status == "active" else None

    def happened(self, number: int) -> Happened | None:
        """The occurrence of a number, while it is one of the newest."""
        return next((each for each in self.recent if each.occurrence.number == number), None)


def made_by(recurrence: UUID, version: int, wanted: Wanted) -> UUID:
    """The id of what follows from an occurrence, the event of this version (policies/recurrence.py)."""
    command = uuid5(event_id(recurrence, version), f"{POLICY}:{TARGET}")
    return uuid5(command, "task" if wanted.lead else "directive")


def audience(state: State) -> frozenset[str]:
    """Who sees it: the seat whose it is, the desk of its unit, and those of whom it is asked."""
    whose = {state.seat.scope, desk_scope(state.seat.unit)}
    asked = [state.wanted.lead] if state.wanted.lead else [Seat(unit=unit) for unit in state.wanted.units]
    return frozenset(whose | {seat.scope for seat in asked})
