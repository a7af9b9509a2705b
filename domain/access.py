"""Who may do what: the one permission function. access.md beside it is its specification, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain import judging as j
from domain.acting import STAND_IN, acting_post, acting_seat, depends
from domain.facts import DELEGABLE
from domain.kernel import Actor, Command, Noun, Rejection, Struct
from domain.naming import check_named, check_named_by_person
from domain.organisation import Organisation
from domain.relations import absence, directory, issuing, recurrence, talk, task, template
from domain.relations.case import Case, Relation, anybody, owner
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

    relation: Relation
    lent: tuple[str, ...] = ()


def own(*relations: Relation) -> tuple[Way, ...]:
    """Ways open to the post itself and its deputies, not to delegates."""
    return tuple(Way(relation=relation) for relation in relations)


def lendable(power: str, *relations: Relation) -> tuple[Way, ...]:
    """Ways that are open to delegates with this power as well."""
    return tuple(Way(relation=relation, lent=(power,)) for relation in relations)


def everyday(*relations: Relation) -> tuple[Way, ...]:
    """Ways that are open to whoever stands in for somebody who is away, and not to delegates."""
    return lendable(STAND_IN, *relations)


RULES: dict[str, tuple[Way, ...]] = {
    "task.assign": (
        *lendable("assign", task.leading_over, task.assigning_within),
        *lendable("assign-across", task.assigning_across),
    ),
    "task.open": (Way(relation=task.seeing, lent=(*DELEGABLE, STAND_IN)),),
    "task.accept": everyday(task.lead),
    "task.decline": own(task.lead),
    "task.submit": everyday(task.lead),
    "task.requestExtension": everyday(task.lead),
    "task.report": everyday(task.lead, task.coordinating),
    "task.subAssign": own(task.passing_on),
    "task.endorse": lendable("approve", task.reviewer),
    "task.return": lendable("approve", task.reviewer),
    "task.complete": lendable("approve", task.assigner),
    "task.grantExtension": lendable("approve", task.assigner),
    "task.refuseExtension": lendable("approve", task.assigner),
    "task.changeDeadline": lendable("approve", task.assigner),
    "task.reassign": (*lendable("approve", task.assigner), *own(task.desk_of_lead, task.taking_back)),
    "task.cancel": lendable("approve", task.assigner),
    "task.reopen": lendable("approve", task.assigner),
    "task.remind": (),
    "task.followCalendar": (),
    "task.followParent": (),
    "task.suspend": lendable("approve", task.assigner),
    "task.resume": lendable("approve", task.assigner),
    "task.setWeight": lendable("approve", task.assigner),
    "task.setChecklist": (*lendable("approve", task.assigner), *own(task.lead)),
    "task.label": (*lendable("approve", task.assigner), *own(task.lead)),
    "task.check": everyday(task.lead, task.coordinating),
    "task.chase": (*lendable("approve", task.assigner, task.link), *own(task.chaser, task.above)),
    "template.create": own(template.desk_of_templates, template.administrator_of_templates),
    "template.change": own(template.desk_of_templates, template.administrator_of_templates),
    "template.retire": own(template.desk_of_templates, template.administrator_of_templates),
    "directive.issue": lendable("issue-directive", issuing.issuing),
    "directive.addUnits": lendable("issue-directive", issuing.issuing_to_more),
    "directive.changeDeadline": lendable("issue-directive", issuing.issuer),
    "directive.recall": lendable("issue-directive", issuing.issuer),
    "directive.close": lendable("issue-directive", issuing.issuer),
    "directive.chase": lendable("issue-directive", issuing.issuer),
    "directive.answer": everyday(task.lead),
    "recurrence.setUp": (
        *lendable(
            "assign", recurrence.recurring(task.leading_over), recurrence.recurring(task.assigning_within)
        ),
        *lendable("assign-across", recurrence.recurring(task.assigning_across)),
        *lendable("issue-directive", recurrence.recurring_to_units),
    ),
    "recurrence.change": (
        *lendable(
            "assign",
            recurrence.recurring_still(task.leading_over),
            recurrence.recurring_still(task.assigning_within),
        ),
        *lendable("assign-across", recurrence.recurring_still(task.assigning_across)),
        *lendable("issue-directive", recurrence.recurring_to_units_still),
    ),
    "recurrence.pause": (*lendable("approve", recurrence.whose_recurs), *own(recurrence.desk_of_vacant)),
    "recurrence.resume": (*lendable("approve", recurrence.whose_recurs), *own(recurrence.desk_of_vacant)),
    "recurrence.end": (*lendable("approve", recurrence.whose_recurs), *own(recurrence.desk_of_vacant)),
    "recurrence.retry": (*lendable("approve", recurrence.whose_recurs), *own(recurrence.desk_of_vacant)),
    "recurrence.next": (),
    "recurrence.fail": (),
    "recurrence.pass": (),
    "announcement.issue": (*lendable("issue-directive", issuing.issuing), *own(issuing.leading_all)),
    "announcement.correct": lendable("issue-directive", issuing.issuer),
    "announcement.withdraw": lendable("issue-directive", issuing.issuer),
    "announcement.remind": lendable("issue-directive", issuing.issuer),
    "announcement.open": own(issuing.told),
    "announcement.acknowledge": own(issuing.told),
    "channel.create": own(anybody),
    "channel.direct": own(anybody),
    "channel.rename": own(talk.moderating),
    "channel.add": own(talk.moderating, talk.inviting),
    "channel.join": own(talk.joining),
    "channel.leave": own(talk.hearing),
    "channel.remove": own(talk.moderating),
    "channel.appoint": own(talk.moderating),
    "channel.setRules": own(talk.moderating),
    "channel.archive": own(talk.moderating),
    "channel.reopen": own(talk.moderating),
    "message.post": own(talk.speaking),
    "message.edit": own(talk.author),
    "message.retract": own(talk.author, talk.moderating),
    "message.expire": (),
    "message.react": own(talk.hearing),
    "message.unreact": own(talk.hearing),
    "message.pin": own(talk.speaking),
    "message.unpin": own(talk.speaking),
    "export.make": own(talk.moderating),
    "preferences.set": own(anybody),
    "preferences.mute": own(anybody),
    "snooze.put": own(anybody),
    "draft.save": own(anybody),
    "reminder.set": own(anybody),
    "reminder.change": own(owner),
    "reminder.done": own(owner),
    "reminder.fire": (),
    "calendar.setDays": own(directory.administrator_at_top),
    "calendar.setHours": own(directory.administrator_at_top),
    "calendar.fillYear": (),
    "reminding.set": own(directory.administrator_of("unit"), directory.leading_unit),
    "file.store": (),
    "evaluationRule.draft": own(directory.administrator_of("unit")),
    "evaluationRule.change": own(j.administering),
    "evaluationRule.adopt": own(j.administering),
    "evaluationRule.withdraw": own(j.administering),
    "contest.raise": own(anybody),
    "contest.withdraw": own(j.contestant),
    "contest.accept": own(j.judge),
    "contest.refuse": own(j.judge),
    "unit.create": own(directory.creating_unit),
    "unit.rename": own(directory.administrator_of("unit")),
    "unit.move": own(directory.administrator_of("unit", "parent")),
    "unit.merge": own(directory.administrator_of_all),
    "unit.split": own(directory.administrator_of_all),
    "unit.close": own(directory.administrator_of("unit")),
    "post.create": own(directory.administrator_of("unit")),
    "post.change": own(directory.administrator_of("post")),
    "post.handOver": own(directory.administrator_of("post"), directory.leading_unit_of_post),
    "post.close": own(directory.administrator_of("post")),
    "power.grant": own(directory.administrator_of("post", "unit")),
    "power.revoke": own(directory.administrator_of("post", "unit")),
    "official.register": own(directory.administrator_anywhere),
    "official.change": own(directory.administrator_of_official),
    "official.leave": own(directory.administrator_of_official),
    "official.erase": own(directory.administrator_of_official),
    "delegation.give": own(directory.holding_what_is_lent),
    "delegation.revoke": own(directory.giver),
    "delegation.followDates": (),
    "delegation.remind": (),
    "absence.declare": own(absence.away, absence.leading_beside, absence.administrator_of_seats),
    "absence.change": own(absence.away, absence.leading_beside, absence.administrator_of_seats),
    "absence.cancel": own(absence.away, absence.leading_beside, absence.administrator_of_seats),
    "absence.followDates": (),
    "handOver.record": (),
}
"""Who may give each command: whoever has one of the relations; without any, the platform alone."""

READING: dict[str, Callable[[UUID, Organisation], bool]] = {"events": reads_everything}
"""Who may read what has no audience: the feed of all events."""

CHECKS: dict[str, tuple[Callable[[Case], None], ...]] = {
    "task.assign": (task.check_parent,),
    "message.post": (talk.check_forwarded, talk.check_everyone, talk.check_called),
    "message.edit": (talk.check_everyone, talk.check_called),
    "contest.raise": (j.check_deciding,),
    "absence.declare": (absence.check_stand_ins,),
    "absence.change": (absence.check_stand_ins,),
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
    case = Case(
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
