"""Who is told, when and how: by the table of rules and the wishes of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from backend.notify.news import Known, Lent, News, Person, Subject
from backend.notify.plan import after_quiet, plan
from backend.notify.words import WORDS, sentence
from domain.notices import table
from domain.preferences import ChannelLevel, GroupWays, Quiet, Wishes

AN, BINH, CUC = (UUID(int=n) for n in (1, 2, 3))
TASK, CHANNEL = UUID(int=10), UUID(int=11)
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
"""22:30 in Việt Nam."""
QUIET = Quiet(start="21:00", end="06:30")


def news(**fields: Any) -> News:
    usual: dict[str, Any] = {
        "scope": "post:p",
        "kind": "task",
        "subject": TASK,
        "topic": "task.assigned",
        "reason": "lead",
        "position": 5,
        "by": AN,
        "waits": True,
    }
    return News(**(usual | fields))


def said(**fields: Any) -> News:
    usual: dict[str, Any] = {
        "scope": "channel:c",
        "kind": "channel",
        "subject": CHANNEL,
        "topic": "message.posted",
        "reason": "direct",
        "text": "Nước rút",
        "place": 7,
        "waits": False,
    }
    return news(**(usual | fields))


def known(urgent: bool = False, **wishes: Wishes) -> Known:
    people = {AN: Person("An"), BINH: Person("Bình"), CUC: Person("Cúc", "en")}
    for name, wish in wishes.items():
        id = {"binh": BINH, "cuc": CUC}[name]
        people[id] = Person(people[id].name, people[id].language, wish)
    return Known(
        holders={"post:p": {AN, BINH, CUC}, "channel:c": {AN, BINH, CUC}},
        subjects={TASK: Subject("Kiểm tra điểm ngập", urgent), CHANNEL: Subject("Chống ngập")},
        people=people,
    )


def told(*found: News, know: Known | None = None, now: datetime = NOON) -> dict[UUID, Any]:
    return {notice.official: notice for notice in plan(found, know or known(), now)}


def test_whoever_sits_there_is_told_but_who_did_it() -> None:
    assert told(news()).keys() == {BINH, CUC}


def test_what_is_told_names_the_thing_who_did_it_and_what_one_can_do() -> None:
    notice = told(news())[BINH]
    assert (notice.payload.title, notice.payload.body) == ("Kiểm tra điểm ngập", "An giao cho bạn chủ trì")
    assert (notice.payload.url, notice.payload.actions) == (f"/viec/{TASK}", ("accept",))
    assert told(news())[CUC].payload.body == "An gave you the lead"


def test_of_one_thing_the_newest_is_told_under_one_tag() -> None:
    found = plan([news(), news(topic="task.chased", position=6)], known(), NOON)
    assert len({(n.official, n.tag) for n in found}) == len(found) == 2
    assert all("đôn đốc" in n.payload.body or "reminds" in n.payload.body for n in found)


@pytest.mark.parametrize(
    ("wish", "is_told"),
    [
        (Wishes(), True),
        (Wishes(ways=(GroupWays(group="assigned", ways=()),)), False),
        (Wishes(ways=(GroupWays(group="assigned", ways=("push",)),)), True),
        (Wishes(ways=(GroupWays(group="progress", ways=()),)), True),
    ],
)
def test_ways_of_a_group_are_ones_own(wish: Wishes, is_told: bool) -> None:
    assert (BINH in told(news(), know=known(binh=wish))) is is_told


@pytest.mark.parametrize(
    ("level", "reasons"),
    [
        ("all", {"direct", "mentioned"}),
        ("mentions", {"mentioned"}),
        ("none", set()),
        (None, {"direct", "mentioned"}),
    ],
)
def test_a_channel_can_be_muted(level: Any, reasons: set[str]) -> None:
    wish = Wishes(levels=(ChannelLevel(channel=CHANNEL, level=level),) if level else ())
    found = {r for r in ("direct", "mentioned") if BINH in told(said(reason=r), know=known(binh=wish))}
    assert found == reasons


def test_what_only_some_wish_to_hear_reaches_only_those() -> None:
    assert told(said(only=frozenset({CUC}))).keys() == {CUC}


def test_who_has_acknowledged_is_not_reminded() -> None:
    reminded = news(kind="announcement", topic="announcement.reminded", reason="addressed")
    everybody = known()
    assert told(reminded, know=everybody).keys() == {BINH, CUC}
    assert told(reminded, know=msgspec.structs.replace(everybody, done={TASK: {BINH}})).keys() == {CUC}


def test_quiet_hours_hold_back_what_is_not_urgent_until_they_end() -> None:
    quiet = known(binh=Wishes(quiet=QUIET))
    assert told(news(), know=quiet, now=NIGHT)[BINH].not_before == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    urgent = known(True, binh=Wishes(quiet=QUIET))
    assert told(news(), know=urgent, now=NIGHT)[BINH].not_before == NIGHT
    assert told(news(topic="task.chased"), know=quiet, now=NIGHT)[BINH].urgent


@pytest.mark.parametrize(
    ("start", "end", "at", "ends"),
    [
        ("21:00", "06:30", "20:59", None),
        ("21:00", "06:30", "21:00", "06:30+1"),
        ("21:00", "06:30", "06:29", "06:30"),
        ("21:00", "06:30", "06:30", None),
        ("12:00", "13:30", "12:10", "13:30"),
        ("12:00", "13:30", "13:30", None),
    ],
)
def test_quiet_hours(start: str, end: str, at: str, ends: str | None) -> None:
    now = datetime.fromisoformat(f"2026-03-02T{at}:00+07:00")
    until = now
    if ends is not None:
        day = 3 if ends.endswith("+1") else 2
        until = datetime.fromisoformat(f"2026-03-0{day}T{ends.removesuffix('+1')}:00+07:00")
    assert after_quiet(Quiet(start=start, end=end), now) == until


def test_a_message_opens_in_its_place() -> None:
    assert told(said())[BINH].payload.url == f"/trao-doi/{CHANNEL}?tin=7"
    assert told(said(thread=TASK))[BINH].payload.url == f"/trao-doi/{CHANNEL}?tin=7&luong={TASK}"
    assert told(said())[BINH].payload.body == "An: Nước rút"


@pytest.mark.parametrize("language", WORDS)
def test_all_that_is_pushed_has_words(language: str) -> None:
    rules = [(topic, rule) for topic, rules in table.RULES.items() for rule in rules if rule.push]
    rules += [("message.posted", table.ANSWERED), ("message.posted", table.DIRECT)]
    plain = WORDS[language][""]
    for topic, rule in rules:
        assert sentence(news(topic=topic, reason=rule.reason), "An", language) != plain, (topic, rule.reason)


def test_who_is_told_of_what_is_anothers_is_told_why() -> None:
    bases = {
        ("post:p", BINH): Lent(ground="stand-in", name="Dung"),
        ("post:p", CUC): Lent(ground="delegation", name="Dung"),
        ("post:q", AN): Lent(ground="stand-in", name="Dung"),
    }
    found = told(news(by=None), know=msgspec.structs.replace(known(), lent=bases))
    assert found[BINH].payload.body.endswith(" (vì bạn thay Dung)")
    assert found[CUC].payload.body.endswith(" (because Dung delegated it to you)")
    assert "(" not in found[AN].payload.body
