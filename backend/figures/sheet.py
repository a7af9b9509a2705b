"""Figures as a table to take away: CSV that Excel reads right, or XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from projections.counting import FIGURES, Counts

HEADS: dict[str, Sequence[str]] = {
    "vi": (
        *("Đang thực hiện", "Trong hạn", "Sắp đến hạn", "Quá hạn chưa xong", "Tạm dừng"),
        *("Chờ chủ trì", "Chờ cấp trung gian", "Chờ người giao", "Bị từ chối", "Đã hoàn thành", "Đúng hạn"),
        *("Trễ hạn", "Đúng hạn giao ban đầu", "Trễ hạn giao ban đầu", "Đã hủy", "Tỷ lệ đúng hạn"),
    ),
    "en": (
        *("Open", "On time", "Due soon", "Overdue", "Suspended", "Waiting for the lead"),
        *("Waiting for a link", "Waiting for the assigner", "Declined", "Done", "Done in time", "Done late"),
        *("In time by the first deadline", "Late by the first deadline", "Cancelled", "In-time rate"),
    ),
}
"""Of the columns after the name: the figures in the order of FIGURES, then the rate."""
TOTAL = {"vi": "Cộng", "en": "Total"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be computed by a spreadsheet (OWASP, CSV Injection)."""

Named = tuple[str, Counts]


def lines(first: str, groups: Sequence[Named], language: str) -> Iterator[list[str | int | float | None]]:
    """The heads (`first` is that of the names), a line for each group, and their total."""
    yield [first, *HEADS[language]]
    total = Counts()
    for name, counts in groups:
        total.add(counts)
        yield _line(name, counts)
    yield _line(TOTAL[language], total)


def _line(name: str, counts: Counts) -> list[str | int | float | None]:
    return [name, *(getattr(counts, figure) for figure in FIGURES), counts.rate]


def as_csv(first: str, groups: Sequence[Named], language: str) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it; rates are from 0 to 1."""
    text = StringIO()
    writer = csv.writer(text)
    for line in lines(first, groups, language):
        writer.writerow([harmless(cell) if isinstance(cell, str) else _number(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _number(cell: float | None) -> str:
    return "" if cell is None else f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def as_xlsx(first: str, groups: Sequence[Named], language: str) -> bytes:
    """One sheet; a text stays a text there, whatever it begins with."""
    made = BytesIO()
    with Workbook(made, {"constant_memory": True}) as book:
        bold, rate = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"num_format": "0.0%"}),
        )
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, len(HEADS[language]), 12)
        sheet.freeze_panes(1, 1)
        for row, line in enumerate(lines(first, groups, language)):
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell, bold if row == 0 else None)
                elif cell is not None:
                    sheet.write_number(row, column, cell, rate if isinstance(cell, float) else None)
    return made.getvalue()
