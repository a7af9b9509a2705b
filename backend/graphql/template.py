"""Templates: what tasks of a kind begin with, as of now or of one of their versions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import strawberry

from backend.graphql import ids
from backend.graphql.common import Info, Node
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import TemplateNode, UnitNode
from backend.graphql.seat import Seat
from backend.timers.reading import read_calendar
from domain.task.state import Urgency
from projections import asof
from projections.catalog import PROJECTIONS

if TYPE_CHECKING:
    from backend.graphql.unit import Unit

LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
UrgencyEnum: Any = enum_of("Urgency", get_args(Urgency))
DaysEnum: Any = enum_of("TermDays", ("working", "calendar"))

TEMPLATES = Listing("template", "template_view", TemplateNode)
BY_NAME = Order("sort", "text", str)


@strawberry.type(description="The deadline is so many days after a task is given.")
class Term:
    days: int
    of: DaysEnum


@strawberry.type(description="What a task begins with; what is null is chosen each time.")
class Outline:
    title: str
    description: str | None
    urgency: UrgencyEnum
    lead: Seat | None
    coordinating: list[Seat]
    term: Term | None
    checklist: list[str]
    labels: list[str]
    weight: float


async def _proposed(
    root: TemplateNode,
    info: Info,
    at: Annotated[
        datetime | None, strawberry.argument(description="When the task is given. Null: now.")
    ] = None,
) -> datetime | None:
    """By the calendar as it is; None where the template says no term."""
    term = root.outline.term
    if term is None:
        return None
    calendar, _ = await info.context.reads.run(read_calendar)
    return term.deadline(at or datetime.now(UTC), calendar.workdays)


async def _unit(root: TemplateNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


@strawberry.type(description="What tasks of a kind begin with; seen by all who are in its unit.")
class Template(Node):
    id: strawberry.ID
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    name: str
    outline: Outline
    retired: bool
    created_at: datetime
    updated_at: datetime
    proposed_deadline: datetime | None = strawberry.field(
        resolver=_proposed, description="Of a task that is made from it at a moment; null without a term."
    )
    version: int = strawberry.field(description="What a task made from it names.")

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, TemplateNode)


async def template(info: Info, id: strawberry.ID, version: int | None = None) -> Any:
    """A template as it is, or as it was in one of its versions."""
    uuid = ids.uuid_of(id, "Template")
    now = await info.context.reads.row("template", TemplateNode, uuid)
    if now is None or version is None or version == now.version:
        return now
    row = await asof.template_at(info.context.log, PROJECTIONS, uuid, version)
    return TemplateNode(**msgspec.structs.asdict(row), key=uuid) if row is not None else None


async def template_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    search: str | None = None,
    unit: strawberry.ID | None = None,
    retired: bool = False,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """Those of the asker's units, by name; those that were retired only if asked for."""
    where = Where()
    where.words(search)
    where.when("v.unit = {}", ids.uuid_of(unit, "Unit") if unit else None)
    where.add("v.retired = {}", retired)
    return await TEMPLATES.page(info, where, BY_NAME, first, after)
