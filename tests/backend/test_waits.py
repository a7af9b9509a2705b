"""Reminders counted on what reminds alike, taken together, are those of each stretch looked at by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.evaluation.reminders import Sides
from backend.evaluation.waits import waits
from domain.evaluation.period import period_of
from domain.kernel import Seat
from domain.marks import MATTERS
from domain.reminding import USUAL, ReminderRule, Step
from domain.task.state import Opening, State, Status, Waiting, whose_turn
from domain.workdays import Workdays
from tests.domain.examples import CITY, CITY_CHAIR, HEALTH_CHAIR, SAI_GON, WARD_DESK, WARD_WORKER, named
from tests.domain.test_marks import task

JULY = period_of("2025-07")
DAYS = Workdays(exceptions={date(2025, 7, 4): False, date(2025, 7, 12): True})
OFTEN = ReminderRule(
    at="09:15",
    before=tuple(Step(days=days, to=("lead",)) for days in range(1, 6)),
    past=(Step(days=2, to=("leader",)), Step(days=1, to=("lead", "chaser"))),
    unopened=0.5,
    submission=1.5,
)
RARELY = replace(USUAL, before=(), past=(), unopened=None, submission=40.0)
SEATS = (WARD_DESK, WARD_WORKER, CITY_CHAIR, HEALTH_CHAIR)
STEPS: Sequence[tuple[Status, Waiting]] = (
    *(("assigned", "lead"), ("accepted", "lead"), ("in-progress", "lead"), ("returned", "lead")),
    *(("submitted", "link"), ("submitted", "assigner"), ("declined", "assigner")),
    *(("suspended", "none"), ("completed", "none")),
)


class Line(NamedTuple):
    """As STRETCHES gives them."""

    id: UUID
    since: datetime
    until: datetime
    status: Status
    waiting: Waiting
    deadline: datetime
    opened_at: datetime | None
    holder_unit: UUID
    holder_post: UUID | None
    assigner_unit: UUID
    assigner_post: UUID | None


def lines_of(random: Random) -> Iterator[Line]:
    """A task from June on, some of it within minutes, some within weeks; often only one thing changes."""
    at = datetime(2025, 6, 20, tzinfo=UTC) + timedelta(minutes=random.randrange(15 * 24 * 60))
    opened, (holder, assigner) = None, random.sample(SEATS, 2)
    step, deadline = STEPS[0], at + timedelta(days=random.randrange(1, 20))
    while at < JULY.end:
        since, at = at, min(JULY.end, at + timedelta(hours=random.choice((0, 0.2, 1, 5, 30, 100, 300))))
        yield Line(named("việc"), since, at, *step, deadline, opened, *seat(holder), *seat(assigner))
        match random.randrange(6):
            case 0:
                holder = random.choice(SEATS)
            case 1:
                assigner = random.choice(SEATS)
            case 2:
                deadline += random.choice((-3, 3)) * timedelta(days=1)
            case 3:
                opened = random.choice((since, at))
            case _:
                step = random.choice(STEPS)


def seat(of: Seat) -> tuple[UUID, UUID | None]:
    """Its columns."""
    return of.unit, of.post


def states(lines: Sequence[Line]) -> Iterator[tuple[Line, State]]:
    """Each stretch as a task of its own right, which knows what came before."""
    before: State | None = None
    for line in lines:
        state = task(
            status=line.status,
            waiting=line.waiting,
            assigner=Seat(line.assigner_unit, line.assigner_post),
            chain=(Seat(line.holder_unit, line.holder_post),),
            deadline=line.deadline,
            created_at=lines[0].since,
            waiting_since=line.since,
            openings=(Opening(official=named("An"), at=line.opened_at, by_lead=True),)
            if line.opened_at
            else (),
        )
        if before is not None:
            moved = before.deadline != state.deadline
            since = line.since if moved else before.deadline_since
            turned = whose_turn(before) != whose_turn(state)
            waiting_since = line.since if turned else before.waiting_since
            state = replace(state, deadline_since=since, waiting_since=waiting_since)
        before = state
        yield line, state


def naively(lines: Sequence[Line], rules: dict[UUID, ReminderRule]) -> Counter[Any]:
    """How many of which kind, by unit."""
    found = Counter[Any]()
    for line, state in states(lines):
        if line.holder_unit in rules and line.waiting != "none":
            for matter in MATTERS.values():
                for mark in matter(state, rules[line.holder_unit], DAYS):
                    if max(line.since, JULY.start) <= mark.at < line.until:
                        found[line.holder_unit, mark.kind] += 1
    return found


@pytest.mark.parametrize("seed", range(8))
def test_what_reminds_alike_is_taken_together(seed: int) -> None:
    random = Random(seed)
    held, tried = {SAI_GON: OFTEN, CITY: USUAL}, {SAI_GON: RARELY, CITY: USUAL}
    kinds = set[str]()
    for _ in range(25):
        lines = list(lines_of(random))
        sides = Sides({unit: (held[unit], tried[unit]) for unit in held}, DAYS)
        sides.add(waits(lines, JULY))
        for rules, count in ((held, sides.before), (tried, sides.after)):
            expected = naively(lines, rules)
            assert count.units == summed(expected, 0)
            assert count.sent.kinds == summed(expected, 1)
            kinds |= count.sent.kinds.keys()
    assert kinds == {"before", "due", "past", "unopened", "submission"}


def summed(counts: Counter[Any], by: int) -> Counter[Any]:
    """Counts by one part of their key."""
    found = Counter[Any]()
    for key, number in counts.items():
        found[key[by]] += number
    return found
