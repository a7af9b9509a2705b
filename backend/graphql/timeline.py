"""What happened to a task or directive: who did it, when, as whom, why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON

from backend.graphql.common import Info
from backend.graphql.file import File, files
from backend.graphql.nodes import OfficialNode, PostNode

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.post import Post

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]

ENTRIES = """
SELECT version, at, kind, official, post, behalf_of, basis, policy, text, data
FROM timeline_view WHERE id = $1 AND version <= $2 ORDER BY version DESC LIMIT 500
"""


class Entry(msgspec.Struct):
    """A line of `timeline_view`."""

    version: int
    at: datetime
    kind: str
    official: UUID | None
    post: UUID | None
    behalf_of: UUID | None
    basis: str | None
    policy: str | None
    text: str | None
    data: Any


async def entries(info: Info, stream: UUID, version: int) -> list[Entry]:
    """What happened to one thing the asker sees, up to one of its versions; newest first, at most 500."""
    found = await info.context.reads.run(lambda conn: conn.fetch(ENTRIES, stream, version))
    return [msgspec.convert({**row, "data": msgspec.json.decode(row["data"])}, Entry) for row in found]


async def _official(root: Entry, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.official)


async def _post(root: Entry, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.post)


async def _behalf_of(root: Entry, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.behalf_of)


async def _files(root: Entry, info: Info) -> Any:
    return await files(info, [UUID(id) for id in root.data.get("files", ())])


@strawberry.type(description="One thing that happened.")
class TimelineEntry:
    version: int
    at: datetime
    kind: str = strawberry.field(description="The event's topic, for example task.accepted.")
    official: LazyOfficial | None = strawberry.field(resolver=_official)
    post: LazyPost | None = strawberry.field(resolver=_post, description="In which seat.")
    behalf_of: LazyPost | None = strawberry.field(resolver=_behalf_of, description="For which other seat.")
    basis: str | None = strawberry.field(description='A delegation\'s id, or "deputy".')
    policy: str | None = strawberry.field(description="The rule by which the platform did it, if it did.")
    text: str | None
    data: JSON
    files: list[File] = strawberry.field(resolver=_files, description="What was attached.")
