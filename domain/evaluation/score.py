"""What work comes to by a rule: a pure function whose answer explains itself piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal
from uuid import UUID

from domain.evaluation.judged import Excuse, Judged, Part
from domain.evaluation.parameters import Parameters
from domain.evaluation.period import Period
from domain.kernel import Struct

Outcome = Literal["in-time", "late", "overdue"]
Level = Literal["excellent", "good", "completed", "failed", "none"]
"""Hoàn thành xuất sắc, tốt, hoàn thành, không hoàn thành; none: there was no work to judge."""
Light = Literal["green", "yellow", "red", "none"]

DAY = timedelta(days=1)
UNIT = 10**8
CRITERIA = ("quantity", "quality", "progress")


class Line(Struct, frozen=True):
    """How one piece of work counts. What it lost, of each criterion and `lost` in all, is in points of 100.

    `late_before`: it was late when it came into these hands, so that the first delay is not theirs.
    """

    task: UUID
    part: Part
    outcome: Outcome
    units: float
    days_late: int
    late_before: bool
    delays: int
    returns: int
    excuse: Excuse | None
    quantity_lost: float
    quality_lost: float
    progress_lost: float
    lost: float


class Figure(Struct, frozen=True):
    """Percent of each criterion, of all, and points out of those that the rule gives for work."""

    units: float
    quantity: float
    quality: float
    progress: float
    percent: float
    points: float
    level: Level
    light: Light
    lines: tuple[Line, ...]


NOTHING = Figure(
    units=0, quantity=0, quality=0, progress=0, percent=0, points=0, level="none", light="none", lines=()
)


class _Counted(Struct, frozen=True):
    """One piece of work before all are known: its units in hundred-millionths, hundredths earned of them."""

    work: Judged
    outcome: Outcome
    units: int
    days_late: int
    late_before: bool
    delays: int
    returns: int
    excuse: Excuse | None
    quantity: int
    quality: int
    progress: int


def score(
    parameters: Parameters,
    period: Period,
    work: Iterable[Judged],
    excuses: Mapping[UUID, Excuse],
    as_of: datetime | None = None,
) -> Figure:
    """The figure of one official's work in a period, or in what had passed of it at `as_of`."""
    end = min(period.end, as_of) if as_of is not None else period.end
    found = (_counted(parameters, period.start, end, each, excuses.get(each.task)) for each in work)
    counted = [each for each in found if each is not None and each.units > 0]
    return _figure(parameters, counted) if counted else NOTHING


def _counted(
    parameters: Parameters, start: datetime, end: datetime, work: Judged, excuse: Excuse | None
) -> _Counted | None:
    if excuse is not None and excuse.left_out:
        return None
    due = work.due + timedelta(days=excuse.days) if excuse is not None else work.due
    outcome = _outcome(parameters, start, end, work, due)
    if outcome is None:
        return None
    done = outcome != "overdue"
    stopped = work.given_at or work.completed_at if done else min(end, work.until or end)
    assert stopped is not None
    before = _late_before(work)
    days = 0 if outcome == "in-time" else max(0, -((max(due, work.since) - stopped) // DAY))
    delays = _delays(parameters, days, before)
    returns = max(0, work.returns - (excuse.returns if excuse is not None else 0))
    return _Counted(
        work=work,
        outcome=outcome,
        units=_units(parameters, work),
        days_late=days,
        late_before=before,
        delays=delays,
        returns=returns,
        excuse=excuse,
        quantity=100 * done,
        quality=max(0, 100 - parameters.per_return * returns) * done,
        progress=max(0, 100 - parameters.per_delay * delays) * done,
    )


def _outcome(
    parameters: Parameters, start: datetime, end: datetime, work: Judged, due: datetime
) -> Outcome | None:
    """What became of it between two moments; None: it does not count there."""
    if work.completed_at is not None and work.completed_at < end:
        mine = work.until is None or work.completed_at <= work.until
        given = work.given_at or work.completed_at
        return ("in-time" if given <= due else "late") if mine and work.completed_at >= start else None
    stopped = min(end, work.until or end, work.given_at or end)
    late_since = max(due, work.since)
    if stopped <= late_since or stopped <= start:
        return None
    if _late_before(work) and work.since >= start:
        return None
    return "overdue" if due >= start or parameters.carried else None


def _late_before(work: Judged) -> bool:
    """Whether it was late when it came into these hands, whatever was excused since."""
    return work.since > work.due


def _delays(parameters: Parameters, days: int, before: bool) -> int:
    """How many delays so many days late are."""
    if days <= 0:
        return 0
    further = (days - 1) // parameters.days_per_delay if parameters.days_per_delay else 0
    return further + (not before)


def _units(parameters: Parameters, work: Judged) -> int:
    share = parameters.lead if work.part == "lead" else parameters.coordinating
    urgency: int = getattr(parameters.urgency, work.urgency.replace("-", "_"))
    source = next((each.percent for each in parameters.sources if each.kind == work.source), 100)
    return share * urgency * source * work.weight


def _figure(parameters: Parameters, counted: Sequence[_Counted]) -> Figure:
    units = sum(each.units for each in counted)
    quantity, quality, progress = (
        Fraction(sum(each.units * getattr(each, name) for each in counted), units) for name in CRITERIA
    )
    weights = [getattr(parameters, name) for name in CRITERIA]
    percent = (quantity * weights[0] + quality * weights[1] + progress * weights[2]) / sum(weights)
    return Figure(
        units=_rounded(Fraction(units, UNIT)),
        quantity=_rounded(quantity),
        quality=_rounded(quality),
        progress=_rounded(progress),
        percent=_rounded(percent),
        points=_rounded(percent * parameters.results / 100),
        level=level_of(parameters, percent),
        light=light_of(parameters, progress),
        lines=tuple(_line(parameters, each, units) for each in counted),
    )


def _line(parameters: Parameters, counted: _Counted, units: int) -> Line:
    """What one piece of work took from the 100 points that all of it could bring."""
    weights = sum(getattr(parameters, name) for name in CRITERIA)
    lost = [
        Fraction(counted.units * (100 - getattr(counted, name)) * getattr(parameters, name), units * weights)
        for name in CRITERIA
    ]
    return Line(
        task=counted.work.task,
        part=counted.work.part,
        outcome=counted.outcome,
        units=_rounded(Fraction(counted.units, UNIT)),
        days_late=counted.days_late,
        late_before=counted.late_before,
        delays=counted.delays,
        returns=counted.returns,
        excuse=counted.excuse,
        quantity_lost=_rounded(lost[0]),
        quality_lost=_rounded(lost[1]),
        progress_lost=_rounded(lost[2]),
        lost=_rounded(sum(lost, Fraction())),
    )


def level_of(parameters: Parameters, percent: Fraction) -> Level:
    """The level that such a percentage of all that could be earned comes to."""
    if percent >= parameters.excellent:
        return "excellent"
    if percent >= parameters.good:
        return "good"
    return "completed" if percent >= parameters.completed else "failed"


def light_of(parameters: Parameters, progress: Fraction) -> Light:
    """The traffic light of such a progress."""
    if progress >= parameters.green_from:
        return "green"
    return "red" if progress < parameters.red_below else "yellow"


def _rounded(exact: Fraction) -> float:
    """To two places, as it is shown; levels and lights go by the exact number."""
    return float(round(exact, 2))
