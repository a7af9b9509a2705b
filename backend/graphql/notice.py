"""The inbox: what one is told, and why: the chain of events behind each notice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import strawberry

from backend.graphql.common import Info, Node
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import NoticeNode, OfficialNode, PostNode
from projections.kernel import Recorded
from projections.notice import NoticeEntry as Entry
from projections.notice import SubjectKind

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.post import Post

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
NoticeKind: Any = enum_of("NoticeKind", get_args(SubjectKind))

LINKS = 8
"""Longest chain that is told."""
NOTICES = Listing("notice", "notice_view", NoticeNode)
NEWEST = Order("newest", "bigint", int, down=True)
UNREAD = """v.newest > coalesce((
    SELECT number FROM read_position p WHERE p.official = {} AND p.channel = v.id
), 0)"""
READ = "SELECT number FROM read_position WHERE official = $1 AND channel = $2"


async def _by(root: Entry, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.by)


async def _post(root: Entry, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.post)


async def _why(root: Entry, info: Info) -> Any:
    """The event told of, and those that it followed from, newest first."""
    chain: list[Recorded] = []
    position: int | None = root.position
    while position is not None and len(chain) < LINKS:
        found = await info.context.log.read(position - 1, 1)
        if not found or found[0].position != position:
            break
        chain.append(found[0])
        position = found[0].metadata.causation
    return chain


async def _caused_by(root: Recorded, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.metadata.account)


@strawberry.type(
    description="One link of the chain: an event, who did it, by which rule it followed from the next."
)
class Cause:
    position: int
    kind: str = strawberry.field(resolver=lambda root: root.topic, description="The event's topic.")
    official: LazyOfficial | None = strawberry.field(resolver=_caused_by)
    policy: str | None = strawberry.field(resolver=lambda root: root.metadata.policy)
    at: datetime | None = strawberry.field(
        resolver=lambda root: None if root.event is None else vars(root.event)["timestamp"]
    )


@strawberry.type(description="One event of which one is told, and as what.")
class NoticeEntry:
    position: int
    kind: str = strawberry.field(description="The event's topic, for example task.assigned.")
    reason: str = strawberry.field(description="As what one is told, for example lead.")
    waits: bool = strawberry.field(description="Whether something is one's own to do because of it.")
    at: datetime
    by: LazyOfficial | None = strawberry.field(resolver=_by)
    post: LazyPost | None = strawberry.field(resolver=_post)
    why: list[Cause] = strawberry.field(resolver=_why, description="The chain of events behind it.")


async def _unread(root: NoticeNode, info: Info) -> bool:
    asker = info.context.asker
    number = await info.context.reads.run(lambda conn: conn.fetchval(READ, asker, root.key))
    return root.order > (number or 0)


@strawberry.type(description="What one is told of a thing, as a seat, a unit, a person or a member.")
class Notice(Node):
    id: strawberry.ID
    kind: NoticeKind
    subject: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(str(root.subject)),
        description="Id of the task, channel, announcement, contest or absence.",
    )
    to: str = strawberry.field(description="The scope that is told.")
    order: int = strawberry.field(description="Position of the newest; it is read once this is.")
    count: int
    unread: bool = strawberry.field(resolver=_unread)
    entries: list[NoticeEntry] = strawberry.field(description="The newest ten, oldest first.")

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, NoticeNode)


async def notice_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    unread: bool | None = None,
    kind: NoticeKind | None = None,
    waits: bool | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """What the asker is told, newest first."""
    where = Where()
    where.when("v.kind = {}", kind.value if kind else None)
    where.when("v.waits = {}", waits)
    if unread is not None:
        where.add(UNREAD if unread else f"NOT {UNREAD}", info.context.asker)
    return await NOTICES.page(info, where, NEWEST, first, after)
