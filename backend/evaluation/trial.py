"""Tries a rule of evaluation on a period that was: whose level and light would be others, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.evaluation.reading import Ruling, rule_of, work_of
from domain.evaluation.parameters import Parameters
from domain.evaluation.period import Period
from domain.evaluation.score import Figure, Level, Light, score
from domain.kernel import Struct

AT_ONCE = 10
"""Units that are read together."""
MOST_CHANGES = 1_000
MOST_TASKS = 3
BELOW = """
SELECT u.id FROM unit_closure c JOIN unit_view u ON u.id = c.descendant
WHERE c.ancestor = $1 ORDER BY u.sort, u.id
"""

Criterion = Literal["quantity", "quality", "progress"]
Reason = Literal["quantity", "quality", "progress", "limits"]
"""Which criterion moved most; or only the limits of levels and lights did."""

CRITERIA: tuple[Criterion, ...] = ("quantity", "quality", "progress")


class Progress(Struct, frozen=True):
    """So many units are done."""

    done: int
    of: int


class Change(Struct, frozen=True):
    """Somebody's figure by the rule that held, and by the one that is tried; `tasks` moved it most."""

    official: UUID
    unit: UUID
    level_before: Level
    level_after: Level
    light_before: Light
    light_after: Light
    percent_before: float
    percent_after: float
    reason: Reason
    tasks: tuple[UUID, ...]


class Moved(Struct, frozen=True):
    """So many people would have another level, or light."""

    before: str
    after: str
    people: int


class Trial(Struct, frozen=True):
    """What would have been. `judged`: people with work; `untouched`: those of units with a rule of their own.

    `changes`: of whom level or light would be another, the largest differences first, at most a thousand.
    """

    period: str
    judged: int
    untouched: int
    changed: int
    levels: tuple[Moved, ...]
    lights: tuple[Moved, ...]
    reasons: dict[Reason, int]
    changes: tuple[Change, ...]


async def try_rule(
    conn: Any, unit: UUID, period: Period, as_of: datetime, parameters: Parameters
) -> AsyncIterator[Progress | Trial]:
    """How far it has come, again and again, then what was found; for the unit and all that it contains."""
    units = [row[0] for row in await conn.fetch(BELOW, unit)]
    found: list[Change] = []
    judged = untouched = 0
    for start in range(0, len(units), AT_ONCE):
        some = units[start : start + AT_ONCE]
        rulings = {each: await rule_of(conn, each, period, as_of) for each in some}
        work = await work_of(conn, some, period, as_of)
        for of, pieces in work.pieces.items():
            excuses = work.excuses.get(of, {})
            ruling = rulings[of[0]]
            before = score(ruling.parameters, period, pieces, excuses, as_of)
            if before.level == "none":
                continue
            judged += 1
            if _has_its_own(ruling, unit, units):
                untouched += 1
                continue
            after = score(parameters, period, pieces, excuses, as_of)
            found += _changes(of, ruling.parameters, before, parameters, after)
        yield Progress(done=start + len(some), of=len(units))
    yield _trial(period, judged, untouched, found)


def _has_its_own(ruling: Ruling, unit: UUID, units: Sequence[UUID]) -> bool:
    """Whether the rule of a unit below holds, which a rule of `unit` would not supersede."""
    return ruling.unit is not None and ruling.unit != unit and ruling.unit in units


def _changes(
    of: tuple[UUID, UUID], old: Parameters, before: Figure, new: Parameters, after: Figure
) -> list[Change]:
    if (before.level, before.light) == (after.level, after.light):
        return []
    return [
        Change(
            official=of[1],
            unit=of[0],
            level_before=before.level,
            level_after=after.level,
            light_before=before.light,
            light_after=after.light,
            percent_before=before.percent,
            percent_after=after.percent,
            reason=_reason(old, before, new, after),
            tasks=_tasks(before, after),
        )
    ]


def _reason(old: Parameters, before: Figure, new: Parameters, after: Figure) -> Reason:
    def share(parameters: Parameters, figure: Figure, name: Criterion) -> float:
        weights = sum(getattr(parameters, each) for each in CRITERIA)
        return float(getattr(figure, name) * getattr(parameters, name) / weights)

    moved = {name: abs(share(new, after, name) - share(old, before, name)) for name in CRITERIA}
    most = max(CRITERIA, key=lambda name: moved[name])
    return most if moved[most] > 0 else "limits"


def _tasks(before: Figure, after: Figure) -> tuple[UUID, ...]:
    """The work that lost otherwise."""
    lost = Counter[UUID]()
    for line in before.lines:
        lost[line.task] -= round(100 * line.lost)
    for line in after.lines:
        lost[line.task] += round(100 * line.lost)
    moved = sorted((task for task in lost if lost[task]), key=lambda task: -abs(lost[task]))
    return tuple(moved[:MOST_TASKS])


def _trial(period: Period, judged: int, untouched: int, found: list[Change]) -> Trial:
    found.sort(key=lambda each: -abs(each.percent_after - each.percent_before))
    return Trial(
        period=period.key,
        judged=judged,
        untouched=untouched,
        changed=len(found),
        levels=_moved((each.level_before, each.level_after) for each in found),
        lights=_moved((each.light_before, each.light_after) for each in found),
        reasons=dict(Counter(each.reason for each in found).most_common()),
        changes=tuple(found[:MOST_CHANGES]),
    )


def _moved(pairs: Iterable[tuple[str, str]]) -> tuple[Moved, ...]:
    counts = Counter(pair for pair in pairs if pair[0] != pair[1])
    return tuple(Moved(before=pair[0], after=pair[1], people=n) for pair, n in counts.most_common())
