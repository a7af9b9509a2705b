"""The morning's e-mail: to each who wishes it, once a day, what they have not read since yesterday."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from backend.mail.digest import Item, compose
from backend.mail.mailer import Mailer, MailPutOff, MailRefused
from backend.notify.news import Known, News, Person, hears
from backend.notify.plan import VIETNAM, level_of, url_of
from backend.notify.reading import known_for, news_of
from backend.notify.words import sentence, with_basis
from backend.store.connection import LOST
from projections.notice import NoticeEntry, NoticeRow

BEGINS, ENDS = time(7, 30), time(11, 0)
"""Between them by the clock in Việt Nam a digest goes out; later it would be of no use as one."""
SINCE = timedelta(hours=24)
PERIOD = 60.0

DUE = """
SELECT p.official, o.email, o.language FROM preferences_view p JOIN official_view o ON o.id = p.official
WHERE p.digest AND o.active AND NOT EXISTS (
    SELECT FROM digest_sent s WHERE s.official = p.official AND s.day = $1
)
"""
CLAIM = "INSERT INTO digest_sent (official, day) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING official"
UNREAD = """
SELECT convert_to(r.fields::text, 'UTF8') FROM notice_view n
JOIN row r ON r.collection = 'notice' AND r.id = n.id
JOIN person_scope p ON p.scope = n.scope AND NOT p.gone
LEFT JOIN read_position d ON d.official = p.official AND d.channel = n.id
WHERE p.official = $1 AND n.newest > coalesce(d.number, 0)
    AND (r.fields -> 'entries' -> -1 ->> 'at')::timestamptz > $2
ORDER BY n.newest DESC
"""

_notice = msgspec.json.Decoder(NoticeRow).decode

log = structlog.get_logger("digest")


class Digests:
    """Several may run: whoever writes down the day first sends it; what could not be sent is not written."""

    def __init__(
        self,
        pool: asyncpg.Pool[asyncpg.Record],
        mailer: Mailer,
        address: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._pool = pool
        self._mailer = mailer
        self._address = address
        self._now = now

    async def send_due(self) -> int:
        """Send what is due now; to how many."""
        local = self._now().astimezone(VIETNAM)
        if not BEGINS <= local.time() < ENDS:
            return 0
        sent = 0
        for record in await self._pool.fetch(DUE, local.date()):
            if self._now().astimezone(VIETNAM).time() >= ENDS:
                break
            sent += await self._send(record, local)
        return sent

    async def _send(self, record: asyncpg.Record, local: datetime) -> bool:
        """One person's; a server that does not answer is asked again with the next look."""
        official: UUID = record["official"]
        try:
            async with self._pool.acquire() as connection:
                conn: Any = connection
                async with conn.transaction():
                    if await conn.fetchval(CLAIM, official, local.date()) is None:
                        return False
                    items = await self._items(conn, official)
                    if items:
                        letter = compose(items, record["language"], self._address)
                        await self._mailer.send(record["email"], letter.subject, letter.text, letter.html)
        except MailPutOff:
            return False
        except MailRefused as refused:
            log.warning("digest refused", official=str(official), code=refused.code)
            await self._pool.execute(CLAIM, official, local.date())
            return False
        return bool(items)

    async def _items(self, conn: Any, official: UUID) -> list[Item]:
        rows = [_notice(row[0]) for row in await conn.fetch(UNREAD, official, self._now() - SINCE)]
        newest = [(row, entry) for row in rows if (entry := _newest(row, official)) is not None]
        news = await news_of(conn, newest)
        known = await known_for(conn, [each for _, each in news])
        items: dict[UUID, Item] = {}
        for entry, each in news:
            person, author = known.people.get(official), known.people.get(each.by) if each.by else None
            subject = known.subjects.get(each.subject)
            if person is None or subject is None or not wanted(official, person, each, known):
                continue
            said = sentence(each, author.name if author else None, person.language, subject.count)
            items.setdefault(
                each.subject,
                Item(
                    title=subject.title,
                    why=with_basis(said, known.lent.get((each.scope, official)), person.language),
                    at=entry.at,
                    url=url_of(each),
                ),
            )
        return list(items.values())


def _newest(row: NoticeRow, official: UUID) -> NoticeEntry | None:
    """The last that somebody else did."""
    return next((entry for entry in reversed(row.entries) if entry.by != official), None)


def wanted(official: UUID, person: Person, news: News, known: Known) -> bool:
    """Whether it is theirs to hear, and of nothing that they have muted."""
    return hears(official, news, known.holders) and level_of(person, news) != "none"


async def keep_sent(digests: Digests) -> None:
    """Look each minute, until cancelled."""
    while True:
        try:
            await digests.send_due()
        except LOST as error:
            log.warning("put off", error=type(error).__name__)
        await asyncio.sleep(PERIOD)
