"""Who sees: a person's standing scopes meet the audience, or they may look down on what is below."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.kernel import BELOW
from domain.organisation import Organisation, scopes


def sees(official: UUID, audience: frozenset[str], organisation: Organisation) -> bool:
    """Whether a person sees what has this audience."""
    if not audience.isdisjoint(scopes(official, organisation)):
        return True
    return any(may_open(official, scope, organisation) for scope in audience if scope.startswith(BELOW))


def may_open(official: UUID, scope: str, organisation: Organisation) -> bool:
    """Whether a person may have `below:UNIT` on screen: they lead a unit that is UNIT or contains it.

    Whoever leads the successor of a unit may look down on what that unit could.
    """
    try:
        unit = UUID(scope.removeprefix(BELOW))
    except ValueError:
        return False
    above = set(organisation.ancestors(unit))
    return scope.startswith(BELOW) and any(outer in above for outer in looking_down(official, organisation))


def looking_down(official: UUID, organisation: Organisation) -> Iterator[UUID]:
    """The units over which, with all they contain, a person may look down."""
    for post in organisation.posts_of(official):
        fact = organisation.posts[post]
        if fact.leading:
            yield from organisation.with_predecessors(fact.unit)


def reads_everything(official: UUID, organisation: Organisation) -> bool:
    """Whether a person with an active account holds a post with `read-all-events` for a unit at the top."""
    account = organisation.officials.get(official)
    if account is None or not account.active:
        return False
    powers = (power for post in organisation.posts_of(official) for power in organisation.posts[post].powers)
    units = (organisation.units.get(power.unit) for power in powers if power.name == "read-all-events")
    return any(unit is not None and unit.parent is None for unit in units)
