"""Who is told of what, and why: one table from events to those whom they concern.

A rule gives scopes, not people: whoever sits there when they look is told. Who did it is left out when it
is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from domain import absence, delegation, hand_over, reminder
from domain.announcement import events as announcement
from domain.announcement.state import State as Announcement
from domain.contest import events as contest
from domain.contest.state import State as Contest
from domain.kernel import Seat, Struct, desk_scope, post_scope, unit_scope, user_scope
from domain.message import events as message
from domain.message.state import Mention
from domain.recurrence import events as recurrence
from domain.recurrence.state import State as Recurring
from domain.reminding import Role
from domain.talk import heard_by
from domain.task import events as task
from domain.task.state import State as Task

Reason = Literal[
    "lead",
    "coordinating",
    "following",
    "chaser",
    "assigner",
    "former",
    "mentioned",
    "answered",
    "direct",
    "addressed",
    "leader",
    "own",
    "judge",
    "contestant",
    "stand-in",
    "away",
    "receiver",
    "giver",
]
"""As what one is told: one's part in the task or absence, or having been called or answered in a talk;
`leader`: of the unit that has it; `own`: one asked for it oneself; `receiver` and `giver`: of a
hand-over or delegation."""
Group = Literal["assigned", "progress", "mention", "direct", "announcement", "reminder"]
"""What one can choose ways for: work that comes, what becomes of work, being called, being spoken to, what
comes with time."""

To = Callable[[Any, Any], Iterable[str]]
"""Scopes, from the state of the noun after the event, and the event."""


class Rule(Struct, frozen=True):
    """Those in `to` are told for `reason`. `waits`: something is theirs to do; `push`: told at once."""

    reason: Reason
    group: Group
    to: To
    waits: bool = False
    push: bool = False


def _scopes(seats: Iterable[Seat | None]) -> Iterable[str]:
    return dict.fromkeys(seat.scope for seat in seats if seat is not None)


def _assigner(state: Task, event: Any) -> Iterable[str]:
    """Not one by one of a directive's tasks: its board shows them."""
    return () if state.directive else (state.assigner.scope,)


def _holder(state: Task, event: Any) -> Iterable[str]:
    return (state.lowest.scope,)


def _chain(state: Task, event: Any) -> Iterable[str]:
    return _scopes(state.chain)


def _coordinating(state: Task, event: Any) -> Iterable[str]:
    return _scopes(state.coordinating)


def _following(state: Task, event: Any) -> Iterable[str]:
    return _scopes(state.following)


def _chaser(state: Task, event: Any) -> Iterable[str]:
    return _scopes((state.chaser,))


def _reviewer(state: Task, event: Any) -> Iterable[str]:
    return (state.reviewer.scope,)


def _returned_to(state: Task, event: Any) -> Iterable[str]:
    """Where it lies after it was declined: the assigner, or the link that has it again."""
    return (state.assigner.scope if state.status == "declined" else state.lowest.scope,)


def _former(state: Task, event: Any) -> Iterable[str]:
    """Who had it last, unless they have it still as a link."""
    return () if event.previous in state.chain else (event.previous.scope,)


def _called(row: Any, event: Any) -> Iterable[str]:
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


def _asked(state: Announcement, event: Any) -> Iterable[str]:
    """Those who are to acknowledge it."""
    return _addressed(state, event) if state.acknowledge else ()


def _told(state: Announcement, event: Any) -> Iterable[str]:
    """Those who need only know."""
    return () if state.acknowledge else _addressed(state, event)


def _addressed(state: Announcement, event: Any) -> Iterable[str]:
    units = event.units if isinstance(event, announcement.Reminded) else state.units
    return map(unit_scope, units)


ASKED = ("extension", "suspension")
"""Matters that wait for the assigner of the one task, also where it is one of a directive's."""


def _reminded(role: Role, seats: To) -> To:
    """Those with a part, if this reminder is for them."""
    return lambda state, event: seats(state, event) if role in event.to else ()


def _whose_turn(state: Task, event: Any) -> Iterable[str]:
    """Of what waits for somebody who is to decide, they are reminded; else the assigner."""
    if event.matter == "submission" and state.waiting_seat is not None:
        return (state.waiting_seat.scope,)
    return (state.assigner.scope,) if event.matter in ASKED else _assigner(state, event)


def _leaders(state: Task, event: Any) -> Iterable[str]:
    return (desk_scope(state.lowest.unit),)


def _whose(state: Recurring, event: Any) -> Iterable[str]:
    return (state.seat.scope,)


def _desk_of(state: Recurring, event: Any) -> Iterable[str]:
    return (desk_scope(state.seat.unit),)


REMINDED = (
    Rule(reason="lead", group="reminder", to=_reminded("lead", _chain), waits=True, push=True),
    Rule(reason="assigner", group="reminder", to=_reminded("assigner", _whose_turn), waits=True, push=True),
    Rule(reason="leader", group="reminder", to=_reminded("leader", _leaders), waits=True, push=True),
    Rule(reason="chaser", group="reminder", to=_reminded("chaser", _chaser), push=True),
    Rule(reason="coordinating", group="reminder", to=_reminded("coordinating", _coordinating), push=True),
)


def _judges(state: Contest, event: Any) -> Iterable[str]:
    return (desk_scope(state.to),)


def _contestant(state: Contest, event: Any) -> Iterable[str]:
    return (user_scope(state.official),)


def _stand_ins(state: Any, event: Any) -> Iterable[str]:
    return [post_scope(each.stand_in) for each in state.stand_ins]


def _lender(state: Any, event: Any) -> Iterable[str]:
    return (post_scope(state.giver),)


def _borrower(state: Any, event: Any) -> Iterable[str]:
    return (post_scope(state.receiver),)


def _later(state: Any, event: Any) -> Iterable[str]:
    """Not where it begins as it is said."""
    return () if event.timestamp == state.told_at else _stand_ins(state, event)


NEW = Rule(reason="lead", group="assigned", to=_holder, waits=True, push=True)
PROGRESS = Rule(reason="assigner", group="progress", to=_assigner)
JUDGED = Rule(reason="lead", group="progress", to=_holder, push=True)
TO_ALL = (
    Rule(reason="lead", group="progress", to=_chain, push=True),
    Rule(reason="coordinating", group="progress", to=_coordinating, push=True),
)

KNOW = (
    Rule(reason="lead", group="progress", to=_chain),
    Rule(reason="coordinating", group="progress", to=_coordinating),
)

ADDRESSED = (
    Rule(reason="addressed", group="announcement", to=_asked, waits=True, push=True),
    Rule(reason="addressed", group="announcement", to=_told, push=True),
)

DECIDED = Rule(reason="contestant", group="progress", to=_contestant, push=True)
STANDS_IN = Rule(reason="stand-in", group="assigned", to=_stand_ins, push=True)
AWAY = Rule(reason="away", group="progress", to=lambda state, event: (user_scope(state.official),))

ENDING = (
    Rule(reason="giver", group="reminder", to=_lender, push=True),
    Rule(reason="receiver", group="reminder", to=_borrower, push=True),
)

RULES: dict[str, tuple[Rule, ...]] = {
    task.Created.TOPIC: (
        NEW,
        Rule(reason="coordinating", group="assigned", to=_coordinating, push=True),
        Rule(reason="following", group="assigned", to=_following),
        Rule(reason="chaser", group="assigned", to=_chaser),
    ),
    task.SubAssigned.TOPIC: (NEW,),
    task.Reassigned.TOPIC: (NEW, Rule(reason="former", group="progress", to=_former, push=True)),
    task.Accepted.TOPIC: (PROGRESS,),
    task.Declined.TOPIC: (Rule(reason="assigner", group="assigned", to=_returned_to, waits=True, push=True),),
    task.Reported.TOPIC: (PROGRESS,),
    task.Submitted.TOPIC: (Rule(reason="assigner", group="assigned", to=_reviewer, waits=True, push=True),),
    task.Endorsed.TOPIC: (Rule(reason="assigner", group="assigned", to=_reviewer, waits=True, push=True),),
    task.Returned.TOPIC: (Rule(reason="lead", group="assigned", to=_holder, waits=True, push=True),),
    task.Completed.TOPIC: TO_ALL,
    task.ExtensionRequested.TOPIC: (
        Rule(reason="assigner", group="assigned", to=lambda s, e: (s.assigner.scope,), waits=True, push=True),
    ),
    task.ExtensionGranted.TOPIC: (JUDGED,),
    task.ExtensionRefused.TOPIC: (JUDGED,),
    task.DeadlineChanged.TOPIC: TO_ALL,
    task.DeadlineAdjusted.TOPIC: TO_ALL,
    task.Reminded.TOPIC: REMINDED,
    task.Chased.TOPIC: (Rule(reason="lead", group="assigned", to=_chain, waits=True, push=True),),
    task.Cancelled.TOPIC: (*TO_ALL, Rule(reason="following", group="progress", to=_following)),
    task.Reopened.TOPIC: (NEW,),
    reminder.Fired.TOPIC: (
        Rule(
            reason="own",
            group="reminder",
            to=lambda s, e: (user_scope(s.official),),
            waits=True,
            push=True,
        ),
    ),
    task.Suspended.TOPIC: TO_ALL,
    task.Resumed.TOPIC: (NEW, TO_ALL[1]),
    task.ChecklistSet.TOPIC: KNOW,
    task.WeightSet.TOPIC: KNOW,
    recurrence.Failed.TOPIC: (
        Rule(reason="assigner", group="reminder", to=_whose, waits=True, push=True),
        Rule(reason="leader", group="reminder", to=_desk_of, waits=True, push=True),
    ),
    recurrence.Passed.TOPIC: (Rule(reason="assigner", group="assigned", to=_whose, push=True),),
    announcement.Created.TOPIC: ADDRESSED,
    announcement.Corrected.TOPIC: ADDRESSED,
    announcement.Reminded.TOPIC: ADDRESSED,
    announcement.Withdrawn.TOPIC: (Rule(reason="addressed", group="announcement", to=_addressed),),
    contest.Created.TOPIC: (Rule(reason="judge", group="assigned", to=_judges, waits=True, push=True),),
    contest.Accepted.TOPIC: (DECIDED,),
    contest.Refused.TOPIC: (DECIDED,),
    contest.Withdrawn.TOPIC: (Rule(reason="judge", group="progress", to=_judges),),
    absence.Created.TOPIC: (STANDS_IN, AWAY),
    absence.Changed.TOPIC: (STANDS_IN, AWAY),
    absence.Cancelled.TOPIC: (STANDS_IN, AWAY),
    absence.Begun.TOPIC: (Rule(reason="stand-in", group="assigned", to=_later, push=True),),
    absence.Ended.TOPIC: (Rule(reason="stand-in", group="progress", to=_stand_ins),),
    hand_over.Created.TOPIC: (
        Rule(
            reason="receiver",
            group="assigned",
            to=lambda state, event: hand_over.receiver(state.holder, state.desk),
            push=True,
        ),
        Rule(
            reason="giver",
            group="progress",
            to=lambda state, event: hand_over.giver(state.previous),
            push=True,
        ),
    ),
    delegation.Created.TOPIC: (Rule(reason="receiver", group="assigned", to=_borrower, push=True),),
    delegation.Revoked.TOPIC: (Rule(reason="receiver", group="progress", to=_borrower, push=True),),
    delegation.Reminded.TOPIC: ENDING,
    delegation.Ended.TOPIC: ENDING,
    message.Created.TOPIC: (Rule(reason="mentioned", group="mention", to=_called, push=True),),
}
"""What is told, by the event's topic."""

ANSWERED = Rule(
    reason="answered",
    group="mention",
    to=lambda root, event: () if root.author == event.author else (user_scope(root.author),),
    push=True,
)
"""Of an answer in a thread, its first author is told."""

DIRECT = Rule(reason="direct", group="direct", to=lambda message, event: (), push=True)
"""Of what is said between two or in a group, all are told; channels count it, and no row is kept of it."""


def rule_of(topic: str, reason: str) -> Rule | None:
    """By which rule somebody was told."""
    rules = (*RULES.get(topic, ()), ANSWERED, DIRECT)
    return next((rule for rule in rules if rule.reason == reason), None)
