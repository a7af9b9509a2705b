"""What is new in the rows goes into the outbox once, however often the planner dies or two plan at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.notify.planner import Planner
from backend.push.targets import Address, Targets, Wishes
from domain.channel import commands as channels
from domain.message import commands as messages
from projections import faults
from tests.graphql.rooms import Room
from tests.projections.city import City
from tests.projections.tables import Tables

SESSION = """
INSERT INTO session (id, official, created_at, expires_at, access_until) VALUES ($1, $2, now(), $3, $3)
"""


class Crash(Exception):
    """The process dies here."""


class Place:
    """A city whose officials all have a device, and its planner."""

    def __init__(self, filled: Tables, pool: asyncpg.Pool[Any]) -> None:
        self.city = City(9).found()
        self.tables = filled
        self.pool = pool
        self.planner = Planner(pool)

    async def device(self, official: UUID) -> None:
        session = uuid4()
        await self.pool.execute(SESSION, session, official, datetime.now(UTC) + timedelta(days=1))
        wishes = Wishes(label="Chrome · Android", language="vi", content_hidden=False)
        address = Address("fcm", "token", {"value": str(official)}, str(official))
        await Targets(self.pool).register(official, session, uuid4(), address, wishes)

    async def project(self) -> None:
        await self.tables.pages(self.city.events[self.tables.group.position :], [1000])

    async def outbox(self) -> list[tuple[UUID, str]]:
        found = await self.pool.fetch("SELECT official, tag FROM push_outbox ORDER BY id")
        return [(row[0], row[1]) for row in found]


@pytest.fixture
async def place(dsn: str, tables: Tables) -> AsyncIterator[Place]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool:
        made = Place(tables, pool)
        await made.project()
        await made.planner.begin()
        for person in made.city.people:
            await made.device(person)
        yield made


async def test_what_was_there_before_is_not_told(place: Place) -> None:
    assert await place.planner.step() == 0
    assert await place.outbox() == []


async def test_a_task_is_told_to_its_lead_once(place: Place) -> None:
    task = place.city.assign()
    await place.project()
    assert await place.planner.step() > 0
    assert await place.planner.step() == 0
    lead = place.city.nouns[task].state.lead
    holders = {place.city.nouns[p].holder for p in place.city.posts if place.city.nouns[p].unit == lead.unit}
    found = await place.outbox()
    assert len(set(found)) == len(found)
    assert any(official in holders and tag == f"task:{task}" for official, tag in found)


async def test_what_is_said_between_few_is_told_and_to_a_unit_only_those_called(place: Place) -> None:
    city = place.city
    channel = None
    while channel is None or city.nouns[channel].state.kind != "group":
        channel = city.gather()
    city.say(channel)
    await place.project()
    await place.planner.step()
    members = {member.official for member in city.nouns[channel].state.members}
    author = city.nouns[city.messages[-1]].state.author
    found = await place.outbox()
    assert {official for official, tag in found if tag == f"channel:{channel}"} >= members - {author}
    said = city.say(city.units[1])
    await place.project()
    await place.planner.step()
    called = {mention.id for mention in city.nouns[said].state.mentions}
    new = (await place.outbox())[len(found) :]
    assert {official for official, tag in new} <= called


@pytest.mark.parametrize("point", ["planner.before-commit", "planner.after-commit"])
async def test_each_is_put_in_once_however_often_it_dies(
    place: Place, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(name: str) -> None:
        if name == point:
            raise Crash

    place.city.assign()
    await place.project()
    with monkeypatch.context() as patch:
        patch.setattr(faults, "point", crash)
        with pytest.raises(Crash):
            await place.planner.step()
    await Planner(place.pool).step()
    found = await place.outbox()
    assert found
    assert len(set(found)) == len(found)


async def test_two_planners_put_each_in_once(place: Place) -> None:
    for _ in range(5):
        place.city.assign()
    await place.project()
    await asyncio.gather(*(Planner(place.pool).step() for _ in range(3)))
    await place.planner.step()
    found = await place.outbox()
    assert found
    assert len(set(found)) == len(found)


async def pending(place: Place) -> list[UUID]:
    """Whom a push still waits for."""
    return [
        row[0] for row in await place.pool.fetch("SELECT official FROM push_outbox WHERE done_at IS NULL")
    ]


async def talking(place: Place) -> Room:
    """A room whose people have devices, and wait for nothing."""
    room = Room(place.city)
    for person in room.people:
        await place.device(person)
    await place.project()
    await place.planner.step()
    await place.pool.execute("DELETE FROM push_outbox")
    return room


async def test_what_was_taken_back_is_not_sent(place: Place) -> None:
    room = await talking(place)
    said = room.say("Mật khẩu là 123456", 1)
    await place.project()
    await place.planner.step()
    assert set(await pending(place)) == {room.people[0], *room.people[2:]}
    room.run(messages.Retract(message=said), 1)
    await place.project()
    await place.planner.step()
    assert await pending(place) == []
    assert {row[0] for row in await place.pool.fetch("SELECT outcome FROM push_outbox")} == {"withdrawn"}
    gone = room.say("Nhầm nhóm", 1)
    room.run(messages.Retract(message=gone), 1)
    await place.project()
    await place.planner.step()
    assert await pending(place) == []


async def test_who_hears_a_place_no_longer_is_told_nothing_of_it(place: Place) -> None:
    room = await talking(place)
    root = room.say("Ai trực đêm nay?", 2)
    room.say("Em trực ạ", 1)
    await place.project()
    await place.planner.step()
    assert room.people[2] in await pending(place)
    room.run(channels.Remove(channel=room.id, official=room.people[2]))
    await place.project()
    await place.planner.step()
    assert room.people[2] not in await pending(place)
    room.say("Em ạ", 1, thread=root)
    await place.project()
    await place.planner.step()
    assert room.people[2] not in await pending(place)
