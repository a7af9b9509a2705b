"""Absences: who is away, and who stands in for their seats."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import strawberry

from backend.graphql import ids
from backend.graphql.common import Info, Node
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import AbsenceNode, OfficialNode, PostNode
from domain.absence import Kind
from domain.facts import StandIn as StandInValue
from domain.kernel import desk_scope, user_scope

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.post import Post

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
AbsenceKind: Any = enum_of("AbsenceKind", get_args(Kind))

ABSENCES = Listing("absence", "absence_view", AbsenceNode, public=True)
LATEST = Order("end", "timestamptz", datetime, down=True)
IN_UNIT = "v.official IN (SELECT holder FROM post_view WHERE unit = {} AND active)"
UNITS = "SELECT unit FROM post_view WHERE holder = $1 AND active"


async def _official(root: AbsenceNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.official)


async def _stand_in(root: StandInValue, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.stand_in)


async def _seat(root: StandInValue, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.post)


async def _note(root: AbsenceNode, info: Info) -> str | None:
    """For the one who is away and the desks of their units; of the event alone, and sealed there."""
    reads, log = info.context.reads, info.context.log
    units = [row[0] for row in await reads.run(lambda conn: conn.fetch(UNITS, root.official))]
    readers = {user_scope(root.official), *map(desk_scope, units)}
    if readers.isdisjoint(await reads.scopes()):
        return None
    [declared, *_] = await log.stream(root.key)
    return declared.event.note if declared.event is not None else None  # type: ignore[attr-defined]


@strawberry.type(description="Who does the ordinary work of a seat while its holder is away.")
class StandIn:
    stand_in: LazyPost | None = strawberry.field(resolver=_stand_in)
    post: LazyPost | None = strawberry.field(
        resolver=_seat, description="Null: all seats of the official for which nobody else is named."
    )


@strawberry.type(description="An official is away. Its id is the basis on which those act who stand in.")
class Absence(Node):
    id: strawberry.ID
    basis: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(str(root.key)))
    official: LazyOfficial | None = strawberry.field(resolver=_official)
    stand_ins: list[StandIn]
    start: datetime
    end: datetime
    kind: AbsenceKind
    in_force: bool
    cancelled: bool
    note: str | None = strawberry.field(
        resolver=_note, description="Null for all but the official and the leaders of their units."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, AbsenceNode)


async def absence_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    official: strawberry.ID | None = None,
    unit: strawberry.ID | None = None,
    in_force: bool | None = None,
    cancelled: bool | None = False,
    ends_after: datetime | None = None,
    starts_before: datetime | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """Of one official, of who has a post in a unit, or of all; what ends last comes first."""
    where = Where()
    where.when("v.official = {}", ids.uuid_of(official, "Official") if official else None)
    where.when(IN_UNIT, ids.uuid_of(unit, "Unit") if unit else None)
    where.when("v.in_force = {}", in_force)
    where.when("v.cancelled = {}", cancelled)
    where.when('v."end" > {}', ends_after)
    where.when("v.start < {}", starts_before)
    return await ABSENCES.page(info, where, LATEST, first, after)
