"""The calendar of the city (lịch làm việc): holidays and swapped working days, often decided late."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Literal
from uuid import UUID, uuid5

from msgspec.structs import replace

from domain import text
from domain.kernel import PLATFORM, By, CreatedEvent, Evolving, Held, Keeping, Noun, Rejection, Struct
from domain.workdays import OFFICE, Span, Workdays

CALENDAR = uuid5(PLATFORM, "calendar")
"""There is one."""

MOST_DAYS = 400
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Day(Struct, frozen=True):
    """A day that is not as its weekday says: worked (`working`) or not, and why."""

    day: date
    working: bool
    name: str
    source: Literal["default", "decided"] = "decided"


class State(Struct, frozen=True):
    """All such days in order, the years of which the usual holidays are in, the hours of a working day."""

    days: tuple[Day, ...]
    years: tuple[int, ...]
    hours: tuple[Span, ...]
    version: int

    @property
    def workdays(self) -> Workdays:
        """For arithmetic."""
        return Workdays(exceptions={each.day: each.working for each in self.days}, hours=self.hours)


USUAL = State(days=(), years=(), hours=OFFICE, version=0)
"""Before anything was decided."""


class Created(CreatedEvent):
    """The first days were decided (`year`: they are the usual holidays of a year)."""

    TOPIC = "calendar.begun"
    days: tuple[Day, ...]
    year: int | None

    def begin(self) -> State:
        """The first state."""
        return replace(_with(USUAL, self.days, (), self.year), version=self.originator_version)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class CalendarEvent(Evolving):
    """A fact about the calendar."""


class Changed(CalendarEvent):
    """Days were decided, or are again as their weekdays say (`removed`); by the paper named."""

    TOPIC = "calendar.changed"
    days: tuple[Day, ...]
    removed: tuple[date, ...]
    year: int | None
    paper: str | None

    def change(self, state: State) -> State:
        return _with(state, self.days, self.removed, self.year)


class HoursChanged(CalendarEvent):
    """A working day has other hours."""

    TOPIC = "calendar.hours-changed"
    hours: tuple[Span, ...]

    def change(self, state: State) -> State:
        return replace(state, hours=self.hours)


def _with(state: State, days: Iterable[Day], removed: Iterable[date], year: int | None) -> State:
    known = {each.day: each for each in state.days}
    for day in removed:
        known.pop(day, None)
    known |= {each.day: each for each in days}
    years = state.years if year is None else tuple(sorted({*state.years, year}))
    return replace(state, days=tuple(known[day] for day in sorted(known)), years=years)


class Calendar(Noun, Held[State], created=Created):
    """The one calendar."""

    TOPIC = "calendar"


def workdays_in(read: Mapping[UUID, Noun]) -> Workdays:
    """The working days as they were loaded with a command."""
    found = read.get(CALENDAR)
    return found.state.workdays if isinstance(found, Calendar) else Workdays()


class CalendarChange(Keeping[Calendar], frozen=True):
    """A command to the calendar."""

    noun: ClassVar[type[Noun]] = Calendar

    def identity(self, by: By) -> UUID:
        return CALENDAR


class SetDays(CalendarChange, frozen=True):
    """Decide about days; `remove` those that are to be as their weekdays say. What stands already is left."""

    name: ClassVar[str] = "calendar.setDays"
    days: tuple[Day, ...] = ()
    remove: tuple[date, ...] = ()
    paper: str | None = None

    def keep(self, subject: Calendar | None, by: By) -> Calendar:
        if len(self.days) + len(self.remove) > MOST_DAYS:
            raise Rejection("calendar.too-many-days", most=MOST_DAYS)
        known = {each.day: each for each in subject.state.days} if subject is not None else {}
        days = tuple(each for each in map(_decided, self.days) if known.get(each.day) != each)
        removed = tuple(day for day in dict.fromkeys(self.remove) if day in known)
        return _kept(subject, by, days, removed=removed, paper=text.optional("paper", self.paper))


class FillYear(CalendarChange, frozen=True):
    """Enter the usual holidays of a year, once; what was decided stays. The platform's to give."""

    name: ClassVar[str] = "calendar.fillYear"
    year: int
    days: tuple[Day, ...]

    def keep(self, subject: Calendar | None, by: By) -> Calendar:
        state = subject.state if subject is not None else USUAL
        if subject is not None and self.year in state.years:
            return subject
        known = {each.day for each in state.days}
        days = tuple(each for each in self.days if each.day not in known)
        return _kept(subject, by, days, year=self.year)


def _kept(subject: Calendar | None, by: By, days: tuple[Day, ...], **more: Any) -> Calendar:
    """The calendar with these days, and what else `Changed` says."""
    if subject is None:
        return Calendar.begin(Created, CALENDAR, by, days=days, year=more.get("year"))
    fields = {"removed": (), "year": None, "paper": None, **more}
    if days or fields["removed"] or fields["year"] is not None:
        subject.record(Changed, by, days=days, **fields)
    return subject


def _decided(given: Day) -> Day:
    return replace(given, name=text.required("name", given.name, 200), source="decided")


class SetHours(CalendarChange, frozen=True):
    """Set the hours of a working day."""

    name: ClassVar[str] = "calendar.setHours"
    hours: tuple[Span, ...]

    def keep(self, subject: Calendar | None, by: By) -> Calendar:
        clocks = [clock for span in self.hours for clock in (span.start, span.end)]
        if not clocks or not all(map(_CLOCK.fullmatch, clocks)) or clocks != sorted(set(clocks)):
            raise Rejection("calendar.hours")
        kept = subject or Calendar.begin(Created, CALENDAR, by, days=(), year=None)
        if self.hours != kept.state.hours:
            kept.record(HoursChanged, by, hours=self.hours)
        return kept
