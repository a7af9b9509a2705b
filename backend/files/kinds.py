"""What a file is, by what it holds: one table of kinds, and whether browsers may show them."""

from __future__ import annotations

import io
from typing import Literal, NamedTuple

from domain.kernel import Rejection

HEAD = 1 << 16
"""Bytes from the beginning by which a file is known."""

Way = Literal["show", "save", "refuse"]


class Kind(NamedTuple):
    """A kind of file and the ends of its names. A browser shows it, only saves it, or it is not taken."""

    media_type: str
    ends: str
    way: Way = "save"


PICTURES = (
    Kind("image/jpeg", "jpg jpeg jpe jfif", "show"),
    Kind("image/png", "png", "show"),
    Kind("image/gif", "gif", "show"),
    Kind("image/webp", "webp", "show"),
    Kind("image/avif", "avif", "show"),
    Kind("image/bmp", "bmp dib", "show"),
    Kind("image/tiff", "tif tiff"),
)
HEARD = (
    Kind("audio/mpeg", "mp3 mpga", "show"),
    Kind("audio/mp4", "m4a f4a", "show"),
    Kind("audio/ogg", "ogg oga opus", "show"),
    Kind("audio/wav", "wav", "show"),
    Kind("audio/flac", "flac", "show"),
    Kind("audio/aac", "aac", "show"),
    Kind("audio/amr", "amr"),
    Kind("audio/webm", "weba", "show"),
    Kind("video/mp4", "mp4 m4v", "show"),
    Kind("video/webm", "webm mkv", "show"),
    Kind("video/ogg", "ogv", "show"),
    Kind("video/quicktime", "mov"),
    Kind("video/3gpp", "3gp"),
)
OFFICE = "application/vnd.openxmlformats-officedocument"
ZIPPED = (
    Kind("application/zip", "zip"),
    Kind(f"{OFFICE}.wordprocessingml.document", "docx"),
    Kind(f"{OFFICE}.spreadsheetml.sheet", "xlsx"),
    Kind(f"{OFFICE}.presentationml.presentation", "pptx"),
    Kind("application/vnd.oasis.opendocument.text", "odt"),
    Kind("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    Kind("application/vnd.oasis.opendocument.presentation", "odp"),
    Kind("application/epub+zip", "epub"),
    Kind("application/java-archive", "jar", "refuse"),
    Kind("application/vnd.android.package-archive", "apk", "refuse"),
)
OLD_OFFICE = (
    Kind("application/msword", "doc dot"),
    Kind("application/vnd.ms-excel", "xls xlt"),
    Kind("application/vnd.ms-powerpoint", "ppt pps"),
    Kind("application/vnd.ms-outlook", "msg"),
    Kind("application/vnd.visio", "vsd"),
)
OTHER = (
    Kind("application/pdf", "pdf", "show"),
    Kind("application/rtf", "rtf"),
    Kind("application/x-7z-compressed", "7z"),
    Kind("application/vnd.rar", "rar"),
    Kind("application/gzip", "gz tgz"),
    Kind("image/heif", "heic heif"),
    Kind("image/vnd.dwg", "dwg"),
)
WRITTEN = (
    Kind("text/plain", "txt log md ini", "show"),
    Kind("text/csv", "csv"),
    Kind("application/json", "json geojson"),
    Kind("application/xml", "xml kml gpx"),
    Kind("message/rfc822", "eml"),
    Kind("text/html", "html htm xhtml"),
    Kind("image/svg+xml", "svg"),
)
"""Text; what could hold a script is never shown by us."""
REFUSED = (
    Kind("application/vnd.microsoft.portable-executable", "exe dll com scr cpl sys ocx pif", "refuse"),
    Kind("application/x-msi", "msi msp msix appx", "refuse"),
    Kind("application/x-ms-shortcut", "lnk url", "refuse"),
    Kind("application/x-sh", "sh bash bat cmd ps1 vbs vbe js jse wsf wsh hta reg", "refuse"),
    Kind("application/x-executable", "elf so appimage app deb rpm dmg", "refuse"),
    Kind("application/java-vm", "class", "refuse"),
)
ANYTHING = Kind("application/octet-stream", "")

TABLE = (*PICTURES, *HEARD, *ZIPPED, *OLD_OFFICE, *OTHER, *WRITTEN, *REFUSED)
BY_END = {end: kind for kind in TABLE for end in kind.ends.split()}
BY_TYPE = {kind.media_type: kind for kind in TABLE}

PROGRAMS: tuple[tuple[bytes, Kind], ...] = (
    (b"MZ", BY_END["exe"]),
    (b"\x7fELF", BY_END["elf"]),
    *((bytes.fromhex(magic), BY_END["app"]) for magic in ("feedface", "feedfacf", "cefaedfe", "cffaedfe")),
    (bytes.fromhex("cafebabe"), BY_END["class"]),
    (bytes.fromhex("4c00000001140200"), BY_END["lnk"]),
)
"""How what runs begins, whatever it is called."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
EBML, FTYP = bytes.fromhex("1a45dfa3"), b"ftyp"
FIRST_TAGS = (("<!doctype html", "html"), ("<html", "html"), ("<script", "html"), ("<svg", "svg"))
SAME_CASE = {
    "video/webm": ("audio/webm",),
    "video/mp4": ("audio/mp4",),
    "audio/ogg": ("video/ogg",),
}
"""What a container may be said to be as well: it looks the same with sound alone."""


def end_of(name: str) -> str:
    """The end of a name, in small letters: "pdf"."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(head: bytes, name: str, claimed: str = "") -> Kind:
    """The kind of a file by its first HEAD bytes; its name and claimed type only choose among what fits.

    Of a ZIP archive that is "application/zip": see archives.py. Raises Rejection for what is not taken.
    """
    found = _by_content(head, end_of(name))
    if claimed in SAME_CASE.get(found.media_type, ()):
        found = BY_TYPE[claimed]
    for kind in (found, BY_END.get(end_of(name), ANYTHING)):
        require_taken(kind)
    return found


def require_taken(kind: Kind) -> None:
    """Refuse what is not taken."""
    if kind.way == "refuse":
        raise Rejection("file.not-taken", kind=kind.media_type)


def way_of(media_type: str) -> Way:
    """What a browser may do with a stored file."""
    return BY_TYPE.get(media_type, ANYTHING).way


def _by_content(head: bytes, end: str) -> Kind:
    written = _text(head)
    if written is not None:
        return _by_words(head, written, end)
    for magic, kind in PROGRAMS:
        if head.startswith(magic):
            return kind
    if head.startswith(ZIP):
        return BY_END["zip"]
    if head.startswith(OLE):
        return BY_END[end] if BY_END.get(end) in OLD_OFFICE else ANYTHING
    if head.startswith(EBML):
        return BY_END["webm"]
    return _by_magic(head, end) or (BY_END["mp4"] if head[4:8] == FTYP else ANYTHING)


def _by_magic(head: bytes, end: str) -> Kind | None:
    """The likeliest of what begins so; of what can look the same, what its name says."""
    import puremagic  # noqa: PLC0415 - its tables are large

    try:
        likely = [match.extension.lstrip(".").lower() for match in puremagic.magic_stream(io.BytesIO(head))]
    except (puremagic.PureError, ValueError):
        return None
    fitting = [each for each in likely if BY_END.get(each) in (*PICTURES, *HEARD, *OTHER)]
    return BY_END[end if end in fitting else fitting[0]] if fitting else None


def _by_words(head: bytes, written: str, end: str) -> Kind:
    begins = written.lstrip("\ufeff \t\r\n").lower()
    if begins.startswith("#!"):
        return BY_END["sh"]
    if head.startswith(b"%PDF-"):
        return BY_END["pdf"]
    if head.startswith(b"{\\rtf"):
        return BY_END["rtf"]
    if begins.startswith("<"):
        tags = [(begins.find(tag, 0, 1024), kind) for tag, kind in FIRST_TAGS]
        if found := sorted(pair for pair in tags if pair[0] >= 0):
            return BY_END[found[0][1]]
    named = BY_END.get(end)
    return named if named in WRITTEN else BY_END["txt"]


def _text(head: bytes) -> str | None:
    """The head as text, if it is that: UTF-8 without what no text has."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or len(head) < HEAD:
            return None
        text = head[: error.start].decode()
    return None if any(each < " " and each not in "\t\n\r\f\x1b" for each in text) else text
