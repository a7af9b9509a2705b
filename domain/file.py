"""A file that an official has put here: what it holds is kept by its hash, what it is called by this."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

import msgspec

from domain import text
from domain.kernel import By, CreatedEvent, Creation, Noun, Rejection

LONGEST_NAME = 200
"""In characters; the end of a name (".pdf") stays when it is cut."""
_DIGITS = frozenset("0123456789abcdef")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories of characters that nobody sees; some of them turn a name around ("exe.pdf")."""


def shown(name: str) -> str:
    """A file's name as it is shown: without folders and without what is not to be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(each for each in last if unicodedata.category(each) not in _UNSEEN)
    whole = unicodedata.normalize("NFC", visible).strip(" .")
    stem, dot, end = whole.rpartition(".")
    if not dot or len(end) > 10:
        return whole[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(dot + end)] + dot + end


class Created(CreatedEvent):
    """All of it had come, and was what it should be. `size` in bytes; `digest`: SHA-256 in small hex.

    Pictures have `width` and `height` in pixels, as they are seen, and maybe a `thumbnail`; sound and film
    maybe a duration.
    """

    TOPIC = "file.stored"
    sealed: ClassVar[dict[str, str]] = {"name": "owner"}
    owner: UUID
    name: str
    size: int
    media_type: str
    digest: str
    width: int | None
    height: int | None
    duration_ms: int | None
    thumbnail: bool


class File(Noun, created=Created):
    """Something whole, which never changes; messages and tasks name it by its id."""

    TOPIC = "file"
    owner: UUID
    name: str
    size: int
    media_type: str
    digest: str
    width: int | None
    height: int | None
    duration_ms: int | None
    thumbnail: bool


def own_files(ids: Iterable[UUID], by: By) -> tuple[UUID, ...]:
    """Files that the author has put here, each once, as they were loaded with the command."""
    for id in ids:
        found = by.read.get(id)
        if not isinstance(found, File) or found.owner != by.author:
            raise Rejection("file.not-found", file=str(id))
    return tuple(dict.fromkeys(ids))


class Store(Creation[File], frozen=True):
    """Make known what an official has put here; the platform's to give, which has looked at it."""

    name: ClassVar[str] = "file.store"
    noun: ClassVar[type[Noun]] = File
    file: UUID
    file_name: str = msgspec.field(name="name")
    size: int
    media_type: str
    digest: str
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: bool = False

    def identity(self, by: By) -> UUID:
        return self.file

    def create(self, by: By) -> File:
        if self.size < 1 or len(self.digest) != 64 or not _DIGITS.issuperset(self.digest):
            raise Rejection("file.not-whole", file=str(self.file))
        return File.begin(
            Created,
            self.file,
            by,
            owner=by.author,
            name=text.required("name", shown(self.file_name), LONGEST_NAME),
            size=self.size,
            media_type=self.media_type,
            digest=self.digest,
            width=self.width,
            height=self.height,
            duration_ms=self.duration_ms,
            thumbnail=self.thumbnail,
        )
