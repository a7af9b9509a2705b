"""PostgreSQL arrays in their binary form, made in one pass: a page writes a hundred thousand values.

asyncpg otherwise looks at every element of an array to find its shape.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from asyncpg import Connection

from projections.tables import FOREVER

_HEAD = struct.Struct("!iiIii")
_LONG = struct.Struct("!q").pack
_LENGTH = struct.Struct("!i").pack
_NULL = _LENGTH(-1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
SHORT = 48
_FOREVER = b"\0\0\0\x08" + _LONG(2**63 - 1)

Encode = Callable[[Sequence[Any]], Iterable[bytes]]
"""A column's values, each with its length before it; None is null."""


def _long(values: Sequence[int]) -> Iterable[bytes]:
    return [_NULL if value is None else b"\0\0\0\x08" + _LONG(value) for value in values]


def _int(values: Sequence[int]) -> Iterable[bytes]:
    return [_NULL if value is None else b"\0\0\0\x04" + _LENGTH(value) for value in values]


def _bool(values: Sequence[bool]) -> Iterable[bytes]:
    return [_NULL if value is None else b"\0\0\0\1\1" if value else b"\0\0\0\1\0" for value in values]


def _uuid(values: Sequence[UUID]) -> Iterable[bytes]:
    return [_NULL if value is None else b"\0\0\0\x10" + value.int.to_bytes(16) for value in values]


def _instant(values: Sequence[datetime]) -> Iterable[bytes]:
    return [_NULL if value is None else _FOREVER if value is FOREVER else _moment(value) for value in values]


@lru_cache(maxsize=50_000)
def _moment(value: datetime) -> bytes:
    """Remembered: most instants are in several columns, or again in the next line of a thing."""
    return b"\0\0\0\x08" + _LONG((value - _EPOCH) // _MICROSECOND)


def _text(values: Sequence[str]) -> Iterable[bytes]:
    return [
        _NULL if value is None else _word(value) if len(value) <= SHORT else _encoded(value)
        for value in values
    ]


def _encoded(value: str) -> bytes:
    text = value.encode()
    return _LENGTH(len(text)) + text


_word = lru_cache(maxsize=50_000)(_encoded)
"""Remembered: scopes, names of collections and states come again and again."""


def _jsonb(values: Sequence[str]) -> Iterable[bytes]:
    return _text([None if value is None else "\1" + value for value in values])


TYPES: dict[int, tuple[str, int, Encode]] = {
    1000: ("bool[]", 16, _bool),
    1007: ("int4[]", 23, _int),
    1009: ("text[]", 25, _text),
    1016: ("int8[]", 20, _long),
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
    # That there may be nulls need not be true.
    return b"".join((_HEAD.pack(1, 1, element, len(values), 1), *encode(values)))


def take_packed(conn: Connection[Any]) -> None:
    """Let this connection send arrays, and instants of lines to copy, this way. It cannot read them any more.

    The public `set_type_codec` refuses array types; what it calls does not.
    """
    settings = getattr(conn, "_protocol").get_settings()  # noqa: B009 - not in its stubs
    for oid, (name, element, encode) in TYPES.items():
        settings.add_python_codec(
            oid, name, "pg_catalog", [], "scalar", _packer(element, encode), bytes, "binary"
        )
    settings.add_python_codec(1184, "timestamptz", "pg_catalog", [], "scalar", _copied, bytes, "binary")


def _copied(value: datetime) -> bytes:
    return (_FOREVER if value is FOREVER else _moment(value))[4:]


def _packer(element: int, encode: Encode) -> Callable[[Any], bytes]:
    return lambda values: pack(element, encode, values)
