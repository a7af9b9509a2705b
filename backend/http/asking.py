"""Who asks, in which language, from where: read once from a request's headers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from litestar import Request

from backend.http.services import Services
from backend.settings import Settings
from realtime.principal import Principal, Refused

AnyRequest = Request[Any, Any, Any]

_HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?")


def language(accept: str) -> str:
    """Of "vi" and "en" the one that Accept-Language prefers (RFC 9110, section 12.5.4); else "vi"."""
    weights = {"vi": 0.0, "en": 0.0}
    for choice in accept.split(","):
        tag, _, weight = choice.strip().partition(";q=")
        name = tag.strip().lower().partition("-")[0]
        if name in weights:
            weights[name] = max(weights[name], _weight(weight))
    return "en" if weights["en"] > weights["vi"] else "vi"


def language_of(request: AnyRequest) -> str:
    """The language to answer a request in."""
    return language(request.headers.get("accept-language", ""))


def bearer(request: AnyRequest, services: Services) -> Principal:
    """Who sends the request. Raises Refused without a good access token (RFC 6750)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused("no access token: send Authorization: Bearer with the one from /api/session")
    return services.revocations.verify(token.strip())


def address_of(request: AnyRequest) -> str:
    """Where the request comes from; behind a trusted proxy, what the proxy says (done by the server)."""
    return request.client.host if request.client else "unknown"


def host_name(host: str) -> str | None:
    """The name in a Host header, without its port; None if it is not one."""
    match = _HOST.fullmatch(host)
    return match["name"] if match else None


def realtime_url(settings: Settings, host: str) -> str:
    """The gateway's address for one who reached us by `host`."""
    if settings.realtime_url:
        return settings.realtime_url
    scheme = "wss" if settings.secure else "ws"
    return f"{scheme}://{host_name(host) or settings.host}:{settings.realtime_port}/sync"


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
