"""Private phones: seen only in the official's units and by the desks above them."""

from __future__ import annotations

from uuid import UUID

from projections.row import Row


class PhoneRow(Row, kw_only=True):
    """The private number of one person; the row has the official's id."""

    official: UUID
    number: str
