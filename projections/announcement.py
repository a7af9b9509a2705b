"""Announcements: one text to everybody in many units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain import official
from domain.announcement import events
from domain.announcement.events import AnnouncementEvent
from domain.announcement.state import State, Status, Urgency, audience
from domain.kernel import Seat
from projections import search
from projections.evolving import begun_by, evolved_by
from projections.kernel import Recorded
from projections.projection import Projection, erasing
from projections.row import Row
from projections.tables import Table


class AnnouncementRow(Row, kw_only=True):
    """One announcement and whom it addresses; who has opened it is in receipts, how many in tallies.

    `edition` counts its texts from 1; to have acknowledged one from `countsFrom` on is enough. `author` wrote
    the first, `writtenBy` the present one.
    """

    title: str
    text: str
    urgency: Urgency
    units: tuple[UUID, ...]
    acknowledge: bool
    acknowledge_by: datetime | None
    attachments: tuple[UUID, ...]
    issuer: Seat
    author: UUID
    written_by: UUID
    state: Status
    reason: str | None
    withdrawn_by: UUID | None
    edition: int
    counts_from: int
    issued_at: datetime
    corrected_at: datetime | None
    reminded_at: datetime | None
    updated_at: datetime
    version: int


COPIED = tuple(name for name in AnnouncementRow.__struct_fields__ if name not in ("stale", "state"))


class Announcements(Projection[State]):
    """The domain's own state of an announcement, folded by its events.

    In the table `counts_from` is 0 where no acknowledgement is asked for: whoever has opened it is done.
    """

    collection = "announcement"
    row = AnnouncementRow
    table = Table(
        "announcement_view",
        {
            "id": "uuid",
            "title": "text",
            "marked": "text",
            "folded": "text",
            "state": "text",
            "author": "uuid",
            "written_by": "uuid",
            "withdrawn_by": "uuid",
            "counts_from": "int",
            "files": "text",
            "issued_at": "timestamptz",
        },
        indexes=("(issued_at, id)", "USING gin (string_to_array(files, ' ')) WHERE files <> ''"),
    )
    words = """
        SELECT DISTINCT wrote, id FROM announcement_view, unnest(ARRAY[written_by, withdrawn_by]) wrote
        WHERE wrote = ANY($1)
    """

    issued = begun_by(events.Created)
    evolved = evolved_by(AnnouncementEvent)

    @erasing(official.Erased)
    def erased(self, state: State, event: official.Erased, at: Recorded) -> State:
        text = "" if state.written_by == at.stream else state.text
        reason = "" if state.withdrawn_by == at.stream else state.reason
        return replace(state, text=text, reason=reason)

    def seen_by(self, state: State) -> Any:
        return state.issuer, state.units

    def audience(self, id: UUID, state: State, place: frozenset[str]) -> frozenset[str]:
        return audience(state)

    def present(self, id: UUID, state: State) -> AnnouncementRow:
        fields = {name: getattr(state, name) for name in COPIED}
        return AnnouncementRow(**fields, state=state.status)

    def restore(self, id: UUID, row: AnnouncementRow, rest: None) -> State:
        return State(**{name: getattr(row, name) for name in COPIED}, id=id, status=row.state)

    def columns(self, id: UUID, state: State) -> Sequence[Any]:
        return (
            id,
            state.title,
            *search.keys(state.title),
            state.status,
            state.author,
            state.written_by,
            state.withdrawn_by,
            state.counts_from if state.acknowledge else 0,
            " ".join(map(str, state.attachments)),
            state.issued_at,
        )
