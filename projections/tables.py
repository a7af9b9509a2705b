"""Typed tables of read models, described once: their DDL and their writing follow from the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class Table:
    """One line for each row of a projection. Columns map names to PostgreSQL types; the first is the key.

    A column of type `text[]` takes a sequence of texts without commas: arrays of arrays cannot be unnested.
    """

    def __init__(
        self, name: str, columns: Mapping[str, str], indexes: Sequence[str] = (), key: int = 1
    ) -> None:
        self.name = name
        self.columns = dict(columns)
        self.indexes = tuple(indexes)
        self.key = tuple(self.columns)[:key]
        self._joined = [kind == "text[]" for kind in self.columns.values()]

    @property
    def ddl(self) -> str:
        """Statements that make the table where it is missing."""
        columns = ",\n    ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
        key = ", ".join(self.key)
        table = f"CREATE TABLE IF NOT EXISTS {self.name} (\n    {columns},\n    PRIMARY KEY ({key})\n);\n"
        return table + "".join(
            f"CREATE INDEX IF NOT EXISTS {self.name}_{number} ON {self.name} {index};\n"
            for number, index in enumerate(self.indexes)
        )

    @property
    def upsert(self) -> str:
        """One statement that takes an array for each column."""
        given = [
            f"${n}::{'text' if joined else kind}[]"
            for n, (kind, joined) in enumerate(zip(self.columns.values(), self._joined, strict=True), 1)
        ]
        read = [f"string_to_array(c{n}, ',')" if joined else f"c{n}" for n, joined in enumerate(self._joined)]
        names = [f"c{n}" for n in range(len(given))]
        return (
            f"INSERT INTO {self.name} ({self._names}) SELECT {', '.join(read)} "  # noqa: S608 - names are constants
            f"FROM unnest({', '.join(given)}) AS given ({', '.join(names)}) {self.conflict}"
        )

    @property
    def _names(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    @property
    def conflict(self) -> str:
        """What happens to a line that is there already: it is replaced."""
        rest = [name for name in self.columns if name not in self.key]
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
        return f"ON CONFLICT ({', '.join(self.key)}) DO " + (f"UPDATE SET {sets}" if sets else "NOTHING")

    def arrays(self, lines: Iterable[Sequence[Any]]) -> list[list[Any]]:
        """The lines turned into one array for each column, for `upsert`."""
        arrays = [list(column) for column in zip(*lines, strict=True)]
        for n, joined in enumerate(self._joined):
            if joined:
                arrays[n] = [",".join(value) for value in arrays[n]]
        return arrays


class EventTable(Table):
    """One line for each event: its key is (stream, version), and it is never changed but by an erasure."""

    def __init__(self, name: str, columns: Mapping[str, str], indexes: Sequence[str] = ()) -> None:
        super().__init__(name, columns, indexes, key=2)
