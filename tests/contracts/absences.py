"""Absences in a random organisation, and commands about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain import absence
from domain.facts import StandIn
from domain.kernel import Command
from tests.domain.scenario import NOW

if TYPE_CHECKING:
    from tests.contracts.organisations import World

ABSENCES = 10


def go_away(world: World) -> None:
    """Some are away, were or will be; some absences begin, end and are cancelled."""
    for _ in range(ABSENCES):
        start, end = sorted(world.random.sample((-48, -24, -1, 0, 1, 24), 2))
        made = world.run(_declare(world, start, end))
        if made is None:
            continue
        world.absences.append(made.id)
        for hours in world.random.choice(((), (-30,), (-30, 0), (0,), (0,), (0,))):
            world.run(absence.FollowDates(absence=made.id), now=NOW + timedelta(hours=hours))
        if world.chance(0.2):
            world.run(absence.Cancel(absence=made.id))


def _stand_ins(world: World, official: UUID) -> tuple[StandIn, ...]:
    """For some of the official's seats, for all others, and sometimes for another's seat."""
    mine: list[UUID | None] = [None, *sorted(world.organisation.posts_of(official))]
    if world.chance(0.15):
        mine.append(world.some_post())
    seats = world.random.sample(mine, world.random.randint(0, min(len(mine), 2)))
    return tuple(StandIn(stand_in=_post(world, official), post=seat) for seat in seats)


def _post(world: World, official: UUID) -> UUID:
    """Usually of somebody else."""
    own = sorted(world.organisation.posts_of(official))
    if own and world.chance(0.1):
        return world.random.choice(own)
    held = [id for id in world.posts if world.organisation.posts[id].holder]
    return world.random.choice(held) if held and world.chance(0.8) else world.some_post()


def _declare(world: World, start: int = 0, end: int = 24) -> absence.Declare:
    official = world.random.choice((*world.officials, *world.officials, world.id()))
    return absence.Declare(
        official=official,
        stand_ins=_stand_ins(world, official),
        start=NOW + timedelta(hours=start),
        end=NOW + timedelta(hours=end),
    )


def _absence(world: World) -> UUID:
    return world.random.choice(world.absences)


def _change(world: World) -> Command[Any]:
    id = _absence(world)
    known = world.known[id].absent
    assert known is not None
    new = _stand_ins(world, known)
    return absence.Alter(absence=id, start=NOW, end=NOW + timedelta(days=1), stand_ins=new)


MAKE: dict[str, Callable[[World], Command[Any]]] = {
    "absence.declare": _declare,
    "absence.change": _change,
    "absence.cancel": lambda w: absence.Cancel(absence=_absence(w)),
    "absence.followDates": lambda w: absence.FollowDates(absence=_absence(w)),
}
"""Commands about absences."""
