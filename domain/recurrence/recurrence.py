"""The aggregate of recurring work: it holds the state, and lets come what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, takewhile

from msgspec.structs import replace

from domain.calendar import workdays_in
from domain.kernel import By, Held, Noun, Rejection
from domain.recurrence.events import Created, Occurred, Skipped
from domain.recurrence.period import filled
from domain.recurrence.schedule import Occurrence, about, days_from, moment, occurrence, values
from domain.recurrence.state import Reason, State, Wanted
from domain.workdays import Workdays


class Recurrence(Noun, Held[State], created=Created):
    """Recurring work (công việc định kỳ), bound to a seat."""

    TOPIC = "recurrence"

    def require_going_on(self) -> State:
        """The state; refuses what has ended."""
        if self.state.status == "ended":
            raise Rejection("recurrence.ended", recurrence=str(self.id))
        return self.state

    def catch_up(self, by: By) -> None:
        """Let come what is due: of several that are, the newest; the others are passed over, each once."""
        state, workdays = self.state, workdays_in(by.read)
        if state.status != "active":
            return
        days = list(
            takewhile(
                lambda day: moment(state.schedule, day, workdays) <= by.now,
                days_from(state.schedule, state.after),
            )
        )
        made = _newest(state, days)
        skipped = [(state.number + place, day) for place, day in enumerate(days, 1) if day != made]
        for reason, group in groupby(skipped, lambda each: _why(state, each[1], made, workdays)):
            found = list(group)
            (first, since), (last, until) = found[0], found[-1]
            self.record(Skipped, by, first=first, last=last, since=since, until=until, reason=reason)
        if made is not None:
            came = occurrence(state.schedule, state.number + len(days), made, workdays, by.now)
            self.record(Occurred, by, occurrence=came, seat=state.seat, wanted=as_read(state.wanted, came))


def _newest(state: State, days: Sequence[date]) -> date | None:
    """The day whose occurrence is made; None if its period was dealt with: then so were those before it."""
    if not days:
        return None
    fresh = state.covered is None or about(state.schedule, days[-1]).until > state.covered
    return days[-1] if fresh else None


def _why(state: State, day: date, made: date | None, workdays: Workdays) -> Reason:
    """Why the occurrence of a day is not made."""
    until = about(state.schedule, day).until
    if made is None or until == about(state.schedule, made).until:
        return "same-period"
    if state.covered is not None and until <= state.covered:
        return "same-period"
    return "same-day" if workdays.first_from(day) == workdays.first_from(made) else "missed"


def as_read(wanted: Wanted, came: Occurrence) -> Wanted:
    """What an occurrence asks, with its placeholders filled."""
    given = values(came)
    description = filled(wanted.description, given) if wanted.description else None
    return replace(wanted, title=filled(wanted.title, given), description=description)
