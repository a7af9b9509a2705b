"""Officials: everybody's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info, Node
from backend.graphql.nodes import OfficialNode, PostNode

if TYPE_CHECKING:
    from backend.graphql.post import Post

LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]


async def _posts(root: OfficialNode, info: Info) -> Any:
    return await info.context.reads.many("post", PostNode, root.posts)


@strawberry.type(description="A person with an account. After erasure the texts are empty.")
class Official(Node):
    id: strawberry.ID
    name: str
    email: str
    office_phone: str | None
    active: bool
    language: str
    posts: list[LazyPost] = strawberry.field(resolver=_posts)

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, OfficialNode)
