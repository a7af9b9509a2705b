"""What is known of a template at a moment, and what a task made from it begins with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from domain import text
from domain.kernel import Rejection, Seat, Struct, unit_scope
from domain.task.checklist import texts
from domain.task.labels import labels_of, weight_of
from domain.task.state import Urgency
from domain.workdays import VIETNAM, Workdays

LONGEST_DESCRIPTION = 20_000
MOST_SEATS = 200
MOST_DAYS = 366


class Term(Struct, frozen=True):
    """The deadline is so many days after a task is given, working or calendar ones."""

    days: int
    of: Literal["working", "calendar"] = "working"

    def deadline(self, given: datetime, workdays: Workdays) -> datetime:
        """Of a task given at a moment: at the end of the working day, on a day that is worked.

        Days are counted from the day after it is given (Civil Code 2015, art. 147 §2). What is due the day it
        is given, after that day's end, is due at the end of the next.
        """
        day = given.astimezone(VIETNAM).date()
        if self.of == "working":
            day = workdays.shifted(day, self.days)
        else:
            day += timedelta(days=self.days)
        found = workdays.closing(workdays.first_from(day))
        return found if found > given else workdays.closing(workdays.shifted(day, 1))


class Outline(Struct, frozen=True):
    """What a task made from the template begins with; what is left out is chosen each time."""

    title: str
    description: str | None = None
    urgency: Urgency = "normal"
    lead: Seat | None = None
    coordinating: tuple[Seat, ...] = ()
    term: Term | None = None
    checklist: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    weight: float = 1.0

    def checked(self) -> Outline:
        """The same as it will be kept; refuses what no task could begin with."""
        if self.term is not None and not 0 <= self.term.days <= MOST_DAYS:
            raise Rejection("template.term", most=MOST_DAYS)
        if len(self.coordinating) > MOST_SEATS:
            raise Rejection("task.too-many-seats", most=MOST_SEATS)
        return Outline(
            title=text.required("title", self.title, 500),
            description=text.optional("description", self.description, LONGEST_DESCRIPTION),
            urgency=self.urgency,
            lead=self.lead,
            coordinating=tuple(seat for seat in dict.fromkeys(self.coordinating) if seat != self.lead),
            term=self.term,
            checklist=texts(self.checklist),
            labels=labels_of(self.labels),
            weight=weight_of(self.weight),
        )


class State(Struct, frozen=True):
    """A template of `unit`. Each change makes another `version`; `retired`: no task is to be made from it."""

    id: UUID
    unit: UUID
    name: str
    outline: Outline
    retired: bool
    created_at: datetime
    updated_at: datetime
    version: int


def audience(state: State) -> frozenset[str]:
    """Who sees the template (access.md): all who are in its unit."""
    return frozenset({unit_scope(state.unit)})
