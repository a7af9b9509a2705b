"""What is written in one transaction: statements with their arrays, sent together, and lines to copy."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from asyncpg import Connection

from projections.tables import Table

TURN = 0.001
"""Seconds between two looks whether a statement is sent."""
MANY = 500
"""Lines from which on they are copied."""
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


class Added(msgspec.Struct):
    """Lines that are new to a table."""

    table: Table
    lines: Sequence[Sequence[Any]]

    @property
    def many(self) -> bool:
        """Whether copying costs less than another round trip."""
        return len(self.lines) >= MANY

    @property
    def write(self) -> Write:
        """The same as a statement."""
        return Write(self.table.upsert, self.table.arrays(self.lines))


async def send(conn: Connection[Any], writes: Iterable[Write | Added]) -> None:
    """Execute all, in the caller's transaction: one round trip, more for what is alone and for many lines.

    Those are copied after the statements, which must not find them.
    """
    given = list(writes)
    copied = [each for each in given if isinstance(each, Added) and each.many]
    shared = [each.write for each in given if isinstance(each, Added) and not each.many]
    shared += [each for each in given if isinstance(each, Write) and not each.alone]
    if shared:
        await conn.execute(*_joined(shared))
    for added in copied:
        columns = list(added.table.columns)
        await conn.copy_records_to_table(added.table.name, records=added.lines, columns=columns)
    for write in given:
        if isinstance(write, Write) and write.alone:
            await conn.execute(write.sql, *write.arrays)


async def sent(conn: Connection[Any], writing: asyncio.Task[None]) -> None:
    """Wait until a task that writes has handed its statement to the database, or has ended.

    A socket takes little at a time, whenever this thread has a turn: a batch of some 40 MB would be on its
    way, and the database idle, for most of the time that the next one is folded.
    """
    transport = getattr(conn, "_transport")  # noqa: B009 - not in its stubs
    begun = False
    while not writing.done():
        waiting = transport.get_write_buffer_size() > 0
        if begun and not waiting:
            return
        begun = begun or waiting
        await asyncio.sleep(TURN)


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
