"""Finding messages by their words, place, author and time: newest first, never more than the asker hears.

Words that are common among what one hears are found by looking through the newest messages; rare ones in the
index, of ever longer times until the page is full. Whoever hears little has it looked through. See
infra/decisions/0041-search-in-messages.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.graphql.listing import Where
from projections.fulltext import Sought, vector
from projections.message import BY, SEEN, WHEN

END = 2**63 - 1
BUCKET = 1 << 16
OFFLINE = timedelta(hours=24)
"""How much older a message may be than its place in the order."""

NEWEST, NEWEST_OF_SHORT = 5_000, 30_000
"""Messages to look through first; more for one or two letters, with which very many words begin."""
LITTLE, MUCH = 5_000, 50_000
"""Messages in one's places: up to LITTLE they are looked through, up to MUCH the index is asked by place."""
MOST_PLACES = 1_000
TIMES = (2, 16)
"""Buckets of the index to look in, before all."""

BY_VALUES = "SET LOCAL plan_cache_mode = force_custom_plan"
"""Which index is the best depends on the words."""
TALKS = """
SELECT DISTINCT id FROM row_scope WHERE scope = ANY($1) AND collection = 'talk' AND NOT gone LIMIT $2
"""
COUNT = "SELECT coalesce(sum(count), 0) FROM channel_view WHERE id = ANY($1)"
BOUND = """
WITH RECURSIVE halving (low, high) AS (
    SELECT 0::bigint, (SELECT coalesce(max(posted), 0) FROM message_view)
    UNION ALL
    SELECT CASE WHEN half.early THEN half.middle ELSE half.low END,
        CASE WHEN half.early THEN half.high ELSE half.middle - 1 END
    FROM (
        SELECT low, high, (low + high + 1) / 2 AS middle, coalesce((
            SELECT m.at < $1 FROM message_view m WHERE m.posted >= (low + high + 1) / 2
            ORDER BY m.posted LIMIT 1
        ), false) AS early FROM halving WHERE low < high
    ) half
)
SELECT max(low) FROM halving
"""
"""The place in the order up to which messages are older than a moment, but for what was written offline."""
LAST = "SELECT coalesce(max(posted), 0) FROM message_view"
WALK = """
SELECT m.id, m.posted FROM (
    SELECT * FROM message_view WHERE posted > {after} AND posted < {before}
    ORDER BY posted DESC LIMIT {newest}
) m WHERE {where} ORDER BY m.posted DESC LIMIT {most}
"""
FIND = """
WITH found AS MATERIALIZED (SELECT m.id, m.posted FROM message_view m WHERE {where})
SELECT id, posted FROM found ORDER BY posted DESC LIMIT {most}
"""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to find; all conditions hold together. Of the order, only what is between `after` and `before`."""

    words: Sought
    channel: UUID | None = None
    author: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    has_file: bool | None = None
    after: int = 0
    before: int = END


Way = tuple[str, Sequence[Any]]
"""A statement and its values."""


async def find(conn: Any, scopes: Sequence[str], wanted: Wanted, most: int) -> list[tuple[UUID, int]]:
    """The newest `most` messages that whoever holds the scopes hears: id and place in the order."""
    await conn.execute(BY_VALUES)
    wanted = await _bounded(conn, wanted)
    found: list[tuple[UUID, int]] = []
    async for statement, values in _ways(conn, scopes, wanted, most):
        found = [(id, order) for id, order in await conn.fetch(statement, *values)]
        if len(found) == most:
            break
    return found


async def _bounded(conn: Any, wanted: Wanted) -> Wanted:
    """The times as places in the order."""
    after, before = wanted.after, wanted.before
    if wanted.since is not None:
        after = await conn.fetchval(BOUND, wanted.since - OFFLINE)
    if wanted.until is not None:
        before = min(before, await conn.fetchval(BOUND, wanted.until + OFFLINE) + 1)
    return msgspec.structs.replace(wanted, after=after, before=before)


async def _ways(conn: Any, scopes: Sequence[str], wanted: Wanted, most: int) -> AsyncIterator[Way]:
    """Statements in turn, until one fills the page; the last one finds all."""
    places, messages = await _places(conn, scopes, wanted.channel)
    if messages <= LITTLE:
        yield _found(_where(scopes, wanted, places), most)
        return
    yield _walked(scopes, wanted, most)
    few = places if messages <= MUCH else None
    newest = min(wanted.before - 1, await conn.fetchval(LAST)) // BUCKET
    for buckets in TIMES:
        yield _found(_where(scopes, wanted, few, range(newest - buckets + 1, newest + 1)), most)
        if newest - buckets < wanted.after // BUCKET:
            return
    yield _found(_where(scopes, wanted, few, ()), most)


async def _places(conn: Any, scopes: Sequence[str], channel: UUID | None) -> tuple[list[UUID], int]:
    """Where to look, and about how many messages are there."""
    if channel is None:
        named = [scope.partition(":") for scope in scopes]
        places = [UUID(id) for kind, _, id in named if kind in ("channel", "unit")]
        others = [
            scope
            for scope, (kind, _, _) in zip(scopes, named, strict=True)
            if kind not in ("channel", "unit")
        ]
        places += [id for (id,) in await conn.fetch(TALKS, others, MOST_PLACES)]
    else:
        places = [channel]
    if len(places) >= MOST_PLACES:
        return places, MUCH + 1
    return places, await conn.fetchval(COUNT, places)


def _where(
    scopes: Sequence[str],
    wanted: Wanted,
    places: Sequence[UUID] | None,
    buckets: Sequence[int] | None = None,
) -> Where:
    """All conditions; words by the index unless `buckets` is None, which are all if there are none."""
    where = _plain(scopes, wanted)
    where.when(f"{BY} && {{}}::uuid[]", places)
    if buckets is not None:
        words = wanted.words
        where.when(f"{vector(words.column)} @@ {{}}::tsquery", words.lexemes if words.terms else None)
        where.when(f"{BY} @> ARRAY[{{}}::uuid]", wanted.author)
        where.when(f"{WHEN} @> ARRAY[{{}}::bigint]", -1 if wanted.has_file else None)
        where.when(f"{WHEN} && {{}}::bigint[]", list(buckets) or None)
    return where


def _plain(scopes: Sequence[str], wanted: Wanted) -> Where:
    where = Where()
    for patterns in wanted.words.patterns:
        column = f"m.{wanted.words.column} LIKE {{}}"
        where.add(f"({' OR '.join([column] * len(patterns))})", *patterns)
    where.when("m.channel = {}", wanted.channel)
    where.when("m.author = {}", wanted.author)
    where.when("m.at >= {}", wanted.since)
    where.when("m.at < {}", wanted.until)
    where.when("(m.files <> '') = {}", wanted.has_file)
    where.add("m.posted > {}", wanted.after)
    where.add("m.posted < {}", wanted.before)
    where.add("NOT m.gone")
    where.add(SEEN, scopes)
    return where


def _found(where: Where, most: int) -> Way:
    return FIND.format(where=where.text, most=most), where.values


def _walked(scopes: Sequence[str], wanted: Wanted, most: int) -> Way:
    where = _plain(scopes, wanted)
    short = any(len(form.words[-1]) <= 2 for forms in wanted.words.terms for form in forms if form.begun)
    where.values += [wanted.after, wanted.before]
    after, before = (f"${len(where.values) - number}" for number in (1, 0))
    newest = NEWEST_OF_SHORT if short else NEWEST
    return WALK.format(after=after, before=before, newest=newest, where=where.text, most=most), where.values
