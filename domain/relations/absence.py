"""Relations to the one who is away."""

from __future__ import annotations

from uuid import UUID

from domain.kernel import Rejection
from domain.relations.case import Case


def absent(case: Case) -> UUID:
    """The official whose absence it is."""
    return case.command.official if case.subject is None else case.subject.official  # type: ignore[no-any-return]


def away(case: Case) -> bool:
    """Is away themselves."""
    return absent(case) == case.official


def leading_beside(case: Case) -> bool:
    """Leads a unit in which the one who is away has a seat."""
    seats = case.organisation.posts_of(absent(case))
    return case.leading and any(case.organisation.posts[seat].unit == case.unit for seat in seats)


def administrator_of_seats(case: Case) -> bool:
    """Has the power `administer` over the unit of a seat of the one who is away."""
    seats = case.organisation.posts_of(absent(case))
    return any(case.has("administer", (case.organisation.posts[seat].unit,)) for seat in seats)


def check_stand_ins(case: Case) -> None:
    """Refuse to name a seat that is another's, or the one who is away to stand in for themselves."""
    seats = case.organisation.posts_of(absent(case))
    for each in case.command.stand_ins:
        if each.post is not None and each.post not in seats:
            raise Rejection("absence.not-their-post", post=str(each.post))
        if each.stand_in in seats:
            raise Rejection("absence.own-stand-in", post=str(each.stand_in))
