"""Who is told of what, and why: one table from events to those whom they concern.

A rule gives scopes, not people: whoever sits there when they look is whom. Who did it is left out when it
is shown.
"""

from __future__ import annotations

from domain import absence, delegation, hand_over, reminder
from domain.announcement import events as announcement
from domain.contest import events as contest
from domain.kernel import user_scope
from domain.message import events as message
from domain.notices import whom
from domain.notices.rule import Rule
from domain.recurrence import events as recurrence
from domain.task import events as task

REMINDED = (
    Rule(reason="lead", group="reminder", to=whom.reminded("lead", whom.chain), waits=True, push=True),
    Rule(
        reason="assigner",
        group="reminder",
        to=whom.reminded("assigner", whom.whose_turn),
        waits=True,
        push=True,
    ),
    Rule(reason="leader", group="reminder", to=whom.reminded("leader", whom.leaders), waits=True, push=True),
    Rule(reason="chaser", group="reminder", to=whom.reminded("chaser", whom.chaser), push=True),
    Rule(
        reason="coordinating",
        group="reminder",
        to=whom.reminded("coordinating", whom.coordinating),
        push=True,
    ),
)

NEW = Rule(reason="lead", group="assigned", to=whom.holder, waits=True, push=True)
PROGRESS = Rule(reason="assigner", group="progress", to=whom.assigner)
JUDGED = Rule(reason="lead", group="progress", to=whom.holder, push=True)
TO_ALL = (
    Rule(reason="lead", group="progress", to=whom.chain, push=True),
    Rule(reason="coordinating", group="progress", to=whom.coordinating, push=True),
)

KNOW = (
    Rule(reason="lead", group="progress", to=whom.chain),
    Rule(reason="coordinating", group="progress", to=whom.coordinating),
)

ADDRESSED = (
    Rule(reason="addressed", group="announcement", to=whom.asked, waits=True, push=True),
    Rule(reason="addressed", group="announcement", to=whom.to_know, push=True),
)

DECIDED = Rule(reason="contestant", group="progress", to=whom.contestant, push=True)
STANDS_IN = Rule(reason="stand-in", group="assigned", to=whom.stand_ins, push=True)
AWAY = Rule(reason="away", group="progress", to=lambda state, event: (user_scope(state.official),))

ENDING = (
    Rule(reason="giver", group="reminder", to=whom.lender, push=True),
    Rule(reason="receiver", group="reminder", to=whom.borrower, push=True),
)

RULES: dict[str, tuple[Rule, ...]] = {
    task.Created.TOPIC: (
        NEW,
        Rule(reason="coordinating", group="assigned", to=whom.coordinating, push=True),
        Rule(reason="following", group="assigned", to=whom.following),
        Rule(reason="chaser", group="assigned", to=whom.chaser),
    ),
    task.SubAssigned.TOPIC: (NEW,),
    task.Reassigned.TOPIC: (NEW, Rule(reason="former", group="progress", to=whom.former, push=True)),
    task.Accepted.TOPIC: (PROGRESS,),
    task.Declined.TOPIC: (
        Rule(reason="assigner", group="assigned", to=whom.returned_to, waits=True, push=True),
    ),
    task.Reported.TOPIC: (PROGRESS,),
    task.Submitted.TOPIC: (
        Rule(reason="assigner", group="assigned", to=whom.reviewer, waits=True, push=True),
    ),
    task.Endorsed.TOPIC: (
        Rule(reason="assigner", group="assigned", to=whom.reviewer, waits=True, push=True),
    ),
    task.Returned.TOPIC: (Rule(reason="lead", group="assigned", to=whom.holder, waits=True, push=True),),
    task.Completed.TOPIC: TO_ALL,
    task.ExtensionRequested.TOPIC: (
        Rule(reason="assigner", group="assigned", to=lambda s, e: (s.assigner.scope,), waits=True, push=True),
    ),
    task.ExtensionGranted.TOPIC: (JUDGED,),
    task.ExtensionRefused.TOPIC: (JUDGED,),
    task.DeadlineChanged.TOPIC: TO_ALL,
    task.DeadlineAdjusted.TOPIC: TO_ALL,
    task.Reminded.TOPIC: REMINDED,
    task.Chased.TOPIC: (Rule(reason="lead", group="assigned", to=whom.chain, waits=True, push=True),),
    task.Cancelled.TOPIC: (*TO_ALL, Rule(reason="following", group="progress", to=whom.following)),
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
        Rule(reason="assigner", group="reminder", to=whom.whose, waits=True, push=True),
        Rule(reason="leader", group="reminder", to=whom.desk_of, waits=True, push=True),
    ),
    recurrence.Passed.TOPIC: (Rule(reason="assigner", group="assigned", to=whom.whose, push=True),),
    announcement.Created.TOPIC: ADDRESSED,
    announcement.Corrected.TOPIC: ADDRESSED,
    announcement.Reminded.TOPIC: ADDRESSED,
    announcement.Withdrawn.TOPIC: (Rule(reason="addressed", group="announcement", to=whom.addressed),),
    contest.Created.TOPIC: (Rule(reason="judge", group="assigned", to=whom.judges, waits=True, push=True),),
    contest.Accepted.TOPIC: (DECIDED,),
    contest.Refused.TOPIC: (DECIDED,),
    contest.Withdrawn.TOPIC: (Rule(reason="judge", group="progress", to=whom.judges),),
    absence.Created.TOPIC: (STANDS_IN, AWAY),
    absence.Changed.TOPIC: (STANDS_IN, AWAY),
    absence.Cancelled.TOPIC: (STANDS_IN, AWAY),
    absence.Begun.TOPIC: (Rule(reason="stand-in", group="assigned", to=whom.later, push=True),),
    absence.Ended.TOPIC: (Rule(reason="stand-in", group="progress", to=whom.stand_ins),),
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
    delegation.Created.TOPIC: (Rule(reason="receiver", group="assigned", to=whom.borrower, push=True),),
    delegation.Revoked.TOPIC: (Rule(reason="receiver", group="progress", to=whom.borrower, push=True),),
    delegation.Reminded.TOPIC: ENDING,
    delegation.Ended.TOPIC: ENDING,
    message.Created.TOPIC: (Rule(reason="mentioned", group="mention", to=whom.called, push=True),),
}
"""What is told, by the event's topic."""

ANSWERED = Rule(
    reason="answered",
    group="mention",
    to=lambda root, event: () if root.author == event.author else (user_scope(root.author),),
    push=True,
)
"""Of an answer in a thread, its first author is whom."""

DIRECT = Rule(reason="direct", group="direct", to=lambda message, event: (), push=True)
"""Of what is said between two or in a group, all are told; channels count it, and no row is kept of it."""


def rule_of(topic: str, reason: str) -> Rule | None:
    """By which rule somebody was whom."""
    rules = (*RULES.get(topic, ()), ANSWERED, DIRECT)
    return next((rule for rule in rules if rule.reason == reason), None)
