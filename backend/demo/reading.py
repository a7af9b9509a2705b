"""What people of the demo city have read before one looks at it: all but what is new since yesterday."""

from __future__ import annotations

import asyncpg

EMPTY = "SELECT NOT EXISTS (SELECT FROM read_position)"
NOTICES = """
INSERT INTO read_position (official, channel, number)
SELECT p.official, n.id, n.newest
FROM notice_view n JOIN row r ON r.collection = 'notice' AND r.id = n.id
JOIN person_scope p ON p.scope = n.scope AND NOT p.gone
WHERE (r.fields -> 'entries' -> -1 ->> 'at')::timestamptz < now() - interval '20 hours'
ON CONFLICT DO NOTHING
"""
TALK = """
INSERT INTO read_position (official, channel, number)
SELECT DISTINCT p.official, r.id,
    (r.fields ->> 'count')::bigint - CASE WHEN c.last_at > now() - interval '1 day' THEN 2 ELSE 0 END
FROM row r JOIN row_scope s ON s.collection = r.collection AND s.id = r.id AND NOT s.gone AND s.scope <> 'all'
JOIN person_scope p ON p.scope = s.scope AND NOT p.gone
LEFT JOIN channel_view c ON c.id = r.id
WHERE r.collection IN ('channel', 'talk') AND (r.fields ->> 'count')::bigint > 1
ON CONFLICT DO NOTHING
"""


async def read_up(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Once, when nobody has read anything yet."""
    if await connection.fetchval(EMPTY):
        await connection.execute(NOTICES)
        await connection.execute(TALK)
