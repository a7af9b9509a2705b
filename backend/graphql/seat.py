"""Seats: whom work is bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info
from backend.graphql.nodes import PostNode, UnitNode
from domain.kernel import Seat as SeatValue

if TYPE_CHECKING:
    from backend.graphql.post import Post
    from backend.graphql.unit import Unit

LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]


async def _unit(root: SeatValue, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


async def _post(root: SeatValue, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.post)


@strawberry.type(description="A post in a unit, or a unit's desk: its leaders and intake.")
class Seat:
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    post: LazyPost | None = strawberry.field(resolver=_post, description="Null: the unit's desk.")
