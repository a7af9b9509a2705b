"""The columns of a directory file: one row an official in a post of a unit."""

from __future__ import annotations

import unicodedata

import msgspec


class Column(msgspec.Struct, frozen=True):
    """A column: its name, its Vietnamese name (either may head it), and what it holds."""

    name: str
    vietnamese: str
    meaning: str
    needed: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("unit_code", "mã đơn vị", "the unit's electronic identifier, at most 13 characters", True),
    Column("unit_name", "tên đơn vị", "full name; needed in the first row of a unit that is new"),
    Column("unit_short_name", "tên ngắn", "short name; else the full one"),
    Column(
        "unit_kind", "loại đơn vị", "ward, department, agency …: small letters, digits, hyphens; else unit"
    ),
    Column("parent_code", "mã đơn vị cấp trên", "code of the unit that contains it; empty: the top"),
    Column("post", "chức vụ", "title of the post; empty: the row is about the unit alone"),
    Column("order", "thứ tự lãnh đạo", "1, 2, 3 … for leading posts, in the order of acting in place"),
    Column("intake", "đầu mối", "yes (có, x) if the post receives for the unit"),
    Column("powers", "quyền", "powers of the post over its unit, separated by semicolons"),
    Column("email", "thư điện tử", "the official who holds the post; empty: nobody does"),
    Column("name", "họ và tên", "the official's full name; needed with email"),
    Column("office_phone", "điện thoại cơ quan", "shown to everybody"),
    Column("private_phone", "điện thoại riêng", "shown to their unit and to desks above"),
    Column("login", "tên đăng nhập", "login; else the email. `congvu password LOGIN` sets the password"),
)

BY_NAME = {column.name: column for column in COLUMNS}
FIELDS = {
    "code": "unit_code",
    "shortName": "unit_short_name",
    "kind": "unit_kind",
    "parent": "parent_code",
    "title": "post",
    "email": "email",
    "officePhone": "office_phone",
    "privatePhone": "private_phone",
    "power": "powers",
}
"""The column that a field of a command comes from; "name" is the unit's or the official's."""


def recognise(heading: str) -> str | None:
    """The column that a heading means, in either language, with or without marks."""
    return _HEADINGS.get(_plain(heading))


def shown(column: str, language: str) -> str:
    """A column's name as the reader knows it."""
    known = BY_NAME.get(column)
    return known.vietnamese if known and language == "vi" else column


def documentation() -> str:
    """The columns as a table in Markdown."""
    lines = ["| column | or | holds |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {column.vietnamese} | {column.meaning} |" for column in COLUMNS]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.strip().lower().replace("đ", "d"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign)).replace("_", " ")


_HEADINGS = {
    _plain(heading): column.name for column in COLUMNS for heading in (column.name, column.vietnamese)
}
