"""Who we are to Web Push services: a key pair, and a signed word of it for each service (RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from backend.settings import Settings, variable
from backend.store.keys import WrongKey

SECONDS = 12 * 3600
"""Life of a signed word; a service refuses more than 24 hours (section 2)."""
RENEWAL = 3600
NOBODY = "mailto:push@localhost"
"""Subject of an installation that named none and is not reached over https."""


class Vapid:
    """The key pair of this installation, and its words, each kept as long as it is good."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, subject: str) -> None:
        self._key = ECKey.import_key(key)
        self._subject = subject
        self._words: dict[str, tuple[str, float]] = {}
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.public = base64.urlsafe_b64encode(point).decode().rstrip("=")

    def authorization(self, origin: str, now: float) -> str:
        """The Authorization header for a service; `now` in seconds since 1970."""
        word, until = self._words.get(origin, ("", 0.0))
        if until - now < RENEWAL:
            until = now + SECONDS
            claims = {"aud": origin, "exp": int(until), "sub": self._subject}
            token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._key)
            word = f"vapid t={token}, k={self.public}"
            self._words[origin] = word, until
        return word


def load(settings: Settings) -> Vapid:
    """The key of the setting, else of <data>/vapid.pem, which is made if there is none. Raises WrongKey."""
    subject = settings.vapid_subject or (settings.public_url if settings.secure else None) or NOBODY
    if settings.vapid_private_key:
        return Vapid(_from_text(settings.vapid_private_key), subject)
    path = settings.data / "vapid.pem"
    if not path.exists():
        _make(path)
    return Vapid(_from_file(path), subject)


def _from_text(text: str) -> ec.EllipticCurvePrivateKey:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if len(raw) != 32:
            raise ValueError
        return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())
    except (binascii.Error, ValueError):
        raise WrongKey(
            f"{variable('vapid_private_key')} is not a P-256 private key, 32 bytes in base64url"
        ) from None


def _from_file(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except ValueError:
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise WrongKey(f"{path} is not a P-256 private key in PEM: restore it from its backup")
    return key


def _make(path: Path) -> None:
    """Of two processes that make one at once, the second takes the first one's."""
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
