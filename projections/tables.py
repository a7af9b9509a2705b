"""Typed tables of read models, described once: their DDL and their writing follow from the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

FOREVER = datetime.max
"""The instant `infinity`, as asyncpg takes and gives it."""


class Table:
    """One line for each row of a projection. Columns map names to PostgreSQL types; the first is the key."""

    options = " WITH (fillfactor = 80)"
    """Room beside a line for its next version: where no index changes, none is written to."""

    def __init__(
        self, name: str, columns: Mapping[str, str], indexes: Sequence[str] = (), key: int = 1
    ) -> None:
        self.name = name
        self.columns = dict(columns)
        self.indexes = tuple(indexes)
        self.key = tuple(self.columns)[:key]

    @property
    def ddl(self) -> str:
        """Statements that make the table and its indexes where they are missing."""
        return self.bare + "".join(
            f"CREATE INDEX IF NOT EXISTS {self.name}_{number} ON {self.name} {index};\n"
            for number, index in enumerate(self.indexes)
        )

    @property
    def bare(self) -> str:
        """The statement that makes the table alone, with its key."""
        columns = ",\n    ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
        key = ", ".join(self.key)
        table = f"CREATE TABLE IF NOT EXISTS {self.name} (\n    {columns},\n    PRIMARY KEY ({key})\n)"
        return f"{table}{self.options};\n"

    @property
    def upsert(self) -> str:
        """One statement that takes an array for each column."""
        given = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(self.columns.values(), 1))
        return f"INSERT INTO {self.name} ({self._names}) SELECT {given} {self.conflict}"

    @property
    def _names(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    @property
    def conflict(self) -> str:
        """What happens to a line that is there already: it is replaced."""
        rest = [name for name in self.columns if name not in self.key]
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
        return f"ON CONFLICT ({', '.join(self.key)}) DO " + (f"UPDATE SET {sets}" if sets else "NOTHING")

    def arrays(self, lines: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
        """The lines turned into one array for each column, for `upsert`."""
        return list(zip(*lines, strict=True))


class EventTable(Table):
    """One line for each event: its key is (stream, version), and it is never changed but by an erasure."""

    options = ""

    def __init__(self, name: str, columns: Mapping[str, str], indexes: Sequence[str] = ()) -> None:
        super().__init__(name, columns, indexes, key=2)


class StretchTable(Table):
    """One line for each stretch of time during which a row stayed the same: its key is (id, version).

    It is true from `since` until before `until`, which is `infinity` for how the row is now. A stretch of no
    length was over in the instant that it began.
    """

    def __init__(self, name: str, columns: Mapping[str, str], indexes: Sequence[str] = ()) -> None:
        place = {"id": "uuid", "version": "int", "since": "timestamptz", "until": "timestamptz"}
        super().__init__(name, {**place, **columns}, indexes, key=2)

    @property
    def close(self) -> str:
        """One statement that ends the open stretches of some rows: their ids, the instants.

        Open is asked in other words than those of any index: else one of all that is open may be gone through
        for each id.
        """
        return (
            f"UPDATE {self.name} s SET until = e.at FROM unnest($1::uuid[], $2::timestamptz[]) AS e (id, at) "  # noqa: S608 - a constant
            "WHERE s.id = e.id AND NOT isfinite(s.until)"
        )
