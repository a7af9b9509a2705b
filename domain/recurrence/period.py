"""The period that an occurrence is about: the month before, this quarter; and how it is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from domain.kernel import Rejection, Struct

Kind = Literal["day", "week", "month", "quarter", "half-year", "year"]

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
ROMAN = ("I", "II", "III", "IV")
HALVES = ("đầu năm", "cuối năm")
DAY = timedelta(days=1)

LONGEST_NAME = 24
"""Of a period or a day; "6 tháng cuối năm 2026" has 21 characters."""
PLACEHOLDERS = ("kỳ", "từ ngày", "đến ngày", "ngày chốt", "hạn")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Period(Struct, frozen=True):
    """From its first until its last day."""

    since: date
    until: date
    name: str


def period_of(kind: Kind, back: int, day: date, begins: int = 1) -> Period:
    """The period of a kind that a day is in (`back` = 0), or that lies so many before it.

    Of periods of months the name is the calendar's. What they count may begin on another day than the first:
    15 is from the 15th of the month before until the 14th of the last one (Decree 09/2019/NĐ-CP, art. 12).
    """
    if kind == "day":
        there = day - back * DAY
        return Period(since=there, until=there, name=f"ngày {written(there)}")
    if kind == "week":
        monday = day - day.weekday() * DAY - 7 * back * DAY
        year, week, _ = monday.isocalendar()
        return Period(since=monday, until=monday + 6 * DAY, name=f"tuần {week} năm {year}")
    length = MONTHS[kind]
    number = (day.year * 12 + day.month - 1) // length - back
    first, last = number * length, (number + 1) * length
    return Period(since=_begun(first, begins), until=_begun(last, begins) - DAY, name=_named(kind, number))


def _begun(month: int, begins: int) -> date:
    """The day on which what is counted for a month begins; months are counted from the year 0."""
    there = month if begins == 1 else month - 1
    return date(there // 12, there % 12 + 1, begins)


def _named(kind: Kind, number: int) -> str:
    """As reports call it."""
    year, place = divmod(number, 12 // MONTHS[kind])
    match kind:
        case "month":
            return f"tháng {place + 1}/{year}"
        case "quarter":
            return f"quý {ROMAN[place]}/{year}"
        case "half-year":
            return f"6 tháng {HALVES[place]} {year}"
    return f"năm {year}"


def written(day: date) -> str:
    """A day as it is written in Việt Nam."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def checked_template(field: str, text: str, most: int) -> str:
    """The text with its marks put together (NFC); refuses a placeholder that stands for nothing, and a text
    that may have more than `most` characters once they are filled."""
    text = unicodedata.normalize("NFC", text)
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            raise Rejection("recurrence.placeholder", placeholder=name, placeholders=known)
    if len(_PLACEHOLDER.sub(LONGEST_NAME * "-", text)) > most:
        raise Rejection("text.too-long", field=field, most=most)
    return text


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what the placeholders stand for."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
