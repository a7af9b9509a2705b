"""Officials' cards: names, posts and office phones, which everybody sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain import official, post
from domain.facts import OfficialFact
from domain.kernel import ALL, Fact
from domain.official import Language
from projections import search
from projections.kernel import Recorded
from projections.projection import Projection, begins, on
from projections.row import Row
from projections.tables import Table


class OfficialRow(Row, kw_only=True):
    """One person's card. After erasure the texts are empty and `active` is false."""

    name: str
    email: str
    office_phone: str | None
    posts: list[UUID]
    active: bool
    language: Language


class Officials(Projection[OfficialRow]):
    """Everybody sees all cards."""

    collection = "official"
    row = OfficialRow
    table = Table(
        "official_view",
        {
            "id": "uuid",
            "name": "text",
            "email": "text",
            "office_phone": "text",
            "active": "bool",
            "language": "text",
            "marked": "text",
            "folded": "text",
            "sort": "text",
        },
        indexes=("(sort, id)",),
    )

    @begins(official.Created)
    def registered(self, _: None, event: official.Created, at: Recorded) -> OfficialRow:
        return OfficialRow(
            name=event.name,
            email=event.email,
            office_phone=event.office_phone,
            posts=[],
            active=True,
            language=event.language,
        )

    @on(official.Changed)
    def changed(self, row: OfficialRow, event: official.Changed, at: Recorded) -> OfficialRow:
        row.name, row.email = event.name, event.email
        row.office_phone, row.language = event.office_phone, event.language
        return row

    @on(official.Left)
    def left(self, row: OfficialRow, event: official.Left, at: Recorded) -> OfficialRow:
        row.active = False
        return row

    @on(official.Erased)
    def erased(self, row: OfficialRow, event: official.Erased, at: Recorded) -> OfficialRow:
        row.name, row.email, row.office_phone, row.active = "", "", None, False
        return row

    @on(post.HandedOver, keys=lambda event: (event.holder,))
    def took_over(self, row: OfficialRow, event: post.HandedOver, at: Recorded) -> OfficialRow:
        row.posts = sorted({*row.posts, at.stream})
        return row

    @on(post.HandedOver, post.Closed, keys=lambda event: (event.previous,))
    def handed_over(self, row: OfficialRow, event: post.HandedOver, at: Recorded) -> OfficialRow:
        row.posts = [post for post in row.posts if post != at.stream]
        return row

    def seen_by(self, state: OfficialRow) -> str:
        return ALL

    def audience(self, id: UUID, state: OfficialRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({ALL})

    def fact(self, id: UUID, state: OfficialRow) -> Fact:
        return OfficialFact(subject=id, active=state.active)

    def columns(self, id: UUID, state: OfficialRow) -> Sequence[Any]:
        marked = search.key([state.name])
        return (
            id,
            state.name,
            state.email,
            state.office_phone,
            state.active,
            state.language,
            marked,
            search.fold(marked),
            search.by_given_name(state.name),
        )
