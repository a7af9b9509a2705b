"""The cursor: all that the server needs to know of a device that was away, opaque to the device."""

from __future__ import annotations

import base64
import binascii
from hashlib import blake2b
from uuid import UUID

import msgspec

VERSION = "1"
TOMBSTONE_DAYS = 180
DAY = 86_400.0

Key = tuple[str, UUID]
"""Collection and id: the order in which a scope is filled."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """A device that is complete at `position`, but for scopes still `filling`, each up to its last key.

    It grants nothing: every scope is checked again. `day` is the day of issue, in days since 1970.
    """

    epoch: str
    generation: int
    position: int
    day: int
    filling: dict[str, Key | None] = {}


def seal(cursor: Cursor) -> str:
    """The cursor as text for `end`."""
    body = msgspec.msgpack.encode(cursor)
    return f"{VERSION}.{base64.urlsafe_b64encode(_digest(body) + body).decode()}"


def unseal(text: str | None, epoch: str, generation: int, now: float) -> Cursor | None:
    """The cursor, or None where only a reset is right: none, damaged, of another epoch or too old.

    `now` in seconds since 1970. Tombstones are kept for 180 days, so an older cursor could miss one.
    """
    cursor = _parse(text)
    if cursor is None or cursor.epoch != epoch or cursor.generation != generation:
        return None
    return cursor if now // DAY - cursor.day <= TOMBSTONE_DAYS else None


def _parse(text: str | None) -> Cursor | None:
    version, _, encoded = (text or "").partition(".")
    if version != VERSION:
        return None
    try:
        raw = base64.urlsafe_b64decode(encoded)
        digest, body = raw[:8], raw[8:]
        return msgspec.msgpack.decode(body, type=Cursor) if digest == _digest(body) else None
    except (binascii.Error, msgspec.DecodeError, ValueError):
        return None


def _digest(body: bytes) -> bytes:
    """Tells damage, not forgery: a forged cursor only harms the device that forged it."""
    return blake2b(body, digest_size=8, person=b"congvu-cursor").digest()
