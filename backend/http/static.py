"""The web app's files: hashed ones are kept for ever, the page itself is always asked for again."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from pathlib import Path, PurePosixPath

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from backend.http.asking import AnyRequest
from backend.http.services import Services

PAGE = "index.html"
DEMO = "demo.html"
HASHED = "assets"
WORTH_GZIP = ("text/", "application/json", "application/javascript", "image/svg", "application/manifest")
NOT_PAGES = ("api", "graphql", "feeds", "sync", "collab")
"""First parts of addresses that are never a screen of the app."""


class File(msgspec.Struct, frozen=True):
    """A file ready to be sent; `packed` if gzip makes it smaller."""

    content: bytes
    packed: bytes | None
    kind: str
    tag: str


class Files:
    """The files below one folder, kept in memory until they change on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._known: dict[Path, tuple[int, int, File]] = {}

    def find(self, path: str) -> File | None:
        """The file at a path below the folder; None if there is none (or it lies outside)."""
        at = (self._folder / path.lstrip("/")).resolve()
        if not at.is_relative_to(self._folder) or not at.is_file():
            return None
        stat = at.stat()
        known = self._known.get(at)
        if known is None or known[:2] != (stat.st_mtime_ns, stat.st_size):
            known = (stat.st_mtime_ns, stat.st_size, _load(at))
            self._known[at] = known
        return known[2]


@get(["/", "/{path:path}"], sync_to_thread=False)
def web(
    request: AnyRequest,
    services: NamedDependency[Services],
    files: NamedDependency[Files],
    path: FromPath[str] = "",
) -> Response[bytes]:
    """A file of the web app, or its page for any address that is one of its screens."""
    parts = PurePosixPath(path).parts[1:]
    name = DEMO if parts == ("demo",) and services.settings.demo else path
    file = files.find(name)
    if file is None and _is_screen(parts):
        file = files.find(PAGE)
    if file is None:
        raise NotFoundException
    return _answer(file, request, hashed=parts[:1] == (HASHED,))


def _is_screen(parts: tuple[str, ...]) -> bool:
    return not parts or (parts[0] not in NOT_PAGES and "." not in parts[-1] and parts != ("demo",))


def _answer(file: File, request: AnyRequest, hashed: bool) -> Response[bytes]:
    headers = {
        "etag": file.tag,
        "vary": "Accept-Encoding",
        "cache-control": "public, max-age=31536000, immutable" if hashed else "no-cache",
    }
    if request.headers.get("if-none-match") == file.tag:
        return Response(b"", status_code=304, headers=headers)
    content = file.content
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        content = file.packed
        headers["content-encoding"] = "gzip"
    return Response(content, media_type=file.kind, headers=headers)


def _load(path: Path) -> File:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".webmanifest":
        kind = "application/manifest+json"
    packed = gzip.compress(content, 9) if kind.startswith(WORTH_GZIP) else None
    if packed is not None and len(packed) >= len(content):
        packed = None
    return File(content, packed, kind, f'"{hashlib.sha256(content).hexdigest()[:20]}"')
