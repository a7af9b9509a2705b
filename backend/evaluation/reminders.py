"""Tries a rule of reminders on a period that was: how many it would have sent, to whom, in which units."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from itertools import groupby, takewhile
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from backend.evaluation.trial import BELOW, Progress
from backend.evaluation.waits import STRETCHES, Wait, waits
from domain.evaluation.period import Period
from domain.kernel import Struct
from domain.marks import MATTERS, Kind, Mark, Matter
from domain.reminding import USUAL, ReminderRule, Role, origin
from domain.timing import Ground
from domain.workdays import Workdays

AT_ONCE = 500
"""Tasks that are read at a time."""
DEADLINE = attrgetter("deadline", "deadline_since")
"""What reminders of a deadline depend on, while it is the lead's turn."""
HOURS: Mapping[Matter, Callable[[ReminderRule], float | None]] = {
    "opening": attrgetter("unopened"),
    "submission": attrgetter("submission"),
}
"""Working hours before the first reminder of a matter: so many hours at least."""
TASKS = """
SELECT DISTINCT id FROM stretch_view WHERE holder_unit = ANY($1) AND since < $3 AND until > $2 ORDER BY id
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
    """Reminders counted by unit, kind and roles."""

    def __init__(self) -> None:
        self._marks = Counter[tuple[UUID, Kind, tuple[Role, ...]]]()

    def add(self, marks: Iterable[Mark], waits: Sequence[Wait]) -> None:
        """Each is of the unit that has the task then."""
        for mark in marks:
            for wait in waits:
                if wait.since <= mark.at < wait.until:
                    self._marks[wait.unit, mark.kind, mark.to] += 1

    @property
    def units(self) -> Counter[UUID]:
        found = Counter[UUID]()
        for (unit, _, _), number in self._marks.items():
            found[unit] += number
        return found

    @property
    def sent(self) -> Sent:
        kinds, roles = Counter[Kind](), Counter[Role]()
        for (_, kind, to), number in self._marks.items():
            kinds[kind] += number
            roles.update(dict.fromkeys(to, number))
        return Sent(reminders=kinds.total(), kinds=dict(kinds), roles=dict(roles))


class Sides:
    """What the rules that hold send, and what they would send; `rules` has both for each unit."""

    def __init__(self, rules: Mapping[UUID, tuple[ReminderRule, ReminderRule]], workdays: Workdays) -> None:
        self.rules, self._workdays = rules, workdays
        self.before, self.after = _Count(), _Count()

    def add(self, waits: Iterable[Wait]) -> None:
        """Count the reminders of one task. Those of its deadline are the same whatever happens meanwhile."""
        ours = [wait for wait in waits if wait.unit in self.rules]
        for wait in ours:
            if wait.waiting != "lead":
                self._add("submission", [wait])
            elif wait.assigned:
                self._add("opening", [wait])
        leads = (wait for wait in ours if wait.waiting == "lead")
        for _, alike in groupby(leads, lambda wait: (*DEADLINE(wait), self.rules[wait.unit])):
            self._add("deadline", list(alike))

    def _add(self, matter: Matter, waits: Sequence[Wait]) -> None:
        held, tried = self.rules[waits[0].unit]
        marks = self._marks(matter, held, waits)
        self.before.add(marks, waits)
        self.after.add(marks if tried is held else self._marks(matter, tried, waits), waits)

    def _marks(self, matter: Matter, rule: ReminderRule, waits: Sequence[Wait]) -> list[Mark]:
        """The reminders of a matter that is the same in all these waits, from the first until the last."""
        since, until = waits[0].since, waits[-1].until
        if matter in HOURS:
            hours = HOURS[matter](rule)
            if hours is None or waits[0].waiting_since + timedelta(hours=hours) >= until:
                return []
        marks = MATTERS[matter](waits[0].state, rule, self._workdays)
        return [mark for mark in takewhile(lambda mark: mark.at < until, marks) if mark.at >= since]


async def try_reminders(
    conn: Any, unit: UUID, period: Period, rule: ReminderRule, ground: Ground
) -> AsyncIterator[Progress | ReminderTrial]:
    """How far it has come, again and again, then what was found; for the unit and all that it contains."""
    units = [row[0] for row in await conn.fetch(BELOW, unit)]
    sides = Sides({each: _rules(each, unit, set(units), rule, ground) for each in units}, ground.workdays)
    tasks = [row[0] for row in await conn.fetch(TASKS, units, period.start, period.end)]
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        for _, lines in groupby(await conn.fetch(STRETCHES, some, period.end), key=itemgetter(0)):
            sides.add(waits(lines, period))
        yield Progress(done=len(units) * (start + len(some)) // len(tasks), of=len(units))
    were, would = sides.before.units, sides.after.units
    both = {each: (were[each], would[each]) for each in units}
    listed = sorted((each for each in units if any(both[each])), key=lambda each: -max(both[each]))
    yield ReminderTrial(
        period=period.key,
        tasks=len(tasks),
        before=sides.before.sent,
        after=sides.after.sent,
        units=tuple(UnitSent(unit=each, before=both[each][0], after=both[each][1]) for each in listed),
    )


def _rules(
    holder: UUID, unit: UUID, units: AbstractSet[UUID], rule: ReminderRule, ground: Ground
) -> tuple[ReminderRule, ReminderRule]:
    """The rule that holds for a unit, and the one that would, if `rule` were that of `unit`."""
    chosen = origin(ground.organisation.ancestors(holder), ground.rules)
    held = ground.rules[chosen] if chosen else USUAL
    theirs = chosen is not None and chosen != unit and chosen in units
    return held, held if theirs or rule == held else rule
