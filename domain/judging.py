"""Who decides about an official's figure, and who sees it: the leaders above them, and they themselves."""

from __future__ import annotations

from uuid import UUID

from domain.kernel import Rejection, below_scope
from domain.organisation import Organisation
from domain.relations.case import Case
from domain.seeing import may_open


def deciding_unit(post: UUID, organisation: Organisation) -> UUID | None:
    """The unit whose leaders decide about who holds a post; None: nobody is above them.

    It is the post's own while a leading post there ranks before it, else the one above.
    """
    own = organisation.posts[post]
    seats = (organisation.posts[seat] for seat in organisation.seats_in(own.unit) if seat != post)
    if any(seat.leading and (not own.leading or seat.order < own.order) for seat in seats):
        return own.unit
    unit = organisation.units.get(own.unit)
    return organisation.heir(unit.parent) if unit is not None and unit.parent is not None else None


def judge(case: Case) -> bool:
    """Leads the unit whose leaders decide about the contest, before who contests; not about oneself."""
    state = case.subject.state
    if not case.leading or state.to not in case.organisation.with_predecessors(case.unit):
        return False
    own, theirs = case.organisation.posts[case.post], case.organisation.posts.get(state.seat.post)
    if theirs is not None and theirs.leading and theirs.unit == own.unit and own.order >= theirs.order:
        return False
    return bool(case.official != state.official)


def contestant(case: Case) -> bool:
    """Contested it."""
    return bool(case.subject.state.official == case.official)


def check_deciding(case: Case) -> None:
    """Refuse to ask other leaders than those who decide: one's own; of a former unit, that unit's.

    Of a former unit one contests only a task.
    """
    command, organisation = case.command, case.organisation
    if command.unit == case.unit:
        right = deciding_unit(case.post, organisation)
    else:
        right = organisation.heir(command.unit) if command.task is not None else None
    if right is None:
        raise Rejection("contest.nobody-above", unit=str(command.unit))
    if command.to != right:
        raise Rejection("contest.other-leaders", unit=str(right))


def may_try(asker: UUID, unit: UUID, organisation: Organisation) -> bool:
    """Whether somebody may try a rule in a unit: who leads it or above, or administers it.

    The latter is told how many, and not who.
    """
    powers = (power for post in organisation.posts_of(asker) for power in organisation.posts[post].powers)
    administers = any(
        power.name == "administer" and organisation.contains(power.unit, unit) for power in powers
    )
    return administers or may_open(asker, below_scope(unit), organisation)


def administering(case: Case) -> bool:
    """Has the power `administer` for the unit whose rule it is."""
    return case.has("administer", (case.subject.state.unit,))


def sees_figure(asker: UUID, official: UUID, unit: UUID, organisation: Organisation) -> bool:
    """Whether somebody sees what an official's work in a unit comes to: they, and who leads above."""
    return asker == official or may_open(asker, below_scope(unit), organisation)
