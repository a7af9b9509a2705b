"""Relations to directives and announcements: who may issue them, and whom they are for."""

from __future__ import annotations

from domain.announcement.announcement import announcement_in
from domain.announcement.state import addressed
from domain.kernel import unit_scope
from domain.relations.case import Case
from domain.seeing import sees


def issuing(case: Case) -> bool:
    """Has the power `issue-directive` for a unit that contains every unit addressed."""
    return case.has("issue-directive", case.command.units)


def leading_all(case: Case) -> bool:
    """Leads their unit, and addresses it or units below."""
    return case.leading and all(case.below(unit) for unit in case.command.units)


def issuer(case: Case) -> bool:
    """Sits where the directive or announcement was issued."""
    return case.sits(case.subject.state.issuer)


def issuing_to_more(case: Case) -> bool:
    """Is the issuer, and may issue to the units added."""
    return issuer(case) and issuing(case)


def told(case: Case) -> bool:
    """Is in the unit named, to which the announcement was addressed; not as the one who wrote it."""
    state = announcement_in(case.read, case.command.announcement)
    through = addressed(state) & {unit_scope(case.command.unit)}
    return case.official != state.author and sees(case.official, through, case.organisation)
