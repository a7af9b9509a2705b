"""What is written in one transaction: statements with their arrays, sent together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from asyncpg import Connection

_GIVEN = re.compile(r"\$(\d+)")


class Write(msgspec.Struct):
    """One statement and its arrays, one for each parameter.

    Statements sent together do not see each other's lines, but for what one returns under its `name`;
    `alone` is one that must see what the others wrote.
    """

    sql: str
    arrays: Sequence[Sequence[Any]] = ()
    name: str = ""
    alone: bool = False


async def send(conn: Connection[Any], writes: Iterable[Write]) -> None:
    """Execute all, in the caller's transaction: one round trip, and one for each that is alone."""
    writes = list(writes)
    shared = [write for write in writes if not write.alone]
    if shared:
        await conn.execute(*_joined(shared))
    for write in writes:
        if write.alone:
            await conn.execute(write.sql, *write.arrays)


def _joined(writes: Sequence[Write]) -> list[Any]:
    """All in one statement, and what it is given."""
    parts: list[str] = []
    given: list[Any] = []
    for number, write in enumerate(writes):
        first = len(given)
        sql = _GIVEN.sub(lambda found, first=first: f"${int(found[1]) + first}", write.sql)  # type: ignore[misc]
        parts.append(f"{write.name or f'write_{number}'} AS ({sql})")
        given += write.arrays
    return ["WITH " + ",\n".join(parts) + " SELECT", *given]
