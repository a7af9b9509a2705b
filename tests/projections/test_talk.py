"""What is said reaches those who hear it: numbered, the newest of each channel only, tasks' with the task."""

from __future__ import annotations

from typing import Any

import pytest

from domain.kernel import channel_scope, unit_scope
from domain.task.state import audience
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
