"""The asker: who they are and in which seats they may act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info
from backend.graphql.nodes import FigureNode, OfficialNode, PostNode
from backend.graphql.official import Official

if TYPE_CHECKING:
    from backend.graphql.figure import Figures
    from backend.graphql.post import Post

LazyFigures = Annotated["Figures", strawberry.lazy("backend.graphql.figure")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]


async def _posts(root: OfficialNode, info: Info) -> Any:
    return await info.context.reads.many("post", PostNode, root.posts)


async def _figures(root: OfficialNode, info: Info) -> Any:
    return await info.context.reads.many("figure", FigureNode, root.posts)


async def _scopes(root: OfficialNode, info: Info) -> list[str]:
    return sorted(await info.context.reads.scopes())


@strawberry.type(description="The signed-in official.")
class Me:
    official: Official = strawberry.field(resolver=lambda root: root)
    posts: list[LazyPost] = strawberry.field(resolver=_posts, description="The seats to act in.")
    figures: list[LazyFigures] = strawberry.field(resolver=_figures, description="Of these seats.")
    scopes: list[str] = strawberry.field(resolver=_scopes, description="What the asker holds standing.")
