"""Reads from the rows what is new between two positions, and all that is needed to plan it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Connection

from backend.notify.news import Known, Lent, News, Person, Subject
from domain.preferences import preferences_of
from projections.notice import NoticeEntry, NoticeRow
from projections.personal import PreferencesRow

EXCERPT = 200
MANY = 500
"""Above so many people nobody's icon is counted: that is for what concerns few."""

NOTICES = """
SELECT convert_to(fields::text, 'UTF8') FROM row
WHERE collection = 'notice' AND position > $1 AND position <= $2 ORDER BY position
"""
MESSAGES = """
SELECT m.id, m.channel, m.kind, m.scope, m.author, m.posted, m.thread, left(r.fields ->> 'text', $3) AS text
FROM message_view m JOIN row r ON r.collection = 'message' AND r.id = m.id
WHERE m.posted > $1 AND m.posted <= $2 AND m.scope IS NOT NULL AND NOT m.gone ORDER BY m.posted
"""
EVERYTHING = """
SELECT official, string_to_array(everything_of, ' ')::uuid[] AS channels FROM preferences_view
WHERE everything_of <> '' AND string_to_array(everything_of, ' ') && $1
"""
EXCERPTS = """
SELECT m.id, left(r.fields ->> 'text', $2) AS text, m.posted, CASE
    WHEN m.kind = 'open' THEN NULL
    WHEN m.scope IS NOT NULL THEN ARRAY[m.scope]
    ELSE coalesce((SELECT t.audience FROM row t WHERE t.collection = 'talk' AND t.id = m.channel), '{}')
END AS heard
FROM message_view m JOIN row r ON r.collection = 'message' AND r.id = m.id
WHERE m.id = ANY($1) AND NOT m.gone
"""
"""Of what is still there; those who hold one of `heard` hear it, all if that is null."""
HOLDERS = "SELECT scope, official FROM person_scope WHERE scope = ANY($1) AND NOT gone"
SUBJECTS = """
SELECT id, coalesce(fields ->> 'title', fields ->> 'name', fields ->> 'text', '') AS title,
    coalesce(fields ->> 'urgency' IN ('very-urgent', 'flash', 'urgent'), false) AS urgent,
    fields ->> 'kind' AS kind, 0 AS count
FROM row WHERE collection IN ('task', 'directive', 'channel', 'announcement', 'reminder', 'recurrence')
    AND id = ANY($1)
    AND audience <> '{}'
UNION ALL SELECT a.id, o.name, false, 'absence', 0
FROM absence_view a JOIN official_view o ON o.id = a.official
WHERE a.id = ANY($1)
UNION ALL SELECT h.id, coalesce(p.title, u.name), false, 'handOver', h.items
FROM hand_over_view h JOIN unit_view u ON u.id = h.unit LEFT JOIN post_view p ON p.id = h.post
WHERE h.id = ANY($1)
UNION ALL SELECT id, fields ->> 'paper', false, 'delegation', 0 FROM row
WHERE collection = 'delegation' AND id = ANY($1)
"""
LENT = """
SELECT p.id, p.holder, o.name, ARRAY(
    SELECT r.holder FROM delegation_view d JOIN post_view r ON r.id = d.receiver
    WHERE d.giver = p.id AND d.in_force AND r.holder IS NOT NULL
) AS delegates
FROM post_view p JOIN official_view o ON o.id = p.holder WHERE p.id = ANY($1)
"""
"""Who holds these posts, and to whom their powers are lent."""
DONE = """
SELECT r.announcement, r.official FROM receipt_view r JOIN announcement_view a ON a.id = r.announcement
WHERE a.id = ANY($1) AND r.acknowledged >= a.counts_from
"""
"""Who has acknowledged an announcement is not reminded of it."""
PEOPLE = "SELECT id, name, language FROM official_view WHERE id = ANY($1) AND active"
NAMES = "SELECT id, name FROM official_view WHERE id = ANY($1)"
WISHES = """
SELECT convert_to(fields::text, 'UTF8') FROM row WHERE collection = 'preferences' AND id = ANY($1)
"""
BADGES = """
SELECT o.id, (
    SELECT count(*) FROM (
        SELECT FROM person_scope p JOIN notice_view n ON n.scope = p.scope
        LEFT JOIN read_position r ON r.official = p.official AND r.channel = n.id
        WHERE p.official = o.id AND NOT p.gone AND n.newest > coalesce(r.number, 0) AND EXISTS (
            SELECT FROM row t, json_array_elements(t.fields -> 'entries') e
            WHERE t.collection = 'notice' AND t.id = n.id AND e ->> 'by' IS DISTINCT FROM p.official::text
            AND (e ->> 'position')::bigint > coalesce(r.number, 0)
        ) LIMIT 99
    ) unread
) AS unread
FROM unnest($1::uuid[]) AS o (id)
"""

_notice = msgspec.json.Decoder(NoticeRow).decode
_preferences = msgspec.json.Decoder(PreferencesRow).decode

SPOKEN_TO = ("direct", "group")
"""Kinds of channels of which each message is told, unless one wishes otherwise."""


async def news_between(conn: Connection[Any], after: int, upto: int) -> list[News]:
    """All that happened with `after` < position ≤ `upto`, oldest first."""
    found = [_notice(record[0]) for record in await conn.fetch(NOTICES, after, upto)]
    entries = [(row, entry) for row in found for entry in row.entries if after < entry.position <= upto]
    told = [news for _, news in await news_of(conn, entries)] + await _said(conn, after, upto)
    return sorted(told, key=lambda news: news.position)


async def news_of(
    conn: Connection[Any], entries: Sequence[tuple[NoticeRow, NoticeEntry]]
) -> list[tuple[NoticeEntry, News]]:
    """What entries of notices tell, in their order, with the beginnings of messages; none of what is gone."""
    ids = [entry.message for _, entry in entries if entry.message is not None]
    said = {record["id"]: record for record in await conn.fetch(EXCERPTS, ids, EXCERPT)} if ids else {}
    return [
        (entry, _of_notice(row, entry, said.get(entry.message)))
        for row, entry in entries
        if entry.message is None or entry.message in said
    ]


def _of_notice(row: NoticeRow, entry: NoticeEntry, said: Any) -> News:
    """A task's row holds calls in its talk too: what is told of is the entry's."""
    news = News(
        scope=row.to,
        kind="task" if row.kind == "channel" else row.kind,
        subject=row.subject,
        topic=entry.kind,
        reason=entry.reason,
        position=entry.position,
        by=entry.by,
        waits=entry.waits,
    )
    if said is None:
        return news
    return msgspec.structs.replace(
        news,
        kind="channel",
        message=said["id"],
        heard=None if said["heard"] is None else frozenset(said["heard"]),
        text=said["text"] or "",
        place=said["posted"],
        thread=entry.thread,
    )


async def _said(conn: Connection[Any], after: int, upto: int) -> list[News]:
    """Messages of which not only those are told who were called: between few, or by wish."""
    said = await conn.fetch(MESSAGES, after, upto, EXCERPT)
    others = {str(record["channel"]) for record in said if record["kind"] not in SPOKEN_TO}
    wishing: dict[UUID, set[UUID]] = {}
    for official, channels in await conn.fetch(EVERYTHING, list(others)) if others else ():
        for channel in channels:
            wishing.setdefault(channel, set()).add(official)
    news = []
    for record in said:
        spoken_to = record["kind"] in SPOKEN_TO
        only = None if spoken_to else frozenset(wishing.get(record["channel"], ()))
        if only is None or only:
            news.append(
                News(
                    scope=record["scope"],
                    kind="channel",
                    subject=record["channel"],
                    topic="message.posted",
                    reason="direct",
                    position=record["posted"],
                    by=record["author"],
                    message=record["id"],
                    heard=frozenset({record["scope"]}),
                    text=record["text"] or "",
                    place=record["posted"],
                    thread=record["thread"],
                    only=only,
                )
            )
    return news


async def known_for(conn: Connection[Any], news: Sequence[News]) -> Known:
    """Everything that planning this news needs."""
    holders: dict[str, set[UUID]] = {}
    scopes = {scope for each in news for scope in (each.scope, *(each.heard or ()))}
    for scope, official in await conn.fetch(HOLDERS, list(scopes)):
        holders.setdefault(scope, set()).add(official)
    reminded = {each.subject for each in news if each.topic == "announcement.reminded"}
    told = {official for each in news for official in holders.get(each.scope, ())}
    return Known(
        holders=holders,
        subjects=await _subjects(conn, {each.subject for each in news}),
        people=await _people(conn, told, {each.by for each in news if each.by is not None}),
        done=await _done(conn, reminded),
        lent=await _lent(conn, {scope: holders.get(scope, set()) for scope in scopes}),
        badges=dict(await conn.fetch(BADGES, list(told))) if len(told) <= MANY else {},
    )


async def _lent(conn: Connection[Any], holders: Mapping[str, set[UUID]]) -> dict[tuple[str, UUID], Lent]:
    """Of those who hold the scope of a post and not the post: why."""
    posts = {UUID(scope.partition(":")[2]): scope for scope in holders if scope.startswith("post:")}
    found: dict[tuple[str, UUID], Lent] = {}
    for record in await conn.fetch(LENT, list(posts)) if posts else ():
        scope = posts[record["id"]]
        for official in holders[scope] - {record["holder"]}:
            by_delegation = official in record["delegates"]
            found[scope, official] = Lent("delegation" if by_delegation else "stand-in", record["name"])
    return found


async def _done(conn: Connection[Any], announcements: set[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for announcement, official in await conn.fetch(DONE, list(announcements)) if announcements else ():
        found.setdefault(announcement, set()).add(official)
    return found


async def _subjects(conn: Connection[Any], ids: Iterable[UUID]) -> dict[UUID, Subject]:
    """A direct channel has no name: what is said there stands under who said it."""
    found = await conn.fetch(SUBJECTS, list(ids))
    return {
        record["id"]: Subject(title=record["title"], urgent=record["urgent"], count=record["count"])
        for record in found
    }


async def _people(conn: Connection[Any], told: set[UUID], authors: set[UUID]) -> dict[UUID, Person]:
    wishes = await conn.fetch(WISHES, [preferences_of(official) for official in told])
    chosen = {row.official: row.wishes for row in (_preferences(record[0]) for record in wishes)}
    people = {id: Person(name=name) for id, name in await conn.fetch(NAMES, list(authors - told))}
    for record in await conn.fetch(PEOPLE, list(told)):
        id = record["id"]
        person = Person(name=record["name"], language=record["language"])
        people[id] = msgspec.structs.replace(person, wishes=chosen[id]) if id in chosen else person
    return people
