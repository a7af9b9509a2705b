"""Absences begin and end at their dates, also where these are changed meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from domain import absence, official, post
from domain.kernel import Actor
from tests.timers.place import SETUP, SOON, TODAY, Office

TOMORROW = TODAY + timedelta(days=1)
DAY = timedelta(days=1)


async def away(office: Office, start: datetime, end: datetime) -> tuple[UUID, Actor]:
    """An absence, and who is away."""
    who = await office.run(official.Register(full_name="-", email=f"{uuid4().hex}@city.example"))
    seat = await office.run(post.Create(unit=await office.unit(), title="-"))
    await office.run(post.HandOver(post=seat, holder=who), SETUP)
    actor = Actor(official=who, post=seat)
    return await office.run(absence.Declare(official=who, start=start, end=end), actor), actor


async def test_begins_and_ends_once_each(office: Office) -> None:
    id, _ = await away(office, TOMORROW, TOMORROW + DAY)
    assert await office.told(id) == ["declared"]
    later = (TODAY, TOMORROW, TOMORROW + SOON, TOMORROW + DAY, TOMORROW + DAY + SOON, TOMORROW + 3 * DAY)
    assert [await office.at(now) for now in later] == [0, 1, 0, 0, 1, 0]
    assert await office.told(id) == ["declared", "begun", "ended"]


async def test_one_that_is_cancelled_never_begins(office: Office) -> None:
    id, who = await away(office, TOMORROW, TOMORROW + DAY)
    await office.run(absence.Cancel(absence=id), who)
    assert [await office.at(now) for now in (TODAY, TOMORROW, TOMORROW + 3 * DAY)] == [0, 0, 0]
    assert await office.told(id) == ["declared", "cancelled"]


async def test_one_that_is_put_off_begins_again_at_its_new_start(office: Office) -> None:
    id, who = await away(office, TODAY, TODAY + DAY)
    later = absence.Alter(absence=id, start=TODAY + 2 * DAY, end=TODAY + 3 * DAY)
    await office.run(later, who)
    for now in (TODAY + DAY + SOON, TODAY + 2 * DAY, TODAY + 3 * DAY + SOON):
        await office.at(now)
    assert await office.told(id) == ["declared", "begun", "changed", "ended", "begun", "ended"]
