"""Relations to a template."""

from __future__ import annotations

from uuid import UUID

from domain.kernel import Seat
from domain.relations.case import Case


def _templates_unit(case: Case) -> UUID:
    """The unit that the template is of, or is to be."""
    unit: UUID = case.command.unit if case.subject is None else case.subject.state.unit
    return unit


def desk_of_templates(case: Case) -> bool:
    """Is on the desk of the template's unit."""
    return case.sits(Seat(unit=_templates_unit(case)))


def administrator_of_templates(case: Case) -> bool:
    """Has the power `administer` for the template's unit."""
    return case.has("administer", (_templates_unit(case),))
