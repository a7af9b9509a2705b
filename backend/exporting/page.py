"""A conversation as a page that any browser shows, without scripts and without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from backend import richtext
from backend.exporting.conversation import Said

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS = {
    "vi": {
        "retracted": "Đã thu hồi",
        "expired": "Đã hết thời hạn lưu",
        "edited": "đã sửa",
        "files": "Tệp đính kèm",
    },
    "en": {
        "retracted": "Taken back",
        "expired": "Kept no longer",
        "edited": "edited",
        "files": "Attached files",
    },
}
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid #ccc; padding: .5rem 0 } article.answer { margin-left: 2rem }
header { color: #555 } header b { color: #000 } p { margin: .25rem 0 } .gone { font-style: italic }
"""


def head(title: str, language: str) -> str:
    """What comes before the messages."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n"
    )


def messages(said: Iterable[Said], language: str) -> str:
    """Some of the messages."""
    return "".join(_article(message, WORDS[language]) for message in said)


TAIL = "</body>\n</html>\n"


def _article(message: Said, words: dict[str, str]) -> str:
    kind = ' class="answer"' if message.thread else ""
    edited = f" · {words['edited']}" if message.edited_at else ""
    heading = f"<b>{escape(message.author_name)}</b> {_time(message.at)}{edited}"
    return f'<article id="m{message.id}"{kind}><header>{heading}</header>{_body(message, words)}</article>\n'


def _body(message: Said, words: dict[str, str]) -> str:
    if message.retracted_by is not None or message.expired:
        return f'<p class="gone">{words["retracted" if message.retracted_by else "expired"]}</p>'
    files = (
        f"<p>{words['files']}: {', '.join(map(str, message.attachments))}</p>" if message.attachments else ""
    )
    return richtext.html(message.text) + files


def _time(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f'<time datetime="{moment.isoformat()}">{local:%d/%m/%Y %H:%M}</time>'
