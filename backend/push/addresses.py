"""Addresses as devices register them: a browser's subscription, an app's token; what is none is refused."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from backend.push.targets import Address, Wishes
from domain.kernel import Rejection

Long = Annotated[str, msgspec.Meta(min_length=1, max_length=2048)]
Short = Annotated[str, msgspec.Meta(max_length=128)]


class Keys(msgspec.Struct, frozen=True):
    """A browser's public key (65 bytes) and secret (16 bytes) in base64url (RFC 8291, section 2)."""

    p256dh: Short
    auth: Short


class Subscription(msgspec.Struct, frozen=True):
    """What `PushSubscription.toJSON()` gives (W3C Push API)."""

    endpoint: Long
    keys: Keys


class WebPushDevice(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="webpush", tag_field="kind"
):
    """A browser: its subscription, made for our VAPID key, which it names."""

    subscription: Subscription
    key: Short
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    language: Literal["vi", "en"] = "vi"
    content_hidden: bool = False

    def address(self, services: Sequence[str]) -> Address:
        """Where it is reached. Refuses services that are not among `services`, and keys that are none."""
        endpoint = self.subscription.endpoint
        host = stranger(endpoint, services)
        if host is not None:
            raise Rejection("device.service-unknown", host=host)
        _check_keys(self.subscription.keys)
        value = msgspec.to_builtins(self.subscription)
        return Address("webpush", "subscription", value, endpoint, self.key)

    def wishes(self) -> Wishes:
        """How it wants its notices."""
        return Wishes(self.label, self.language, self.content_hidden)


class AppDevice(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="fcm", tag_field="kind"):
    """The app on a phone: its FCM registration token, or the installation's id that takes its place."""

    token: Long
    form: Literal["token", "fid"] = "token"
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    language: Literal["vi", "en"] = "vi"
    content_hidden: bool = False

    def address(self, services: Sequence[str]) -> Address:
        """Where it is reached."""
        return Address("fcm", self.form, {"value": self.token}, self.token)

    def wishes(self) -> Wishes:
        """How it wants its notices."""
        return Wishes(self.label, self.language, self.content_hidden)


def stranger(endpoint: str, services: Sequence[str]) -> str | None:
    """The host of an endpoint that is of none of the services, each "https://host" or "https://*.domain".

    We send requests to what is registered here: it must not lead into the network that we are in.
    """
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
    except ValueError:
        return "?"
    names = [parts.netloc, *(f"*.{parent}" for parent in _parents(parts.netloc))]
    own = any(f"{parts.scheme}://{name}" in services for name in names) and "@" not in parts.netloc
    return None if own else host


def _parents(name: str) -> list[str]:
    labels = name.split(".")
    return [".".join(labels[n:]) for n in range(1, len(labels))]


def _check_keys(keys: Keys) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(keys.p256dh))
        if len(_bytes(keys.auth)) != 16:
            raise ValueError
    except (binascii.Error, ValueError):
        raise Rejection(
            "args.wrong", field="subscription.keys", reason="not the keys of a push subscription"
        ) from None


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
