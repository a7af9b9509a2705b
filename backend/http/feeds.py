"""`/feeds/events`: the whole log from any position, as a batch or as a stream that stays live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import Parameter
from litestar.response import Stream

from backend.feeds import cloud_event, encode
from backend.http.asking import AnyRequest
from backend.http.services import Services
from domain.access import may_read
from domain.kernel import Rejection
from projections.kernel import Recorded
from realtime.principal import Principal

BATCH = "application/cloudevents-batch+json"
EVENTS = "text/event-stream"
HEARTBEAT_SECONDS = 15.0

FARTHEST = 2**63 - 1
After = Annotated[
    int, Parameter(ge=0, le=FARTHEST, description="Position of the last event that you have; 0 for none.")
]
Limit = Annotated[int, Parameter(ge=1, le=1000, description="Most events in one batch.")]


@get("/feeds/events")
async def events(
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
    after: After = 0,
    limit: Limit = 500,
) -> Response[bytes] | Stream:
    """Events after a position, oldest first, for accounts that may read all events.

    Asked for `text/event-stream` it never ends; `id` of each event is its position, so that a client which
    reconnects with Last-Event-ID (WHATWG HTML, section 9.2) goes on where it was.
    """
    if not may_read(principal.official, "events", await services.organisation()):
        raise Rejection("feed.denied")
    if EVENTS in request.headers.get("accept", ""):
        last = request.headers.get("last-event-id", "")
        start = int(last) if last.isdecimal() and len(last) < len(str(FARTHEST)) else after
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return Stream(_live(services, start), media_type=EVENTS, headers=headers)
    return await _batch(services, after, limit)


async def _batch(services: Services, after: int, limit: int) -> Response[bytes]:
    page = await services.log.read(after, limit)
    last = page[-1].position if page else after
    body = encode([cloud_event(recorded, services.epoch()) for recorded in page])
    headers = {
        "link": f'</feeds/events?after={last}&limit={limit}>; rel="next"',
        "congvu-position": str(last),
        "cache-control": "no-store",
    }
    return Response(body, media_type=BATCH, headers=headers)


async def _live(services: Services, after: int) -> AsyncIterator[bytes]:
    """Server-sent events, with a comment whenever nothing came for a while, so that proxies keep the line."""
    pages = services.log.tail(after)
    waiting: asyncio.Future[list[Recorded]] = asyncio.ensure_future(anext(pages))
    try:
        while True:
            done, _ = await asyncio.wait((waiting,), timeout=HEARTBEAT_SECONDS)
            if not done:
                yield b": still here\n\n"
                continue
            for recorded in waiting.result():
                yield _server_sent(recorded, services.epoch())
            waiting = asyncio.ensure_future(anext(pages))
    finally:
        waiting.cancel()


def _server_sent(recorded: Recorded, epoch: str) -> bytes:
    return b"id: %d\ndata: %b\n\n" % (recorded.position, encode(cloud_event(recorded, epoch)))
