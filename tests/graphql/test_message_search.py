"""Messages are found as people type, by words, place, author, time and file: what one hears, newest first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.graphql import message_search
from backend.graphql.hits import LONGEST, excerpt
from backend.graphql.ids import global_id, uuid_of
from backend.store.store import Store
from domain.message import commands as messages
from projections.fulltext import sought
from tests.graphql.conftest import Ask
from tests.graphql.rooms import Room
from tests.graphql.test_talk import asked, shown
from tests.projections.city import City

SEARCH = """
query ($words: String!, $channel: ID, $author: ID, $since: DateTime, $until: DateTime, $hasFile: Boolean,
    $first: Int! = 100, $after: String) {
  searchMessages(query: $words, channel: $channel, author: $author, since: $since, until: $until,
      hasFile: $hasFile, first: $first, after: $after) {
    nodes { message { id } excerpt } pageInfo { hasNextPage endCursor }
  }
}
"""


@pytest.fixture
async def room(city: City, store: Store) -> Room:
    """What is said about floods, by whom, when, with files."""
    made = Room(city)
    for number in range(12):
        city.now += timedelta(days=1)
        who = number % 3
        files = (city.upload(made.people[who]),) if number % 4 == 0 else ()
        made.say(f"Báo cáo ngập số {number}: hẻm {number % 2 + 41}", who, attachments=files)
    await shown(city, store)
    return made


@pytest.fixture(params=["little", "walked", "indexed by place", "indexed", "in times"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much there is to look through."""
    little, much, newest, times = {
        "little": (10_000, 10_000, 5_000, (2,)),
        "walked": (0, 0, 5_000, (2,)),
        "indexed by place": (0, 10_000, 3, ()),
        "indexed": (0, 0, 3, ()),
        "in times": (0, 0, 0, (2,)),
    }[request.param]
    for name, value in {"LITTLE": little, "MUCH": much, "NEWEST": newest, "TIMES": times}.items():
        monkeypatch.setattr(message_search, name, value)


async def found(ask: Ask, who: UUID, query: str, **more: Any) -> list[UUID]:
    """The messages that a search gives, all pages of seven."""
    every: list[UUID] = []
    after, next_page = None, True
    while next_page:
        page = await asked(ask, who, SEARCH, words=query, first=7, after=after, **more)
        every += [uuid_of(node["message"]["id"]) for node in page["nodes"]]
        after, next_page = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return every


@pytest.mark.usefixtures("way")
async def test_all_conditions_hold_newest_first(ask: Ask, room: Room) -> None:
    city = room.city
    states = [city.nouns[at.stream].state for at in city.events if at.topic == "message.posted"]
    mine = [state for state in states[::-1] if state.channel == room.id and "ngập" in state.text]
    middle, person = mine[5].at, room.people[1]
    cases: list[tuple[str, dict[str, Any], Any]] = [
        ("ngap", {}, lambda _: True),
        ("báo cáo ngập hẻm 41", {}, lambda state: state.text.endswith("41")),
        ("bao cao hem 4", {"channel": str(room.id)}, lambda _: True),
        ("ngap", {"author": global_id("Official", person)}, lambda state: state.author == person),
        ("ngap", {"since": middle.isoformat()}, lambda state: state.at >= middle),
        ("ngap", {"until": middle.isoformat()}, lambda state: state.at < middle),
        ("ngap", {"hasFile": True}, lambda state: state.attachments),
        (
            "ngập",
            {"hasFile": False, "until": middle.isoformat()},
            lambda s: not s.attachments and s.at < middle,
        ),
        ("ngap", {"channel": str(city.units[0])}, lambda _: False),
        ("ngạp", {}, lambda _: False),
    ]
    for query, more, holds in cases:
        expected = [state.id for state in mine if holds(state)]
        assert await found(ask, person, query, **more) == expected, (query, more)


@pytest.mark.usefixtures("way")
async def test_without_words_conditions_alone_find(ask: Ask, room: Room) -> None:
    every = await found(ask, room.people[0], "", channel=str(room.id))
    assert len(every) == 60 + len(room.answers) + 12
    assert await found(ask, room.people[0], " ", channel=str(room.id), hasFile=True) == [
        id for id in every if room.city.nouns[id].state.attachments
    ]


@pytest.mark.usefixtures("way")
async def test_nobody_finds_what_they_do_not_hear(ask: Ask, room: Room) -> None:
    for stranger in (room.city.people[0], UUID(int=1)):
        assert await found(ask, stranger, "hem 41") == []
        assert await found(ask, stranger, "", channel=str(room.id)) == []


async def test_what_was_taken_back_is_not_found(ask: Ask, room: Room, store: Store) -> None:
    said = room.say("Mật khẩu là xoài cát")
    await shown(room.city, store)
    assert await found(ask, room.people[1], "xoài cát") == [said]
    room.run(messages.Retract(message=said))
    await shown(room.city, store)
    assert await found(ask, room.people[1], "xoai cat") == []
    assert said not in await found(ask, room.people[1], "")


async def test_the_cursor_of_another_list_is_refused(ask: Ask, room: Room) -> None:
    result = await ask(room.people[0], SEARCH, words="ngap", after="WyJhIiwiYiJd")
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "page.cursor"}


def test_an_excerpt_is_what_is_around_the_first_word() -> None:
    long = "Kính gửi các đồng chí, " * 10 + "**ngập** nặng ở hẻm 41. " + "Đề nghị bơm nước. " * 20
    cut = excerpt(long, sought("hem 41"))
    assert len(cut) <= LONGEST + 2
    assert (cut[0], cut[-1]) == ("…", "…")
    assert "ngập nặng ở hẻm 41" in cut
    assert excerpt("Ngập ở P. Bến Nghé", sought("phường bến")) == "Ngập ở P. Bến Nghé"
    assert excerpt("", sought("x")) == ""
