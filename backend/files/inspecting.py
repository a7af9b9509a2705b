"""What a whole file turns out to be: its kind, its size as a picture, whether it is taken at all."""

from __future__ import annotations

from pathlib import Path
from typing import IO, NamedTuple

from backend.files import archives, pictures
from backend.files.kinds import ANYTHING, BY_END, HEAD, PICTURES, kind_of


class Found(NamedTuple):
    """What is known of a file that is taken; `thumbnail` in WebP."""

    media_type: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None


def inspect(file: IO[bytes], name: str, claimed: str, scratch: Path) -> Found:
    """Look at a file; takes time, for a thread. Raises Rejection (`file.…`) for what is not taken.

    `name` and the type that was claimed only choose among what fits what the file holds.
    """
    file.seek(0)
    kind = kind_of(file.read(HEAD), name, claimed)
    if kind == BY_END["zip"]:
        return Found(archives.look_into(file, scratch).media_type)
    if kind not in PICTURES:
        return Found(kind.media_type)
    seen = pictures.look_at(file)
    if seen is None:
        return Found(ANYTHING.media_type)
    return Found(kind.media_type, seen.width, seen.height, seen.thumbnail)
