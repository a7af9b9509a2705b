"""Officials' cards: names, posts and office phones, which everybody sees."""

from __future__ import annotations

from uuid import UUID

from projections.row import Row


class OfficialRow(Row, kw_only=True):
    """One person's card. After erasure the texts are empty and `active` is false."""

    name: str
    email: str
    office_phone: str | None
    posts: list[UUID]
    active: bool
    language: str
