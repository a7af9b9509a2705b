"""Who may do what: the one permission function. access.md beside it is its specification, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain import judging as j
from domain import relations as r
from domain.acting import STAND_IN, acting_post, acting_seat, depends
from domain.kernel import Actor, Command, Noun, Rejection, Struct
from domain.naming import check_named, check_named_by_person
from domain.organisation import DELEGABLE, Organisation
from domain.seeing import looking_down, may_open, reads_everything, sees

__all__ = [
    "POLICY_COMMANDS",
    "READING",
    "RULES",
    "acting_seat",
    "decide",
    "depends",
    "looking_down",
    "may_open",
    "may_read",
    "sees",
]


class Way(Struct, frozen=True):
    """One way to be allowed: a relation, and the powers of which a delegate must have been lent one."""

    relation: r.Relation
    lent: tuple[str, ...] = ()


def own(*relations: r.Relation) -> tuple[Way, ...]:
    """Ways open to the post itself and its deputies, not to delegates."""
    return tuple(Way(relation=relation) for relation in relations)


def lendable(power: str, *relations: r.Relation) -> tuple[Way, ...]:
    """Ways that are open to delegates with this power as well."""
    return tuple(Way(relation=relation, lent=(power,)) for relation in relations)


def everyday(*relations: r.Relation) -> tuple[Way, ...]:
    """Ways that are open to whoever stands in for somebody who is away, and not to delegates."""
    return lendable(STAND_IN, *relations)


RULES: dict[str, tuple[Way, ...]] = {
    "task.assign": (
        *lendable("assign", r.leading_over, r.assigning_within),
        *lendable("assign-across", r.assigning_across),
    ),
    "task.open": (Way(relation=r.seeing, lent=(*DELEGABLE, STAND_IN)),),
    "task.accept": everyday(r.lead),
    "task.decline": own(r.lead),
    "task.submit": everyday(r.lead),
    "task.requestExtension": everyday(r.lead),
    "task.report": everyday(r.lead, r.coordinating),
    "task.subAssign": own(r.passing_on),
    "task.endorse": lendable("approve", r.reviewer),
    "task.return": lendable("approve", r.reviewer),
    "task.complete": lendable("approve", r.assigner),
    "task.grantExtension": lendable("approve", r.assigner),
    "task.refuseExtension": lendable("approve", r.assigner),
    "task.changeDeadline": lendable("approve", r.assigner),
    "task.reassign": (*lendable("approve", r.assigner), *own(r.desk_of_lead, r.taking_back)),
    "task.cancel": lendable("approve", r.assigner),
    "task.reopen": lendable("approve", r.assigner),
    "task.remind": (),
    "task.followCalendar": (),
    "task.followParent": (),
    "task.suspend": lendable("approve", r.assigner),
    "task.resume": lendable("approve", r.assigner),
    "task.setWeight": lendable("approve", r.assigner),
    "task.setChecklist": (*lendable("approve", r.assigner), *own(r.lead)),
    "task.label": (*lendable("approve", r.assigner), *own(r.lead)),
    "task.check": everyday(r.lead, r.coordinating),
    "task.chase": (*lendable("approve", r.assigner, r.link), *own(r.chaser, r.above)),
    "template.create": own(r.desk_of_templates, r.administrator_of_templates),
    "template.change": own(r.desk_of_templates, r.administrator_of_templates),
    "template.retire": own(r.desk_of_templates, r.administrator_of_templates),
    "directive.issue": lendable("issue-directive", r.issuing),
    "directive.addUnits": lendable("issue-directive", r.issuing_to_more),
    "directive.changeDeadline": lendable("issue-directive", r.issuer),
    "directive.recall": lendable("issue-directive", r.issuer),
    "directive.close": lendable("issue-directive", r.issuer),
    "directive.chase": lendable("issue-directive", r.issuer),
    "directive.answer": everyday(r.lead),
    "recurrence.setUp": (
        *lendable("assign", r.recurring(r.leading_over), r.recurring(r.assigning_within)),
        *lendable("assign-across", r.recurring(r.assigning_across)),
        *lendable("issue-directive", r.recurring_to_units),
    ),
    "recurrence.change": (
        *lendable("assign", r.recurring_still(r.leading_over), r.recurring_still(r.assigning_within)),
        *lendable("assign-across", r.recurring_still(r.assigning_across)),
        *lendable("issue-directive", r.recurring_to_units_still),
    ),
    "recurrence.pause": (*lendable("approve", r.whose_recurs), *own(r.desk_of_vacant)),
    "recurrence.resume": (*lendable("approve", r.whose_recurs), *own(r.desk_of_vacant)),
    "recurrence.end": (*lendable("approve", r.whose_recurs), *own(r.desk_of_vacant)),
    "recurrence.retry": (*lendable("approve", r.whose_recurs), *own(r.desk_of_vacant)),
    "recurrence.next": (),
    "recurrence.fail": (),
    "recurrence.pass": (),
    "announcement.issue": (*lendable("issue-directive", r.issuing), *own(r.leading_all)),
    "announcement.correct": lendable("issue-directive", r.issuer),
    "announcement.withdraw": lendable("issue-directive", r.issuer),
    "announcement.remind": lendable("issue-directive", r.issuer),
    "announcement.open": own(r.told),
    "announcement.acknowledge": own(r.told),
    "channel.create": own(r.anybody),
    "channel.direct": own(r.anybody),
    "channel.rename": own(r.moderating),
    "channel.add": own(r.moderating, r.inviting),
    "channel.join": own(r.joining),
    "channel.leave": own(r.hearing),
    "channel.remove": own(r.moderating),
    "channel.appoint": own(r.moderating),
    "channel.setRules": own(r.moderating),
    "channel.archive": own(r.moderating),
    "channel.reopen": own(r.moderating),
    "message.post": own(r.speaking),
    "message.edit": own(r.author),
    "message.retract": own(r.author, r.moderating),
    "message.expire": (),
    "message.react": own(r.hearing),
    "message.unreact": own(r.hearing),
    "message.pin": own(r.speaking),
    "message.unpin": own(r.speaking),
    "export.make": own(r.moderating),
    "preferences.set": own(r.anybody),
    "preferences.mute": own(r.anybody),
    "snooze.put": own(r.anybody),
    "draft.save": own(r.anybody),
    "reminder.set": own(r.anybody),
    "reminder.change": own(r.owner),
    "reminder.done": own(r.owner),
    "reminder.fire": (),
    "calendar.setDays": own(r.administrator_at_top),
    "calendar.setHours": own(r.administrator_at_top),
    "calendar.fillYear": (),
    "reminding.set": own(r.administrator_of("unit"), r.leading_unit),
    "file.store": (),
    "evaluationRule.draft": own(r.administrator_of("unit")),
    "evaluationRule.change": own(j.administering),
    "evaluationRule.adopt": own(j.administering),
    "evaluationRule.withdraw": own(j.administering),
    "contest.raise": own(r.anybody),
    "contest.withdraw": own(j.contestant),
    "contest.accept": own(j.judge),
    "contest.refuse": own(j.judge),
    "unit.create": own(r.creating_unit),
    "unit.rename": own(r.administrator_of("unit")),
    "unit.move": own(r.administrator_of("unit", "parent")),
    "unit.merge": own(r.administrator_of_all),
    "unit.split": own(r.administrator_of_all),
    "unit.close": own(r.administrator_of("unit")),
    "post.create": own(r.administrator_of("unit")),
    "post.change": own(r.administrator_of("post")),
    "post.handOver": own(r.administrator_of("post"), r.leading_unit_of_post),
    "post.close": own(r.administrator_of("post")),
    "power.grant": own(r.administrator_of("post", "unit")),
    "power.revoke": own(r.administrator_of("post", "unit")),
    "official.register": own(r.administrator_anywhere),
    "official.change": own(r.administrator_of_official),
    "official.leave": own(r.administrator_of_official),
    "official.erase": own(r.administrator_of_official),
    "delegation.give": own(r.holding_what_is_lent),
    "delegation.revoke": own(r.giver),
    "delegation.followDates": (),
    "delegation.remind": (),
    "absence.declare": own(r.away, r.leading_beside, r.administrator_of_seats),
    "absence.change": own(r.away, r.leading_beside, r.administrator_of_seats),
    "absence.cancel": own(r.away, r.leading_beside, r.administrator_of_seats),
    "absence.followDates": (),
    "handOver.record": (),
}
"""Who may give each command: whoever has one of the relations; without any, the platform alone."""

READING: dict[str, Callable[[UUID, Organisation], bool]] = {"events": reads_everything}
"""Who may read what has no audience: the feed of all events."""

CHECKS: dict[str, tuple[Callable[[r.Case], None], ...]] = {
    "task.assign": (r.check_parent,),
    "message.post": (r.check_forwarded, r.check_everyone, r.check_called),
    "message.edit": (r.check_everyone, r.check_called),
    "contest.raise": (j.check_deciding,),
    "absence.declare": (r.check_stand_ins,),
    "absence.change": (r.check_stand_ins,),
}
"""What a command of a person may name only if they have to do with it."""

DIRECTORY_NOUNS = ("unit", "post", "power", "official", "delegation")

_DIRECTORY = frozenset(name for name in RULES if name.partition(".")[0] in DIRECTORY_NOUNS)

NOTHING: Mapping[UUID, Noun] = MappingProxyType({})

POLICY_COMMANDS: dict[str, frozenset[str]] = {
    "setup": _DIRECTORY,
    "directive-assign": frozenset({"task.assign"}),
    "directive-deadline": frozenset({"task.changeDeadline"}),
    "directive-recall": frozenset({"task.cancel"}),
    "directive-close": frozenset({"task.complete"}),
    "directive-chase": frozenset({"task.chase"}),
    "parent-deadline": frozenset({"task.changeDeadline"}),
    "merger": frozenset({"task.reassign", "recurrence.pass", "unit.move", "post.close"}),
    "split": frozenset({"task.reassign", "recurrence.pass", "unit.move", "post.close"}),
    "closing": frozenset({"task.reassign", "recurrence.pass"}),
    "empty-seat": frozenset({"task.reassign"}),
    "empty-desk": frozenset({"task.reassign"}),
    "closed-seat": frozenset({"task.reassign", "recurrence.pass"}),
    "suspended-parent": frozenset({"task.followParent"}),
    "hand-over": frozenset({"handOver.record"}),
    "nobody-there": frozenset({"task.reassign"}),
    "leaver": frozenset({"post.handOver", "channel.remove"}),
    "retention": frozenset({"message.expire"}),
    "timers": frozenset(
        {
            "task.remind",
            "reminder.fire",
            "delegation.followDates",
            "delegation.remind",
            "absence.followDates",
            "recurrence.next",
        }
    ),
    "recurrence": frozenset({"task.assign", "directive.issue", "recurrence.fail"}),
    "calendar": frozenset({"task.followCalendar"}),
    "calendar-defaults": frozenset({"calendar.fillYear"}),
    "upload": frozenset({"file.store"}),
}
"""What the platform does by itself under each policy; "setup" is the installation and its imports."""


def decide(  # noqa: PLR0917 - the runner passes them in this order
    command: Command[Any],
    subject: Noun | None,
    actor: Actor,
    organisation: Organisation,
    now: datetime,
    read: Mapping[UUID, Noun] = NOTHING,
) -> None:
    """Refuse unless `actor` may give `command` on `subject` (None: it creates one), as of `now`.

    `read` are the further aggregates that the command asked for.

    Raises Rejection: `actor.*` (who acts), `access.denied` (params rule), or what the command names that
    does not exist or has ended. Whether the command makes sense now is the aggregate's to say.
    """
    if actor.policy is not None:
        if command.name not in POLICY_COMMANDS.get(actor.policy, ()):
            raise Rejection("access.denied", rule=command.name)
    else:
        _decide_person(command, subject, actor, organisation, now, read)
        check_named_by_person(command, organisation)
    check_named(command, organisation)


def may_read(official: UUID, what: str, organisation: Organisation) -> bool:
    """Whether a person may read something that has no audience (READING)."""
    return READING[what](official, organisation)


def _decide_person(  # noqa: PLR0917 - as above
    command: Command[Any],
    subject: Noun | None,
    actor: Actor,
    organisation: Organisation,
    now: datetime,
    read: Mapping[UUID, Noun],
) -> None:
    acting = acting_post(actor, command.name.partition(".")[0], organisation, now)
    assert actor.official is not None
    case = r.Case(
        command=command,
        subject=subject,
        official=actor.official,
        post=acting.post,
        organisation=organisation,
        read=read,
        lent=acting.lent is not None,
    )
    ways = [way for way in RULES.get(command.name, ()) if way.relation(case)]
    if not ways:
        raise Rejection("access.denied", rule=command.name)
    if acting.lent is not None and not any(acting.lent.intersection(way.lent) for way in ways):
        if STAND_IN in acting.lent:
            raise Rejection("actor.stand-in-limits", rule=command.name)
        raise Rejection("actor.power-not-lent", rule=command.name)
    for check in CHECKS.get(command.name, ()):
        check(case)
