"""Signing in and out over HTTP, and who one is."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.auth.sessions import Signed
from backend.http import csrf
from backend.http.asking import AnyRequest, address_of, bearer, realtime_url
from backend.http.services import Services
from backend.settings import Settings
from domain.kernel import Rejection
from realtime.principal import Principal

PATH = "/api/session"

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class SignIn(msgspec.Struct, frozen=True):
    """Login and password; `browser` puts the refresh token into a cookie that scripts cannot read."""

    login: Text
    password: Text
    browser: bool = False


class Exchange(msgspec.Struct, frozen=True, rename="camel"):
    """A refresh token (browsers send the cookie instead).

    `attempt` names this exchange: repeated under that name after a lost answer, it gets the same tokens.
    """

    refresh_token: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    attempt: UUID | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What a signed-in client needs: its tokens, who it is, and where the gateway is."""

    access_token: str
    refresh_token: str | None = None
    official: UUID
    realtime: str


class Me(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The official that a token stands for; `expires` in seconds since 1970."""

    official: UUID
    login: str | None
    session: UUID
    expires: float
    realtime: str


@post(PATH, status_code=200)
async def sign_in(
    data: JSONBody[SignIn], request: AnyRequest, services: NamedDependency[Services]
) -> Response[Session]:
    """A session for a login and its password."""
    if data.browser:
        csrf.check(request, services.settings)
    signed = await services.sessions.sign_in(data.login, data.password, address_of(request))
    return _answer(signed, request, services.settings, data.browser)


@post(PATH + "/refresh", status_code=200)
async def refresh(request: AnyRequest, services: NamedDependency[Services]) -> Response[Session]:
    """The next pair of tokens for a refresh token."""
    exchange = msgspec.json.decode(await request.body() or b"{}", type=Exchange)
    token = exchange.refresh_token
    browser = token is None
    if token is None:
        token = _from_cookie(request, services.settings)
    signed = await services.sessions.refresh(token, exchange.attempt)
    return _answer(signed, request, services.settings, browser)


@delete(PATH, status_code=204)
async def sign_out(request: AnyRequest, services: NamedDependency[Services]) -> Response[None]:
    """End the session of the access token, else of the cookie."""
    if "authorization" in request.headers:
        session = bearer(request, services).session
    else:
        session = services.sessions.session_of(_from_cookie(request, services.settings))
    await services.sessions.sign_out(session)
    await services.targets.end(session)
    services.revocations.add(session)
    return Response(None, cookies=[_cookie(services.settings, "", 0)])


@get("/api/me")
async def me(
    request: AnyRequest, services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Me:
    """Who I am."""
    return Me(
        official=principal.official,
        login=await services.accounts.login_of(principal.official),
        session=principal.session,
        expires=principal.expires,
        realtime=realtime_url(services.settings, request.headers.get("host", "")),
    )


def _answer(signed: Signed, request: AnyRequest, settings: Settings, browser: bool) -> Response[Session]:
    session = Session(
        access_token=signed.access,
        refresh_token=None if browser else signed.refresh,
        official=signed.official,
        realtime=realtime_url(settings, request.headers.get("host", "")),
    )
    life = int(timedelta(days=settings.refresh_token_days).total_seconds())
    return Response(session, cookies=[_cookie(settings, signed.refresh, life)] if browser else [])


def _from_cookie(request: AnyRequest, settings: Settings) -> str:
    token = request.cookies.get(_name(settings))
    if not token:
        raise Rejection("session.over")
    csrf.check(request, settings)
    return token


def _cookie(settings: Settings, value: str, seconds: int) -> Cookie:
    options: dict[str, Any] = {
        "path": PATH,
        "httponly": True,
        "samesite": "strict",
        "secure": settings.secure,
    }
    return Cookie(key=_name(settings), value=value, max_age=seconds, **options)


def _name(settings: Settings) -> str:
    return "__Secure-congvu" if settings.secure else "congvu"
