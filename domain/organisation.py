"""The organisation as decisions need it: units, seats, holders, powers, who acts for whom, from facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from domain.facts import (
    AbsenceFact,
    DelegationFact,
    MemberFact,
    OfficialFact,
    PostFact,
    UnitFact,
)
from domain.kernel import (
    ALL,
    Fact,
    Rejection,
    channel_scope,
    desk_scope,
    post_scope,
    unit_scope,
    user_scope,
)


class Organisation:
    """All facts up to a position, with the questions that decisions ask of them."""

    def __init__(self) -> None:
        self.position = 0
        self.units: dict[UUID, UnitFact] = {}
        self.posts: dict[UUID, PostFact] = {}
        self.officials: dict[UUID, OfficialFact] = {}
        self.delegations: dict[UUID, DelegationFact] = {}
        self.absences: dict[UUID, AbsenceFact] = {}
        self._versions: dict[UUID, int] = {}
        self._newest: dict[tuple[UUID, type[Fact]], int] = {}
        self._held: dict[UUID, set[UUID]] = {}
        self._seats: dict[UUID, set[UUID]] = {}
        self._children: dict[UUID, set[UUID]] = {}
        self._predecessors: dict[UUID, set[UUID]] = {}
        self._lent: dict[UUID, set[UUID]] = {}
        self._away: dict[UUID, set[UUID]] = {}
        self._stand_ins: dict[UUID, set[UUID]] = {}
        self._channels: dict[UUID, dict[UUID, MemberFact]] = {}

    def apply(self, position: int, facts: Iterable[Fact]) -> None:
        """Take in the facts appended at `position`, in any order: a subject's newest fact of a kind holds."""
        for fact in facts:
            key = (fact.subject, type(fact))
            if position < self._newest.get(key, 0):
                continue
            self._newest[key] = position
            self._versions[fact.subject] = max(position, self._versions.get(fact.subject, 0))
            match fact:
                case UnitFact():
                    self._apply_unit(fact)
                case PostFact():
                    self._apply_post(fact)
                case OfficialFact():
                    self.officials[fact.subject] = fact
                case DelegationFact():
                    self.delegations[fact.subject] = fact
                    for post in (fact.giver, fact.receiver):
                        self._lent.setdefault(post, set()).add(fact.subject)
                case AbsenceFact():
                    self._apply_absence(fact)
                case MemberFact():
                    self._apply_member(fact)
        self.position = max(self.position, position)

    def _apply_unit(self, fact: UnitFact) -> None:
        old = self.units.get(fact.subject)
        if old is not None and old.parent is not None:
            self._children[old.parent].discard(fact.subject)
        if fact.parent is not None:
            self._children.setdefault(fact.parent, set()).add(fact.subject)
        for successor in fact.successors:
            self._predecessors.setdefault(successor, set()).add(fact.subject)
        self.units[fact.subject] = fact

    def _apply_post(self, fact: PostFact) -> None:
        old = self.posts.get(fact.subject)
        if old is not None:
            self._seats[old.unit].discard(fact.subject)
            if old.holder is not None:
                self._held[old.holder].discard(fact.subject)
        if fact.active:
            self._seats.setdefault(fact.unit, set()).add(fact.subject)
            if fact.holder is not None:
                self._held.setdefault(fact.holder, set()).add(fact.subject)
        self.posts[fact.subject] = fact

    def _apply_absence(self, fact: AbsenceFact) -> None:
        old = self.absences.get(fact.subject)
        for each in old.stand_ins if old is not None else ():
            self._stand_ins[each.stand_in].discard(fact.subject)
        for each in fact.stand_ins:
            self._stand_ins.setdefault(each.stand_in, set()).add(fact.subject)
        self._away.setdefault(fact.official, set()).add(fact.subject)
        self.absences[fact.subject] = fact

    def _apply_member(self, fact: MemberFact) -> None:
        channels = self._channels.setdefault(fact.official, {})
        if fact.active:
            channels[fact.channel] = fact
        else:
            channels.pop(fact.channel, None)

    def version(self, subject: UUID) -> int:
        """Position of the last event that changed what `subject` may do; 0 if never."""
        return self._versions.get(subject, 0)

    def unit_of(self, post: UUID) -> UUID | None:
        """The unit that a post sits in."""
        fact = self.posts.get(post)
        return fact.unit if fact else None

    def posts_of(self, official: UUID) -> frozenset[UUID]:
        """The seats that a person holds now."""
        return frozenset(self._held.get(official, ()))

    def seats_in(self, unit: UUID) -> frozenset[UUID]:
        """The active posts of a unit."""
        return frozenset(self._seats.get(unit, ()))

    def channels_of(self, official: UUID) -> frozenset[UUID]:
        """The channels that a person is a member of."""
        return frozenset(self._channels.get(official, ()))

    def moderates(self, official: UUID, channel: UUID) -> bool:
        """Whether a person is a moderator of a channel."""
        fact = self._channels.get(official, {}).get(channel)
        return fact is not None and fact.moderator

    def lenders(self, post: UUID) -> Iterator[UUID]:
        """The active posts for which this one acts by a delegation in force."""
        for fact in self._delegations_of(post):
            giver = self.posts.get(fact.giver)
            if fact.receiver == post and fact.in_force and giver is not None and giver.active:
                yield fact.giver

    def borrowers(self, post: UUID) -> Iterator[UUID]:
        """The posts that ever were lent powers by this one."""
        return (fact.receiver for fact in self._delegations_of(post) if fact.giver == post)

    def absent(self, post: UUID) -> Iterator[UUID]:
        """The seats for which this post stands in by an absence in force."""
        for id in self._stand_ins.get(post, ()):
            absence = self.absences[id]
            for seat in self.posts_of(absence.official) if absence.in_force else ():
                if absence.stand_in(seat) == post:
                    yield seat

    def away(self, official: UUID, now: datetime) -> bool:
        """Whether a person is away by the dates of an absence (both included)."""
        absences = (self.absences[id] for id in self._away.get(official, ()))
        return any(not each.cancelled and each.start <= now <= each.end for each in absences)

    def standing_in(self, official: UUID) -> Iterator[UUID]:
        """The posts named to stand in for a person, whenever."""
        for id in self._away.get(official, ()):
            yield from (each.stand_in for each in self.absences[id].stand_ins)

    def _delegations_of(self, post: UUID) -> Iterator[DelegationFact]:
        return (self.delegations[id] for id in self._lent.get(post, ()))

    def ancestors(self, unit: UUID) -> Iterator[UUID]:
        """The unit itself, then what contains it, upwards."""
        seen: set[UUID] = set()
        at: UUID | None = unit
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            fact = self.units.get(at)
            at = fact.parent if fact else None

    def contains(self, outer: UUID, inner: UUID) -> bool:
        """Whether `inner` is `outer` or lies below it."""
        return any(unit == outer for unit in self.ancestors(inner))

    def children(self, unit: UUID) -> frozenset[UUID]:
        """The active units directly below a unit."""
        return frozenset(child for child in self._children.get(unit, ()) if self.units[child].active)

    def descendants(self, unit: UUID) -> Iterator[UUID]:
        """The unit itself and all that it contains."""
        stack = [unit]
        while stack:
            at = stack.pop()
            yield at
            stack.extend(self._children.get(at, ()))

    def successor(self, unit: UUID) -> UUID:
        """The unit that has what the unit had: itself, or its (first) successor's successor."""
        seen: set[UUID] = set()
        while unit not in seen:
            seen.add(unit)
            fact = self.units.get(unit)
            if fact is None or not fact.successors:
                break
            unit = fact.successors[0]
        return unit

    def heir(self, unit: UUID) -> UUID:
        """The active unit that has what a unit had: itself, its successor, or what contained it."""
        unit = self.successor(unit)
        fact = self.units.get(unit)
        while fact is not None and not fact.active and fact.parent is not None:
            unit = self.successor(fact.parent)
            fact = self.units.get(unit)
        return unit

    def staffed(self, unit: UUID) -> UUID:
        """The unit that has what a unit had, or the next above it with somebody on its desk, if any has."""
        heir = self.heir(unit)
        return next((above for above in self.ancestors(heir) if self.has_desk(above)), heir)

    def has_desk(self, unit: UUID) -> bool:
        """Whether somebody leads the active unit, or receives for it."""
        fact = self.units.get(unit)
        seats = (self.posts[seat] for seat in self._seats.get(unit, ()))
        return (
            fact is not None
            and fact.active
            and any(seat.holder is not None and (seat.leading or seat.intake) for seat in seats)
        )

    def on_desk(self, post: UUID, unit: UUID) -> bool:
        """Whether the post leads the unit, or receives for it; also for units merged into its own."""
        fact = self.posts.get(post)
        if fact is None or not fact.active or not (fact.leading or fact.intake):
            return False
        return unit in self.with_predecessors(fact.unit)

    def with_predecessors(self, unit: UUID) -> frozenset[UUID]:
        """The unit and all that were merged or split into it, however long ago."""
        seen: set[UUID] = set()
        stack = [unit]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack.extend(self._predecessors.get(at, ()))
        return frozenset(seen)

    def check_active(self, unit: UUID) -> None:
        """Refuse a unit that does not exist or has ended."""
        fact = self.units.get(unit)
        if fact is None:
            raise Rejection("unit.unknown", unit=str(unit))
        if not fact.active:
            raise Rejection("unit.not-active", unit=str(unit))

    def check_move(self, unit: UUID, parent: UUID) -> None:
        """Refuse to put a unit below itself, or below what has ended."""
        self.check_active(parent)
        if self.contains(unit, parent):
            raise Rejection("unit.cycle", unit=str(unit), parent=str(parent))

    def check_successors(self, unit: UUID, successors: Iterable[UUID]) -> None:
        """Refuse to merge or split into what has ended, or into a part of what ends."""
        for successor in successors:
            self.check_move(unit, successor)

    def check_empty(self, unit: UUID) -> None:
        """Refuse to close a unit that still contains seats or units, in units that have ended as well."""
        inside = [*self.descendants(unit)]
        posts = sum(len(self._seats.get(at, ())) for at in inside)
        units = sum(at != unit and self.units[at].active for at in inside)
        if posts or units:
            raise Rejection("unit.not-empty", unit=str(unit), posts=posts, units=units)


def scopes(official: UUID, organisation: Organisation) -> frozenset[str]:
    """What a person holds standing: themselves, their channels, their seats and those that they act for by
    delegation or as stand-in, their units, the desks that they sit on."""
    held = {ALL, user_scope(official)}
    held.update(map(channel_scope, organisation.channels_of(official)))
    for post in organisation.posts_of(official):
        fact = organisation.posts[post]
        held.update(map(post_scope, (post, *organisation.lenders(post), *organisation.absent(post))))
        for unit in organisation.with_predecessors(fact.unit):
            held.add(unit_scope(unit))
            if fact.leading or fact.intake:
                held.add(desk_scope(unit))
    return frozenset(held)
