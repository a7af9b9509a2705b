"""My deadlines in a calendar program: a secret address to subscribe to, and what is fetched under it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.calendars.deadlines import deadlines, language_of, seats_of
from backend.calendars.feeds import Feed
from backend.calendars.icalendar import calendar
from backend.http.asking import AnyRequest, address_of
from backend.http.services import Services
from domain.kernel import Rejection
from realtime.principal import Principal

MINE = "/api/calendar-feed"
ENDING = ".ics"


class Look(msgspec.Struct, frozen=True):
    """`hidden`: no titles leave, only that there is a task; `assigned`: also what my seats assigned."""

    hidden: bool = False
    assigned: bool = False


class Mine(msgspec.Struct, frozen=True, rename="camel"):
    """My feed; its address cannot be told again."""

    hidden: bool
    assigned: bool
    created_at: datetime


class Answer(msgspec.Struct, frozen=True):
    """My feed, if I have one."""

    feed: Mine | None


class Opened(msgspec.Struct, frozen=True):
    """The address to subscribe to: whoever knows it reads the calendar."""

    url: str


@get(MINE)
async def mine(services: NamedDependency[Services], principal: NamedDependency[Principal]) -> Answer:
    """Whether my deadlines can be fetched, and how they look."""
    return Answer(_mine(await services.calendars.of(principal.official)))


@post(MINE, status_code=201)
async def create(
    data: JSONBody[Look], services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Opened:
    """A new address; the one before is good no more."""
    secret = await services.calendars.open(principal.official, data.hidden, data.assigned, datetime.now(UTC))
    return Opened(url=f"{services.settings.address}/calendar/{secret}{ENDING}")


@patch(MINE)
async def change(
    data: JSONBody[Look], services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Answer:
    """Another look under the same address."""
    changed = await services.calendars.change(principal.official, data.hidden, data.assigned)
    if changed is None:
        raise Rejection("http.not-found")
    return Answer(_mine(changed))


@delete(MINE, status_code=204)
async def revoke(services: NamedDependency[Services], principal: NamedDependency[Principal]) -> None:
    """Nothing is fetched under the address any more."""
    await services.calendars.close(principal.official)


@get("/calendar/{secret:str}")
async def fetch(
    secret: FromPath[str], request: AnyRequest, services: NamedDependency[Services]
) -> Response[bytes | None]:
    """The open tasks of the owner's seats as they are now, as a calendar (RFC 5545, RFC 7986)."""
    given = secret.removesuffix(ENDING)
    feed = await services.calendars.find(given, address_of(request), datetime.now(UTC))
    seats = seats_of(feed.official, await services.organisation()) if feed is not None else None
    if feed is None or not seats:
        raise Rejection("http.not-found")
    due = await deadlines(services.pool, seats, assigned=feed.assigned)
    language = await language_of(services.pool, feed.official)
    body = calendar(due, services.settings.address, language, hidden=feed.hidden)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "x-robots-tag": "noindex"}
    if request.headers.get("if-none-match") == tag:
        return Response(None, status_code=304, headers=headers)
    return Response(body, media_type="text/calendar", headers=headers)


def _mine(feed: Feed | None) -> Mine | None:
    return Mine(feed.hidden, feed.assigned, feed.created_at) if feed is not None else None


ROUTES = (mine, create, change, revoke, fetch)
