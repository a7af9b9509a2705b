"""What follows in the directory: nothing that a unit or a seat had is left to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from domain import hand_over, official, post, unit
from domain.channel.commands import Remove
from domain.kernel import Command, Seat, Struct
from domain.organisation import Organisation
from domain.policies import Cause, Need, Policy, Work
from domain.recurrence.commands import Pass
from domain.task.commands import Reassign

Drawn = Iterator[tuple[object, Command[Any]]]


def _bequeath(work: Work, heir: UUID, unit: UUID | None = None, post: UUID | None = None) -> Drawn:
    """Open work bound to a unit and its posts, or to one post, passes to the desk of `heir` or one above."""
    desk = Seat(unit=work.organisation.staffed(heir))
    for open_task in work.tasks:
        for seat in sorted(open_task.seats, key=lambda seat: seat.scope):
            bound = seat.post == post if post else seat.unit == unit
            if bound and seat != desk:
                key = f"{open_task.id}:{seat.scope}"
                yield key, Reassign(task=open_task.id, lead=desk, replaces=seat)


def _pass_on(work: Work, heir: UUID, unit: UUID | None = None, post: UUID | None = None) -> Drawn:
    """Recurring work of a unit and its posts, or of one post, passes to the desk of `heir` (or its own).

    A post that is only empty keeps it for whoever holds it next.
    """
    desk = Seat(unit=work.organisation.heir(heir))
    for each in work.recurring:
        bound = each.seat.post == post if post else each.seat.unit == unit
        if bound and each.seat != desk:
            yield each.id, Pass(recurrence=each.id, seat=desk, replaces=each.seat)


def _dissolve(work: Work, ended: UUID, heir: UUID) -> Drawn:
    """Work, sub-units and seats of a unit that has ended; its seats end with it."""
    organisation = work.organisation
    yield from _bequeath(work, heir, unit=ended)
    yield from _pass_on(work, heir, unit=ended)
    for child in sorted(organisation.children(ended)):
        yield child, unit.Move(unit=child, parent=organisation.heir(heir))
    for seat in sorted(organisation.seats_in(ended)):
        yield seat, post.Close(post=seat)


def _merged(cause: Cause, work: Work) -> Drawn:
    event = cause.event
    assert isinstance(event, unit.Merged)
    return _dissolve(work, event.originator_id, event.into)


def _split(cause: Cause, work: Work) -> Drawn:
    event = cause.event
    assert isinstance(event, unit.Split)
    return _dissolve(work, event.originator_id, event.into[0])


def _closed(cause: Cause, work: Work) -> Drawn:
    parent = work.organisation.units[cause.event.originator_id].parent
    if parent is not None:
        yield from _bequeath(work, parent, unit=cause.event.originator_id)
        yield from _pass_on(work, parent, unit=cause.event.originator_id)


def _vacated(cause: Cause, work: Work) -> Drawn:
    seat = work.organisation.posts[cause.event.originator_id]
    if seat.holder is None:
        yield from _bequeath(work, seat.unit, post=seat.subject)
    if not seat.active:
        yield from _pass_on(work, seat.unit, post=seat.subject)


def _left_alone(cause: Cause, work: Work) -> Drawn:
    """What a desk gave goes to the next desk above once nobody is on it; what it was given waits there."""
    organisation = work.organisation
    own = Seat(unit=organisation.posts[cause.event.originator_id].unit)
    desk = Seat(unit=organisation.staffed(own.unit))
    for open_task in work.tasks if desk != own else ():
        if open_task.assigner == own:
            yield open_task.id, Reassign(task=open_task.id, lead=desk, replaces=own)


def _left(cause: Cause, work: Work) -> Drawn:
    leaver = cause.event.originator_id
    for seat in sorted(work.organisation.posts_of(leaver)):
        yield seat, post.HandOver(post=seat, holder=None)
    for channel in sorted(work.organisation.channels_of(leaver)):
        yield channel, Remove(channel=channel, official=leaver)


class _Passing(Struct, frozen=True):
    """What changed hands: a post that `previous` held and `holder` does now, or a unit.

    `heir`: the unit whose desk has what nobody holds.
    """

    kind: hand_over.Kind
    seat: Seat
    heir: UUID | None
    previous: UUID | None = None
    holder: UUID | None = None


def _passing(event: Any, organisation: Organisation) -> _Passing:
    id = event.originator_id
    match event:
        case post.HandedOver(previous=previous, holder=holder):
            seat = Seat(unit=organisation.posts[id].unit, post=id)
            return _Passing(kind="seat", seat=seat, heir=seat.unit, previous=previous, holder=holder)
        case post.Closed(previous=previous):
            seat = Seat(unit=organisation.posts[id].unit, post=id)
            return _Passing(kind="closing", seat=seat, heir=seat.unit, previous=previous)
        case unit.Merged():
            return _Passing(kind="merger", seat=Seat(unit=id), heir=event.into)
        case unit.Split():
            return _Passing(kind="split", seat=Seat(unit=id), heir=event.into[0])
        case _:
            return _Passing(kind="closing", seat=Seat(unit=id), heir=organisation.units[id].parent)


def _recorded(cause: Cause, work: Work) -> Drawn:
    """What moved, if anything did; where somebody had the seat and somebody else has it now, in any case."""
    at = _passing(cause.event, work.organisation)
    bound = [task for task in work.tasks if any(_bound(part, at.seat) for part in task.seats)]
    recurring = tuple(each.id for each in work.recurring if _bound(each.seat, at.seat))
    passed = at.kind == "seat" and at.previous is not None
    if not (bound or recurring or passed or (at.seat.post is None and work.templates)):
        return
    desk = work.organisation.staffed(at.heir) if at.holder is None and at.heir is not None else None
    yield (
        "record",
        hand_over.Record(
            kind=at.kind,
            seat=at.seat,
            previous=at.previous,
            holder=at.holder,
            desk=desk,
            position=cause.position,
            tasks=tuple(task.id for task in sorted(bound, key=lambda task: (task.deadline, task.id))),
            recurring=recurring,
            templates=tuple(work.templates),
        ),
    )


def _bound(part: Seat, seat: Seat) -> bool:
    """Whether a part of work is the post's, or one in the unit that ended."""
    return part.post == seat.post if seat.post is not None else part.unit == seat.unit


def _what_moves(cause: Cause) -> Need:
    """Nothing where a seat was nobody's: nothing had been left there."""
    event, id = cause.event, cause.event.originator_id
    if isinstance(event, post.HandedOver | post.Closed):
        return Need(posts=(id,), templates=True) if event.previous is not None else Need()
    return Need(units=(id,), templates=True)


def _in_unit(cause: Cause) -> Need:
    return Need(units=(cause.event.originator_id,))


def _of_post(cause: Cause) -> Need:
    if isinstance(cause.event, post.HandedOver) and cause.event.holder is not None:
        return Need()
    return Need(posts=(cause.event.originator_id,))


def _of_desk(cause: Cause) -> Need:
    event = cause.event
    stays = isinstance(event, post.HandedOver) and event.holder is not None
    stays = stays or (isinstance(event, post.Changed) and (event.leading or event.intake))
    return Need() if stays else Need(desks=(event.originator_id,))


RECORD = Policy(name="hand-over", follows=_recorded, needs=_what_moves)
"""First of all that follows: it sees the work before it moves."""
EMPTY_DESK = Policy(name="empty-desk", follows=_left_alone, needs=_of_desk)

DIRECTORY_POLICIES: dict[str, tuple[Policy, ...]] = {
    unit.Merged.TOPIC: (
        RECORD,
        Policy(name="merger", follows=_merged, needs=_in_unit),
    ),
    unit.Split.TOPIC: (
        RECORD,
        Policy(name="split", follows=_split, needs=_in_unit),
    ),
    unit.Closed.TOPIC: (
        RECORD,
        Policy(name="closing", follows=_closed, needs=_in_unit),
    ),
    post.HandedOver.TOPIC: (
        RECORD,
        Policy(name="empty-seat", follows=_vacated, needs=_of_post),
        EMPTY_DESK,
    ),
    post.Closed.TOPIC: (
        RECORD,
        Policy(name="closed-seat", follows=_vacated, needs=_of_post),
        EMPTY_DESK,
    ),
    post.Changed.TOPIC: (EMPTY_DESK,),
    official.Left.TOPIC: (Policy(name="leaver", follows=_left),),
}
