"""What is said reaches those who hear it: numbered, the newest of each channel only, tasks' with the task."""

from __future__ import annotations

from typing import Any

import pytest

from domain import unit
from domain.channel import commands as channels
from domain.channel.channel import membership
from domain.kernel import ALL, channel_scope, unit_scope, user_scope
from domain.message import commands as messages
from domain.task.state import audience
from projections import rows
from projections.channel import WINDOW
from tests.projections.city import City
from tests.projections.tables import Tables


async def live(tables: Tables, collection: str, id: Any) -> set[str]:
    """The scopes that see a row now."""
    return {scope for scope, (_, gone) in (await tables.scopes(collection, id)).items() if not gone}


@pytest.mark.parametrize("pages", [[1], [7], [1000]])
async def test_devices_get_the_newest_of_a_channel_and_fallen_ones_leave_no_trace(
    tables: Tables, conn: Any, pages: list[int]
) -> None:
    city = City(3).found()
    unit = city.units[1]
    said = [city.say(unit) for _ in range(WINDOW + 9)]
    await tables.pages(city.events, pages)
    assert (await tables.row("channel", unit))["count"] == sum(
        city.nouns[id].state.thread is None for id in said
    )
    for id in said[:9]:
        assert await tables.scopes("message", id) == {}
    for id in said[9:]:
        assert await live(tables, "message", id) == {unit_scope(unit)}
    assert await conn.fetchval("SELECT count(*) FROM message_view") == len(said)


async def test_members_hear_their_channel_from_joining_to_leaving(tables: Tables, conn: Any) -> None:
    city = City(4).found()
    channel = city.gather()
    assert channel is not None
    city.say(channel)
    await tables.pages(city.events, [1000])
    members = {member.official for member in city.nouns[channel].state.members}
    held = await conn.fetch(
        "SELECT official FROM person_scope WHERE scope = $1 AND NOT gone", channel_scope(channel)
    )
    assert {row[0] for row in held} == members


async def test_who_leaves_loses_the_channel_and_their_membership(tables: Tables, conn: Any) -> None:
    city = City(4).found()
    founder, one, other = city.people[:3]
    seat = city.acting(city.posts[0])[1]
    opening = channels.Create(kind="group", title="Trực ban", members=(one, other))
    channel = city.run(opening, founder, seat)
    assert channel is not None
    city.run(channels.Leave(channel=channel), one, seat)
    await tables.pages(city.events, [1000])
    held = {scope: gone for scope, _, gone in await rows.held(conn, one)}
    assert held.get(channel_scope(channel)) in (None, True)
    assert await live(tables, "member", membership(channel, one)) == set()
    assert await live(tables, "member", membership(channel, other)) == {user_scope(other)}
    assert (await tables.row("channel", channel))["members"] == [str(founder), str(other)]


@pytest.mark.parametrize(("kind", "found"), [("open", {ALL}), ("private", set()), ("group", set())])
async def test_all_see_that_there_is_an_open_channel_and_only_members_hear_it(
    tables: Tables, kind: Any, found: set[str]
) -> None:
    city = City(4).found()
    seat = city.acting(city.posts[0])[1]
    channel = city.run(channels.Create(kind=kind, title="Chống ngập"), city.people[0], seat)
    assert channel is not None
    said = city.run(messages.Post(channel=channel, text="Nước lên"), city.people[0], seat)
    await tables.pages(city.events, [1000])
    assert await live(tables, "channel", channel) == {channel_scope(channel), *found}
    assert await live(tables, "message", said) == {channel_scope(channel)}


async def test_a_merged_units_talk_is_heard_by_its_successor_and_is_over(tables: Tables, conn: Any) -> None:
    city = City(4).found(2)
    _, old, new = city.units
    heir, seat = city.acting(city.posts[3])
    said = city.run(messages.Post(channel=old, text="Nước lên"), city.people[1], seat)
    city.run(unit.Merge(unit=old, into=new))
    await tables.pages(city.events, [1000])
    assert heir is not None
    assert unit_scope(old) in {scope for scope, _, gone in await rows.held(conn, heir) if not gone}
    assert await live(tables, "message", said) == await live(tables, "channel", old) == {unit_scope(old)}
    assert (await tables.row("channel", old))["archived"]
    assert city.run(messages.Post(channel=old, text="Nước rút"), heir, seat) is None


async def test_what_is_said_at_a_task_is_seen_by_whoever_sees_the_task(tables: Tables) -> None:
    city = City(5).found().live(30)
    task = city.assign()
    assert task is not None
    await tables.pages(city.events, [1000])
    assert await live(tables, "talk", task) == set()
    first = city.say(task)
    for _ in range(20):
        city.work()
    await tables.pages(city.events[tables.group.position :], [1])
    talk = await tables.row("talk", task)
    assert talk["messages"][0]["id"] == str(first)
    assert talk["count"] == talk["messages"][0]["number"] == 1
    assert await live(tables, "talk", task) == audience(city.nouns[task].state)
    numbers = await tables.conn.fetch("SELECT number FROM message_view WHERE channel = $1", task)
    assert [number for (number,) in numbers if number] == list(range(1, talk["count"] + 1))
    assert await tables.scopes("channel", task) == {}
