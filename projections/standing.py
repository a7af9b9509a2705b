"""Where people stand: the scopes each holds, what they may look down on, and the tree's closure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from domain.facts import AbsenceFact, DelegationFact, MemberFact, OfficialFact, PostFact, UnitFact
from domain.kernel import Fact
from domain.organisation import Organisation, scopes
from domain.seeing import looking_down

Thing = TypeVar("Thing", str, UUID)
Change = tuple[int, bool]
"""A position, and whether it is gone since then."""


class Standing:
    """The organisation folded from the directory's rows, and what each fact changes for people."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.clear()

    def clear(self) -> None:
        """Forget the changes: they were written."""
        self.scopes: dict[tuple[UUID, str], Change] = {}
        self.belows: dict[tuple[UUID, UUID], Change] = {}
        self.pairs: dict[tuple[UUID, UUID], bool] = {}
        self.tree: int | None = None

    def apply(self, position: int, fact: Fact) -> set[UUID]:
        """Take in a fact; gives the officials whose place (units, desks above them) may have changed."""
        before = {person: self._stand(person) for person in self._concerned(fact)}
        if isinstance(fact, OfficialFact) and fact.subject not in self.organisation.officials:
            before[fact.subject] = (frozenset(), frozenset())
        if isinstance(fact, UnitFact):
            self._take(position, fact)
        else:
            self.organisation.apply(position, [fact])
        for person, (held, looked) in before.items():
            now, looking = self._stand(person)
            _diff(self.scopes, person, held, now, position)
            _diff(self.belows, person, looked, looking, position)
        return set(before)

    def _stand(self, person: UUID) -> tuple[frozenset[str], frozenset[UUID]]:
        if person not in self.organisation.officials:
            return frozenset(), frozenset()
        return scopes(person, self.organisation), frozenset(looking_down(person, self.organisation))

    def _concerned(self, fact: Fact) -> set[UUID]:
        """Whose scopes or place the fact may change."""
        match fact:
            case PostFact():
                seats = {fact.subject, *self.organisation.borrowers(fact.subject), *self._standing_in(fact)}
                return self._holders(seats) | ({fact.holder} if fact.holder else set())
            case DelegationFact() | AbsenceFact():
                return self._holders(self._acting(fact))
            case UnitFact():
                units = {*self._heirs(fact), *self.organisation.descendants(fact.subject)}
                return self._holders(post for unit in units for post in self.organisation.seats_in(unit))
            case OfficialFact():
                return {fact.subject}
            case MemberFact():
                return {fact.official}
        return set()

    def _holders(self, posts: Iterable[UUID]) -> set[UUID]:
        found = (self.organisation.posts.get(post) for post in posts)
        return {post.holder for post in found if post is not None and post.holder is not None}

    def _acting(self, fact: DelegationFact | AbsenceFact) -> set[UUID]:
        """The posts that act for others by it, or did until now."""
        if isinstance(fact, DelegationFact):
            return {fact.receiver}
        known = self.organisation.absences.get(fact.subject)
        return {each.stand_in for each in (*fact.stand_ins, *(known.stand_ins if known else ()))}

    def _standing_in(self, fact: PostFact) -> set[UUID]:
        """The posts named to stand in for who holds the seat, or held it until now."""
        known = self.organisation.posts.get(fact.subject)
        people = {fact.holder, known.holder if known else None}
        return {post for one in people if one for post in self.organisation.standing_in(one)}

    def _heirs(self, fact: UnitFact) -> set[UUID]:
        """All that took over from the unit, or from what took over from it."""
        heirs: set[UUID] = set()
        waiting = list(fact.successors)
        while waiting:
            unit = waiting.pop()
            if unit not in heirs:
                heirs.add(unit)
                known = self.organisation.units.get(unit)
                waiting += known.successors if known else ()
        return heirs

    def _take(self, position: int, fact: UnitFact) -> None:
        """Take in a unit, and what it changes in the closure of the tree."""
        inside = list(self.organisation.descendants(fact.subject))
        known = self.organisation.units.get(fact.subject)
        old = set(self.organisation.ancestors(fact.subject)) if known else set()
        self.organisation.apply(position, [fact])
        new = set(self.organisation.ancestors(fact.subject))
        for unit in inside:
            self.pairs.update({(ancestor, unit): False for ancestor in old - new})
            self.pairs.update({(ancestor, unit): True for ancestor in new - old})
        if old != new:
            self.tree = position


def _diff(
    changes: dict[tuple[UUID, Thing], Change],
    person: UUID,
    before: frozenset[Thing],
    after: frozenset[Thing],
    position: int,
) -> None:
    changes.update({(person, thing): (position, True) for thing in before - after})
    changes.update({(person, thing): (position, False) for thing in after - before})
