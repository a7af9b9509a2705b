"""Set recurring work up, change it, let it rest and go on, end it; what the platform does when it is due."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain import text
from domain.calendar import CALENDAR, workdays_in
from domain.directive.commands import MOST_UNITS
from domain.form import checked_form
from domain.kernel import By, Change, Creation, Noun, Rejection, Seat
from domain.recurrence.events import Changed, Created, Ended, Failed, Passed, Paused, Resumed, Retried
from domain.recurrence.period import checked_template
from domain.recurrence.recurrence import Recurrence, as_read
from domain.recurrence.schedule import Schedule, begins_after, check, occurrence
from domain.recurrence.state import Wanted
from domain.task.commands.assignment import MOST_SEATS
from domain.task.commands.base import LONGEST_DESCRIPTION

LONGEST_TITLE = 500
"""With what stands for its placeholders."""


class SetUp(Creation[Recurrence], frozen=True):
    """Ask for something again and again, by a rule of days; see `Wanted` and `Schedule`."""

    name: ClassVar[str] = "recurrence.setUp"
    noun: ClassVar[type[Noun]] = Recurrence
    wanted: Wanted
    schedule: Schedule

    def create(self, by: By) -> Recurrence:
        check(self.schedule)
        return Recurrence.begin(
            Created,
            self.identity(by),
            by,
            seat=by.acting,
            creator=by.actor.official,
            wanted=_checked(self.wanted),
            schedule=self.schedule,
            after=begins_after(self.schedule, by.now),
        )


class RecurrenceChange(Change[Recurrence], frozen=True):
    """A command to recurring work. What is due comes before it changes."""

    noun: ClassVar[type[Noun]] = Recurrence
    recurrence: UUID

    @property
    def target(self) -> UUID:
        return self.recurrence

    def reads(self, subject: Recurrence | None = None) -> tuple[UUID, ...]:
        return (CALENDAR,)


class Alter(RecurrenceChange, frozen=True):
    """From the next occurrence on, ask otherwise or at other times."""

    name: ClassVar[str] = "recurrence.change"
    wanted: Wanted
    schedule: Schedule

    def execute(self, subject: Recurrence, by: By) -> None:
        subject.require_going_on()
        check(self.schedule)
        wanted = _checked(self.wanted)
        subject.catch_up(by)
        state = subject.state
        if (wanted, self.schedule) != (state.wanted, state.schedule):
            after = state.after if self.schedule == state.schedule else begins_after(self.schedule, by.now)
            subject.record(Changed, by, wanted=wanted, schedule=self.schedule, after=after)


class Pause(RecurrenceChange, frozen=True):
    """Let nothing come until it is resumed. Again, it changes nothing."""

    name: ClassVar[str] = "recurrence.pause"

    def execute(self, subject: Recurrence, by: By) -> None:
        subject.require_going_on()
        subject.catch_up(by)
        if subject.state.status == "active":
            subject.record(Paused, by)


class Resume(RecurrenceChange, frozen=True):
    """Let it go on; what would have come meanwhile does not come any more."""

    name: ClassVar[str] = "recurrence.resume"

    def execute(self, subject: Recurrence, by: By) -> None:
        state = subject.require_going_on()
        if state.status == "paused":
            subject.record(Resumed, by, after=max(state.after, begins_after(state.schedule, by.now)))


class End(RecurrenceChange, frozen=True):
    """Let nothing come any more. Again, it changes nothing."""

    name: ClassVar[str] = "recurrence.end"

    def execute(self, subject: Recurrence, by: By) -> None:
        if subject.state.status != "ended":
            subject.catch_up(by)
            subject.record(Ended, by)


class Retry(RecurrenceChange, frozen=True):
    """Make an occurrence after all that led to nothing, as is asked now. While it is under way, nothing."""

    name: ClassVar[str] = "recurrence.retry"
    number: int

    def execute(self, subject: Recurrence, by: By) -> None:
        state = subject.state
        happened = state.happened(self.number)
        if happened is None:
            raise Rejection("recurrence.no-occurrence", number=self.number)
        if happened.failure is None:
            return
        came = happened.occurrence
        if came.due <= by.now:
            workdays = workdays_in(by.read)
            came = replace(came, due=occurrence(state.schedule, 0, came.day, workdays, by.now).due)
        subject.record(Retried, by, occurrence=came, seat=state.seat, wanted=as_read(state.wanted, came))


class Next(RecurrenceChange, frozen=True):
    """Let come what is due, unless `number` has come; the platform's to give."""

    name: ClassVar[str] = "recurrence.next"
    number: int

    def execute(self, subject: Recurrence, by: By) -> None:
        if self.number > subject.state.number:
            subject.catch_up(by)


class Fail(RecurrenceChange, frozen=True):
    """Say that an occurrence led to nothing, and why; the platform's to give."""

    name: ClassVar[str] = "recurrence.fail"
    number: int
    reason: str

    def execute(self, subject: Recurrence, by: By) -> None:
        happened = subject.state.happened(self.number)
        if happened is not None and happened.failure is None:
            subject.record(Failed, by, number=self.number, reason=self.reason)


class Pass(RecurrenceChange, frozen=True):
    """Give it to the seat that succeeds to `replaces`; the platform's to give."""

    name: ClassVar[str] = "recurrence.pass"
    seat: Seat
    replaces: Seat

    def execute(self, subject: Recurrence, by: By) -> None:
        if subject.state.seat == self.replaces != self.seat:
            subject.record(Passed, by, previous=self.replaces, seat=self.seat)


def _checked(wanted: Wanted) -> Wanted:
    """What is asked as it will be kept; refuses to ask nobody, or one seat and many units at once."""
    if (wanted.lead is None) == (not wanted.units):
        raise Rejection("recurrence.whom")
    if wanted.lead is None and (wanted.coordinating or wanted.chaser):
        raise Rejection("recurrence.whom")
    if wanted.form and not wanted.units:
        raise Rejection("recurrence.form-needs-units")
    if len(wanted.units) > MOST_UNITS:
        raise Rejection("directive.too-many-units", most=MOST_UNITS)
    if len(wanted.coordinating) > MOST_SEATS:
        raise Rejection("task.too-many-seats", most=MOST_SEATS)
    said = text.required if wanted.units else text.optional
    description = said("description", wanted.description or "", LONGEST_DESCRIPTION)
    return replace(
        wanted,
        title=checked_template("title", text.required("title", wanted.title), LONGEST_TITLE),
        description=description and checked_template("description", description, LONGEST_DESCRIPTION),
        coordinating=tuple(seat for seat in dict.fromkeys(wanted.coordinating) if seat != wanted.lead),
        units=tuple(dict.fromkeys(wanted.units)),
        form=checked_form(wanted.form),
    )
