"""Archives are looked into before they are kept: what they would grow to is bounded."""

from __future__ import annotations

import lzma
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO

from backend.files.kinds import ANYTHING, BY_END, BY_TYPE, ZIP, Kind, end_of, require_taken
from domain.kernel import Rejection

MOST_ENTRIES = 10_000
MOST_DIRECTORY = 4 << 20
"""Bytes of the list of entries, which is read whole."""
MOST_EXPANDED = 1 << 30
MOST_TIMES = 10
"""A large archive may grow to this many times its size instead."""
MOST_RATIO = 200
RATIO_MATTERS = 64 << 20
"""Expanded bytes below which any ratio is harmless."""
DEEPEST = 2
"""Archives within an archive within an archive; none deeper."""
CHUNK = 1 << 18

END = struct.Struct("<4s4H2LH")
LOCATOR = struct.Struct("<4sLQL")
END_64 = struct.Struct("<4sQ2H2L4Q")
MARKS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
OFFICE = "[Content_Types].xml"


UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
"""What zipfile raises of what is no archive after all, is damaged, or is encrypted."""


class Grown:
    """What has been counted so far, over all levels; `scratch` is where inner archives are read from."""

    def __init__(self, most: int, scratch: Path) -> None:
        self.scratch = scratch
        self.bytes = 0
        self.entries = 0
        self._most = most

    def add(self, entries: int, expanded: int) -> None:
        """Count; raises Rejection above the limits."""
        self.entries += entries
        self.bytes += expanded
        if self.entries > MOST_ENTRIES or self.bytes > self._most:
            raise Rejection("file.grows")


def look_into(file: IO[bytes], scratch: Path) -> Kind:
    """What an archive is, by its entries; ANYTHING if it cannot be read as one.

    Archives inside it are read from a file in `scratch`.

    Raises Rejection (`file.grows`) for one that would grow too much, or is made to: by the sizes that it
    says, by what archives inside it say, or because entries share their bytes. Also for what is not taken.
    """
    most = max(MOST_EXPANDED, MOST_TIMES * file.seek(0, 2))
    try:
        return _look_into(file, 0, Grown(most, scratch))
    except UNREADABLE:
        return ANYTHING


def _look_into(file: IO[bytes], depth: int, grown: Grown) -> Kind:
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _check_sizes(entries, grown)
        for entry in entries:
            if _may_be_archive(archive, entry):
                _look_deeper(archive, entry, depth + 1, grown)
        kind = _kind_of(archive, {entry.filename for entry in entries})
    require_taken(kind)
    return kind


def _check_directory(file: IO[bytes]) -> None:
    """The list of entries is small enough to be read; zipfile looks for it in the same places."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END.size:
        raise zipfile.BadZipFile
    _, _, _, _, entries, directory, _, _ = END.unpack_from(tail, at)
    if at >= LOCATOR.size and tail[at - LOCATOR.size :][:4] == b"PK\x06\x07":
        _, _, where, _ = LOCATOR.unpack_from(tail, at - LOCATOR.size)
        file.seek(min(where, size))
        record = file.read(END_64.size)
        if record[:4] == b"PK\x06\x06":
            *_, entries, directory, _ = END_64.unpack(record)
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise Rejection("file.grows")


def _check_sizes(entries: list[zipfile.ZipInfo], grown: Grown) -> None:
    expanded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    grown.add(len(entries), expanded)
    if expanded > RATIO_MATTERS and expanded > MOST_RATIO * max(packed, 1):
        raise Rejection("file.grows")
    _check_apart(entries)


def _check_apart(entries: list[zipfile.ZipInfo]) -> None:
    """No two entries have bytes in common: that is how a small archive grows without end (Fifield, 2019)."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise Rejection("file.grows")
        end = entry.header_offset + entry.compress_size


def _may_be_archive(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if entry.is_dir() or entry.flag_bits & 1:
        return False
    with archive.open(entry) as opened:
        return opened.read(4).startswith(ZIP)


def _look_deeper(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int, grown: Grown) -> None:
    if depth > DEEPEST:
        raise Rejection("file.grows")
    with archive.open(entry) as opened, tempfile.TemporaryFile(dir=grown.scratch) as inner:
        while chunk := opened.read(CHUNK):
            inner.write(chunk)
        try:
            _look_into(inner, depth, grown)
        except UNREADABLE:
            return


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "AndroidManifest.xml" in names:
        return BY_END["apk"]
    if "META-INF/MANIFEST.MF" in names and any(end_of(name) == "class" for name in names):
        return BY_END["jar"]
    if OFFICE in names:
        return next(
            (BY_END[end] for mark, end in MARKS if any(n.startswith(mark) for n in names)), BY_END["zip"]
        )
    if "mimetype" in names:
        with archive.open("mimetype") as opened:
            said = BY_TYPE.get(opened.read(100).decode("ascii", "replace").strip())
        if said is not None and said in ODF:
            return said
    return BY_END["zip"]


ODF = tuple(BY_END[end] for end in ("odt", "ods", "odp", "epub"))
