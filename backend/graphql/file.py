"""Files: what is attached; their bytes are at /api/files/{id}."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry
from graphql import GraphQLError

from backend.files.reading import Readable, readable
from backend.graphql.common import LARGEST_PAGE, Info
from backend.graphql.ids import global_id, uuid_of
from backend.graphql.nodes import OfficialNode

if TYPE_CHECKING:
    from backend.graphql.official import Official

PATH = "/api/files"
LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]


async def files(info: Info, ids: Sequence[UUID]) -> Any:
    """Those that the asker may read."""
    reads = info.context.reads

    async def load(ids: list[UUID]) -> list[Readable | None]:
        scopes = await reads.all_scopes()
        readables = await reads.run(lambda conn: readable(conn, ids, reads.official, scopes))
        known = {file.id: file for file in readables}
        return [known.get(id) for id in ids]

    found = await reads.loader("files", load).load_many(ids)
    return [file for file in found if file is not None]


async def files_by_id(
    info: Info,
    ids: Annotated[list[strawberry.ID], strawberry.argument(description="At most 100.")],
) -> Any:
    """Those of these files that the asker may read, in this order."""
    if len(ids) > LARGEST_PAGE:
        raise GraphQLError(
            f"At most {LARGEST_PAGE} files at a time.",
            extensions={"code": "page.size", "limit": LARGEST_PAGE},
        )
    return await files(info, [uuid_of(id, "File") for id in ids])


def _thumbnail_url(root: Readable) -> str | None:
    return f"{PATH}/{root.id}/thumbnail" if root.thumbnail else None


async def _owner(root: Readable, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.owner)


@strawberry.type(description="A file that the asker may read.")
class File:
    id: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(global_id("File", root.id)))
    key: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(str(root.id)), description="Its id in /api/files/{id}."
    )
    owner: LazyOfficial | None = strawberry.field(resolver=_owner)
    name: str
    size: float = strawberry.field(description="In bytes.")
    media_type: str
    digest: str = strawberry.field(description="SHA-256 in hex.")
    width: int | None
    height: int | None
    duration_ms: int | None
    thumbnail: bool
    at: datetime
    url: str = strawberry.field(
        resolver=lambda root: f"{PATH}/{root.id}", description="Read with the same access token."
    )
    thumbnail_url: str | None = strawberry.field(
        resolver=_thumbnail_url, description="A small picture in WebP, if there is one."
    )
