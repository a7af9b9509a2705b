"""A CSV file as rows of named cells, and what is wrong with it as a file."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from backend.importing.columns import COLUMNS, recognise


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong, in which line (the first is 1) and column; the texts are in backend/texts."""

    line: int
    column: str
    code: str
    params: dict[str, Any] = {}


class Line(msgspec.Struct, frozen=True):
    """A row: where it begins in the file, and its cells by column, without outer blanks."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(path: Path) -> tuple[list[Line], list[Wrong]]:
    """The rows that can be read, and what cannot."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return [], [Wrong(0, "", "import.unreadable", {"reason": error.strerror or str(error)})]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return [], [Wrong(line, "", "import.not-utf8")]
    return parse(text)


def parse(text: str) -> tuple[list[Line], list[Wrong]]:
    """Rows of a text in CSV (RFC 4180), separated by commas, semicolons or tabs as its first line shows."""
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns, wrong = _columns(next(rows, []))
        if wrong:
            return [], wrong
        return _rows(rows, columns)
    except csv.Error as error:
        return [], [Wrong(rows.line_num, "", "import.broken", {"reason": str(error)})]


def _columns(headings: list[str]) -> tuple[list[str], list[Wrong]]:
    """The column under each heading; every unknown, repeated or missing one is told."""
    columns: list[str] = []
    wrong: list[Wrong] = []
    for heading in headings:
        column = recognise(heading)
        if column is None:
            wrong.append(_unknown(heading))
        elif column in columns:
            wrong.append(Wrong(1, column, "import.column-twice", {"column": heading}))
        columns.append(column or "")
    missing = [column.name for column in COLUMNS if column.needed and column.name not in columns]
    wrong += [Wrong(1, name, "import.column-missing", {"column": name}) for name in missing]
    return columns, wrong


def _unknown(heading: str) -> Wrong:
    close = difflib.get_close_matches(heading.strip().lower(), [column.name for column in COLUMNS], 1)
    all_names = ", ".join(column.name for column in COLUMNS)
    return Wrong(
        1, heading, "import.column-unknown", {"column": heading, "known": close[0] if close else all_names}
    )


def _rows(rows: Any, columns: list[str]) -> tuple[list[Line], list[Wrong]]:
    lines: list[Line] = []
    wrong: list[Wrong] = []
    for number, cells in _numbered(rows):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            wrong.append(
                Wrong(number, "", "import.too-many-cells", {"cells": len(cells), "columns": len(columns)})
            )
        elif nul := next(
            (column for column, cell in zip(columns, cells, strict=False) if "\0" in cell), None
        ):
            wrong.append(Wrong(number, nul, "import.nul"))
        else:
            lines.append(Line(number, {c: cell.strip() for c, cell in zip(columns, cells, strict=False)}))
    return lines, wrong


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins in; a quoted cell may hold several lines."""
    begins = rows.line_num + 1
    for cells in rows:
        yield begins, cells
        begins = rows.line_num + 1
