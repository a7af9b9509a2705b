"""Posts: the seats that work is bound to, and who holds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import post
from domain.facts import PostFact, Power
from domain.kernel import ALL, Fact
from projections.kernel import Recorded
from projections.projection import Projection, begins, on
from projections.row import Row
from projections.tables import Table


class PostRow(Row, kw_only=True):
    """One seat in a unit. `order` is the order of acting in place among leading posts.

    `held_since`: since when `holder` sits there, or nobody does.
    """

    unit: UUID
    title: str
    leading: bool
    order: int
    intake: bool
    holder: UUID | None
    held_since: datetime
    powers: list[Power]
    active: bool


class Posts(Projection[PostRow]):
    """Everybody sees all posts."""

    collection = "post"
    row = PostRow
    table = Table(
        "post_view",
        {
            "id": "uuid",
            "unit": "uuid",
            "title": "text",
            "leading": "bool",
            "order": "int",
            "intake": "bool",
            "holder": "uuid",
            "active": "bool",
        },
        indexes=("(unit)", "(holder)"),
    )

    @begins(post.Created)
    def created(self, _: None, event: post.Created, at: Recorded) -> PostRow:
        return PostRow(
            unit=event.unit,
            title=event.title,
            leading=event.leading,
            order=event.order,
            intake=event.intake,
            holder=None,
            held_since=event.timestamp,
            powers=[],
            active=True,
        )

    @on(post.Changed)
    def changed(self, row: PostRow, event: post.Changed, at: Recorded) -> PostRow:
        row.title, row.leading = event.title, event.leading
        row.order, row.intake = event.order, event.intake
        return row

    @on(post.HandedOver)
    def handed_over(self, row: PostRow, event: post.HandedOver, at: Recorded) -> PostRow:
        row.holder, row.held_since = event.holder, max(event.timestamp, row.held_since)
        return row

    @on(post.Closed)
    def closed(self, row: PostRow, event: post.Closed, at: Recorded) -> PostRow:
        row.active, row.powers = False, []
        row.holder, row.held_since = None, max(event.timestamp, row.held_since)
        return row

    @on(post.PowerGranted)
    def granted(self, row: PostRow, event: post.PowerGranted, at: Recorded) -> PostRow:
        row.powers = [*row.powers, event.power]
        return row

    @on(post.PowerRevoked)
    def revoked(self, row: PostRow, event: post.PowerRevoked, at: Recorded) -> PostRow:
        row.powers = [power for power in row.powers if power != event.power]
        return row

    def seen_by(self, state: PostRow) -> str:
        return ALL

    def audience(self, id: UUID, state: PostRow, place: frozenset[str]) -> frozenset[str]:
        return frozenset({ALL})

    def fact(self, id: UUID, state: PostRow) -> Fact:
        return PostFact(
            subject=id,
            unit=state.unit,
            holder=state.holder,
            leading=state.leading,
            order=state.order,
            intake=state.intake,
            active=state.active,
            powers=tuple(state.powers),
        )

    def columns(self, id: UUID, state: PostRow) -> Sequence[Any]:
        return (
            id,
            state.unit,
            state.title,
            state.leading,
            state.order,
            state.intake,
            state.holder,
            state.active,
        )
