"""The outbox: notices on their way to devices. Planners put them in, senders take them out by lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.push.port import Kind, Parcel, Payload, Result, Target

CHANNEL = "congvu_push"
LEASE = timedelta(seconds=90)
"""Longer than any provider may take for a batch; after it another sender tries again."""
LOOKING = timedelta(seconds=60)
"""How old the word of a device that it is looking at something may be."""
KEPT = timedelta(days=7)
"""How long what became of a notice can be asked."""
KEPT_TARGETS = timedelta(days=90)
"""How long a removed device is listed."""
DONE = ("delivered", "gone", "unfit")
"""Results after which nothing is left to try."""

Connection = Any
"""A connection or a pool of asyncpg's."""

ENQUEUE = """
WITH new AS (
    INSERT INTO push_outbox (
        official, target, kind, tag, subject, message, urgent, content_hidden, payload, not_before, due_at,
        expires_at
    )
    SELECT n.official, t.id, t.kind, n.tag, n.subject, n.message, n.urgent, n.content_hidden, n.payload,
        n.begins, n.begins, coalesce(n.expires_at, n.begins + interval '1 day')
    FROM (
        SELECT *, coalesce(not_before, now()) AS begins FROM jsonb_to_recordset($1::jsonb) AS given (
            official uuid, tag text, subject uuid, message uuid, urgent boolean, content_hidden boolean,
            payload jsonb, not_before timestamptz, expires_at timestamptz, device uuid
        )
    ) n
    JOIN push_live t ON t.official = n.official AND (n.device IS NULL OR t.device = n.device)
    RETURNING id
)
SELECT id, pg_notify($2, '') FROM new
"""

# A notice that a newer one of its tag has overtaken is not sent any more, so a late retry never hides news.
CLAIM = """
WITH due AS (
    SELECT id FROM push_outbox
    WHERE kind = $1 AND done_at IS NULL AND due_at <= now()
    ORDER BY urgent DESC, due_at LIMIT $2
    FOR UPDATE SKIP LOCKED
), looked AS (
    SELECT o.id, t.form, t.address, t.digest, t.key, t.language, t.content_hidden, t.held_until,
        CASE
            WHEN t.removed_at IS NOT NULL THEN 'gone'
            WHEN l.id IS NULL THEN 'session-over'
            WHEN o.expires_at <= now() THEN 'expired'
            WHEN EXISTS (
                SELECT FROM push_outbox n
                WHERE n.target = o.target AND n.tag = o.tag AND n.id > o.id AND n.not_before <= now()
                    AND coalesce(n.outcome, 'delivered') IN ('delivered', 'seen')
            ) THEN 'replaced'
            WHEN EXISTS (
                SELECT FROM device_sight s
                WHERE s.device = t.device AND s.official = t.official AND s.looking
                    AND o.subject = ANY(s.subjects) AND s.at > now() - $4::interval
            ) THEN 'seen'
        END AS outcome
    FROM due JOIN push_outbox o USING (id)
    JOIN push_target t ON t.id = o.target LEFT JOIN push_live l ON l.id = o.target
)
UPDATE push_outbox o SET
    done_at = CASE WHEN l.outcome IS NOT NULL THEN now() END,
    outcome = l.outcome,
    due_at = CASE WHEN l.held_until > now() THEN l.held_until ELSE now() + $3::interval END,
    attempts = o.attempts + (l.outcome IS NULL AND coalesce(l.held_until <= now(), true))::int
FROM looked l WHERE o.id = l.id
RETURNING o.id, o.target, o.kind, o.tag, o.subject, o.urgent, o.payload, o.attempts,
    l.form, l.address, l.digest, l.key, l.language, l.content_hidden OR o.content_hidden AS content_hidden,
    l.outcome IS NOT NULL OR coalesce(l.held_until > now(), false) AS kept_back,
    greatest(1, extract(epoch FROM o.expires_at - now())::int) AS ttl
"""

RECORD = """
WITH result AS (
    SELECT * FROM unnest(
        $2::bigint[], $3::bigint[], $4::bytea[], $5::int[], $6::text[], $7::text[], $8::float8[],
        $9::boolean[]
    ) AS r (id, target, digest, attempt, outcome, code, seconds, held)
), noted AS (
    UPDATE push_outbox o SET
        done_at = CASE WHEN r.outcome = ANY($10) THEN now() END,
        outcome = CASE WHEN r.outcome = ANY($10) THEN r.outcome END,
        last_error = CASE WHEN r.outcome = 'delivered' THEN o.last_error ELSE r.code END,
        due_at = now() + make_interval(secs => r.seconds)
    FROM result r
    WHERE o.id = r.id AND o.done_at IS NULL AND (r.outcome = 'delivered' OR o.attempts = r.attempt)
), device AS (
    SELECT target, digest, bool_or(outcome = 'delivered') AS delivered, bool_or(outcome = 'gone') AS gone,
        count(*) FILTER (WHERE outcome = 'refused') AS refused, max(seconds) FILTER (WHERE held) AS held,
        (array_agg(outcome ORDER BY id DESC) FILTER (WHERE outcome <> 'delivered'))[1] AS failure,
        (array_agg(code ORDER BY id DESC) FILTER (WHERE outcome <> 'delivered'))[1] AS code
    FROM result GROUP BY target, digest
), told AS (
    UPDATE push_target t SET
        last_success_at = CASE WHEN d.delivered THEN now() ELSE t.last_success_at END,
        last_failure_at = CASE WHEN d.failure IS NOT NULL THEN now() ELSE t.last_failure_at END,
        failure = coalesce(d.failure, t.failure),
        failure_code = coalesce(d.code, t.failure_code),
        failing_since = CASE WHEN NOT d.delivered THEN coalesce(t.failing_since, now()) END,
        refused = CASE WHEN d.delivered THEN 0 ELSE t.refused END + d.refused,
        held_until = now() + make_interval(secs => d.held),
        removed_at = CASE WHEN d.gone THEN now() ELSE t.removed_at END,
        removal = CASE WHEN d.gone THEN 'gone' ELSE t.removal END
    FROM device d
    WHERE t.id = d.target AND t.digest = d.digest AND t.removed_at IS NULL
)
INSERT INTO push_count AS c (kind, outcome, code, n)
SELECT $1, outcome, code, count(*) FROM result GROUP BY outcome, code ORDER BY outcome, code
ON CONFLICT (kind, outcome, code) DO UPDATE SET n = c.n + excluded.n
"""

TAKEN_BACK = """
UPDATE push_outbox o SET done_at = now(), outcome = 'withdrawn'
FROM row r JOIN message_view m ON m.id = r.id
WHERE r.collection = 'message' AND r.position > $1 AND r.position <= $2 AND m.gone
    AND o.message = m.id AND o.done_at IS NULL
"""
NOT_HEARD = """
UPDATE push_outbox o SET done_at = now(), outcome = 'withdrawn'
FROM person_scope p, message_view m
WHERE p.gone AND p.position > $1 AND p.position <= $2
    AND o.official = p.official AND o.done_at IS NULL AND m.id = o.message AND m.scope = p.scope
"""

SWEEP = "DELETE FROM push_outbox WHERE done_at < $1 OR expires_at < $1"
SWEEP_TARGETS = """
DELETE FROM push_target t WHERE removed_at < $1 OR coalesce(last_success_at, created_at) < $1
    AND NOT EXISTS (SELECT FROM session s WHERE s.id = t.session)
"""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something to show to an official on all their devices, or on one; the newest of a `tag` is shown, once.

    `subject`: what it is about, so that a device which is looking at it is not disturbed; `message`: what it
    tells of, so that it is not sent once that is taken back or heard no longer (`withdraw`). It is sent not
    before `not_before` (now) and not after `expires_at` (a day later). `content_hidden`: only that there is
    something is shown, on all devices; a device may wish that for itself too.
    """

    official: UUID
    tag: str
    payload: Payload
    subject: UUID | None = None
    message: UUID | None = None
    urgent: bool = False
    content_hidden: bool = False
    not_before: datetime | None = None
    expires_at: datetime | None = None
    device: UUID | None = None


async def enqueue(connection: Connection, notices: Sequence[Notice]) -> list[int]:
    """Put notices in for all live devices of their officials, in one statement; the ids of what will be sent.

    In a transaction they are sent once it is committed. None for who has no device: that is no error.
    """
    given = msgspec.json.encode(notices).decode()
    return [row["id"] for row in await connection.fetch(ENQUEUE, given, CHANNEL)]


async def withdraw(connection: Connection, after: int, upto: int) -> None:
    """End notices of messages that were taken back, or left unheard, with `after` < position ≤ `upto`."""
    for statement in (TAKEN_BACK, NOT_HEARD):
        await connection.execute(statement, after, upto)


class Outbox:
    """What senders do with it, each in one statement: however many they are, one has a notice at a time."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def claim(self, kind: Kind, most: int) -> tuple[list[Parcel], int]:
        """Take up to `most` that are due, urgent ones first; those to send, and how many were looked at."""
        rows = await self._pool.fetch(CLAIM, kind, most, LEASE, LOOKING)
        return [_parcel(row) for row in rows if not row["kept_back"]], len(rows)

    async def record(self, kind: Kind, results: Sequence[tuple[Parcel, Result, float]]) -> None:
        """Write down what became of parcels; with each the seconds until it is tried again, if it is."""
        columns = [
            (
                parcel.id,
                parcel.target.id,
                parcel.target.digest,
                parcel.attempt,
                result.outcome,
                result.code,
                seconds,
                result.after is not None and result.outcome == "again",
            )
            for parcel, result, seconds in results
        ]
        await self._pool.execute(RECORD, kind, *map(list, zip(*columns, strict=True)), list(DONE))


async def sweep(pool: asyncpg.Pool, now: datetime) -> None:
    """Forget what was sent long ago, and devices that were removed longer ago still."""
    await pool.execute(SWEEP, now - KEPT)
    await pool.execute(SWEEP_TARGETS, now - KEPT_TARGETS)


def _parcel(row: asyncpg.Record) -> Parcel:
    target = Target(
        id=row["target"],
        kind=row["kind"],
        form=row["form"],
        address=msgspec.json.decode(row["address"]),
        digest=row["digest"],
        key=row["key"],
        language=row["language"],
        content_hidden=row["content_hidden"],
    )
    return Parcel(
        id=row["id"],
        target=target,
        tag=row["tag"],
        payload=msgspec.json.decode(row["payload"], type=Payload),
        ttl=row["ttl"],
        attempt=row["attempts"],
        urgent=row["urgent"],
        subject=str(row["subject"]) if row["subject"] else None,
    )
