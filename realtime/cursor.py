"""The cursor: all that the server needs to know of a device that was away, opaque to the device."""

from __future__ import annotations

import base64
import binascii
from hashlib import blake2b
from uuid import UUID

import msgspec

from projections.rows import Head

VERSION = "1"

Key = tuple[str, UUID]
"""Collection and id: the order in which a scope is filled."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """A device that is complete at `position`, but for scopes still `filling`, each up to its last key.

    It grants nothing: every scope is checked again.
    """

    epoch: str
    generation: int
    position: int
    filling: dict[str, Key | None] = {}


def seal(cursor: Cursor) -> str:
    """The cursor as text for `end`."""
    body = msgspec.msgpack.encode(cursor)
    return f"{VERSION}.{base64.urlsafe_b64encode(_digest(body) + body).decode()}"


def unseal(text: str | None, head: Head) -> Cursor | None:
    """The cursor, or None where only a reset is right: none, damaged, of another epoch or generation.

    Also one below the floor, which might miss a tombstone, or above the head, which is from elsewhere.
    """
    cursor = _parse(text)
    if cursor is None or (cursor.epoch, cursor.generation) != (head.epoch, head.generation):
        return None
    return cursor if head.floor <= cursor.position <= head.position else None


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
