"""The asker: who they are and in which seats they may act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info
from backend.graphql.nodes import FigureNode, OfficialNode, PostNode
from backend.graphql.official import Official
from projections import unread

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


async def _unread(root: OfficialNode, info: Info) -> Any:
    return await info.context.reads.run(lambda conn: unread.unread(conn, root.key))


@strawberry.type(description="A place where something was said that the asker has not read.")
class Unread:
    channel: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(str(root.channel)),
        description="A channel, unit, task or directive, as a UUID.",
    )
    count: int = strawberry.field(description="Messages; answers in threads are not counted.")
    mentions: int = strawberry.field(description="How many of them call the asker, a post or unit, or all.")


@strawberry.type(description="The signed-in official.")
class Me:
    official: Official = strawberry.field(resolver=lambda root: root)
    posts: list[LazyPost] = strawberry.field(resolver=_posts, description="The seats to act in.")
    figures: list[LazyFigures] = strawberry.field(resolver=_figures, description="Of these seats.")
    scopes: list[str] = strawberry.field(resolver=_scopes, description="What the asker holds standing.")
    unread: list[Unread] = strawberry.field(
        resolver=_unread, description="Where something was said that the asker has not read."
    )
