"""Sections 1, 2, 3 and 5 of access.md, slow and plain as they read: lists, loops, no shared code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from domain.announcement.state import State as AnnouncementState
from domain.channel.state import State as ChannelState
from domain.contest.state import State as ContestState
from domain.directive.state import State as DirectiveState
from domain.evaluation.rule import State as RuleState
from domain.facts import AbsenceFact, DelegationFact, MemberFact, OfficialFact, PostFact, UnitFact
from domain.kernel import Actor, Fact, Seat
from domain.message.state import State as MessageState
from domain.recurrence.state import State as RecurrenceState
from domain.task.state import State as TaskState


class Refused(Exception):
    """Not allowed, for the reason `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Known(msgspec.Struct):
    """What a command is about, and what else it names (`read`). `endorsed`: how many links did so."""

    task: TaskState | None = None
    endorsed: int = 0
    directive: DirectiveState | None = None
    giver: UUID | None = None
    owner: UUID | None = None
    absent: UUID | None = None
    unit: UUID | None = None
    template_of: UUID | None = None
    channel: ChannelState | None = None
    message: MessageState | None = None
    announcement: AnnouncementState | None = None
    contest: ContestState | None = None
    rule: RuleState | None = None
    recurrence: RecurrenceState | None = None
    read: dict[UUID, Known] = {}


class Model:
    """The newest fact of each subject, in six lists; every question goes through them from the start."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        newest: list[Fact] = []
        for fact in facts:
            newest = [old for old in newest if (old.subject, type(old)) != (fact.subject, type(fact))]
            newest.append(fact)
        self.units = [fact for fact in newest if isinstance(fact, UnitFact)]
        self.posts = [fact for fact in newest if isinstance(fact, PostFact)]
        self.officials = [fact for fact in newest if isinstance(fact, OfficialFact)]
        self.delegations = [fact for fact in newest if isinstance(fact, DelegationFact)]
        self.absences = [fact for fact in newest if isinstance(fact, AbsenceFact)]
        self.members = [fact for fact in newest if isinstance(fact, MemberFact) and fact.active]
        self.lent = False  # whether who is asked about acts by a delegation or as stand-in

    # 1. The organisation

    def unit(self, id: UUID | None) -> UnitFact | None:
        return next((unit for unit in self.units if unit.subject == id), None)

    def post(self, id: UUID | None) -> PostFact | None:
        return next((post for post in self.posts if post.subject == id), None)

    def official(self, id: UUID | None) -> OfficialFact | None:
        return next((official for official in self.officials if official.subject == id), None)

    def membership(self, official: UUID, channel: UUID) -> MemberFact | None:
        both = (official, channel)
        return next((each for each in self.members if (each.official, each.channel) == both), None)

    def contains(self, a: UUID, b: UUID | None) -> bool:
        if b is None:
            return False
        if a == b:
            return True
        inner = self.unit(b)
        return inner is not None and self.contains(a, inner.parent)

    def stands_for(self, unit: UUID) -> list[UUID]:
        found = [unit]
        for other in self.units:
            if unit in other.successors:
                found += self.stands_for(other.subject)
        return found

    def on_desk(self, post: PostFact | None, unit: UUID) -> bool:
        if post is None or not post.active:
            return False
        return (post.leading or post.intake) and unit in self.stands_for(post.unit)

    def power(self, post: PostFact, name: str, *units: UUID) -> bool:
        for given in post.powers:
            if given.name == name and all(self.contains(given.unit, unit) for unit in units):
                return True
        return False

    def sits(self, post: PostFact, seat: Seat | None) -> bool:
        if seat is None:
            return False
        if seat.post is not None:
            return post.subject == seat.post
        return not self.lent and self.on_desk(post, seat.unit)

    def is_active(self, unit: UUID) -> bool:
        known = self.unit(unit)
        return known is not None and known.active

    # 2. Acting

    def acting(self, name: str, actor: Actor, now: datetime) -> tuple[PostFact, list[str] | None]:
        """The acting post, and the powers lent by a delegation (None: it acts with all that it may)."""
        account = self.official(actor.official)
        if account is None or not account.active:
            raise Refused("actor.no-account")
        if actor.post is None:
            raise Refused("actor.no-post")
        own = self.post(actor.post)
        if own is None or not own.active or own.holder != actor.official:
            raise Refused("actor.not-your-post")
        if actor.behalf_of is None or actor.behalf_of == actor.post:
            return own, None
        other = self.post(actor.behalf_of)
        if other is None:
            raise Refused("actor.post-unknown")
        if actor.basis == "deputy":
            same = own.leading and other.leading and own.unit == other.unit
            if not (same and other.active and own.order > other.order):
                raise Refused("actor.not-deputy")
            if name.split(".", maxsplit=1)[0] not in ("task", "directive", "announcement", "recurrence"):
                raise Refused("actor.deputy-limits")
            if any(self.ranks_between(post, own, other, now) for post in self.posts):
                raise Refused("actor.not-next")
            return other, None
        for away in self.absences:
            if str(away.subject) == actor.basis:
                return other, self.work_lent(own, other, away, now)
        return other, self.powers_lent(own, other, actor.basis, now)

    def ranks_between(self, post: PostFact, own: PostFact, other: PostFact, now: datetime) -> bool:
        """Whether somebody else who leads there, before the deputy and not before the leader, is not away."""
        if post.subject == other.subject or not (post.active and post.leading and post.unit == own.unit):
            return False
        if not (other.order <= post.order and post.order < own.order):
            return False
        gone = [
            away
            for away in self.absences
            if away.official == post.holder
            and not away.cancelled
            and not (now < away.start or now > away.end)
        ]
        return post.holder is not None and post.holder != own.holder and not gone

    def work_lent(self, own: PostFact, other: PostFact, away: AbsenceFact, now: datetime) -> list[str]:
        if other.holder != away.official or self.stand_in(away, other.subject) != own.subject:
            raise Refused("actor.not-stand-in")
        if away.cancelled or now < away.start or now > away.end:
            raise Refused("actor.absence-over")
        return ["standing in"]

    def stand_in(self, away: AbsenceFact, post: UUID) -> UUID | None:
        for each in away.stand_ins:
            if each.post == post:
                return each.stand_in
        return next((each.stand_in for each in away.stand_ins if each.post is None), None)

    def powers_lent(self, own: PostFact, other: PostFact, basis: str | None, now: datetime) -> list[str]:
        for paper in self.delegations:
            if str(paper.subject) != basis:
                continue
            if paper.giver != other.subject or paper.receiver != own.subject:
                continue
            if paper.revoked or now < paper.start or now > paper.end:
                raise Refused("actor.delegation-over")
            if not other.active:
                raise Refused("actor.no-delegation")
            return list(paper.powers)
        raise Refused("actor.no-delegation")

    # 3. Relations to a task

    def is_assigner(self, post: PostFact, task: TaskState) -> bool:
        return self.sits(post, task.assigner)

    def is_lead(self, post: PostFact, task: TaskState) -> bool:
        return self.sits(post, task.chain[-1])

    def is_link(self, post: PostFact, task: TaskState) -> bool:
        return any(self.sits(post, seat) for seat in task.chain[:-1])

    def is_reviewer(self, post: PostFact, task: TaskState, endorsed: int) -> bool:
        climbs = [*reversed(task.chain[:-1]), task.assigner]
        return self.sits(post, climbs[endorsed] if task.status == "submitted" else task.assigner)

    def is_coordinating(self, post: PostFact, task: TaskState) -> bool:
        return any(self.sits(post, seat) for seat in task.coordinating)

    def is_above(self, post: PostFact, task: TaskState) -> bool:
        return post.leading and any(
            self.contains(outer, inner)
            for outer in self.stands_for(post.unit)
            for inner in (task.chain[0].unit, task.assigner.unit)
        )

    # 5. Who sees

    def held(self, official: UUID) -> list[PostFact]:
        return [post for post in self.posts if post.active and post.holder == official]

    def scopes(self, official: UUID) -> set[str]:
        found = {"all", f"user:{official}"}
        found |= {f"channel:{each.channel}" for each in self.members if each.official == official}
        for post in self.held(official):
            found.add(f"post:{post.subject}")
            found |= {f"post:{giver}" for giver in self.acted_for(post)}
            for unit in self.stands_for(post.unit):
                found.add(f"unit:{unit}")
                if post.leading or post.intake:
                    found.add(f"desk:{unit}")
        return found

    def lenders(self, post: PostFact) -> list[UUID]:
        papers = [paper for paper in self.delegations if paper.receiver == post.subject and paper.in_force]
        return [
            giver.subject for giver in self.posts if giver.active for p in papers if p.giver == giver.subject
        ]

    def acted_for(self, post: PostFact) -> list[UUID]:
        found = self.lenders(post)
        for away in self.absences:
            for seat in self.held(away.official) if away.in_force else []:
                if self.stand_in(away, seat.subject) == post.subject:
                    found.append(seat.subject)
        return found

    def may_open(self, official: UUID, unit: UUID) -> bool:
        return any(
            post.leading and self.contains(outer, unit)
            for post in self.held(official)
            for outer in self.stands_for(post.unit)
        )

    def reads_all_events(self, official: UUID) -> bool:
        account = self.official(official)
        tops = [unit.subject for unit in self.units if unit.parent is None]
        return (
            account is not None
            and account.active
            and any(
                power.name == "read-all-events" and power.unit in tops
                for post in self.held(official)
                for power in post.powers
            )
        )

    def sees_seat(self, official: UUID, seat: Seat | None) -> bool:
        for post in self.held(official):
            if seat is None:
                return False
            if seat.post is None and self.on_desk(post, seat.unit):
                return True
            if seat.post is not None and seat.post in (post.subject, *self.acted_for(post)):
                return True
        return False

    def sees_task(self, official: UUID, task: TaskState) -> bool:
        looked_into = [task.assigner.unit, *(seat.unit for seat in task.chain)]
        return any(self.sees_seat(official, seat) for seat in self.seats_seeing(task)) or any(
            self.may_open(official, unit) for unit in looked_into
        )

    def seats_seeing(self, task: TaskState) -> list[Seat]:
        named = [task.assigner, *task.chain, *task.coordinating, *task.following, task.chaser, *task.former]
        return [seat for seat in named if seat is not None]

    def sees_directive(self, official: UUID, directive: DirectiveState) -> bool:
        desks = [Seat(unit=unit) for unit in directive.units]
        issuers = [directive.issuer, Seat(unit=directive.issuer.unit)]
        return any(self.sees_seat(official, seat) for seat in (*issuers, *desks))

    def sees_line(self, official: UUID, directive: DirectiveState, unit: UUID) -> bool:
        issuers = [directive.issuer, Seat(unit=directive.issuer.unit)]
        return any(self.sees_seat(official, seat) for seat in (*issuers, Seat(unit=unit)))
