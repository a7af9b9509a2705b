"""What the demo city does again and again: recurring work with what came of it, and templates of tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from backend.demo import patterns
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import City, holder, leaders, seat_of, specialists
from backend.demo.hours import in_order
from backend.demo.lives import STEPS, Life
from backend.demo.patterns import Kept, Routine
from domain.calendar import CALENDAR
from domain.kernel import Seat
from domain.recurrence.commands import Next, Pause, SetUp
from domain.recurrence.schedule import moment
from domain.recurrence.state import State
from domain.template.commands import Create
from domain.timing import TIMERS

WORK = ("open", "accept", "report", "submit", "complete")
LATELY = timedelta(days=3)
"""An occurrence that is younger is not done yet."""


class Routines:
    """Plans recurring work and templates of `city` as they look at `now`."""

    def __init__(self, chronicle: Chronicle, city: City, lot: Random, now: datetime) -> None:
        self._chronicle = chronicle
        self._organisation = chronicle.organisation
        self._city = city
        self._lot = lot
        self._now = now

    def stories(self) -> list[Story]:
        """One for each routine, and one for all templates."""
        return [*map(self._recurring, patterns.ROUTINES), self._templates()]

    def _leader(self, unit: UUID) -> UUID:
        return leaders(self._organisation, unit)[0]

    def _unit(self, name: str) -> UUID:
        """A unit by what the patterns call it."""
        named = {"city": self._city.city, "office": self._city.office, **self._city.departments}
        return named.get(name) or self._city.wards[name]

    def _templates(self) -> Story:
        yield next(in_order([self._now - timedelta(days=50)]))
        for kept in patterns.TEMPLATES:
            unit = self._unit(kept.unit)
            actor = holder(self._organisation, self._leader(unit))
            self._chronicle.run(
                Create(unit=unit, full_name=kept.name, outline=self._outline(kept, unit)), actor
            )

    def _outline(self, kept: Kept, unit: UUID) -> Any:
        lead = seat_of(self._organisation, specialists(self._organisation, unit)[0]) if kept.inside else None
        return msgspec.structs.replace(kept.outline, lead=lead)

    def _recurring(self, routine: Routine) -> Story:
        """Set up so many days ago; what comes of it is worked on, but for the newest."""
        yield next(in_order([self._now - timedelta(days=routine.days)]))
        unit = self._unit(routine.by)
        seat = self._leader(unit)
        actor = holder(self._organisation, seat)
        start = self._chronicle.now.date()
        schedule = msgspec.structs.replace(routine.schedule, start=start)
        wanted = msgspec.structs.replace(routine.wanted, **self._whom(routine, unit))
        id = self._chronicle.run(SetUp(wanted=wanted, schedule=schedule), actor)
        if routine.paused:
            self._chronicle.run(Pause(recurrence=id), actor)
        while (due := self._due(id)) is not None and due < self._now:
            yield due
            self._come(id)

    def _whom(self, routine: Routine, unit: UUID) -> dict[str, Any]:
        if routine.to == "wards":
            return {"units": tuple(sorted(self._city.wards.values()))}
        if routine.to == "inside":
            return {"lead": seat_of(self._organisation, specialists(self._organisation, unit)[0])}
        return {"lead": Seat(unit=self._unit(routine.to))}

    def _state(self, id: UUID) -> State:
        state: State = self._chronicle.nouns[id].state
        return state

    def _due(self, id: UUID) -> datetime | None:
        state = self._state(id)
        day, workdays = state.next_day, self._chronicle.nouns[CALENDAR].state.workdays
        return moment(state.schedule, day, workdays) if day else None

    def _come(self, id: UUID) -> None:
        """As the timers do; the task that follows has a life of its own."""
        before = self._state(id)
        self._chronicle.run(Next(recurrence=id, number=before.number + 1), TIMERS)
        after = self._state(id)
        if after.occurred > before.occurred and after.recent[-1].made in self._chronicle.nouns:
            self._chronicle.add([self._life(after.recent[-1].made, self._chronicle.now)])

    def _life(self, task: UUID, begun: datetime) -> Story:
        over = self._now - begun > LATELY
        path = WORK if over else WORK[:2]
        times = sorted(begun + self._lot.uniform(0.02, 1.9) * timedelta(days=1) for _ in path)
        moments: Iterator[datetime] = in_order([begun, *times])
        next(moments)
        life = Life.going_on(self._chronicle, self._lot, task)
        for when, step in zip(moments, path, strict=True):
            yield when
            STEPS[step](life)
