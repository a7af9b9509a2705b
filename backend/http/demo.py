"""`/demo/sessions.json`: sessions for the demonstration page, handed to anybody; only ever with --demo."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from backend.demo.seed import SIGN_INS
from backend.http.asking import AnyRequest, realtime_url
from backend.http.services import Services
from domain.organisation import Organisation

CARD = """
SELECT o.name, p.title, u.name FROM official_view o, post_view p JOIN unit_view u ON u.id = p.unit
WHERE o.id = $1 AND p.id = $2
"""
CHAIRMAN, WARD = SIGN_INS[0][0], SIGN_INS[2][0]


class DemoSession(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One device of the page: whom it is signed in as, and its tokens."""

    role: Literal["chairman", "ward", "office"]
    official: UUID
    name: str
    post: str
    unit: str
    access_token: str
    refresh_token: str
    realtime: str


@get("/demo/sessions.json")
async def sessions(request: AnyRequest, services: NamedDependency[Services]) -> Response[list[DemoSession]]:
    """Three new sessions: the chairman, a ward's leader, and somebody at the chairman's office."""
    organisation = await services.organisation()
    chairman, ward = await _seat(services, organisation, CHAIRMAN), await _seat(services, organisation, WARD)
    office = _beside(organisation, chairman[1])
    realtime = realtime_url(services.settings, request.headers.get("host", ""))
    made = [
        await _session(services, "chairman", chairman, realtime),
        await _session(services, "ward", ward, realtime),
        await _session(services, "office", office, realtime),
    ]
    return Response(made, headers={"cache-control": "no-store"})


async def _seat(services: Services, organisation: Organisation, login: str) -> tuple[UUID, UUID]:
    account = await services.accounts.find(login)
    if account is None:
        raise NotFoundException
    return account.official, min(organisation.posts_of(account.official))


def _beside(organisation: Organisation, post: UUID) -> tuple[UUID, UUID]:
    """Another official on the same desk: its intake first, else who leads next after the post."""
    facts = [organisation.posts[seat] for seat in organisation.seats_in(organisation.posts[post].unit)]
    desk = [fact for fact in facts if fact.subject != post and (fact.intake or fact.leading) and fact.holder]
    found = min(desk, key=lambda fact: (not fact.intake, fact.order, fact.subject))
    assert found.holder is not None
    return found.holder, found.subject


async def _session(
    services: Services, role: Literal["chairman", "ward", "office"], who: tuple[UUID, UUID], realtime: str
) -> DemoSession:
    official, post = who
    signed = await services.sessions.open(official)
    card = await services.pool.fetchrow(CARD, official, post)
    if card is None:
        raise NotFoundException
    name, title, unit = card
    return DemoSession(
        role=role,
        official=official,
        name=name,
        post=title,
        unit=unit,
        access_token=signed.access,
        refresh_token=signed.refresh,
        realtime=realtime,
    )
