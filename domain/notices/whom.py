"""Whom an event concerns: scopes, from the state of the noun after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.announcement import events as announcement
from domain.announcement.state import State as Announcement
from domain.contest.state import State as Contest
from domain.kernel import Seat, desk_scope, post_scope, unit_scope, user_scope
from domain.message.state import Mention
from domain.notices.rule import To
from domain.recurrence.state import State as Recurring
from domain.reminding import Role
from domain.talk import heard_by
from domain.task.state import State as Task


def scopes(seats: Iterable[Seat | None]) -> Iterable[str]:
    return dict.fromkeys(seat.scope for seat in seats if seat is not None)


def assigner(state: Task, event: Any) -> Iterable[str]:
    """Not one by one of a directive's tasks: its board shows them."""
    return () if state.directive else (state.assigner.scope,)


def holder(state: Task, event: Any) -> Iterable[str]:
    return (state.lowest.scope,)


def chain(state: Task, event: Any) -> Iterable[str]:
    return scopes(state.chain)


def coordinating(state: Task, event: Any) -> Iterable[str]:
    return scopes(state.coordinating)


def following(state: Task, event: Any) -> Iterable[str]:
    return scopes(state.following)


def chaser(state: Task, event: Any) -> Iterable[str]:
    return scopes((state.chaser,))


def reviewer(state: Task, event: Any) -> Iterable[str]:
    return (state.reviewer.scope,)


def returned_to(state: Task, event: Any) -> Iterable[str]:
    """Where it lies after it was declined: the assigner, or the link that has it again."""
    return (state.assigner.scope if state.status == "declined" else state.lowest.scope,)


def former(state: Task, event: Any) -> Iterable[str]:
    """Who had it last, unless they have it still as a link."""
    return () if event.previous in state.chain else (event.previous.scope,)


def called(row: Any, event: Any) -> Iterable[str]:
    return [scope for mention in event.mentions for scope in mentioned(mention, event.kind, event.channel)]


def mentioned(mention: Mention, kind: Any, channel: Any) -> Iterable[str]:
    """The scope that a mention calls; nobody at a task or directive by "everyone"."""
    match mention.kind:
        case "official":
            assert mention.id is not None
            return (user_scope(mention.id),)
        case "post":
            assert mention.id is not None
            return (post_scope(mention.id),)
        case "unit":
            assert mention.id is not None
            at_work = kind in ("task", "directive")
            return (desk_scope(mention.id) if at_work else unit_scope(mention.id),)
    heard = heard_by(kind, channel)
    return (heard,) if heard else ()


def asked(state: Announcement, event: Any) -> Iterable[str]:
    """Those who are to acknowledge it."""
    return addressed(state, event) if state.acknowledge else ()


def to_know(state: Announcement, event: Any) -> Iterable[str]:
    """Those who need only know."""
    return () if state.acknowledge else addressed(state, event)


def addressed(state: Announcement, event: Any) -> Iterable[str]:
    units = event.units if isinstance(event, announcement.Reminded) else state.units
    return map(unit_scope, units)


ASKED = ("extension", "suspension")
"""Matters that wait for the assigner of the one task, also where it is one of a directive's."""


def reminded(role: Role, seats: To) -> To:
    """Those with a part, if this reminder is for them."""
    return lambda state, event: seats(state, event) if role in event.to else ()


def whose_turn(state: Task, event: Any) -> Iterable[str]:
    """Of what waits for somebody who is to decide, they are reminded; else the assigner."""
    if event.matter == "submission" and state.waiting_seat is not None:
        return (state.waiting_seat.scope,)
    return (state.assigner.scope,) if event.matter in ASKED else assigner(state, event)


def leaders(state: Task, event: Any) -> Iterable[str]:
    return (desk_scope(state.lowest.unit),)


def whose(state: Recurring, event: Any) -> Iterable[str]:
    return (state.seat.scope,)


def desk_of(state: Recurring, event: Any) -> Iterable[str]:
    return (desk_scope(state.seat.unit),)


def judges(state: Contest, event: Any) -> Iterable[str]:
    return (desk_scope(state.to),)


def contestant(state: Contest, event: Any) -> Iterable[str]:
    return (user_scope(state.official),)


def stand_ins(state: Any, event: Any) -> Iterable[str]:
    return [post_scope(each.stand_in) for each in state.stand_ins]


def lender(state: Any, event: Any) -> Iterable[str]:
    return (post_scope(state.giver),)


def borrower(state: Any, event: Any) -> Iterable[str]:
    return (post_scope(state.receiver),)


def later(state: Any, event: Any) -> Iterable[str]:
    """Not where it begins as it is said."""
    return () if event.timestamp == state.told_at else stand_ins(state, event)
