"""Relations to recurring work: whoever may give the work of one occurrence may give it again and again."""

from __future__ import annotations

from msgspec.structs import replace

from domain.relations.case import Case, Relation
from domain.relations.issuing import issuing


def _wanted(case: Case) -> Case:
    """The same about what each occurrence of recurring work asks."""
    return replace(case, command=case.command.wanted)


def recurring(relation: Relation) -> Relation:
    """May give the task of each occurrence."""
    return lambda case: case.command.wanted.lead is not None and relation(_wanted(case))


def recurring_to_units(case: Case) -> bool:
    """May issue the directive of each occurrence."""
    return bool(case.command.wanted.units) and issuing(_wanted(case))


def whose_recurs(case: Case) -> bool:
    """Sits where recurring work belongs."""
    return case.sits(case.subject.state.seat)


def recurring_still(relation: Relation) -> Relation:
    """Has the recurring work, and may give the task of each occurrence as it is to be."""
    return lambda case: whose_recurs(case) and recurring(relation)(case)


def recurring_to_units_still(case: Case) -> bool:
    """Has the recurring work, and may issue the directive of each occurrence as it is to be."""
    return whose_recurs(case) and recurring_to_units(case)


def desk_of_vacant(case: Case) -> bool:
    """Is on the desk of the unit of a seat that has recurring work and that nobody holds."""
    seat = case.subject.state.seat
    post = case.organisation.posts.get(seat.post)
    return post is not None and post.holder is None and case.organisation.on_desk(case.post, seat.unit)
