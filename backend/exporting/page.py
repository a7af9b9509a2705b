"""A conversation as a page that any browser shows, without scripts and without anything from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from backend import richtext
from backend.exporting.conversation import Said
from backend.files.reading import Readable

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


def messages(said: Iterable[Said], files: Mapping[UUID, Readable], language: str) -> str:
    """Some of the messages, with links to those of the files that are there."""
    return "".join(_article(message, files, WORDS[language]) for message in said)


def path_of(file: Readable) -> str:
    """Where a file lies beside the page: under its name, as far as that can be a name on any machine."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", file.name).strip(" .")[-120:]
    return f"files/{file.id}/{name or 'file'}"


TAIL = "</body>\n</html>\n"


def _article(message: Said, files: Mapping[UUID, Readable], words: dict[str, str]) -> str:
    kind = ' class="answer"' if message.thread else ""
    edited = f" · {words['edited']}" if message.edited_at else ""
    heading = f"<b>{escape(message.author_name)}</b> {_time(message.at)}{edited}"
    body = _body(message, files, words)
    return f'<article id="m{message.id}"{kind}><header>{heading}</header>{body}</article>\n'


def _body(message: Said, files: Mapping[UUID, Readable], words: dict[str, str]) -> str:
    if message.retracted_by is not None or message.expired:
        return f'<p class="gone">{words["retracted" if message.retracted_by else "expired"]}</p>'
    links = ", ".join(_link(files[id]) for id in message.attachments if id in files)
    return richtext.html(message.text) + (f"<p>{words['files']}: {links}</p>" if links else "")


def _link(file: Readable) -> str:
    return f'<a href="{quote(path_of(file))}">{escape(file.name)}</a>'


def _time(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f'<time datetime="{moment.isoformat()}">{local:%d/%m/%Y %H:%M}</time>'
