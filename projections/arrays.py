"""PostgreSQL arrays in their binary form, made in one pass: a page writes a hundred thousand values.

asyncpg otherwise looks at every element of an array to find its shape.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from asyncpg import Connection

_HEAD = struct.Struct("!iiIii")
_LONG = struct.Struct("!q").pack
_LENGTH = struct.Struct("!i").pack
_NULL = _LENGTH(-1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Encode = Callable[[Any], bytes]


def _text(value: str) -> bytes:
    return value.encode()


def _uuid(value: Any) -> bytes:
    return value.int.to_bytes(16, "big")  # type: ignore[no-any-return] # an UUID's integer


def _int(value: int) -> bytes:
    return _LENGTH(value)


def _bool(value: bool) -> bytes:
    return b"\1" if value else b"\0"


def _instant(value: datetime) -> bytes:
    return _LONG((value - _EPOCH) // _MICROSECOND)


def _jsonb(value: str) -> bytes:
    return b"\1" + value.encode()


TYPES: dict[int, tuple[str, int, Encode]] = {
    1000: ("bool[]", 16, _bool),
    1007: ("int4[]", 23, _int),
    1009: ("text[]", 25, _text),
    1016: ("int8[]", 20, _LONG),
    1185: ("timestamptz[]", 1184, _instant),
    199: ("json[]", 114, _text),
    2951: ("uuid[]", 2950, _uuid),
    3807: ("jsonb[]", 3802, _jsonb),
}
"""Array types by their object ids, which are the same on every server: name, element's id, encoding."""


def pack(element: int, encode: Encode, values: Sequence[Any]) -> bytes:
    """One dimension, counted from 1; None is null."""
    if not values:
        return _HEAD.pack(0, 0, element, 0, 0)[:12]
    pieces = [_HEAD.pack(1, None in values, element, len(values), 1)]
    for value in values:
        if value is None:
            pieces.append(_NULL)
        else:
            data = encode(value)
            pieces += (_LENGTH(len(data)), data)
    return b"".join(pieces)


def take_packed(conn: Connection[Any]) -> None:
    """Let this connection send arrays this way. It cannot read arrays any more.

    The public `set_type_codec` refuses array types; what it calls does not.
    """
    settings = getattr(conn, "_protocol").get_settings()  # noqa: B009 - not in its stubs
    for oid, (name, element, encode) in TYPES.items():
        settings.add_python_codec(
            oid, name, "pg_catalog", [], "scalar", _packer(element, encode), bytes, "binary"
        )


def _packer(element: int, encode: Encode) -> Callable[[Any], bytes]:
    return lambda values: pack(element, encode, values)
