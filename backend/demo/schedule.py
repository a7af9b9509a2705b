"""Which tasks there are: what, from whom, to whom, how far, and when, as seen from the start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any
from uuid import UUID

from backend.demo import city as plan
from backend.demo import matters
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import City, leaders, seat_of, specialists
from backend.demo.founding import BEGINNING, REFORM
from backend.demo.hours import end_of_day, in_order
from backend.demo.lives import Life
from backend.demo.patterns import checklist_for, labels_for
from domain.kernel import Seat
from domain.task.commands import Assign
from domain.task.state import Source, Urgency

Path = tuple[str, ...]

START: Path = ("open", "pass", "open", "accept", "report")
WORK: Path = (*START, "report", "submit", "endorse")

FINISHED: tuple[tuple[Path, int], ...] = (
    ((*WORK, "complete"), 60),
    ((*START, "report", "ask", "grant", "report", "submit", "endorse", "complete"), 10),
    ((*START, "report", "ask", "refuse", "submit", "endorse", "complete"), 4),
    ((*WORK, "return", "report", "submit", "endorse", "complete"), 10),
    (("open", "decline", "redirect", *WORK, "complete"), 4),
    (("open", "accept", "report", "submit", "complete"), 12),
    ((*WORK, "complete", "reopen", "report", "submit", "endorse", "complete"), 2),
    (("open", "pass", "open", "cancel"), 5),
)
UNDER_WAY: tuple[tuple[Path, int], ...] = (
    ((), 8),
    (("open",), 8),
    (("open", "pass"), 5),
    (("open", "pass", "open"), 5),
    (("open", "accept"), 8),
    (START, 14),
    ((*START, "report"), 12),
    ((*START, "report", "chase"), 5),
    ((*START, "ask"), 6),
    ((*START, "ask", "grant", "report"), 4),
    ((*START, "ask", "refuse"), 3),
    ((*START, "move", "report"), 2),
    ((*START, "report", "submit"), 7),
    (WORK, 9),
    ((*WORK, "return"), 5),
    (("open", "decline"), 4),
    (("open", "decline", "redirect", "open"), 2),
    ((*WORK, "complete", "reopen"), 1),
)
"""What happened, and how often of all; a task that nobody passed on skips what that would need."""

INSIDE_SKIPS = {"pass", "endorse"}
URGENCIES: tuple[tuple[Urgency, int], ...] = (
    ("normal", 70),
    ("urgent", 20),
    ("very-urgent", 7),
    ("flash", 3),
)
SOURCES = (
    Source(kind="meeting", reference="Kết luận giao ban tuần số 42"),
    Source(kind="document", reference="Công văn số 3215/UBND-ĐT"),
    Source(kind="document", reference="Thông báo số 118/TB-VP"),
    None,
)

STORY_PATHS: tuple[Path, ...] = (
    START,
    (*START, "report"),
    (),
    ("open", "pass"),
    (*START, "report", "submit"),
    (*WORK, "return"),
    (*START, "ask"),
    *[(*WORK, "complete")] * 4,
)
"""What the story's ward has: something on each of its two screens, and a little history."""


def drawn(lot: Random, choices: tuple[tuple[Path, int], ...]) -> Path:
    """One of the paths, by weight."""
    paths, weights = zip(*choices, strict=True)
    found: Path = lot.choices(paths, weights)[0]
    return found


class Schedule:
    """Plans the tasks of `city` as they look at `now`."""

    def __init__(self, chronicle: Chronicle, city: City, lot: Random, now: datetime) -> None:
        self._chronicle = chronicle
        self._organisation = chronicle.organisation
        self._city = city
        self._lot = lot
        self._now = now
        self._decks: dict[Any, Iterator[Any]] = {
            deck: cycle(lot.sample(deck, len(deck)))
            for deck in (matters.OF_DEPARTMENTS, matters.OF_WARDS, matters.INSIDE)
        }

    def stories(self, tasks: int) -> list[Story]:
        """So many tasks in all: of the city's leaders, of the departments, and within units."""
        story_ward = self._city.wards[plan.STORY_WARD]
        lives = [self._for_ward(path, story_ward) for path in STORY_PATHS]
        lives += [self._inside(path, story_ward) for path in STORY_PATHS]
        while len(lives) < tasks:
            path = drawn(self._lot, FINISHED if self._lot.random() < 0.5 else UNDER_WAY)
            kind = self._lot.choices((self._for_department, self._for_ward, self._inside), (3, 5, 2))[0]
            lives.append(kind(path))
        return lives

    def old_stories(self, tasks: int) -> list[Story]:
        """Tasks of wards that ended on 1 July 2025, half of them still open then."""
        lot, city = self._lot, self._city
        ending = [
            unit
            for unit in city.old.values()
            if self._organisation.contains(city.city, unit) and leaders(self._organisation, unit)
        ]
        lives = []
        for number in range(tasks):
            begun = BEGINNING + timedelta(days=lot.uniform(1, 12))
            ends = REFORM + timedelta(days=-4 if number % 2 else 12)
            path = ("open", "accept", "report", "report", "submit", "complete")
            assign = Assign(
                title=lot.choice(matters.OLD_WARDS),
                lead=Seat(unit=lot.choice(ending)),
                urgency="urgent",
                deadline=end_of_day(ends, 2),
            )
            director = leaders(self._organisation, city.departments[matters.HOME])[0]
            lives.append(self._life(assign, path, director, begun, ends))
        return lives

    # One task

    def _for_department(self, path: Path) -> Story:
        name, title = next(self._decks[matters.OF_DEPARTMENTS])
        city = leaders(self._organisation, self._city.city)
        others = self._lot.sample(sorted(self._city.departments.values()), self._lot.randint(0, 2))
        return self._plan(
            path,
            title,
            assigner=self._lot.choices(city, [6, *[2] * (len(city) - 1)])[0],
            lead=Seat(unit=self._city.departments[name]),
            coordinating=tuple(Seat(unit=unit) for unit in others),
        )

    def _for_ward(self, path: Path, ward: UUID | None = None) -> Story:
        name, title = next(self._decks[matters.OF_WARDS])
        return self._plan(
            path,
            title,
            assigner=leaders(self._organisation, self._city.departments[name])[0],
            lead=Seat(unit=ward or self._lot.choice(sorted(self._city.wards.values()))),
        )

    def _inside(self, path: Path, unit: UUID | None = None) -> Story:
        units = sorted({*self._city.wards.values(), *self._city.departments.values()})
        here = unit or self._lot.choice(units)
        worker = self._lot.choice(specialists(self._organisation, here)[:3])
        return self._plan(
            tuple(step for step in path if step not in INSIDE_SKIPS),
            next(self._decks[matters.INSIDE]),
            assigner=leaders(self._organisation, here)[0],
            lead=seat_of(self._organisation, worker),
        )

    def _plan(
        self, path: Path, title: str, *, assigner: UUID, lead: Seat, coordinating: tuple[Seat, ...] = ()
    ) -> Story:
        begun, ends, deadline = self._dates(path)
        chief = seat_of(self._organisation, leaders(self._organisation, self._city.office)[0])
        from_city = seat_of(self._organisation, assigner).unit == self._city.city
        urgencies, weights = zip(*URGENCIES, strict=True)
        assign = Assign(
            title=title,
            description=matters.DESCRIPTION if self._lot.random() < 0.6 else None,
            lead=lead,
            coordinating=coordinating,
            chaser=chief if from_city else None,
            urgency=self._lot.choices(urgencies, weights)[0],
            deadline=deadline,
            source=self._lot.choice(SOURCES) if from_city else None,
            labels=labels_for(title),
            checklist=checklist_for(title),
        )
        return self._life(assign, path, assigner, begun, ends)

    def _dates(self, path: Path) -> tuple[datetime, datetime, datetime]:
        """When the task begins, when its last step is taken, and its deadline."""
        lot, now = self._lot, self._now
        if path and path[-1] in ("complete", "cancel"):
            ends = now - timedelta(days=lot.uniform(0.3, 120))
            begun = ends - timedelta(days=lot.uniform(5, 20))
            late = "ask" not in path and lot.random() < 0.15
            deadline = end_of_day(begun, 2) if late else end_of_day(ends, lot.randint(1, 6))
        else:
            ends = now - timedelta(hours=lot.uniform(0.5, 40))
            begun = ends - timedelta(days=lot.uniform(3, 14))
            days = (-6, -3, -1, 0, 1, 2, 3, 5, 8, 14, 21)[(4 if "ask" in path else 0) :]
            deadline = end_of_day(now, lot.choice(days))
        return min(begun, deadline - timedelta(days=2)), ends, deadline

    def _life(self, assign: Assign, path: Path, assigner: UUID, begun: datetime, ends: datetime) -> Story:
        between = sorted(begun + (ends - begun) * self._lot.random() for _ in path[:-1])
        moments = in_order([begun, *between, *([ends] if path else [])])
        return Life(self._chronicle, self._lot, assign, path).story(assigner, moments)


def lots(seed: str) -> Iterator[Random]:
    """Independent lots, so that one more draw in one place changes nothing elsewhere."""
    number = 0
    while True:
        yield Random(f"{seed}:{number}")  # noqa: S311 - invented data
        number += 1
