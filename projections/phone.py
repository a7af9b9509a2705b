"""Private phones: seen only in the official's units and by the desks above them."""

from __future__ import annotations

from uuid import UUID

from domain import official
from domain.kernel import desk_scope, unit_scope
from domain.organisation import Organisation
from projections.kernel import Recorded
from projections.projection import Projection, begins, on
from projections.row import Row


class PhoneRow(Row, kw_only=True):
    """The private number of one person; the row has the official's id. Without a number nobody sees it."""

    official: UUID
    number: str


class Phones(Projection[PhoneRow]):
    """Who sees a number follows from where its official sits."""

    collection = "phone"
    row = PhoneRow
    placed = True

    @begins(official.Created)
    def registered(self, _: None, event: official.Created, at: Recorded) -> PhoneRow:
        return PhoneRow(official=at.stream, number=event.private_phone or "")

    @on(official.Changed)
    def changed(self, row: PhoneRow, event: official.Changed, at: Recorded) -> PhoneRow | None:
        number = event.private_phone or ""
        if number == row.number:
            return None
        row.number = number
        return row

    @on(official.Erased)
    def erased(self, row: PhoneRow, event: official.Erased, at: Recorded) -> PhoneRow:
        row.number = ""
        return row

    def audience(self, id: UUID, state: PhoneRow, place: frozenset[str]) -> frozenset[str]:
        return place if state.number else frozenset()

    def place(self, official: UUID, organisation: Organisation) -> frozenset[str]:
        units = {organisation.posts[post].unit for post in organisation.posts_of(official)}
        above = {up for unit in units for up in organisation.ancestors(unit)} - units
        return frozenset(map(unit_scope, units)) | frozenset(map(desk_scope, above))
