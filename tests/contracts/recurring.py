"""Recurring work in a random organisation, and commands about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.kernel import Command, Seat
from domain.recurrence import commands as c
from domain.recurrence.schedule import Schedule
from domain.recurrence.state import Wanted

if TYPE_CHECKING:
    from tests.contracts.organisations import World

MONTHLY = Schedule(rule="FREQ=MONTHLY;BYMONTHDAY=10", start=date(2025, 7, 1))
SEATS = 4


def recur(world: World) -> None:
    """Some seats ask for something again and again; most could set it up once more."""
    empty = [id for id, post in world.organisation.posts.items() if post.holder is None]
    for number in range(SEATS):
        seat = world.own_seat()
        if number == 0 and empty:
            seat = Seat(unit=world.organisation.posts[empty[0]].unit, post=empty[0])
        noun = world.run(c.SetUp(wanted=_near(world, seat), schedule=MONTHLY), seat)
        assert noun is not None
        world.recurring.append(noun.id)


def _near(world: World, seat: Seat) -> Wanted:
    """Something asked of the seat's own unit, or below it, or elsewhere."""
    if world.chance(0.4):
        units = tuple(world.some_unit() for _ in range(world.random.randint(1, 2)))
        return Wanted(title="-", description="-", units=units)
    below = [*world.organisation.descendants(seat.unit)]
    lead = Seat(unit=world.random.choice(below)) if world.chance(0.6) else world.seat()
    return Wanted(
        title="-",
        lead=lead,
        coordinating=(world.seat(),) if world.chance(0.2) else (),
        chaser=world.seat() if world.chance(0.2) else None,
    )


def _recurring(world: World) -> UUID:
    return world.random.choice(world.recurring)


def _change(world: World) -> Command[Any]:
    id = _recurring(world)
    known = world.known[id].recurrence
    assert known is not None
    return c.Alter(recurrence=id, wanted=_near(world, known.seat), schedule=MONTHLY)


MAKE: dict[str, Callable[[World], Command[Any]]] = {
    "recurrence.setUp": lambda w: c.SetUp(wanted=_near(w, w.own_seat()), schedule=MONTHLY),
    "recurrence.change": _change,
    "recurrence.pause": lambda w: c.Pause(recurrence=_recurring(w)),
    "recurrence.resume": lambda w: c.Resume(recurrence=_recurring(w)),
    "recurrence.end": lambda w: c.End(recurrence=_recurring(w)),
    "recurrence.retry": lambda w: c.Retry(recurrence=_recurring(w), number=1),
    "recurrence.next": lambda w: c.Next(recurrence=_recurring(w), number=1),
    "recurrence.fail": lambda w: c.Fail(recurrence=_recurring(w), number=1, reason="-"),
    "recurrence.pass": lambda w: c.Pass(recurrence=_recurring(w), seat=w.seat(), replaces=w.seat()),
}
"""Commands about recurring work."""
