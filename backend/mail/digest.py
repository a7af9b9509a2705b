"""The digest: what waits for somebody and what they should know, as one e-mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import msgspec
import nh3

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOST = 50
"""Items that are listed; of the others it is said how many there are."""
TAGS = {"h1", "p", "ul", "li", "a", "b", "br", "span"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"https", "http"}

TEXTS = {
    "vi": {
        "one": "Một việc cần xem",
        "many": "{n} việc cần xem",
        "more": "và {n} việc khác",
        "open": "Mở Công vụ",
        "foot": "Đổi thời điểm nhận hoặc tắt thư này trong Cài đặt.",
    },
    "en": {
        "one": "One thing to look at",
        "many": "{n} things to look at",
        "more": "and {n} more",
        "open": "Open Công vụ",
        "foot": "Change when this e-mail comes, or turn it off, in the settings.",
    },
}


class Item(msgspec.Struct, frozen=True):
    """One thing: its title, why it is told, when it happened, and its address ("/viec/…")."""

    title: str
    why: str
    at: datetime
    url: str


class Digest(msgspec.Struct, frozen=True):
    """The same said twice, with a subject."""

    subject: str
    text: str
    html: str


def compose(items: Sequence[Item], language: str, public_url: str) -> Digest:
    """The digest of some items, in their order; addresses are completed by the installation's own."""
    words = TEXTS.get(language, TEXTS["vi"])
    base = public_url.rstrip("/")
    subject = words["one"] if len(items) == 1 else words["many"].format(n=len(items))
    shown, more = items[:MOST], len(items) - MOST
    rest = words["more"].format(n=more) if more > 0 else ""
    return Digest(
        subject=subject,
        text=_text(subject, shown, rest, words, base),
        html=_html(subject, shown, rest, words, base),
    )


def _text(subject: str, items: Sequence[Item], rest: str, words: dict[str, str], base: str) -> str:
    lines = [subject, ""]
    for item in items:
        lines += [
            f"- {_line(item.title)}",
            f"  {_line(item.why)} · {_moment(item.at)}",
            f"  {base}{item.url}",
        ]
    return "\n".join([*lines, *([rest] if rest else []), "", words["foot"], ""])


def _html(subject: str, items: Sequence[Item], rest: str, words: dict[str, str], base: str) -> str:
    """Titles are what people wrote: they are escaped, and the whole is cleaned to what may be there."""
    rows = "".join(
        f'<li><a href="{escape(base + item.url)}"><b>{escape(_line(item.title))}</b></a><br>'
        f"<span>{escape(_line(item.why))} · {_moment(item.at)}</span></li>"
        for item in items
    )
    more = f"<p>{escape(rest)}</p>" if rest else ""
    link = f'<p><a href="{escape(base)}/">{escape(words["open"])}</a></p>'
    whole = f"<h1>{escape(subject)}</h1><ul>{rows}</ul>{more}{link}<p>{escape(words['foot'])}</p>"
    return nh3.clean(whole, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)


def _moment(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%H:%M %d/%m")


def _line(text: str) -> str:
    return " ".join(text.split())
