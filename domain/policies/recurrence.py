"""What follows from an occurrence of recurring work: its task or directive, if the seat may still give it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from domain.access import decide
from domain.directive.commands import Issue
from domain.kernel import Actor, Command, Rejection, Seat
from domain.organisation import Organisation
from domain.policies import Cause, Policy, Work
from domain.policies.task import is_somebody
from domain.recurrence.commands import Fail
from domain.recurrence.events import Occurred, Retried
from domain.recurrence.state import POLICY, TARGET, Wanted
from domain.task.commands import Assign
from domain.task.state import Source

VACANT = "recurrence.seat-vacant"


def _occur(cause: Cause, work: Work) -> Iterator[tuple[object, Command[Any]]]:
    """Decided as if whoever holds the seat now gave the command; what is refused is not lost, but told of."""
    event, organisation = cause.event, work.organisation
    assert isinstance(event, Occurred | Retried)
    recurrence, occurrence = event.originator_id, event.occurrence
    seat = _held_by(event.seat, organisation)
    command = _command(event.wanted, occurrence.due, organisation)
    reason = _refusal(command, seat, organisation, event.timestamp)
    if reason is not None:
        yield "failed", Fail(recurrence=recurrence, number=occurrence.number, reason=reason)
        return
    source = Source(kind="recurrence", reference=str(recurrence))
    if isinstance(command, Assign):
        yield TARGET, replace(command, assigner=seat, source=source)
    else:
        yield TARGET, replace(command, issuer=seat, source=source)


def _command(wanted: Wanted, due: datetime, organisation: Organisation) -> Assign | Issue:
    """As a person would give it; whom the organisation has moved meanwhile is asked where they are now."""
    if wanted.lead is None:
        return Issue(
            title=wanted.title,
            text=wanted.description or "",
            deadline=due,
            urgency=wanted.urgency,
            units=tuple(dict.fromkeys(map(organisation.heir, wanted.units))),
            form=wanted.form,
        )
    return Assign(
        title=wanted.title,
        description=wanted.description,
        lead=_somebody(wanted.lead, organisation),
        coordinating=tuple(_somebody(seat, organisation) for seat in wanted.coordinating),
        chaser=_somebody(wanted.chaser, organisation) if wanted.chaser else None,
        urgency=wanted.urgency,
        deadline=due,
    )


def _somebody(seat: Seat, organisation: Organisation) -> Seat:
    """The seat, or the desk that receives in its place."""
    return seat if is_somebody(seat, organisation) else Seat(unit=organisation.heir(seat.unit))


def _held_by(seat: Seat, organisation: Organisation) -> Seat:
    """The seat whose it is; where that has ended a moment ago, the desk that gets it."""
    post = organisation.posts.get(seat.post) if seat.post else None
    stands = post is not None and post.active
    return seat if stands else Seat(unit=organisation.heir(seat.unit))


def _refusal(command: Assign | Issue, seat: Seat, organisation: Organisation, now: datetime) -> str | None:
    """Why nobody who sits there may give the command; None if somebody may."""
    posts = [seat.post] if seat.post else sorted(organisation.seats_in(seat.unit))
    reasons = []
    for post in posts:
        holder = organisation.posts[post].holder
        if holder is None or (seat.post is None and not organisation.on_desk(post, seat.unit)):
            continue
        try:
            decide(command, None, Actor(official=holder, post=post), organisation, now)
        except Rejection as rejection:
            reasons.append(rejection.code)
        else:
            return None
    return reasons[0] if reasons else VACANT


OCCUR = Policy(POLICY, _occur)

RECURRENCE_POLICIES: dict[str, tuple[Policy, ...]] = {Occurred.TOPIC: (OCCUR,), Retried.TOPIC: (OCCUR,)}
