"""Relations to a task, and to what is to become one."""

from __future__ import annotations

from domain.kernel import Rejection, Seat
from domain.relations.case import Case
from domain.seeing import sees
from domain.task.parent import parent_in
from domain.task.state import audience


def assigner(case: Case) -> bool:
    """Sits where the task was assigned."""
    return case.sits(case.subject.state.assigner)


def lead(case: Case) -> bool:
    """Sits at the end of the chain."""
    return case.sits(case.subject.state.lowest)


def link(case: Case) -> bool:
    """Sits on the chain above its end."""
    return any(case.sits(seat) for seat in case.subject.state.links)


def reviewer(case: Case) -> bool:
    """Sits where a submission has climbed to: a link's turn, or the assigner's at the top."""
    return case.sits(case.subject.state.reviewer)


def coordinating(case: Case) -> bool:
    """Sits in a coordinating seat."""
    return any(case.sits(seat) for seat in case.subject.state.coordinating)


def chaser(case: Case) -> bool:
    """Sits where someone was named to chase."""
    seat = case.subject.state.chaser
    return seat is not None and case.sits(seat)


def above(case: Case) -> bool:
    """Leads a unit that contains the assigner's unit, or the lead's; or succeeds to one that does."""
    if not case.leading:
        return False
    own = case.organisation.with_predecessors(case.unit)
    units = (case.subject.state.lead.unit, case.subject.state.assigner.unit)
    return any(outer in own for unit in units for outer in case.organisation.ancestors(unit))


def seeing(case: Case) -> bool:
    """Sees the task, in whichever post."""
    return sees(case.official, audience(case.subject.state), case.organisation)


def passing_on(case: Case) -> bool:
    """Is the lead, and passes it to a seat of their own unit or below."""
    return lead(case) and case.below(case.command.to.unit)


def desk_of_lead(case: Case) -> bool:
    """Is on the desk of the unit in which a post has the task, and gives it to a seat of that unit."""
    lowest = case.subject.state.lowest
    within = lowest.post is not None and case.command.lead.unit == lowest.unit
    return within and case.organisation.on_desk(case.post, lowest.unit)


def taking_back(case: Case) -> bool:
    """Is a link, and takes the task back to their own seat."""
    return case.command.lead in case.subject.state.links and case.sits(case.command.lead)


def _receivers(case: Case) -> tuple[Seat, ...]:
    """Those who are to work on a task that is given: the lead and those coordinating."""
    return (case.command.lead, *case.command.coordinating)


def leading_over(case: Case) -> bool:
    """Leads their unit, and gives work within it and below."""
    return case.leading and all(case.below(seat.unit) for seat in _receivers(case))


def assigning_within(case: Case) -> bool:
    """Has the power `assign`, and gives work within their unit."""
    units = {seat.unit for seat in _receivers(case)}
    return units == {case.unit} and case.has("assign", units)


def assigning_across(case: Case) -> bool:
    """Has the power `assign-across` for a unit that contains all who receive."""
    return case.has("assign-across", (seat.unit for seat in _receivers(case)))


def check_parent(case: Case) -> None:
    """Refuse a sub-task of what the post neither assigned nor has on its chain."""
    if case.command.parent is None:
        return
    parent = parent_in(case.read, case.command.parent)
    if not any(case.sits(seat) for seat in (parent.assigner, *parent.chain)):
        raise Rejection("access.not-your-parent", parent=str(case.command.parent))
