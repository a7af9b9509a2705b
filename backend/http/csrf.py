"""No other site may use a browser's cookie: it takes our origin and a header that forms cannot send."""

from __future__ import annotations

from backend.http.asking import AnyRequest, origin_of
from backend.settings import Settings
from domain.kernel import Rejection

HEADER = "x-congvu"
SHELLS = ("https://localhost", "capacitor://localhost")
"""Origins of the Android and iOS shells of the app; no others may call across origins."""


def check(request: AnyRequest, settings: Settings) -> None:
    """Refuses a request that carries, or asks for, the cookie but was not sent by our own pages."""
    origin = request.headers.get("origin")
    if HEADER not in request.headers:
        raise Rejection("http.csrf", missing="X-Congvu")
    if origin is None or origin not in _ours(request, settings):
        raise Rejection("http.csrf", missing="Origin")


def _ours(request: AnyRequest, settings: Settings) -> set[str]:
    host = request.headers.get("host", "")
    ours = {f"http://{host}", *SHELLS} if not settings.secure else set(SHELLS)
    return ours | ({origin_of(settings.public_url)} if settings.public_url else set())
