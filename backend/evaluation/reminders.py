"""Tries a rule of reminders on a period that was: how many it would have sent, to whom, in which units."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import groupby, takewhile
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from backend.evaluation.trial import BELOW, Progress
from domain.evaluation.period import Period
from domain.kernel import Seat, Struct
from domain.marks import MATTERS, Kind, Mark
from domain.reminding import USUAL, ReminderRule, Role, origin
from domain.task.state import Opening, State, whose_turn
from domain.timing import Ground
from domain.workdays import Workdays

AT_ONCE = 10
NOBODY = UUID(int=0)
ALIKE = attrgetter("waiting", "waiting_since", "assigner", "deadline", "deadline_since", "openings")
STRETCHES = """
WITH wanted AS (
    SELECT DISTINCT id FROM stretch_view WHERE holder_unit = ANY($1) AND since < $3 AND until > $2
)
SELECT s.id, s.since, least(s.until, $3) AS until, s.status, s.waiting, s.deadline, s.opened_at,
    s.holder_unit, s.holder_post, s.assigner_unit, s.assigner_post
FROM stretch_view s JOIN wanted USING (id) WHERE s.since < $3 ORDER BY s.id, s.version
"""


class Sent(Struct, frozen=True):
    """How many reminders, of which kinds, to whom; of a unit: of the work that it has in hand."""

    reminders: int
    kinds: dict[Kind, int]
    roles: dict[Role, int]


class UnitSent(Struct, frozen=True):
    """How many were sent of a unit's work, and would have been."""

    unit: UUID
    before: int
    after: int


class ReminderTrial(Struct, frozen=True):
    """By the rules that hold now, and by the one that is tried.

    Not counted: reminders of requests for more time and of suspended work. A role is counted whether or not
    somebody has it in the task.
    """

    period: str
    tasks: int
    before: Sent
    after: Sent
    units: tuple[UnitSent, ...]


class _Count:
    """Reminders counted by kind, role and unit."""

    def __init__(self) -> None:
        self.kinds = Counter[Kind]()
        self.roles = Counter[Role]()
        self.units = Counter[UUID]()

    def add(self, unit: UUID, marks: Iterable[Mark]) -> None:
        for mark in marks:
            self.kinds[mark.kind] += 1
            self.roles.update(mark.to)
            self.units[unit] += 1

    @property
    def sent(self) -> Sent:
        return Sent(reminders=self.kinds.total(), kinds=dict(self.kinds), roles=dict(self.roles))


async def try_reminders(
    conn: Any, unit: UUID, period: Period, rule: ReminderRule, ground: Ground
) -> AsyncIterator[Progress | ReminderTrial]:
    """How far it has come, again and again, then what was found; for the unit and all that it contains."""
    units = [row[0] for row in await conn.fetch(BELOW, unit)]
    before, after, tasks = _Count(), _Count(), set[UUID]()
    for start in range(0, len(units), AT_ONCE):
        some = set(units[start : start + AT_ONCE])
        found = await conn.fetch(STRETCHES, list(some), period.start, period.end)
        for task, lines in groupby(found, key=itemgetter("id")):
            tasks.add(task)
            for at, since, until in replayed(lines, period):
                holder = at.lowest.unit
                if holder in some:
                    chosen = origin(ground.organisation.ancestors(holder), ground.rules)
                    held = ground.rules[chosen] if chosen else USUAL
                    theirs = chosen is not None and chosen != unit and chosen in units
                    now = list(marks_within(at, held, ground.workdays, since, until))
                    before.add(holder, now)
                    tried = held if theirs else rule
                    same = tried == held
                    after.add(holder, now if same else marks_within(at, tried, ground.workdays, since, until))
        yield Progress(done=start + len(some), of=len(units))
    both = {each: (before.units[each], after.units[each]) for each in units}
    listed = sorted((each for each in units if any(both[each])), key=lambda each: -max(both[each]))
    yield ReminderTrial(
        period=period.key,
        tasks=len(tasks),
        before=before.sent,
        after=after.sent,
        units=tuple(UnitSent(unit=each, before=both[each][0], after=both[each][1]) for each in listed),
    )


def marks_within(
    state: State, rule: ReminderRule, workdays: Workdays, since: datetime, until: datetime
) -> Iterator[Mark]:
    """The reminders of a task that stays as it is from one moment until before another."""
    for matter in MATTERS:
        for mark in takewhile(lambda mark: mark.at < until, matter(state, rule, workdays)):
            if mark.at >= since:
                yield mark


def replayed(lines: Iterable[Any], period: Period) -> Iterator[tuple[State, datetime, datetime]]:
    """The states of a task in a period as far as reminders depend on them, each with from when until when."""
    state: State | None = None
    begun = period.start
    for line in lines:
        following = _state(state, line)
        since = max(line["since"], period.start)
        if state is not None and not _same(state, following):
            if begun < since and state.waiting != "none":
                yield state, begun, since
            begun = since
        elif state is None:
            begun = since
        if state is None or not _same(state, following):
            state = following
        ended = line["until"]
    if state is not None and begun < ended and state.waiting != "none":
        yield state, begun, ended


def _same(one: State, other: State) -> bool:
    """Whether reminders of both are the same."""
    return (one.status == "assigned", one.chain, *ALIKE(one)) == (
        other.status == "assigned",
        other.chain,
        *ALIKE(other),
    )


def _state(before: State | None, line: Any) -> State:
    """The next state: the deadline may be another, or whose turn it is, since now."""
    at, deadline = line["since"], line["deadline"]
    holder = Seat(line["holder_unit"], line["holder_post"])
    moved = before is not None and before.deadline != deadline
    opened = line["opened_at"]
    state = State(
        id=line["id"],
        title="",
        description=None,
        source=None,
        urgency="normal",
        status=line["status"],
        assigner=Seat(line["assigner_unit"], line["assigner_post"]),
        creator=None,
        chain=(holder,),
        coordinating=(),
        following=(),
        chaser=None,
        deadline=deadline,
        original_deadline=deadline,
        parent=None,
        directive=None,
        form=(),
        created_at=before.created_at if before is not None else at,
        updated_at=at,
        version=0,
        waiting=line["waiting"],
        waiting_since=at,
        waiting_seat=None,
        deadline_since=at if moved else before.deadline_since if before is not None else None,
        openings=(Opening(official=NOBODY, at=opened, by_lead=True),) if opened is not None else (),
    )
    same = before is not None and whose_turn(before) == whose_turn(state)
    return replace(state, waiting_since=before.waiting_since) if same and before is not None else state
