"""`/api/channels/{id}/export`: all that was said in a place, for whoever keeps order there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter
from litestar.response import Stream

from backend.exporting.archive import archive, lines
from backend.exporting.conversation import Conversation
from backend.files.reading import Readable
from backend.files.storage import blob_of
from backend.http.problems import PROBLEM
from backend.http.services import Services
from domain.export import Make
from domain.kernel import Actor
from projections.kernel import Request, Temporary
from realtime.principal import Principal

Format = Literal["zip", "jsonl"]
TYPES: dict[Format, str] = {"zip": "application/zip", "jsonl": "application/x-ndjson"}


@get("/api/channels/{id:uuid}/export")
async def export(  # noqa: PLR0917 - given by name
    id: FromPath[UUID],
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
    language: NamedDependency[str],
    post: Annotated[UUID, Parameter(description="The post in which it is taken out.")],
    format: Annotated[Format, Parameter(description="An archive, or the messages alone.")] = "zip",
) -> Response[Any]:
    """The messages of a channel, unit, task or directive; that they were taken out is kept as an event."""
    request = Request(
        id=uuid4(),
        name=Make.name,
        args=msgspec.json.encode(Make(channel=id)),
        actor=Actor(principal.official, post),
        language=language,
    )
    outcome = await services.commands.run(request)
    if outcome.problem is not None:
        return Response(outcome.problem, status_code=outcome.problem.status, media_type=PROBLEM)
    upto = outcome.position or 0
    if not await services.reached.at_least(upto):
        raise Temporary("the rows stay behind the log")

    async def contents(file: Readable) -> AsyncIterator[bytes]:
        async for chunk in await services.files.storage.read(blob_of(file.digest)):
            yield chunk

    conversation = Conversation(services.pool, id, principal.official, upto)
    content = lines(conversation) if format == "jsonl" else archive(conversation, language, contents)
    headers = {
        "content-disposition": f'attachment; filename="congvu-{id}.{format}"',
        "cache-control": "no-store",
        "congvu-position": str(upto),
    }
    return Stream(content, headers=headers, media_type=TYPES[format])
