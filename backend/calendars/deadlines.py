"""The open tasks that are in somebody's calendar: what their seats have, and perhaps what they assigned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from domain.kernel import Seat, Struct, desk_scope, post_scope
from domain.organisation import Organisation

MOST = 500
OPEN = """
SELECT r.id, convert_to(r.fields::text, 'UTF8')
FROM task_view v JOIN row r ON r.collection = 'task' AND r.id = v.id
WHERE v.state NOT IN ('completed', 'cancelled') AND v.id IN (
    SELECT s.id FROM row_scope s WHERE s.collection = 'task' AND NOT s.gone AND s.scope = ANY($1)
) ORDER BY v.deadline, v.id
"""
LANGUAGE = "SELECT language FROM official_view WHERE id = $1"


class Due(Struct, frozen=True):
    """Of a task's row, what a calendar shows."""

    title: str
    assigner: Seat
    chain: tuple[Seat, ...]
    deadline: datetime
    directive: UUID | None
    suspension: msgspec.Raw | None
    updated_at: datetime
    version: int


_due = msgspec.json.Decoder(Due).decode


def seats_of(official: UUID, organisation: Organisation) -> frozenset[str]:
    """The scopes of an official's own seats and desks as they are now; none without an active account."""
    account = organisation.officials.get(official)
    if account is None or not account.active:
        return frozenset()
    return frozenset(_seats(official, organisation))


def _seats(official: UUID, organisation: Organisation) -> Iterator[str]:
    for id in organisation.posts_of(official):
        post = organisation.posts[id]
        yield post_scope(id)
        if post.leading or post.intake:
            yield from map(desk_scope, organisation.with_predecessors(post.unit))


async def deadlines(pool: asyncpg.Pool, seats: frozenset[str], *, assigned: bool) -> list[tuple[UUID, Due]]:
    """By deadline. Of a directive's tasks its issuer has the board, and none of them here."""
    found = [(id, _due(fields)) for id, fields in await pool.fetch(OPEN, list(seats))]
    return [(id, due) for id, due in found if _belongs(due, seats, assigned=assigned)][:MOST]


def _belongs(due: Due, seats: frozenset[str], *, assigned: bool) -> bool:
    leads = any(seat.scope in seats for seat in due.chain)
    return leads or (assigned and due.directive is None and due.assigner.scope in seats)


async def language_of(pool: asyncpg.Pool, official: UUID) -> str:
    """The official's language."""
    language: str | None = await pool.fetchval(LANGUAGE, official)
    return language or "vi"
