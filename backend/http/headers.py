"""Headers on every answer, errors included: what browsers may do with it (OWASP Secure Headers)."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.http.asking import host_name, origin_of, realtime_url
from backend.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self' blob:; "
    "connect-src 'self' {realtime}; manifest-src 'self'; worker-src 'self'; frame-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
}
SECURE = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
NOT_KEPT = ("/api/", "/graphql", "/feeds/")


class SecurityHeaders:
    """Wraps an ASGI app; what an answer says for itself is left as it is."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._always = _encode(ALWAYS | (SECURE if settings.secure else {}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        added = [*self._always, *_encode(self._of_request(scope))]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in added if pair[0] not in present),
                ]
            await send(message)

        await self._app(scope, receive, sending)

    def _of_request(self, scope: Scope) -> dict[str, str]:
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        realtime = origin_of(realtime_url(self._settings, host if host_name(host) else ""))
        headers = {"content-security-policy": POLICY.format(realtime=realtime)}
        if scope["path"].startswith(NOT_KEPT):
            headers["cache-control"] = "no-store"
        return headers


def _encode(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
