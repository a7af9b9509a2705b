"""What decisions take for granted: facts, each about one subject, of which the newest of a kind holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel import Fact, Struct

POWERS = ("assign", "assign-across", "issue-directive", "administer", "read-all-events")
"""What can be given to a post."""

DELEGABLE = ("assign", "assign-across", "issue-directive", "approve")
"""What a post can lend: powers it was given, and deciding on work that it assigned ("approve")."""


class Power(Struct, frozen=True):
    """A right given to a post, over a unit and all that it contains."""

    name: str
    unit: UUID


class UnitFact(Fact, frozen=True, tag="unit"):
    """A unit's place in the tree; `successors` once it was merged or split."""

    parent: UUID | None
    active: bool
    successors: tuple[UUID, ...] = ()


class PostFact(Fact, frozen=True, tag="post"):
    """A seat: its unit, its holder, whether it leads (and in which order) or receives for the unit."""

    unit: UUID
    holder: UUID | None
    leading: bool
    order: int
    intake: bool
    active: bool
    powers: tuple[Power, ...] = ()


class OfficialFact(Fact, frozen=True, tag="official"):
    """A person's account: whether it may act at all."""

    active: bool


class DelegationFact(Fact, frozen=True, tag="delegation"):
    """Powers lent by one post to another for a time (Decree 30/2020/ND-CP, art. 13).

    `in_force` follows the dates by events, which come a moment after them: with it the receiver sees the work
    of the giver, since what people see changes at positions of the log. What they may do goes by the dates.
    """

    giver: UUID
    receiver: UUID
    powers: tuple[str, ...]
    start: datetime
    end: datetime
    revoked: bool = False
    in_force: bool = False

    def due(self, now: datetime) -> bool:
        """Whether it ought to be in force and is not, or is and ought not."""
        return self.in_force != (not self.revoked and self.start <= now <= self.end)


class StandIn(Struct, frozen=True):
    """Who does the work of a seat while its holder is away; without `post`, of all that name nobody else."""

    stand_in: UUID
    post: UUID | None = None


class AbsenceFact(Fact, frozen=True, tag="absence"):
    """An official is away for a time, and other posts stand in for their seats.

    `in_force` follows the dates by events, as a delegation's does: with it those who stand in see the work.
    """

    official: UUID
    stand_ins: tuple[StandIn, ...]
    start: datetime
    end: datetime
    cancelled: bool = False
    in_force: bool = False

    def due(self, now: datetime) -> bool:
        """Whether it ought to be in force and is not, or is and ought not."""
        return self.in_force != (not self.cancelled and self.start <= now <= self.end)

    def stand_in(self, post: UUID) -> UUID | None:
        """The post that stands in for one of the official's."""
        named = {each.post: each.stand_in for each in self.stand_ins}
        return named.get(post, named.get(None))


class MemberFact(Fact, frozen=True, tag="member"):
    """Somebody's membership of a channel; the subject is the membership."""

    channel: UUID
    official: UUID
    moderator: bool
    active: bool


class TouchFact(Fact, frozen=True, tag="touch"):
    """Nothing new about the subject itself, but what it may do has changed: its version moves."""


AnyFact = UnitFact | PostFact | OfficialFact | DelegationFact | AbsenceFact | MemberFact | TouchFact
