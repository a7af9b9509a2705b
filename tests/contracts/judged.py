"""Rules of evaluation and contests in a random organisation, and commands about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.contest import commands as c
from domain.evaluation import rule
from domain.evaluation.judged import Excuse
from domain.evaluation.parameters import DEFAULT
from domain.judging import deciding_unit
from domain.kernel import Command

if TYPE_CHECKING:
    from tests.contracts.organisations import World

RULES = 2
CONTESTS = 6
PERIOD = "2025-06"


def judge(world: World) -> None:
    """Some units draft a rule; some people contest their figures, most before those who decide."""
    for _ in range(RULES):
        made = world.run(rule.Draft(unit=world.random.choice(world.units), title="-"))
        assert made is not None
        world.rules.append(made.id)
    for _ in range(CONTESTS):
        seat = world.own_seat()
        assert seat.post is not None
        to = deciding_unit(seat.post, world.organisation)
        asked = world.random.choice(world.units) if to is None or world.chance(0.3) else to
        command = c.Raise(unit=seat.unit, to=asked, period=PERIOD, reason="-")
        noun = world.run(command, seat, who=world.organisation.posts[seat.post].holder or world.id())
        assert noun is not None
        world.contests.append(noun.id)


def _poster(world: World) -> UUID:
    return world.random.choice(world.posts)


def _raise(world: World) -> c.Raise:
    """A contest, most times put to those who decide about somebody in the unit."""
    post = _poster(world)
    unit = world.organisation.posts[post].unit
    right = deciding_unit(post, world.organisation)
    elsewhere = world.chance(0.2)
    unit = world.some_unit() if elsewhere else unit
    to = world.organisation.heir(unit) if elsewhere else right
    return c.Raise(
        unit=unit,
        to=world.some_unit() if to is None or world.chance(0.2) else to,
        period=PERIOD,
        reason="-",
        task=world.random.choice(world.tasks) if world.chance(0.5) else None,
    )


def _rule(world: World) -> UUID:
    return world.random.choice(world.rules)


def _contest(world: World) -> UUID:
    return world.random.choice(world.contests)


MAKE: dict[str, Callable[[World], Command[Any]]] = {
    "evaluationRule.draft": lambda w: rule.Draft(unit=w.some_unit(), title="-"),
    "evaluationRule.change": lambda w: rule.Alter(rule=_rule(w), title="-", parameters=DEFAULT),
    "evaluationRule.adopt": lambda w: rule.Adopt(rule=_rule(w), starts="2025-08"),
    "evaluationRule.withdraw": lambda w: rule.Withdraw(rule=_rule(w)),
    "contest.raise": _raise,
    "contest.accept": lambda w: c.Accept(contest=_contest(w), excuses=(Excuse(task=w.id(), days=1),)),
    "contest.refuse": lambda w: c.Refuse(contest=_contest(w), answer="-"),
    "contest.withdraw": lambda w: c.Withdraw(contest=_contest(w)),
}
"""Commands about rules of evaluation and contests."""
