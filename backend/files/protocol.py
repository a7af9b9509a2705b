"""tus 1.0 (tus.io/protocols/resumable-upload): its headers, read and written; no input or output here."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, NamedTuple

import msgspec

from domain.kernel import Rejection

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = ("sha256", "sha1")
BODY = "application/offset+octet-stream"
ALWAYS = {"tus-resumable": VERSION, "tus-version": VERSION, "cache-control": "no-store"}
LONGEST_METADATA = 4096
LONGEST_DURATION = 24 * 3600 * 1000
"""Milliseconds of sound or film that are believed."""


class Checksum(NamedTuple):
    """What the bytes of one request hash to, as their sender says."""

    algorithm: str
    digest: bytes

    def begin(self) -> Any:
        """The hash of nothing yet."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


class Metadata(msgspec.Struct, frozen=True):
    """What the sender says of a file. `digest`: SHA-256 in small hex, which it must then have."""

    name: str
    media_type: str
    digest: str | None
    duration_ms: int | None


def check_version(headers: Mapping[str, str]) -> None:
    """Refuse another version than ours, and none."""
    if headers.get("tus-resumable") != VERSION:
        raise Rejection("upload.version", version=VERSION)


def number(headers: Mapping[str, str], name: str) -> int:
    """A header that is a whole number, not below zero."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Rejection("upload.header", header=name)
    return int(text)


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """Upload-Checksum: an algorithm and a digest in base64."""
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, encoded = text.partition(" ")
    digest = _base64(encoded, "upload-checksum")
    if algorithm not in ALGORITHMS or len(digest) != hashlib.new(algorithm).digest_size:
        raise Rejection("upload.header", header="upload-checksum")
    return Checksum(algorithm, digest)


def metadata(text: str) -> Metadata:
    """Upload-Metadata: `filename`, `filetype`, `digest`, `duration` (sound, in ms); the rest is no matter."""
    if len(text) > LONGEST_METADATA:
        raise Rejection("upload.header", header="upload-metadata")
    pairs = (pair.strip().partition(" ") for pair in text.split(",") if pair.strip())
    said = {key: _text(value) for key, _, value in pairs}
    digest = said.get("digest") or None
    if digest is not None and (len(digest) != 64 or set(digest) - set("0123456789abcdef")):
        raise Rejection("upload.header", header="upload-metadata")
    return Metadata(
        name=said.get("filename") or said.get("name") or "",
        media_type=(said.get("filetype") or said.get("type") or "").partition(";")[0].strip().lower(),
        digest=digest,
        duration_ms=_duration(said.get("duration", "")),
    )


def _duration(text: str) -> int | None:
    known = text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= LONGEST_DURATION
    return int(text) if known else None


def _text(encoded: str) -> str:
    try:
        return _base64(encoded, "upload-metadata").decode()
    except UnicodeDecodeError:
        raise Rejection("upload.header", header="upload-metadata") from None


def _base64(text: str, header: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise Rejection("upload.header", header=header) from None


def abilities(largest: int) -> dict[str, str]:
    """The answer to OPTIONS; `largest` in bytes."""
    return ALWAYS | {
        "tus-extension": EXTENSIONS,
        "tus-checksum-algorithm": ",".join(ALGORITHMS),
        "tus-max-size": str(largest),
    }


def expires(moment: datetime) -> str:
    """A moment as Upload-Expires has it (RFC 9110, section 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
