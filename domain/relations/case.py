"""What a relation is asked about, and the relations to nothing in particular."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from domain.kernel import Seat, Struct
from domain.organisation import Organisation


class Case(Struct, frozen=True):
    """What a relation is asked about. `subject` is None if it is to be made; `post` is whose rights count.

    `lent`: they are lent by a delegation, which gives the post's own seat and not its place on a desk.
    """

    command: Any
    subject: Any
    official: UUID
    post: UUID
    organisation: Organisation
    read: Mapping[UUID, Any] = {}
    lent: bool = False

    @property
    def unit(self) -> UUID:
        """The acting post's unit."""
        return self.organisation.posts[self.post].unit

    @property
    def leading(self) -> bool:
        """Whether the acting post leads its unit."""
        return self.organisation.posts[self.post].leading

    def sits(self, seat: Seat) -> bool:
        """Whether the post is the seat's, or on the desk of a unit's seat."""
        if seat.post is not None:
            return seat.post == self.post
        return not self.lent and self.organisation.on_desk(self.post, seat.unit)

    def below(self, unit: UUID) -> bool:
        """Whether a unit is the acting post's own or lies below it."""
        return self.organisation.contains(self.unit, unit)

    def given(self, power: str) -> tuple[UUID, ...]:
        """The units for which the post was given a power."""
        powers = self.organisation.posts[self.post].powers
        return tuple(power_.unit for power_ in powers if power_.name == power)

    def has(self, power: str, units: Iterable[UUID]) -> bool:
        """Whether the post was given a power for one unit that contains all of `units`."""
        wanted = tuple(units)
        return any(
            all(self.organisation.contains(outer, unit) for unit in wanted) for outer in self.given(power)
        )


Relation = Callable[[Case], bool]


def anybody(case: Case) -> bool:
    """Acts in any post."""
    return True


def owner(case: Case) -> bool:
    """Is the official whose it is."""
    return bool(case.subject.state.official == case.official)
