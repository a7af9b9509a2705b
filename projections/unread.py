"""What somebody has not read: by channel, how many messages, and how many that call them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

LOOKED_AT = 1_000
"""Calls are counted among so many of a channel's newest messages."""

UNREAD = f"""
WITH mine AS MATERIALIZED (
    SELECT scope, split_part(scope, ':', 1) AS kind FROM person_scope WHERE official = $1 AND NOT gone
), place AS MATERIALIZED (
    SELECT split_part(scope, ':', 2)::uuid AS id FROM mine WHERE kind IN ('channel', 'unit')
    UNION SELECT s.id FROM row_scope s
    WHERE s.scope = ANY(ARRAY(SELECT scope FROM mine WHERE kind NOT IN ('channel', 'unit')))
    AND s.collection = 'talk' AND NOT s.gone
)
SELECT c.id, c.count - coalesce(p.number, 0), called.times
FROM place JOIN channel_view c ON c.id = place.id
LEFT JOIN read_position p ON p.official = $1 AND p.channel = c.id
CROSS JOIN LATERAL (
    SELECT count(*) AS times FROM message_view m
    WHERE m.channel = c.id AND m.called <> '' AND m.number > 0 AND NOT m.gone
    AND m.number > greatest(coalesce(p.number, 0), c.count - {LOOKED_AT})
    AND string_to_array(m.called, ' ') && (
        ARRAY(SELECT scope FROM mine WHERE kind IN ('user', 'post', 'unit', 'desk')) || m.scope
    )
) called
WHERE c.count > coalesce(p.number, 0)
"""  # noqa: S608 - constants
"""Of the channels and units that the official $1 hears, and of tasks and directives where something was said.

Who hears a channel is called by its scope, when everyone is.
"""


class Unread(msgspec.Struct, frozen=True):
    """A place where there is something new: `count` messages (answers in threads are not counted), of which
    `mentions` name the official, a post of theirs, one of their units, or everyone.
    """

    channel: UUID
    count: int
    mentions: int


async def unread(conn: Any, official: UUID) -> list[Unread]:
    """All that somebody has not read; tasks and directives on which they only look down are left out."""
    return [Unread(*row) for row in await conn.fetch(UNREAD, official)]
