"""Delegations begin and end at their dates, whoever looks and however often."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain import reminding
from domain.kernel import Actor
from domain.workdays import VIETNAM, Workdays, at
from tests.timers.place import SOON, TODAY, Office

TOMORROW = TODAY + timedelta(days=1)
STATE = "SELECT state FROM congvu_events WHERE originator_id = $1 AND originator_version = 1"
DAMAGE = "UPDATE congvu_events SET state = $2 WHERE originator_id = $1 AND originator_version = 1"


async def test_begins_and_ends_once_each(office: Office) -> None:
    lent = await office.lent(TOMORROW, TOMORROW + timedelta(days=1))
    assert await office.told(lent) == ["given"]
    done = [await office.at(now) for now in (TODAY, TOMORROW, TOMORROW + SOON, TOMORROW + SOON)]
    assert done == [0, 1, 0, 0]
    assert await office.told(lent) == ["given", "begun"]
    assert await office.at(TOMORROW + timedelta(days=1)) == 0, "it holds at its last moment"
    assert await office.at(TOMORROW + timedelta(days=1) + SOON) == 1
    assert await office.at(TOMORROW + timedelta(days=3)) == 0
    assert await office.told(lent) == ["given", "begun", "ended"]


async def test_what_starts_now_begins_as_it_is_given(office: Office) -> None:
    assert await office.told(await office.lent(TODAY, TOMORROW)) == ["given", "begun"]


async def test_two_workers_do_it_once(office: Office) -> None:
    lent = await office.lent(TOMORROW, TOMORROW + timedelta(days=1))
    other = await Office(office.store, office.pool, office.tables).open()
    await office.project()
    office.now = other.now = TOMORROW
    await asyncio.gather(*(who.timers.settle() for who in (office, other, other)))
    assert await office.told(lent) == ["given", "begun"]


async def test_one_that_cannot_be_read_is_tried_each_minute_and_told_of_once(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = [await office.lent(TOMORROW, TOMORROW + timedelta(days=1)) for _ in range(2)]
    await office.at(TODAY)
    readable = await office.pool.fetchval(STATE, bad)
    await office.pool.execute(DAMAGE, bad, b"{")
    office.store.aggregates.clear()
    seconds = (0, 1, 2, 59, 60, 61, 119)
    done = [await office.at(TOMORROW + timedelta(seconds=second)) for second in seconds]
    assert done == [2, 0, 0, 0, 1, 0, 0]
    assert await office.told(good) == ["given", "begun"]
    assert [str(bad) in line for line in capsys.readouterr().out.splitlines() if "refused" in line] == [True]
    await office.pool.execute(DAMAGE, bad, readable)
    assert await office.at(TOMORROW + timedelta(seconds=120)) == 1
    assert await office.told(bad) == ["given", "begun"]


async def test_its_end_is_told_before_and_then(office: Office) -> None:
    """Three working days before, at the clock of the rule; five where the unit says so."""
    end = TODAY + timedelta(days=14)
    for days in (3, 5):
        lent = await office.lent(TODAY, end)
        if days != 3:
            [given] = await office.events(lent, "delegation.given")
            unit = (await office.runner.standing.current()).posts[given.giver].unit
            leader = await office.seat(unit, leading=True)
            holder = (await office.runner.standing.current()).posts[leader.post].holder
            chosen = reminding.Set(unit=unit, rule=None, ending=days)
            await office.run(chosen, Actor(official=holder, post=leader.post))
        soon = at(Workdays().shifted(end.astimezone(VIETNAM).date(), -days), "08:00")
        await office.at(soon - SOON)
        assert await office.told(lent) == ["given", "begun"]
        for now in (soon, soon + SOON, end):
            await office.at(now)
            assert await office.told(lent) == ["given", "begun", "reminded"]
        await office.at(end + SOON)
        assert await office.told(lent) == ["given", "begun", "reminded", "ended"]
        [reminded] = await office.events(lent, "delegation.reminded")
        assert reminded.due == soon
        office.now = TODAY


async def test_what_lasts_a_day_is_not_told_to_end_before_it_begins(office: Office) -> None:
    lent = await office.lent(TODAY, TOMORROW)
    await office.at(TOMORROW)
    assert await office.told(lent) == ["given", "begun"]
