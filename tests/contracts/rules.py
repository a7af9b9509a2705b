"""Sections 4 and 6 of access.md on the naive model: who may give which command, and what it may name."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.facts import PostFact
from domain.kernel import Actor, Command, Seat
from tests.contracts.judging import Judging
from tests.contracts.naive import Known, Refused
from tests.contracts.policies import POLICY_COMMANDS

THEIR_OWN = ("preferences", "snooze", "draft")
"""Nouns that anybody changes for themselves."""


class Rules(Judging):
    """The model that decides."""

    # The decision

    def refusal(self, command: Command[Any], known: Known, actor: Actor, now: datetime) -> str | None:
        """The code of the refusal; None if allowed."""
        try:
            if actor.policy is not None:
                if command.name not in POLICY_COMMANDS.get(actor.policy, ()):
                    raise Refused("access.denied")
            else:
                post = self.check_may(command, known, actor, now)
                assert actor.official is not None
                self.check_parent(command, known, post)
                self.check_contested(command, post)
                self.check_stand_ins(command, known)
                self.check_said(command, known, actor.official, post)
                self.check_named(command)
                self.check_people(command)
            self.check_organisation(command)
        except Refused as refused:
            return refused.code
        return None

    def check_may(self, command: Command[Any], known: Known, actor: Actor, now: datetime) -> PostFact:
        post, lent = self.acting(command.name, actor, now)
        self.lent = lent is not None
        assert actor.official is not None
        ways = [powers for open, powers in self.ways(command, known, actor.official, post) if open]
        if not ways:
            raise Refused("access.denied")
        if lent is None or any(set(lent) & set(powers) for powers in ways):
            return post
        if lent == ["standing in"]:
            raise Refused("actor.stand-in-limits")
        raise Refused("actor.power-not-lent")

    # 4. Commands

    def ways(  # noqa: PLR0911, PLR0912 - one row of the table each
        self, command: Any, known: Known, official: UUID, post: PostFact
    ) -> list[tuple[bool, tuple[str, ...]]]:
        """Each way of the table: whether it is open, and the powers that lend it."""
        noun = command.name.split(".")[0]
        if known.task is not None:
            return self.task_ways(command, known, official, post)
        if noun == "task":
            return self.assign_ways(command, post)
        if noun == "directive":
            return self.directive_ways(command, known, post)
        if noun == "template":
            unit = command.unit if command.name == "template.create" else known.template_of
            desk = not self.lent and self.on_desk(post, unit)
            return [(desk, ()), (self.power(post, "administer", unit), ())]
        if noun == "recurrence":
            return self.recurrence_ways(command, known, post)
        if noun == "unit":
            return [(self.unit_way(command, post), ())]
        if noun in ("post", "power"):
            return self.post_ways(command, post)
        if noun == "official":
            return [(self.official_way(command, post), ())]
        if noun in ("file", "handOver"):
            return []
        if noun in ("calendar", "reminding", "reminder"):
            return [(self.moment_way(command, known, official, post), ())]
        if noun in THEIR_OWN:
            return [(True, ())]
        if noun == "channel":
            return self.channel_ways(command, known, official, post)
        if noun in ("message", "export"):
            return self.message_ways(command, known, official, post)
        if noun == "announcement":
            return self.announcement_ways(command, known, official, post)
        if noun in ("evaluationRule", "contest"):
            return self.judged_ways(command, known, official, post)
        if noun == "absence":
            return [(self.absence_way(command, known, official, post), ())]
        return [(self.delegation_way(command, known, post), ())]

    def assign_ways(self, command: Any, post: PostFact) -> list[tuple[bool, tuple[str, ...]]]:
        units = [command.lead.unit, *(seat.unit for seat in command.coordinating)]
        return [
            (post.leading and all(self.contains(post.unit, unit) for unit in units), ("assign",)),
            (
                self.power(post, "assign", post.unit) and all(unit == post.unit for unit in units),
                ("assign",),
            ),
            (self.power(post, "assign-across", *units), ("assign-across",)),
        ]

    def task_ways(  # noqa: PLR0911 - as above
        self, command: Any, known: Known, official: UUID, post: PostFact
    ) -> list[tuple[bool, tuple[str, ...]]]:
        task = known.task
        assert task is not None
        match command.name:
            case "task.open":
                return [(self.sees_task(official, task), (*ANY, *STANDING_IN))]
            case "task.decline":
                return [(self.is_lead(post, task), ())]
            case "task.suspend" | "task.resume" | "task.setWeight":
                return [(self.is_assigner(post, task), ("approve",))]
            case "task.setChecklist" | "task.label":
                return [(self.is_assigner(post, task), ("approve",)), (self.is_lead(post, task), ())]
            case "task.accept" | "task.submit" | "task.requestExtension" | "directive.answer":
                return [(self.is_lead(post, task), STANDING_IN)]
            case "task.report" | "task.check":
                ours = (self.is_lead(post, task), self.is_coordinating(post, task))
                return [(each, STANDING_IN) for each in ours]
            case "task.subAssign":
                return [(self.is_lead(post, task) and self.contains(post.unit, command.to.unit), ())]
            case "task.endorse" | "task.return":
                return [(self.is_reviewer(post, task, known.endorsed), ("approve",))]
            case "task.complete" | "task.grantExtension" | "task.refuseExtension":
                return [(self.is_assigner(post, task), ("approve",))]
            case "task.changeDeadline" | "task.cancel" | "task.reopen":
                return [(self.is_assigner(post, task), ("approve",))]
            case "task.reassign":
                low, new = task.chain[-1], command.lead
                within = low.post is not None and new.unit == low.unit
                return [
                    (self.is_assigner(post, task), ("approve",)),
                    (within and self.on_desk(post, low.unit), ()),
                    (new in task.chain[:-1] and self.sits(post, new), ()),
                ]
            case "task.chase":
                return [
                    (self.is_assigner(post, task), ("approve",)),
                    (self.is_link(post, task), ("approve",)),
                    (self.sits(post, task.chaser), ()),
                    (self.is_above(post, task), ()),
                ]
        return []

    def directive_ways(
        self, command: Any, known: Known, post: PostFact
    ) -> list[tuple[bool, tuple[str, ...]]]:
        lent = ("issue-directive",)
        if command.name == "directive.issue":
            return [(self.power(post, "issue-directive", *command.units), lent)]
        assert known.directive is not None
        issuer = self.sits(post, known.directive.issuer)
        if command.name == "directive.addUnits":
            return [(issuer and self.power(post, "issue-directive", *command.units), lent)]
        return [(issuer, lent)]

    def recurrence_ways(
        self, command: Any, known: Known, post: PostFact
    ) -> list[tuple[bool, tuple[str, ...]]]:
        if command.name in ("recurrence.next", "recurrence.fail", "recurrence.pass"):
            return []
        mine, seat = True, None
        if known.recurrence is not None:
            seat = known.recurrence.seat
            mine = self.sits(post, seat)
        if command.name in ("recurrence.setUp", "recurrence.change"):
            wanted = command.wanted
            if wanted.lead is None:
                return [(mine and self.power(post, "issue-directive", *wanted.units), ("issue-directive",))]
            return [(mine and open, powers) for open, powers in self.assign_ways(wanted, post)]
        assert seat is not None
        empty = seat.post is not None and self.holder_of(seat.post) is None
        return [(mine, ("approve",)), (empty and self.on_desk(post, seat.unit), ())]

    def holder_of(self, id: UUID) -> UUID | None:
        post = self.post(id)
        return post.holder if post is not None else None

    def unit_way(self, command: Any, post: PostFact) -> bool:
        match command.name:
            case "unit.create" if command.parent is None:
                tops = [unit.subject for unit in self.units if unit.parent is None]
                return any(given.name == "administer" and given.unit in tops for given in post.powers)
            case "unit.create":
                return self.power(post, "administer", command.parent)
            case "unit.move":
                return self.power(post, "administer", command.unit) and self.power(
                    post, "administer", command.parent
                )
            case "unit.merge":
                return self.power(post, "administer", command.unit, command.into)
            case "unit.split":
                return self.power(post, "administer", command.unit, *command.into)
            case _:
                return self.power(post, "administer", command.unit)

    def unit_of_post(self, id: UUID) -> UUID:
        post = self.post(id)
        return post.unit if post is not None else id

    def post_ways(self, command: Any, post: PostFact) -> list[tuple[bool, tuple[str, ...]]]:
        if command.name == "post.create":
            return [(self.power(post, "administer", command.unit), ())]
        administers = self.power(post, "administer", self.unit_of_post(command.post))
        if command.name in ("power.grant", "power.revoke"):
            return [(administers and self.power(post, "administer", command.unit), ())]
        if command.name != "post.handOver":
            return [(administers, ())]
        seat = self.post(command.post)
        leads = (
            seat is not None
            and post.leading
            and post.unit == seat.unit
            and (not seat.leading or seat.order >= post.order)
        )
        return [(administers, ()), (leads, ())]

    def official_way(self, command: Any, post: PostFact) -> bool:
        if not any(given.name == "administer" for given in post.powers):
            return False
        if command.name == "official.register":
            return True
        return all(self.power(post, "administer", seat.unit) for seat in self.held(command.official))

    def moment_way(self, command: Any, known: Known, official: UUID, post: PostFact) -> bool:
        match command.name:
            case "reminder.set":
                return True
            case "reminder.change" | "reminder.done":
                return known.owner == official
            case "calendar.setDays" | "calendar.setHours":
                tops = [unit.subject for unit in self.units if unit.parent is None]
                return any(given.name == "administer" and given.unit in tops for given in post.powers)
            case "reminding.set":
                leads = post.leading and post.unit == command.unit
                return leads or self.power(post, "administer", command.unit)
        return False

    def delegation_way(self, command: Any, known: Known, post: PostFact) -> bool:
        if command.name in ("delegation.followDates", "delegation.remind"):
            return False
        if command.name == "delegation.revoke":
            return post.subject == known.giver
        given = [power.name for power in post.powers]
        for power in command.powers:
            if power == "approve" or power in given or (power == "assign" and post.leading):
                continue
            return False
        return bool(post.subject == command.giver)

    def absence_way(self, command: Any, known: Known, official: UUID, post: PostFact) -> bool:
        if command.name == "absence.followDates":
            return False
        away = self.away(command, known)
        return official == away or any(
            (post.leading and post.unit == seat.unit) or self.power(post, "administer", seat.unit)
            for seat in self.held(away)
        )

    def away(self, command: Any, known: Known) -> UUID:
        who: UUID = command.official if command.name == "absence.declare" else known.absent
        return who

    # 4. What a command names

    def check_stand_ins(self, command: Any, known: Known) -> None:
        if command.name not in ("absence.declare", "absence.change"):
            return
        away = self.away(command, known)
        for each in command.stand_ins:
            seat, stand_in = self.post(each.post), self.post(each.stand_in)
            if each.post is not None and (seat is None or not seat.active or seat.holder != away):
                raise Refused("absence.not-their-post")
            if stand_in is not None and stand_in.active and stand_in.holder == away:
                raise Refused("absence.own-stand-in")

    def check_unit(self, unit: UUID) -> None:
        if self.unit(unit) is None:
            raise Refused("unit.unknown")
        if not self.is_active(unit):
            raise Refused("unit.not-active")

    def check_seat(self, seat: Seat, receives: bool) -> None:
        if seat.post is None:
            return self.check_unit(seat.unit)
        post = self.post(seat.post)
        if post is None or post.unit != seat.unit:
            raise Refused("seat.unknown")
        if not post.active:
            raise Refused("seat.closed")
        if receives and post.holder is None:
            raise Refused("seat.empty")
        return None

    def check_parent(self, command: Any, known: Known, post: PostFact) -> None:
        if command.name != "task.assign" or command.parent is None:
            return
        parent = known.read.get(command.parent)
        if parent is None or parent.task is None:
            raise Refused("task.parent-unknown")
        if not any(self.sits(post, seat) for seat in (parent.task.assigner, *parent.task.chain)):
            raise Refused("access.not-your-parent")

    def check_named(self, command: Any) -> None:  # noqa: PLR0912 - one row of the table each
        match command.name:
            case "task.assign":
                if command.assigner is not None or command.directive is not None or command.form:
                    raise Refused("access.platform-only")
                for seat in (command.lead, *command.coordinating):
                    self.check_seat(seat, receives=True)
                for seat in command.following:
                    self.check_seat(seat, receives=False)
                if command.chaser is not None:
                    self.check_seat(command.chaser, receives=False)
            case "task.subAssign":
                self.check_seat(command.to, receives=True)
            case "task.reassign":
                if command.replaces is not None:
                    raise Refused("access.platform-only")
                self.check_seat(command.lead, receives=True)
            case "task.decline":
                if command.suggested is not None:
                    self.check_seat(command.suggested, receives=False)
            case "absence.declare" | "absence.change":
                for each in command.stand_ins:
                    post = self.post(each.stand_in)
                    if post is None:
                        raise Refused("seat.unknown")
                    self.check_seat(Seat(unit=post.unit, post=post.subject), receives=True)
            case "recurrence.setUp" | "recurrence.change":
                self.check_wanted(command.wanted)
            case "directive.issue" if command.issuer is not None or command.source is not None:
                raise Refused("access.platform-only")
            case "directive.issue" | "directive.addUnits" | "announcement.issue":
                for unit in command.units:
                    self.check_unit(unit)

    def check_wanted(self, wanted: Any) -> None:
        for seat in (wanted.lead, *wanted.coordinating):
            if seat is not None:
                self.check_seat(seat, receives=True)
        if wanted.chaser is not None:
            self.check_seat(wanted.chaser, receives=False)
        for unit in wanted.units:
            self.check_unit(unit)

    def check_organisation(self, command: Any) -> None:  # noqa: PLR0912 - as above
        match command.name:
            case "unit.create":
                if command.parent is not None:
                    self.check_unit(command.parent)
            case "post.create" | "template.create" | "power.grant" | "reminding.set" | "evaluationRule.draft":
                self.check_unit(command.unit)
            case "unit.move":
                self.check_outside(command.unit, command.parent)
            case "unit.merge":
                self.check_outside(command.unit, command.into)
            case "unit.split":
                for unit in command.into:
                    self.check_outside(command.unit, unit)
            case "unit.close":
                self.check_empty(command.unit)
            case "post.handOver":
                if command.holder is not None:
                    holder = self.official(command.holder)
                    if holder is None or not holder.active:
                        raise Refused("official.not-active")
            case "absence.declare":
                away = self.official(command.official)
                if away is None or not away.active:
                    raise Refused("official.not-active")
            case "delegation.give":
                for id in (command.giver, command.receiver):
                    post = self.post(id)
                    if post is None or not post.active:
                        raise Refused("seat.unknown")

    def check_outside(self, unit: UUID, other: UUID) -> None:
        self.check_unit(other)
        if self.contains(unit, other):
            raise Refused("unit.cycle")

    def check_empty(self, unit: UUID) -> None:
        posts = [post for post in self.posts if post.active and self.contains(unit, post.unit)]
        below = [other.subject for other in self.units if other.active and other.subject != unit]
        if posts or any(self.contains(unit, other) for other in below):
            raise Refused("unit.not-empty")


ANY = ("assign", "assign-across", "issue-directive", "approve")
STANDING_IN = ("standing in",)
