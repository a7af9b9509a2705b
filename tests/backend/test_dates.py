"""Delegations begin and end at their dates, whoever looks and however often."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import pytest

from backend.commands import CommandRunner
from backend.dates import Dates, keep_followed
from backend.store.store import Store
from domain import access, catalog, delegation, post, unit
from domain.kernel import Actor, Creation
from projections.kernel import Request
from tests.store.drafts import until

SETUP = Actor(official=None, policy="setup")
TODAY = datetime(2025, 7, 7, 0, 5, tzinfo=UTC)
TOMORROW, SOON = TODAY + timedelta(days=1), timedelta(minutes=1)

STATE = "SELECT state FROM congvu_events WHERE originator_id = $1 AND originator_version = 1"
DAMAGE = "UPDATE congvu_events SET state = $2 WHERE originator_id = $1 AND originator_version = 1"


class Office:
    """Commands by a clock that is set, and the log that they lead to."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = TODAY
        self.runner: CommandRunner
        self.dates: Dates

    async def open(self) -> Office:
        """Begin."""
        self.runner = await CommandRunner.open(
            self.store,
            commands=catalog.COMMANDS,
            decide=access.decide,
            depends=access.depends,
            now=lambda: self.now,
        )
        self.dates = Dates(self.runner)
        return self

    async def made(self, command: Creation[Any]) -> UUID:
        """What a command of the installation creates."""
        request = Request(id=uuid4(), name=command.name, args=msgspec.json.encode(command), actor=SETUP)
        assert (await self.runner.run(request)).problem is None
        return uuid5(request.id, command.name.partition(".")[0])

    async def lent(self, start: datetime, end: datetime) -> UUID:
        """A delegation from one post to another."""
        code = uuid4().hex[:9]
        at = await self.made(unit.Create(full_name="-", short_name="-", code=code, kind="ward", parent=None))
        giver, receiver = [await self.made(post.Create(unit=at, title="-")) for _ in range(2)]
        dates_ = {"start": start, "end": end, "paper": "12/UQ"}
        return await self.made(delegation.Give(giver=giver, receiver=receiver, powers=("approve",), **dates_))

    async def follow(self, now: datetime) -> int:
        """What the worker does at a moment."""
        self.now = now
        return await self.dates.follow(await self.runner.standing.current(), now)

    async def told(self, id: UUID) -> list[str]:
        """What happened to a delegation."""
        return [recorded.topic.partition(".")[2] for recorded in await self.store.stream(id)]


@pytest.fixture
async def office(store: Store) -> Office:
    return await Office(store).open()


async def test_begins_and_ends_once_each(office: Office) -> None:
    lent = await office.lent(TOMORROW, TOMORROW + timedelta(days=1))
    assert await office.told(lent) == ["given"]
    done = [await office.follow(now) for now in (TODAY, TOMORROW, TOMORROW + SOON, TOMORROW + SOON)]
    assert done == [0, 1, 0, 0]
    assert await office.told(lent) == ["given", "begun"]
    assert await office.follow(TOMORROW + timedelta(days=1) + SOON) == 1
    assert await office.follow(TOMORROW + timedelta(days=3)) == 0
    assert await office.told(lent) == ["given", "begun", "ended"]


async def test_what_starts_now_begins_as_it_is_given(office: Office) -> None:
    assert await office.told(await office.lent(TODAY, TOMORROW)) == ["given", "begun"]


async def test_two_workers_do_it_once(office: Office) -> None:
    lent = await office.lent(TOMORROW, TOMORROW + timedelta(days=1))
    other = await Office(office.store).open()
    other.now = TOMORROW
    seen = await other.runner.standing.current()
    await asyncio.gather(*(who.dates.follow(seen, TOMORROW) for who in (office, other, other)))
    office.now = TOMORROW
    await office.dates.follow(seen, TOMORROW)
    assert await office.told(lent) == ["given", "begun"]


async def test_one_that_cannot_be_read_is_tried_each_minute_and_told_of_once(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = [await office.lent(TOMORROW, TOMORROW + timedelta(days=1)) for _ in range(2)]
    readable = await office.store.pool.fetchval(STATE, bad)
    await office.store.pool.execute(DAMAGE, bad, b"{")
    office.store.aggregates.clear()
    seconds = (0, 1, 2, 59, 60, 61, 119)
    done = [await office.follow(TOMORROW + timedelta(seconds=second)) for second in seconds]
    assert done == [2, 0, 0, 0, 1, 0, 0]
    assert await office.told(good) == ["given", "begun"]
    assert [str(bad) in line for line in capsys.readouterr().out.splitlines() if "refused" in line] == [True]
    await office.store.pool.execute(DAMAGE, bad, readable)
    assert await office.follow(TOMORROW + timedelta(seconds=120)) == 1
    assert await office.told(bad) == ["given", "begun"]


async def test_the_worker_makes_up_for_what_it_missed(office: Office) -> None:
    """The clock here is the real one: what should have begun long ago begins at the first look."""
    lent = await office.lent(TODAY + SOON, datetime.now(UTC) + timedelta(days=1))
    office.now = datetime.now(UTC)
    keeping = asyncio.create_task(keep_followed(office.runner, office.runner.standing.current))

    async def begun() -> bool:
        return "begun" in await office.told(lent)

    try:
        await until(begun)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
