"""Units: the tree of the organisation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info, Node
from backend.graphql.nodes import FigureNode, PostNode, UnitNode

if TYPE_CHECKING:
    from backend.graphql.figure import Figures
    from backend.graphql.post import Post

LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
LazyFigures = Annotated["Figures", strawberry.lazy("backend.graphql.figure")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]

CHILDREN = "SELECT id FROM unit_view WHERE parent = $1 AND state = 'active' ORDER BY sort, id"
POSTS = 'SELECT id FROM post_view WHERE unit = $1 AND active ORDER BY NOT leading, "order", title, id'


async def _parent(root: UnitNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.parent)


async def _children(root: UnitNode, info: Info) -> Any:
    return await info.context.reads.listed("unit", UnitNode, CHILDREN, root.key)


async def _posts(root: UnitNode, info: Info) -> Any:
    return await info.context.reads.listed("post", PostNode, POSTS, root.key)


async def _successors(root: UnitNode, info: Info) -> Any:
    return await info.context.reads.many("unit", UnitNode, root.successors)


async def _predecessors(root: UnitNode, info: Info) -> Any:
    return await info.context.reads.many("unit", UnitNode, root.predecessors)


async def _figures(root: UnitNode, info: Info) -> Any:
    return await info.context.reads.row("figure", FigureNode, root.key)


@strawberry.type(description="A name that led here: the unit's own, or that of one merged into it.")
class FormerName:
    name: str
    short_name: str
    code: str
    kind: str
    until: datetime


@strawberry.type(description="A unit of the organisation.")
class Unit(Node):
    id: strawberry.ID
    name: str
    short_name: str
    code: str = strawberry.field(description="Identifier for electronic exchange, at most 13 characters.")
    kind: str
    state: str = strawberry.field(description="active, merged, split or closed.")
    address: str | None
    phone: str | None
    former_names: list[FormerName]
    parent: LazyUnit | None = strawberry.field(resolver=_parent)
    children: list[LazyUnit] = strawberry.field(
        resolver=_children, description="The active units right below."
    )
    posts: list[LazyPost] = strawberry.field(resolver=_posts, description="Leading posts first.")
    successors: list[LazyUnit] = strawberry.field(resolver=_successors)
    predecessors: list[LazyUnit] = strawberry.field(resolver=_predecessors)
    figures: LazyFigures | None = strawberry.field(
        resolver=_figures, description="Null if the asker may not see them, or there are none yet."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, UnitNode)
