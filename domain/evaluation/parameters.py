"""What a rule of evaluation says: parameters with a name and a type each, no formula of its own."""

from __future__ import annotations

from domain import text
from domain.evaluation.period import Kind
from domain.kernel import Rejection, Struct

MOST_SOURCES = 50
MOST_FACTOR = 1_000
MOST_WEIGHT = 100
MOST_DAYS = 366


class UrgencyUnits(Struct, frozen=True):
    """How much a piece of work counts by its urgency, in hundredths of a unit."""

    normal: int = 100
    urgent: int = 120
    very_urgent: int = 150
    flash: int = 200


class SourceUnits(Struct, frozen=True):
    """How much work that came from one kind of source counts, in hundredths of what it would otherwise."""

    kind: str
    percent: int


class Parameters(Struct, frozen=True):
    """The rule. Shares, factors, deductions and thresholds are in hundredths.

    A piece of work counts as `lead` or `coordinating` share × its weight × its urgency × its source. Of each
    criterion one earns the share of these units that were done; `quantity`, `quality` and `progress` weigh
    them. A returned submission takes `per_return` of the work's quality, a delay `per_delay` of its progress;
    `days_per_delay` more days late are another delay (0: however late, it is one). `carried`: what is late
    from before and still not done counts again. `results` is how many of 100 points there are for the work;
    the others are for conduct, which people judge. Progress from `green_from` on is green, below `red_below`
    red.
    """

    period: Kind = "month"
    lead: int = 100
    coordinating: int = 30
    urgency: UrgencyUnits = UrgencyUnits()
    sources: tuple[SourceUnits, ...] = ()
    quantity: int = 1
    quality: int = 1
    progress: int = 1
    per_return: int = 25
    per_delay: int = 25
    days_per_delay: int = 5
    carried: bool = True
    results: int = 70
    excellent: int = 90
    good: int = 70
    completed: int = 50
    green_from: int = 90
    red_below: int = 70


DEFAULT = Parameters()
"""By Decree 335/2025/NĐ-CP, as far as that says; see basis.py."""

HUNDREDTHS = (
    "per_return",
    "per_delay",
    "results",
    "excellent",
    "good",
    "completed",
    "green_from",
    "red_below",
)
FACTORS = ("lead", "coordinating")
WEIGHTS = ("quantity", "quality", "progress")


def checked(parameters: Parameters) -> Parameters:
    """Sensible parameters; refuses others, saying which and why."""
    for names, most in ((HUNDREDTHS, 100), (FACTORS, MOST_FACTOR), (WEIGHTS, MOST_WEIGHT)):
        for name in names:
            _within(name, getattr(parameters, name), most)
    for name in UrgencyUnits.__struct_fields__:
        _within(f"urgency.{name}", getattr(parameters.urgency, name), MOST_FACTOR)
    _within("days_per_delay", parameters.days_per_delay, MOST_DAYS)
    if not any(getattr(parameters, name) for name in WEIGHTS):
        raise Rejection("evaluation-rule.no-weight")
    if not parameters.excellent > parameters.good > parameters.completed:
        raise Rejection("evaluation-rule.levels-disordered")
    if parameters.red_below > parameters.green_from:
        raise Rejection("evaluation-rule.lights-disordered")
    return _sources_checked(parameters)


def _sources_checked(parameters: Parameters) -> Parameters:
    if len(parameters.sources) > MOST_SOURCES:
        raise Rejection("evaluation-rule.too-many-sources", most=MOST_SOURCES)
    kinds = [text.required("sources", each.kind, 100) for each in parameters.sources]
    for each in parameters.sources:
        _within("sources", each.percent, MOST_FACTOR)
        if kinds.count(each.kind.strip()) > 1:
            raise Rejection("evaluation-rule.source-twice", kind=each.kind)
    return parameters


def _within(name: str, number: int, most: int) -> None:
    if not 0 <= number <= most:
        raise Rejection("evaluation-rule.out-of-range", parameter=name, most=most)
