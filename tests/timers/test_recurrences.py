"""Recurring work from its set-up to the tasks that it leads to, by a clock that is set."""

from __future__ import annotations

import signal
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.worker import Refusal, Rules, Worker
from domain import calendar, official, post, unit
from domain.calendar import Day
from domain.catalog import POLICIES
from domain.form import Question
from domain.kernel import Actor, Seat
from domain.recurrence import commands as c
from domain.recurrence.schedule import Offset, Schedule
from domain.recurrence.state import State, Wanted, made_by
from domain.workdays import at
from tests.backend.shown import ShownWork
from tests.timers.place import SETUP, TODAY, Office
from tests.timers.test_killed import NOW, POINTS, process

MONTHLY = Schedule(rule="FREQ=MONTHLY;BYMONTHDAY=10", start=date(2025, 7, 1))
DAILY = Schedule(
    rule="FREQ=DAILY", start=date(2025, 7, 1), at="07:30", period="day", back=0, due=Offset(days=1)
)
TENTH = at(date(2025, 7, 10), "08:00")
FORM = (Question(key="ho", label="Số hộ", kind="number", required=True, unit="hộ"),)
ADMINISTRATION = Actor(official=None, policy="calendar-defaults")


class Place:
    """An office with a worker: a city with a leader, a ward in it with one of its own and a specialist."""

    def __init__(self, office: Office, dsn: str) -> None:
        self.office = office
        work = ShownWork(office.project, office.pool, office.runner.standing)
        self.worker = Worker(dsn, office.store, office.runner, work, Rules(POLICIES))
        self.followed = 0

    async def found(self) -> Place:
        self.city = await self.office.unit()
        self.ward = await self.office.unit(self.city)
        self.chair = await self.office.seat(self.city, leading=True)
        self.leader = await self.office.seat(self.ward, leading=True)
        self.clerk = await self.office.seat(self.ward)
        return self

    async def holder(self, seat: Seat) -> Actor:
        """Whoever sits there."""
        assert seat.post is not None
        posts = (await self.office.runner.standing.current()).posts
        return Actor(official=posts[seat.post].holder, post=seat.post)

    async def set_up(self, by: Seat, schedule: Schedule = MONTHLY, **wanted: Any) -> UUID:
        asked = Wanted(**{"title": "Báo cáo {kỳ}", "lead": self.clerk} | wanted)
        return await self.office.run(c.SetUp(wanted=asked, schedule=schedule), await self.holder(by))

    async def at(self, now: datetime) -> None:
        """What timers and worker do at a moment."""
        await self.office.at(now)
        await self.follow()
        await self.office.at(now)

    async def follow(self) -> list[Refusal]:
        """What follows from all that happened; what could not be done."""
        refused: list[Refusal] = []
        while events := await self.office.store.read(self.followed, 100):
            await self.office.project()
            for recorded in events:
                if recorded.topic in POLICIES:
                    refused += await self.worker.take(recorded)
                    await self.office.project()
                self.followed = recorded.position
        assert not refused, refused
        return refused

    async def state(self, recurrence: UUID) -> State:
        loaded: Any = await self.office.store.load(recurrence)
        state: State = loaded.state
        return state

    async def tasks(self, recurrence: UUID) -> list[tuple[str, str]]:
        """Title and deadline of the tasks that came of it, as the rows show them."""
        found = await self.office.pool.fetch(
            """SELECT fields ->> 'title' AS title, left(fields ->> 'deadline', 16) AS due FROM row
            WHERE collection = 'task' AND fields -> 'source' ->> 'reference' = $1
            AND fields -> 'source' ->> 'kind' = 'recurrence' ORDER BY due, title""",
            str(recurrence),
        )
        return [(each["title"], each["due"]) for each in found]

    async def told(self, scope: str) -> set[str]:
        """Of what a scope was told about recurring work."""
        found = await self.office.pool.fetch(
            """SELECT e ->> 'kind' AS kind, e ->> 'reason' AS reason
            FROM row, json_array_elements(fields -> 'entries') e
            WHERE collection = 'notice' AND fields ->> 'kind' = 'recurrence' AND fields ->> 'to' = $1""",
            scope,
        )
        return {f"{each['kind']} {each['reason']}" for each in found}


@pytest.fixture
async def place(office: Office, dsn: str) -> Place:
    return await Place(office, dsn).found()


async def test_a_task_each_month_and_each_once(place: Place) -> None:
    recurrence = await place.set_up(place.leader)
    moment = TODAY
    while moment < at(date(2025, 10, 1), "12:00"):
        await place.at(moment)
        moment += timedelta(hours=13)
    assert await place.tasks(recurrence) == [
        ("Báo cáo tháng 6/2025", "2025-07-17T10:00"),
        ("Báo cáo tháng 7/2025", "2025-08-18T10:00"),
        ("Báo cáo tháng 8/2025", "2025-09-17T10:00"),
    ]
    state = await place.state(recurrence)
    assert (state.number, state.occurred, state.skipped) == (3, 3, 0)
    for version, happened in enumerate(state.recent, start=2):
        (assigned,) = await place.office.events(happened.made, "task.assigned")
        assert happened.made == made_by(recurrence, version, state.wanted)
        assert (assigned.assigner, assigned.lead) == (place.leader, place.clerk)


async def test_a_report_of_many_units_is_a_directive(place: Place) -> None:
    chair = place.chair
    assert chair.post is not None
    await place.office.run(post.Grant(post=chair.post, power="issue-directive", unit=place.city))
    asked = {"lead": None, "units": (place.ward, place.city), "form": FORM, "description": "Đến {đến ngày}"}
    recurrence = await place.set_up(chair, **asked)
    await place.at(TENTH)
    (happened,) = (await place.state(recurrence)).recent
    (issued,) = await place.office.events(happened.made, "directive.issued")
    assert (issued.title, issued.text) == ("Báo cáo tháng 6/2025", "Đến 30/06/2025")
    assert (issued.issuer, issued.form) == (chair, FORM)
    assert len(await place.tasks(recurrence)) == 2


async def test_what_was_missed_is_passed_over_but_for_the_newest(place: Place) -> None:
    recurrence = await place.set_up(place.leader, schedule=DAILY)
    await place.at(at(date(2025, 7, 18), "12:00"))
    assert await place.office.told(recurrence) == ["set-up", "skipped", "occurred"]
    (skipped,) = await place.office.events(recurrence, "recurrence.skipped")
    assert (skipped.first, skipped.last, skipped.reason) == (1, 11, "missed")
    assert [title for title, _ in await place.tasks(recurrence)] == ["Báo cáo ngày 18/07/2025"]


async def test_a_day_off_that_is_decided_late_moves_it(place: Place) -> None:
    recurrence = await place.set_up(place.leader)
    await place.at(TODAY)
    off = Day(day=TENTH.date(), working=False, name="Nghỉ bù")
    await place.office.run(calendar.FillYear(year=2025, days=(off,)), ADMINISTRATION)
    await place.at(TENTH + timedelta(hours=1))
    assert await place.tasks(recurrence) == []
    await place.at(TENTH + timedelta(days=1))
    assert await place.tasks(recurrence) == [("Báo cáo tháng 6/2025", "2025-07-18T10:00")]


async def test_a_vacant_seat_loses_nothing(place: Place) -> None:
    recurrence = await place.set_up(place.leader)
    receiving = await place.office.run(post.Create(unit=place.ward, title="-", intake=True))
    assert place.leader.post is not None
    await place.office.run(post.HandOver(post=place.leader.post, holder=None))
    await place.at(TENTH)
    assert await place.office.told(recurrence) == ["set-up", "occurred", "failed"]
    (happened,) = (await place.state(recurrence)).recent
    assert happened.failure == "recurrence.seat-vacant"
    assert await place.tasks(recurrence) == []
    assert await place.told(f"desk:{place.ward}") == {"recurrence.failed leader"}
    successor = await place.office.run(official.Register(full_name="-", email="s@city.example"))
    await place.office.run(post.HandOver(post=place.leader.post, holder=successor))
    retry = c.Retry(recurrence=recurrence, number=1)
    await place.office.run(retry, Actor(official=successor, post=place.leader.post))
    await place.at(TENTH + timedelta(minutes=5))
    assert await place.tasks(recurrence) == [("Báo cáo tháng 6/2025", "2025-07-17T10:00")]
    assert receiving


async def test_a_seat_that_lost_the_power_gives_nothing(place: Place) -> None:
    recurrence = await place.set_up(place.leader)
    assert place.leader.post is not None
    await place.office.run(
        post.Alter(post=place.leader.post, title="-", leading=False, order=1, intake=False), SETUP
    )
    await place.at(TENTH)
    (happened,) = (await place.state(recurrence)).recent
    assert happened.failure == "access.denied"


async def test_whoever_is_asked_and_has_left_is_asked_at_their_desk(place: Place) -> None:
    recurrence = await place.set_up(place.leader)
    assert place.clerk.post is not None
    await place.office.run(post.HandOver(post=place.clerk.post, holder=None))
    await place.at(TENTH)
    (happened,) = (await place.state(recurrence)).recent
    (assigned,) = await place.office.events(happened.made, "task.assigned")
    assert assigned.lead == Seat(unit=place.ward)


async def test_after_a_merger_the_successors_desk_has_it(place: Place) -> None:
    recurrence = await place.set_up(place.leader)
    other = await place.office.unit(place.city)
    chief = await place.office.seat(other, leading=True)
    await place.at(TODAY)
    await place.office.run(unit.Merge(unit=place.ward, into=other))
    await place.at(TODAY + timedelta(hours=1))
    assert (await place.state(recurrence)).seat == Seat(unit=other)
    assert await place.told(f"desk:{other}") == {"recurrence.passed assigner"}
    await place.at(TENTH)
    (happened,) = (await place.state(recurrence)).recent
    (assigned,) = await place.office.events(happened.made, "task.assigned")
    assert (assigned.assigner, assigned.lead) == (Seat(unit=other), Seat(unit=other))
    await place.office.run(c.End(recurrence=recurrence), await place.holder(chief))


async def test_a_closed_seat_leaves_it_to_its_desk(place: Place) -> None:
    second = await place.office.seat(place.ward, leading=True)
    recurrence = await place.set_up(second)
    await place.at(TODAY)
    assert second.post is not None
    await place.office.run(post.Close(post=second.post))
    await place.at(TODAY + timedelta(hours=1))
    assert (await place.state(recurrence)).seat == Seat(unit=place.ward)
    await place.at(TENTH)
    assert len(await place.tasks(recurrence)) == 1


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_a_step(place: Place, dsn: str, point: str) -> None:
    recurrence = await place.set_up(place.leader, schedule=DAILY)
    await place.office.project()
    assert await process(dsn, f"{point}:kill:1") == -signal.SIGKILL
    await place.office.project()
    for _ in range(2):
        assert await process(dsn) == 0
        await place.office.project()
    assert await place.office.told(recurrence) == ["set-up", "skipped", "occurred"]
    place.office.now = NOW
    for _ in range(2):
        place.followed = 0
        await place.follow()
    assert [title for title, _ in await place.tasks(recurrence)] == ["Báo cáo ngày 11/07/2025"]
