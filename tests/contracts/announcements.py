"""Announcements in a random organisation, and commands about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain import post, receipt
from domain.announcement import commands as c
from domain.kernel import Command, unit_scope
from domain.seeing import sees

if TYPE_CHECKING:
    from tests.contracts.organisations import World

ANNOUNCEMENTS = 3


def announce(world: World) -> None:
    """Some seats tell some units; most could do so again."""
    for _ in range(ANNOUNCEMENTS):
        issuer = world.own_seat()
        units = tuple(world.random.sample(world.units, 3))
        if world.chance(0.5) and issuer.post:
            world.run(post.Grant(post=issuer.post, power="issue-directive", unit=world.units[0]))
        author = world.organisation.posts[issuer.post].holder if issuer.post and world.chance(0.8) else None
        noun = world.run(c.Issue(title="-", text="-", units=units), issuer, who=author)
        assert noun is not None
        world.announcements.append(noun.id)


def told(world: World, command: Command[Any]) -> list[UUID]:
    """Those who are in the unit by which the command says that they were told, if it says one."""
    if not isinstance(command, receipt.ReceiptKeeping):
        return []
    through = frozenset({unit_scope(command.unit)})
    return [who for who in world.officials if sees(who, through, world.organisation)]


def _announcement(world: World) -> UUID:
    return world.random.choice(world.announcements)


def _units(world: World) -> tuple[UUID, ...]:
    return tuple(world.some_unit() for _ in range(world.random.randint(1, 2)))


def _receipt(world: World, kind: type[receipt.ReceiptKeeping]) -> Command[Any]:
    id = _announcement(world)
    known = world.known[id].announcement
    assert known is not None
    unit = world.random.choice(known.units) if world.chance(0.8) else world.some_unit()
    none = (world.id(), world.random.choice(world.directives))
    about = world.random.choice(none) if world.chance(0.1) else id
    return kind(announcement=about, unit=unit, edition=1)


MAKE: dict[str, Callable[[World], Command[Any]]] = {
    "announcement.issue": lambda w: c.Issue(title="-", text="-", units=_units(w)),
    "announcement.correct": lambda w: c.Correct(announcement=_announcement(w), title="-", text="-"),
    "announcement.withdraw": lambda w: c.Withdraw(announcement=_announcement(w), reason="-"),
    "announcement.remind": lambda w: c.Remind(announcement=_announcement(w)),
    "announcement.open": lambda w: _receipt(w, receipt.Open),
    "announcement.acknowledge": lambda w: _receipt(w, receipt.Acknowledge),
}
"""Commands about announcements and receipts."""
