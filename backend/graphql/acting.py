"""As whom one may act now: one's own posts, and those of others on which basis."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import msgspec
import strawberry

from backend.graphql.common import Info
from backend.graphql.inputs import enum_of
from backend.graphql.nodes import PostNode

if TYPE_CHECKING:
    from backend.graphql.post import Post

LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
Ground = Literal["own", "deputy", "delegation", "stand-in"]
ActingGround: Any = enum_of("ActingGround", ("own", "deputy", "delegation", "stand-in"))

BASES = """
WITH mine AS (SELECT * FROM post_view WHERE holder = $1 AND active),
away AS (
    SELECT a.id, a.official, a."end", s ->> 'standIn' AS stand_in, s ->> 'post' AS post
    FROM absence_view a JOIN row r ON r.collection = 'absence' AND r.id = a.id,
        json_array_elements(r.fields -> 'standIns') s
    WHERE NOT a.cancelled AND a.start <= $2 AND $2 <= a."end"
)
SELECT 'own' AS ground, m.id AS post, NULL::uuid AS for, NULL AS basis, NULL::timestamptz AS until,
    '[]' AS powers, true AS next FROM mine m
UNION ALL
SELECT 'deputy', m.id, p.id, 'deputy', NULL, '[]', NOT EXISTS (
    SELECT FROM post_view o WHERE o.unit = p.unit AND o.active AND o.leading AND o.holder IS NOT NULL
        AND o.id <> p.id AND o.holder <> $1 AND o."order" < m."order" AND o."order" >= p."order"
        AND NOT EXISTS (SELECT FROM away w WHERE w.official = o.holder)
)
FROM mine m JOIN post_view p ON p.unit = m.unit AND p.active AND p.leading AND p."order" < m."order"
WHERE m.leading AND p.holder IS DISTINCT FROM $1
UNION ALL
SELECT 'delegation', m.id, d.giver, d.id::text, d."end", (r.fields -> 'powers')::text, true
FROM mine m JOIN delegation_view d ON d.receiver = m.id AND NOT d.revoked AND d.start <= $2 AND $2 <= d."end"
JOIN post_view g ON g.id = d.giver AND g.active
JOIN row r ON r.collection = 'delegation' AND r.id = d.id
UNION ALL
SELECT 'stand-in', m.id, p.id, w.id::text, w."end", '[]', true
FROM away w JOIN mine m ON m.id::text = w.stand_in
JOIN post_view p ON p.holder = w.official AND p.active AND (
    w.post = p.id::text
    OR w.post IS NULL AND NOT EXISTS (SELECT FROM away o WHERE o.id = w.id AND o.post = p.id::text)
)
"""
"""What official $1 may act on at the moment $2; `next`: nobody who is there ranks between."""


class Basis(msgspec.Struct):
    """One way to act."""

    ground: Ground
    own: UUID
    other: UUID | None
    basis: str | None
    until: datetime | None
    powers: list[str]
    next: bool


async def _post(root: Basis, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.own)


async def _behalf_of(root: Basis, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.other)


@strawberry.type(description="A way to act now: what goes into a command's actingAs.")
class ActingFor:
    ground: ActingGround
    post: LazyPost | None = strawberry.field(resolver=_post, description="The asker's own seat.")
    behalf_of: LazyPost | None = strawberry.field(resolver=_behalf_of, description="Null: for themselves.")
    basis: str | None
    until: datetime | None = strawberry.field(description="The last moment at which it holds.")
    powers: list[str] = strawberry.field(description="Lent by a delegation; empty for the others.")
    next: bool = strawberry.field(
        description="Of a deputy: whether nobody who is there ranks between, so that they may."
    )


async def acting_for(info: Info) -> Any:
    """The asker's own posts first, then those that they may act for, with everything a choice needs."""
    asker, now = info.context.asker, datetime.now(UTC)
    found = await info.context.reads.run(lambda conn: conn.fetch(BASES, asker, now))
    return [
        Basis(row[0], row[1], row[2], row[3], row[4], msgspec.json.decode(row[5]), row[6]) for row in found
    ]
