"""Who is told of which news, when and how: by the rules of the domain and the wishes of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.notify.news import Known, News, Person, Subject, hears
from backend.notify.words import sentence, with_basis
from backend.push.outbox import Notice
from backend.push.port import Payload
from domain.notices import table
from domain.notices.rule import Rule
from domain.preferences import Level, Quiet

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WORTH = timedelta(days=1)
"""How long a notice is worth showing."""
PATHS = {
    "task": "/viec/{}",
    "channel": "/trao-doi/{}",
    "announcement": "/cong-bo/{}",
    "reminder": "/hom-nay?nhac={}",
    "contest": "/danh-gia/kien-nghi/{}",
    "absence": "/vang-mat/{}",
    "recurrence": "/dinh-ky/{}",
    "handOver": "/ban-giao/{}",
    "delegation": "/uy-quyen/{}",
}
ACTIONS = {
    "task.assigned": "accept",
    "announcement.issued": "ack",
    "announcement.corrected": "ack",
    "announcement.reminded": "ack",
}
"""What can be done from the notice itself."""
SPOKEN = ("mention", "direct")
AT_ONCE = ("task.chased", "reminder.fired")
"""What is urgent whatever it is about: somebody insists, or one chose the hour oneself."""


def plan(news: Iterable[News], known: Known, now: datetime) -> list[Notice]:
    """The notices to send: of each subject the newest for each person."""
    newest: dict[tuple[UUID, UUID], Notice] = {}
    for each in news:
        rule = table.rule_of(each.topic, each.reason)
        if rule is None:
            continue
        for official in _told(each, known):
            person = known.people.get(official)
            if person is not None and wants(person, rule, each):
                newest[(official, each.subject)] = _notice(official, person, each, known, now)
    return list(newest.values())


def _told(news: News, known: Known) -> list[UUID]:
    """Whoever holds the scope, but for who did it, and who has done what they are reminded of."""
    holders = known.holders.get(news.scope, set())
    if news.only is not None:
        holders = holders & news.only
    if news.topic == "announcement.reminded":
        holders = holders - known.done.get(news.subject, set())
    return sorted(each for each in holders - {news.by} if hears(each, news, known.holders))


def wants(person: Person, rule: Rule, news: News) -> bool:
    """Whether the person is to be told of it at once."""
    level = level_of(person, news)
    if rule.group in SPOKEN and level is not None:
        return level == "all" or (level == "mentions" and rule.group == "mention")
    chosen = next((each.ways for each in person.wishes.ways if each.group == rule.group), None)
    return rule.push if chosen is None else "push" in chosen


def level_of(person: Person, news: News) -> Level | None:
    """What the person chose for the place; None: nothing."""
    return next((each.level for each in person.wishes.levels if each.channel == news.subject), None)


def _notice(official: UUID, person: Person, news: News, known: Known, now: datetime) -> Notice:
    subject = known.subjects.get(news.subject, Subject(title=""))
    urgent = subject.urgent or news.topic in AT_ONCE
    begins = now if urgent or person.wishes.quiet is None else after_quiet(person.wishes.quiet, now)
    author = known.people.get(news.by) if news.by is not None else None
    said = sentence(news, author.name if author else None, person.language, subject.count)
    said = with_basis(said, known.lent.get((news.scope, official)), person.language)
    return Notice(
        official=official,
        tag=f"{news.kind}:{news.subject}",
        subject=news.subject,
        message=news.message,
        urgent=urgent,
        content_hidden=person.wishes.content_hidden,
        not_before=begins,
        expires_at=begins + WORTH,
        payload=Payload(
            title=subject.title or said,
            body=said if subject.title else "",
            url=url_of(news),
            kind=news.topic,
            actions=(ACTIONS[news.topic],) if news.waits and news.topic in ACTIONS else (),
            badge=known.badges.get(official),
        ),
    )


def url_of(news: News) -> str:
    """Where it is read: a message, in its place."""
    path = PATHS[news.kind].format(news.subject)
    if news.place is None:
        return path
    return f"{path}?tin={news.place}" + (f"&luong={news.thread}" if news.thread else "")


def after_quiet(quiet: Quiet, now: datetime) -> datetime:
    """Now, or the end of the quiet hours that now lies in."""
    local = now.astimezone(VIETNAM)
    start, end = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end)
    at = local.time()
    within = start <= at < end if start <= end else at >= start or at < end
    if not within:
        return now
    ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)
