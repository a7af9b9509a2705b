"""What follows in tasks: work for an empty seat goes on to a desk, sub-tasks end with their parent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain.kernel import Command, Event, Seat
from domain.organisation import Organisation
from domain.policies import Cause, Need, Policy, Work
from domain.task.commands import ChangeDeadline, FollowParent, Reassign
from domain.task.events import Created, DeadlineChanged, Reassigned, Reopened, Resumed, SubAssigned, Suspended


def _reached(event: object) -> Iterable[Seat]:
    """The seats that the event brings the task to, or back to."""
    match event:
        case Created() | Reassigned():
            return (event.lead,)
        case SubAssigned():
            return (event.to,)
        case Reopened():
            return event.seats
    return ()


def is_somebody(seat: Seat, organisation: Organisation) -> bool:
    """Whether the seat still receives: an active unit, or a post with a holder."""
    if seat.post is None:
        unit = organisation.units.get(seat.unit)
        return unit is not None and unit.active
    post = organisation.posts.get(seat.post)
    return post is not None and post.active and post.holder is not None


def _pass_on(cause: Cause, work: Work) -> Iterator[tuple[object, Command[Any]]]:
    """Hand-overs and mergers pass on what is open then; this catches what was closed, or still on its way."""
    task = cause.event.originator_id
    for seat in _reached(cause.event):
        desk = Seat(unit=work.organisation.staffed(seat.unit))
        if desk != seat and not is_somebody(seat, work.organisation):
            yield f"{task}:{seat.scope}", Reassign(task=task, lead=desk, replaces=seat)


def _below(cause: Cause) -> Need:
    event = cause.event
    assert isinstance(event, DeadlineChanged | Resumed)
    return Need(parent=event.originator_id) if event.deadline < event.previous else Need()


def _shorten(cause: Cause, work: Work) -> Iterator[tuple[object, Command[Any]]]:
    """Open sub-tasks that would outlast their parent are due when it is."""
    event = cause.event
    assert isinstance(event, DeadlineChanged | Resumed)
    reason = event.reason if isinstance(event, DeadlineChanged) else None
    for task in work.tasks:
        if task.deadline > event.deadline:
            yield task.id, ChangeDeadline(task=task.id, deadline=event.deadline, reason=reason)


def _follow_parent(cause: Cause, work: Work) -> Iterator[tuple[object, Command[Any]]]:
    """Open sub-tasks stand still with their parent, and go on with it."""
    for task in work.tasks:
        yield task.id, FollowParent(task=task.id)


def _all_below(cause: Cause) -> Need:
    return Need(parent=cause.event.originator_id)


FOLLOW_PARENT = Policy("suspended-parent", _follow_parent, _all_below)
SHORTEN = Policy("parent-deadline", _shorten, _below)
PASS_ON = Policy(name="nobody-there", follows=_pass_on)

_CAUSES: tuple[type[Event], ...] = (Created, SubAssigned, Reassigned, Reopened)

TASK_POLICIES: dict[str, tuple[Policy, ...]] = {
    **{event.__dict__["TOPIC"]: (PASS_ON,) for event in _CAUSES},
    DeadlineChanged.TOPIC: (SHORTEN,),
    Suspended.TOPIC: (FOLLOW_PARENT,),
    Resumed.TOPIC: (SHORTEN, FOLLOW_PARENT),
}
