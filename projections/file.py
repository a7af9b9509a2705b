"""Files: a row each, that its owner's devices get; the table tells all that serving one needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from domain import file, official
from domain.kernel import user_scope
from projections.kernel import Recorded
from projections.projection import Projection, begins, erasing
from projections.row import Row
from projections.tables import Table


class FileRow(Row, kw_only=True):
    """One file. `size` in bytes, `digest` is SHA-256 in hex; of whoever was erased the name is empty."""

    owner: UUID
    name: str
    size: int
    media_type: str
    digest: str
    width: int | None
    height: int | None
    duration_ms: int | None
    thumbnail: bool
    at: datetime


FIELDS = tuple(name for name in FileRow.__struct_fields__ if name != "stale")


class Files(Projection[FileRow]):
    """Seen by the owner; what it is attached to says who else may read it."""

    collection = "file"
    row = FileRow
    table = Table(
        "file_view",
        {
            "id": "uuid",
            "owner": "uuid",
            "name": "text",
            "size": "bigint",
            "media_type": "text",
            "digest": "text",
            "width": "int",
            "height": "int",
            "duration_ms": "bigint",
            "thumbnail": "bool",
            "at": "timestamptz",
        },
        indexes=("(owner)",),
    )
    words = "SELECT owner, id FROM file_view WHERE owner = ANY($1)"

    @begins(file.Created)
    def stored(self, _: None, event: file.Created, at: Recorded) -> FileRow:
        return FileRow(
            owner=event.owner,
            name=event.name or "",
            size=event.size,
            media_type=event.media_type,
            digest=event.digest,
            width=event.width,
            height=event.height,
            duration_ms=event.duration_ms,
            thumbnail=event.thumbnail,
            at=event.timestamp,
        )

    @erasing(official.Erased)
    def erased(self, row: FileRow, event: official.Erased, at: Recorded) -> FileRow:
        row.name = ""
        return row

    def seen_by(self, state: FileRow) -> Any:
        return state.owner

    def audience(self, id: UUID, state: FileRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({user_scope(state.owner)})

    def columns(self, id: UUID, state: FileRow) -> tuple[Any, ...]:
        return (id, *(getattr(state, name) for name in FIELDS))
