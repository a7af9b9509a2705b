"""PostgreSQL arrays in their binary form, made straight from lists.

asyncpg looks at every element of an array to find its shape, half a microsecond each; a batch has thousands.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

_HEAD = struct.Struct("!iiIii")
_LENGTH = struct.Struct("!i")
_NULL = _LENGTH.pack(-1)

# Object ids of element and array types; built in, the same on every server.
BYTEA, INT8, INT4, TEXT, JSON, UUID_, JSONB = 17, 20, 23, 25, 114, 2950, 3802
ARRAYS = {
    1001: "bytea",
    1016: "int8",
    1007: "int4",
    1009: "text",
    199: "json",
    2951: "uuid",
    3807: "jsonb",
}


def _head(element: int, count: int, nulls: bool = False) -> bytes:
    """One dimension counted from 1; none at all for an empty array."""
    return _HEAD.pack(1, nulls, element, count, 1) if count else _EMPTY % _LENGTH.pack(element)


_EMPTY = b"\0\0\0\0\0\0\0\0%b"


def _fixed(element: int, size: int, parts: list[bytes]) -> bytes:
    prefix = _LENGTH.pack(size)
    return b"".join((_head(element, len(parts)), prefix if parts else b"", prefix.join(parts)))


def _varying(element: int, parts: list[bytes], prefix: bytes = b"") -> bytes:
    extra = len(prefix)
    pieces = [_head(element, len(parts))]
    for part in parts:
        pieces.append(_LENGTH.pack(len(part) + extra) + prefix)
        pieces.append(part)
    return b"".join(pieces)


def uuids(values: Sequence[UUID]) -> bytes:
    """uuid[]"""
    return _fixed(UUID_, 16, [value.int.to_bytes(16, "big") for value in values])


def bigints(values: Sequence[int]) -> bytes:
    """int8[]"""
    return _fixed(INT8, 8, [value.to_bytes(8, "big", signed=True) for value in values])


def ints(values: Sequence[int | None]) -> bytes:
    """int4[], None for null"""
    head = _head(INT4, len(values), None in values)
    return head + b"".join(
        [_NULL if value is None else b"\0\0\0\4" + value.to_bytes(4, "big") for value in values]
    )


def texts(values: Sequence[str]) -> bytes:
    """text[]"""
    return _varying(TEXT, [value.encode() for value in values])


def byteas(values: Sequence[bytes]) -> bytes:
    """bytea[]"""
    return _varying(BYTEA, list(values))


def jsons(values: Sequence[bytes]) -> bytes:
    """json[], of encoded JSON"""
    return _varying(JSON, list(values))


def jsonbs(values: Sequence[bytes]) -> bytes:
    """jsonb[], of encoded JSON"""
    return _varying(JSONB, list(values), prefix=b"\1")


def _same(value: Any) -> Any:
    return value


def take_packed(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Let this connection take arrays of the types above as these functions make them.

    The public `set_type_codec` refuses array types; what it calls does not.
    """
    register: Callable[..., None] = getattr(connection, "_protocol").get_settings().add_python_codec  # noqa: B009 - not in its stubs
    for oid, name in {**ARRAYS, JSON: "json"}.items():
        register(oid, name, "pg_catalog", [], "scalar", _same, _same, "binary")
