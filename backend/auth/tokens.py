"""Tokens: short access tokens that any part can check alone, and refresh tokens that name a generation."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from realtime.principal import Principal, Refused

ISSUER = "congvu"
ALGORITHM = "HS256"
REFRESH_PREFIX = "cvr_"

Clock = Callable[[], datetime]


class Refresh(msgspec.Struct, frozen=True):
    """What a refresh token says: the session, and the how-manieth of that session it is."""

    session: UUID
    generation: int


def now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


class Tokens:
    """Makes and checks tokens with keys derived from the installation's master key (RFC 5869)."""

    def __init__(self, master: bytes, clock: Clock = now) -> None:
        self._access_key = OctKey.import_key(_derive(master, b"congvu access tokens, version 1"))
        self._refresh_key = _derive(master, b"congvu refresh tokens, version 1")
        self._clock = clock

    def access(self, official: UUID, session: UUID, until: datetime) -> str:
        """A new access token (a JWT as in RFC 9068), good until `until`."""
        claims = {
            "iss": ISSUER,
            "sub": str(official),
            "sid": str(session),
            "iat": int(self._clock().timestamp()),
            "exp": int(until.timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM, "typ": "at+jwt"}, claims, self._access_key)

    def verify(self, token: str) -> Principal:
        """Whom an access token stands for. Raises Refused; knows nothing of revoked sessions."""
        try:
            claims = jwt.decode(token, self._access_key, algorithms=[ALGORITHM]).claims
            principal = Principal(
                official=UUID(claims["sub"]), session=UUID(claims["sid"]), expires=float(claims["exp"])
            )
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            raise Refused("the access token is not one of ours: sign in again") from None
        if claims.get("iss") != ISSUER or principal.expires <= self._clock().timestamp():
            raise Refused("the access token has expired: refresh it")
        return principal

    def refresh(self, refresh: Refresh) -> str:
        """The refresh token of one generation; always the same for the same."""
        body = refresh.session.bytes + struct.pack(">I", refresh.generation)
        return REFRESH_PREFIX + base64.urlsafe_b64encode(body + self._mac(body)).decode().rstrip("=")

    def read_refresh(self, token: str) -> Refresh:
        """What a refresh token says. Raises Refused if it is not one of ours."""
        text = token.removeprefix(REFRESH_PREFIX)
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise Refused("malformed refresh token") from None
        body, mac = raw[:20], raw[20:]
        if not hmac.compare_digest(mac, self._mac(body)):
            raise Refused("forged refresh token")
        return Refresh(UUID(bytes=body[:16]), struct.unpack(">I", body[16:])[0])

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._refresh_key, body, hashlib.sha256)


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(master)
