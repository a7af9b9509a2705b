"""Posts: the seats of a unit and who holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info, Node
from backend.graphql.nodes import OfficialNode, PostNode, UnitNode
from domain.facts import Power as PowerValue

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.unit import Unit

LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]


async def _unit(root: PostNode | PowerValue, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


async def _holder(root: PostNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.holder)


@strawberry.type(description="A right given to a post, over a unit and all that it contains.")
class Power:
    name: str
    unit: LazyUnit | None = strawberry.field(resolver=_unit)


@strawberry.type(description="A seat in a unit. Work is bound to seats, not to people.")
class Post(Node):
    id: strawberry.ID
    title: str
    leading: bool
    order: int = strawberry.field(description="Order of acting in place among leading posts.")
    intake: bool = strawberry.field(description="Whether it opens, accepts and passes on in the unit's name.")
    active: bool
    powers: list[Power]
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    holder: LazyOfficial | None = strawberry.field(resolver=_holder)

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, PostNode)
