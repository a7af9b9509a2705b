"""What was said is read by those who hear it, from any place in its history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
import pytest

from backend.graphql.ids import global_id
from backend.store.store import Store
from domain.channel import commands as channels
from domain.message import commands as messages
from domain.message.state import Mention
from domain.organisation import Organisation
from domain.seeing import sees
from domain.talk import place_of
from domain.task import commands as tasks
from tests.graphql.conftest import Ask
from tests.graphql.rooms import Room
from tests.projections.city import City

PAGE = """
query ($channel: ID!, $before: Int, $after: Int, $around: Int, $number: Int, $date: DateTime, $thread: ID,
    $first: Int! = 10) {
  messages(channel: $channel, before: $before, after: $after, around: $around, number: $number, date: $date,
      thread: $thread, first: $first) {
    nodes { id order number text row } hasBefore hasAfter position
  }
}
"""
MESSAGE = """
query ($id: ID!) { message(id: $id) {
  kind channel { id } task { id } author { id } post { id } text html
  mentions { kind official { id } post { id } unit { id } }
  thread { id } replies attachments { key name size } cards { kind id } origin { message } number editedAt
  retractedBy { id } pinned reactions { emoji officials { id } } versions { at text }
} }
"""
CHANNELS = """
query ($heard: Boolean, $search: String, $after: String) {
  channels(heard: $heard, search: $search, first: 3, after: $after) {
    nodes { id name kind last { text } } pageInfo { hasNextPage endCursor }
  }
}
"""
MEMBERS = """
query ($id: ID!, $search: String, $after: String) { channel(id: $id) {
  memberCount moderators { id } pinned { text }
  members(search: $search, first: 2, after: $after) {
    nodes { moderator official { id name } } pageInfo { hasNextPage endCursor }
  }
} }
"""
UNREAD = "{ me { unread { channel count mentions } } }"
READ = "INSERT INTO read_position (official, channel, number) VALUES ($1, $2, $3)"
FIELDS = "SELECT convert_to(fields::text, 'UTF8') FROM row WHERE collection = 'message' AND id = $1"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
async def room(city: City, store: Store) -> Room:
    made = Room(city)
    await shown(city, store)
    return made


async def shown(city: City, store: Store) -> None:
    """Wait until what happened in the city can be read."""
    await city.store(store)
    await city.shown()  # type: ignore[attr-defined]


async def asked(ask: Ask, who: UUID, query: str, **variables: Any) -> Any:
    """The answer's one field."""
    result = await ask(who, query, **variables)
    assert result.errors is None, result.errors
    assert result.data is not None
    [found] = result.data.values()
    return found


async def orders(ask: Ask, room: Room, **place: Any) -> tuple[list[int], bool, bool]:
    """The order of each message of a page, and whether there are some before and after."""
    page = await asked(ask, room.people[0], PAGE, channel=str(room.id), **place)
    return [node["order"] for node in page["nodes"]], page["hasBefore"], page["hasAfter"]


async def test_pages_lead_back_to_the_first_message_and_forth_to_the_last(ask: Ask, room: Room) -> None:
    every = [room.order(message) for message in room.said]
    found, before, after = await orders(ask, room)
    assert (found, before, after) == (every[-10:], True, False)
    back = found
    while before:
        page, before, after = await orders(ask, room, before=back[0], first=7)
        assert after
        back = page + back
    assert back == every
    forth, before, after = await orders(ask, room, after=0, first=7)
    assert not before
    while after:
        page, before, after = await orders(ask, room, after=forth[-1], first=7)
        assert before
        forth += page
    assert forth == every


async def test_a_page_around_a_message_a_number_and_a_day(ask: Ask, room: Room) -> None:
    every = [room.order(message) for message in room.said]
    assert await orders(ask, room, around=every[30]) == (every[25:35], True, True)
    assert await orders(ask, room, around=every[2]) == (every[:7], False, True)
    assert await orders(ask, room, number=31) == (every[25:35], True, True)
    assert (await orders(ask, room, number=61))[0][-1] == every[-1]
    times = [room.city.nouns[message].state.at.astimezone(ZONE) for message in room.said]
    day = times[20].date()
    first = next(at for at, time in enumerate(times) if time.date() == day)
    for date in (f"{day}T23:59:00+07:00", str(day), f"{day}T00:00:00+07:00"):
        assert await orders(ask, room, date=date) == (every[first - 5 : first + 5], True, True)
    late = datetime.now(ZONE) + timedelta(days=9_000)
    assert await orders(ask, room, date=late.isoformat()) == (every[-5:], True, False)


async def test_answers_are_pages_of_their_thread_and_not_of_the_channel(ask: Ask, room: Room) -> None:
    every = [room.order(message) for message in room.answers]
    thread = global_id("Message", room.said[6])
    assert await orders(ask, room, thread=thread) == (every[-10:], len(every) > 10, False)
    assert await orders(ask, room, thread=thread, around=every[8]) == (every[3:13], True, True)
    root = await asked(ask, room.people[1], MESSAGE, id=thread)
    answer = await asked(ask, room.people[1], MESSAGE, id=str(room.answers[0]))
    assert root["replies"] == len(every)
    assert (answer["thread"]["id"], answer["number"]) == (thread, 0)


async def test_two_places_at_once_are_refused(ask: Ask, room: Room) -> None:
    result = await ask(room.people[0], PAGE, channel=str(room.id), before=5, number=3)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "page.several-places"}


async def test_everybody_reads_just_what_they_hear(ask: Ask, room: Room, organisation: Organisation) -> None:
    city, heard = room.city, 0
    places = {id: place_of(noun) for id, noun in city.nouns.items()}
    said = {*city.messages, *room.said, *room.answers}
    for person in (*city.people, UUID(int=1)):
        for id, place in places.items():
            mine = place is not None and sees(person, place.audience, organisation)
            expected = {
                global_id("Message", message)
                for message in said
                if mine
                and city.nouns[message].state.channel == id
                and city.nouns[message].state.thread is None
            }
            if place is not None:
                page = await asked(ask, person, PAGE, channel=str(id), first=100)
                assert {node["id"] for node in page["nodes"]} == expected
                heard += len(expected)
    assert heard > 300


async def test_a_message_with_all_that_came_with_it(ask: Ask, room: Room, store: Store, dsn: str) -> None:
    city = room.city
    file = city.upload(room.people[0])
    first = room.say(
        "**Khẩn**: [sơ đồ](https://x.example) <script>",
        attachments=(file,),
        mentions=(Mention(kind="official", id=room.people[1]), Mention(kind="unit", id=city.units[0])),
    )
    room.run(messages.React(message=first, emoji="👍"), 1)
    room.run(messages.Pin(message=first), 1)
    room.run(messages.Edit(message=first, text="Khẩn: 7 giờ"))
    await shown(city, store)
    found = await asked(ask, room.people[1], MESSAGE, id=global_id("Message", first))
    assert found["text"] == "Khẩn: 7 giờ"
    assert found["html"] == "<p>Khẩn: 7 giờ</p>"
    assert found["channel"]["id"] == global_id("Channel", room.id)
    assert (found["kind"], found["task"], found["pinned"]) == ("GROUP", None, True)
    assert found["post"]["id"] == global_id("Post", room.seats[0].post or UUID(int=0))
    assert [each["key"] for each in found["attachments"]] == [str(file)]
    assert found["reactions"] == [
        {"emoji": "👍", "officials": [{"id": global_id("Official", room.people[1])}]}
    ]
    texts = [version["text"] for version in found["versions"]]
    assert texts == ["**Khẩn**: [sơ đồ](https://x.example) <script>", "Khẩn: 7 giờ"]
    page = await asked(ask, room.people[1], PAGE, channel=str(room.id), first=1)
    conn = await asyncpg.connect(dsn)
    fields = await conn.fetchval(FIELDS, first)
    await conn.close()
    assert msgspec.json.decode(msgspec.json.encode(page["nodes"][0]["row"])) == msgspec.json.decode(fields)


async def test_what_was_taken_back_shows_nothing_that_it_said(ask: Ask, room: Room, store: Store) -> None:
    said = room.say("Mật khẩu là 123456")
    room.run(messages.Edit(message=said, text="Xin lỗi"))
    room.run(messages.Retract(message=said))
    await shown(room.city, store)
    found = await asked(ask, room.people[1], MESSAGE, id=str(said))
    assert (found["text"], found["html"], found["versions"]) == ("", "", [])
    assert found["retractedBy"]["id"] == global_id("Official", room.people[0])


async def test_messages_of_others_are_not_there(ask: Ask, room: Room) -> None:
    stranger = room.city.people[0]
    for query, id in ((MESSAGE, str(room.said[0])), (MEMBERS, str(room.id))):
        assert await asked(ask, stranger, query, id=id) is None
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert await asked(ask, stranger, node, id=global_id("Message", room.said[0])) is None
    assert await asked(ask, room.people[2], node, id=global_id("Message", room.said[0])) is not None


async def test_the_askers_channels_those_spoken_in_last_first(
    ask: Ask, room: Room, store: Store, organisation: Organisation
) -> None:
    public = room.run(channels.Create(kind="open", title="Hỏi đáp"), 0)
    assert public is not None
    await shown(room.city, store)
    first = await asked(ask, room.people[1], CHANNELS, heard=True)
    assert first["nodes"][0]["id"] == global_id("Channel", room.id)
    assert first["nodes"][0]["last"]["text"] == "Tin số 59"
    units = [node["kind"] for node in first["nodes"][1:]]
    assert units == ["UNIT"]
    others = await asked(ask, room.people[1], CHANNELS, heard=False)
    assert global_id("Channel", public) in [node["id"] for node in others["nodes"]]
    assert {node["kind"] for node in others["nodes"]} == {"OPEN"}
    named = await asked(ask, room.people[0], CHANNELS, search="truc b")
    assert [node["name"] for node in named["nodes"]] == ["Trực ban"]


async def test_members_by_name_page_by_page(ask: Ask, room: Room, store: Store) -> None:
    found: list[str] = []
    after, more = None, True
    while more:
        channel = await asked(ask, room.people[1], MEMBERS, id=str(room.id), after=after)
        found += [member["official"]["id"] for member in channel["members"]["nodes"]]
        info = channel["members"]["pageInfo"]
        after, more = info["endCursor"], info["hasNextPage"]
    assert set(found) == {global_id("Official", who) for who in room.people}
    assert len(found) == channel["memberCount"] == 3
    assert [each["id"] for each in channel["moderators"]] == [global_id("Official", room.people[0])]
    name = room.city.nouns[room.people[2]].name
    one = await asked(ask, room.people[1], MEMBERS, id=str(room.id), search=name.rpartition(" ")[2])
    assert global_id("Official", room.people[2]) in [m["official"]["id"] for m in one["members"]["nodes"]]
    unit = await asked(ask, room.people[1], MEMBERS, id=str(room.city.units[0]))
    assert unit["members"]["nodes"]


async def test_unread_is_what_was_said_since_and_who_was_called(
    ask: Ask, room: Room, store: Store, dsn: str
) -> None:
    who, city = room.people[1], room.city
    room.say("A", mentions=(Mention(kind="official", id=who),))
    room.say("B", mentions=(Mention(kind="everyone"),))
    room.say(
        "C", mentions=(Mention(kind="post", id=room.seats[1].post), Mention(kind="unit", id=city.units[0]))
    )
    room.say("D", mentions=(Mention(kind="official", id=room.people[2]),))
    taken_back = room.say("E", mentions=(Mention(kind="official", id=who),))
    room.run(messages.Retract(message=taken_back))
    await shown(city, store)
    of_room = {"channel": str(room.id), "count": 65, "mentions": 3}
    assert of_room in (await asked(ask, who, UNREAD))["unread"]
    conn = await asyncpg.connect(dsn)
    await conn.execute(READ, who, room.id, 61)
    assert {**of_room, "count": 4, "mentions": 2} in (await asked(ask, who, UNREAD))["unread"]
    await conn.execute("UPDATE read_position SET number = 65")
    left = (await asked(ask, who, UNREAD))["unread"]
    await conn.close()
    assert str(room.id) not in [each["channel"] for each in left]


async def test_what_is_said_at_tasks_counts_for_those_who_have_to_do_with_them(
    ask: Ask, room: Room, store: Store
) -> None:
    city = room.city
    task = room.run(
        tasks.Assign(title="Bơm nước", lead=room.seats[1], urgency="flash", deadline=city.deadline())
    )
    assert task is not None
    for who in (0, 0, 1):
        city.run(messages.Post(channel=task, text="Đang bơm"), room.people[who], room.seats[who])
    await shown(city, store)
    for who, times in ((0, 3), (1, 3), (2, None)):
        unread = {
            each["channel"]: each["count"] for each in (await asked(ask, room.people[who], UNREAD))["unread"]
        }
        assert unread.get(str(task)) == times
    page = await asked(ask, room.people[1], PAGE, channel=global_id("Task", task), number=2, first=3)
    assert [node["number"] for node in page["nodes"]] == [1, 2, 3]
