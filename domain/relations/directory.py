"""Relations to units, posts and officials, and to delegations."""

from __future__ import annotations

from uuid import UUID

from domain.relations.case import Case, Relation


def administrator_of(*fields: str) -> Relation:
    """Has the power `administer` for each unit that these arguments of the command name, or whose post."""

    def administrator(case: Case) -> bool:
        units = (named_unit(case, getattr(case.command, field)) for field in fields)
        return all(unit is not None and case.has("administer", (unit,)) for unit in units)

    return administrator


def named_unit(case: Case, named: UUID) -> UUID | None:
    """The unit that an id names: a post's, or itself."""
    post = case.organisation.posts.get(named)
    return post.unit if post else named


def creating_unit(case: Case) -> bool:
    """Administers the parent; for a unit at the top, some other unit at the top."""
    parent = case.command.parent
    if parent is not None:
        return case.has("administer", (parent,))
    return administrator_at_top(case)


def administrator_at_top(case: Case) -> bool:
    """Administers a unit that nothing contains: the whole city."""
    units = (case.organisation.units.get(unit) for unit in case.given("administer"))
    return any(unit is not None and unit.parent is None for unit in units)


def leading_unit(case: Case) -> bool:
    """Leads the unit that the command names."""
    return case.leading and bool(case.unit == case.command.unit)


def administrator_of_all(case: Case) -> bool:
    """Has the power `administer` for one unit that contains the ending unit and all that succeed it."""
    into = case.command.into
    return case.has("administer", (case.command.unit, *(into if isinstance(into, tuple) else (into,))))


def administrator_anywhere(case: Case) -> bool:
    """Has the power `administer` for some unit."""
    return bool(case.given("administer"))


def administrator_of_official(case: Case) -> bool:
    """Administers every unit in which the official holds a post; for one without a post, some unit."""
    organisation = case.organisation
    units = {organisation.posts[post].unit for post in organisation.posts_of(case.command.official)}
    return administrator_anywhere(case) and all(case.has("administer", (unit,)) for unit in units)


def leading_unit_of_post(case: Case) -> bool:
    """Leads the post's unit, and the post does not rank before their own."""
    post = case.organisation.posts.get(case.command.post)
    own = case.organisation.posts[case.post]
    if post is None or not own.leading or own.unit != post.unit:
        return False
    return not post.leading or post.order >= own.order


def holding_what_is_lent(case: Case) -> bool:
    """Is the giver, and holds every power lent; `approve` is every post's, `assign` also a leading post's."""
    if case.command.giver != case.post:
        return False
    own = {"approve"} | ({"assign"} if case.leading else set())
    return all(power in own or bool(case.given(power)) for power in case.command.powers)


def giver(case: Case) -> bool:
    """Gave the delegation."""
    return bool(case.subject.giver == case.post)
