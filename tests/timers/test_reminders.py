"""Reminders by a clock that is set: each once, to whoever sits there then, none once the work is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import calendar, official, post, reminder, reminding, unit
from domain.calendar import CALENDAR, Day
from domain.kernel import Actor, Seat
from domain.policies.calendar import FOLLOW
from domain.policies.directory import DIRECTORY_POLICIES
from domain.task import commands as tasks
from domain.workdays import at
from tests.backend.shown import ShownWork
from tests.timers.place import TODAY, Office

FILL = Actor(official=None, policy="calendar-defaults")
DAY = timedelta(days=1)
FRIDAY = at(date(2025, 7, 11), "17:00")


async def reminded(office: Office, task: UUID) -> list[tuple[str, str]]:
    """Kind and moment of each reminder."""
    events = await office.events(task, "task.reminded")
    return [(event.kind, event.mark.isoformat()[:16]) for event in events]


async def told(office: Office, scope: str) -> list[str]:
    """What a scope was told, as the rows show it."""
    found = await office.pool.fetch(
        """SELECT e ->> 'kind' AS kind, e ->> 'reason' AS reason
        FROM row, json_array_elements(fields -> 'entries') e
        WHERE collection = 'notice' AND fields ->> 'to' = $1 ORDER BY (e ->> 'position')::bigint""",
        scope,
    )
    return [f"{each['kind']} {each['reason']}" for each in found]


async def accepted(office: Office, task: UUID, seat: Seat) -> None:
    """Whoever sits there opens and accepts it."""
    assert seat.post is not None
    holder = (await office.runner.standing.current()).posts[seat.post].holder
    actor = Actor(official=holder, post=seat.post)
    await office.run(tasks.Open(task=task), actor)
    await office.run(tasks.Accept(task=task), actor)


@pytest.fixture
async def lead(office: Office) -> Seat:
    return await office.seat(await office.unit())


async def test_before_at_and_past_the_deadline_each_once(office: Office, lead: Seat) -> None:
    task = await office.task(lead, FRIDAY)
    await accepted(office, task, lead)
    moment = TODAY
    while moment < at(date(2025, 7, 16), "12:00"):
        await office.at(moment)
        moment += timedelta(minutes=30)
    assert await reminded(office, task) == [
        ("before", "2025-07-08T01:00"),
        ("before", "2025-07-10T01:00"),
        ("due", "2025-07-11T10:00"),
        ("past", "2025-07-14T01:00"),
        ("past", "2025-07-15T01:00"),
        ("past", "2025-07-16T01:00"),
    ]
    assert (await told(office, lead.scope)).count("task.reminded lead") == 6
    assert (await told(office, f"desk:{lead.unit}")).count("task.reminded leader") == 1


async def test_not_opened_for_four_working_hours_tells_the_units_leader(office: Office, lead: Seat) -> None:
    task = await office.task(lead, FRIDAY)
    await office.at(TODAY + timedelta(hours=4))
    assert await reminded(office, task) == []
    await office.at(TODAY + timedelta(hours=4, minutes=25))
    assert await reminded(office, task) == [("unopened", "2025-07-07T04:30")]
    assert "task.reminded leader" in await told(office, f"desk:{lead.unit}")
    await accepted(office, task, lead)
    await office.at(TODAY + timedelta(hours=9))
    assert len(await reminded(office, task)) == 1


async def test_after_a_long_silence_only_the_newest_is_told(office: Office, lead: Seat) -> None:
    task = await office.task(lead, FRIDAY)
    await accepted(office, task, lead)
    await office.at(at(date(2025, 7, 21), "12:00"))
    assert await reminded(office, task) == [("past", "2025-07-21T01:00")]


async def test_a_moved_deadline_moves_the_reminders(office: Office, lead: Seat) -> None:
    task = await office.task(lead, FRIDAY)
    await accepted(office, task, lead)
    policy = Actor(official=None, policy="directive-deadline")
    await office.run(tasks.ChangeDeadline(task=task, deadline=FRIDAY + 7 * DAY), policy)
    await office.at(FRIDAY + timedelta(minutes=1))
    assert await reminded(office, task) == [("before", "2025-07-09T01:00")]
    await office.at(FRIDAY + 4 * DAY)
    assert (await reminded(office, task))[1:] == [("before", "2025-07-15T01:00")]


async def test_done_work_is_silent(office: Office, lead: Seat) -> None:
    task = await office.task(lead, FRIDAY)
    await accepted(office, task, lead)
    await office.project()
    await office.run(tasks.Cancel(task=task, reason="Trùng"), Actor(official=None, policy="directive-recall"))
    await office.at(FRIDAY + 30 * DAY)
    assert await reminded(office, task) == []
    assert await office.pool.fetchval("SELECT count(*) FROM timer WHERE subject = $1", task) == 0


async def test_work_that_ended_before_the_rows_showed_it_is_silent(office: Office, lead: Seat) -> None:
    """The timer is due by rows that lag; the task knows better."""
    task = await office.task(lead, FRIDAY)
    await office.at(TODAY)
    await office.run(tasks.Cancel(task=task, reason="Trùng"), Actor(official=None, policy="directive-recall"))
    office.now = FRIDAY + DAY
    assert await office.timers.settle() == 1
    assert await reminded(office, task) == []


async def test_a_successor_is_reminded_not_who_left(office: Office, lead: Seat) -> None:
    task = await office.task(lead, FRIDAY)
    await accepted(office, task, lead)
    successor = await office.run(official.Register(full_name="-", email="s@city.example"))
    assert lead.post is not None
    await office.run(post.HandOver(post=lead.post, holder=successor))
    await office.at(FRIDAY)
    assert "task.reminded lead" in await told(office, lead.scope)
    held = await office.pool.fetchval(
        "SELECT official FROM person_scope WHERE scope = $1 AND NOT gone", lead.scope
    )
    assert held == successor


async def test_after_a_merger_the_successors_desk_is_reminded(office: Office) -> None:
    city = await office.unit()
    old, new = await office.unit(city), await office.unit(city)
    task = await office.task(Seat(unit=old), FRIDAY)
    await office.project()
    await office.run(unit.Merge(unit=old, into=new))
    await office.project()
    merged = (await office.store.stream(old))[-1]
    await _follow(office, DIRECTORY_POLICIES[merged.topic][-1], merged)
    await office.at(FRIDAY)
    assert "task.reminded lead" in await told(office, f"desk:{new}")
    assert "task.reminded lead" not in await told(office, f"desk:{old}")
    assert len([kind for kind, _ in await reminded(office, task) if kind == "due"]) == 1


async def test_a_units_own_rule_holds_for_it_and_below(office: Office) -> None:
    city = await office.unit()
    ward = await office.unit(city)
    lead = await office.seat(ward)
    task = await office.task(lead, FRIDAY)
    await accepted(office, task, lead)
    await office.at(TODAY)
    rule = reminding.ReminderRule(at="09:30", before=(reminding.Step(days=2, to=("lead",)),), due=(), past=())
    leader = await _leader(office, city)
    await office.run(reminding.Set(unit=city, rule=rule), leader)
    await office.at(FRIDAY + 5 * DAY)
    assert await reminded(office, task) == [("before", "2025-07-09T02:30")]
    await office.run(reminding.Set(unit=city, rule=None), leader)
    await office.at(FRIDAY + 6 * DAY)
    assert ("past", "2025-07-17T01:00") in await reminded(office, task)


async def _leader(office: Office, at_: UUID) -> Actor:
    seat = await office.seat(at_, leading=True)
    assert seat.post is not None
    return Actor(official=(await office.runner.standing.current()).posts[seat.post].holder, post=seat.post)


async def _follow(office: Office, policy: Any, recorded: Any) -> None:
    """What the worker does after an event."""
    from backend.worker import Rules, Worker  # noqa: PLC0415

    work = ShownWork(office.project, office.pool, office.runner.standing)
    rules = Rules({recorded.topic: (policy,)})
    worker = Worker("", office.store, office.runner, work, rules)
    assert await worker.take(recorded) == []
    await office.project()


async def _decide(office: Office, *days: Day) -> None:
    """Days are decided, and what follows from it is done."""
    await office.run(calendar.FillYear(year=2025 + len(await office.told(CALENDAR)), days=days), FILL)
    await office.project()
    await _follow(office, FOLLOW, (await office.store.stream(CALENDAR))[-1])


async def test_a_day_off_decided_late_moves_deadlines_and_says_so(office: Office, lead: Seat) -> None:
    due, other = [await office.task(lead, when) for when in (FRIDAY, FRIDAY + 3 * DAY)]
    await accepted(office, due, lead)
    await _decide(office, Day(day=date(2025, 7, 11), working=False, name="Nghỉ bão"))
    (moved,) = await office.events(due, "task.deadline-adjusted")
    assert (moved.previous, moved.deadline) == (FRIDAY, at(date(2025, 7, 14), "17:00"))
    assert await office.events(other, "task.deadline-adjusted") == []
    assert "task.deadline-adjusted lead" in await told(office, lead.scope)
    await office.at(at(date(2025, 7, 14), "17:01"))
    assert ("due", "2025-07-14T10:00") in await reminded(office, due)
    assert ("due", "2025-07-11T10:00") not in await reminded(office, due)


async def test_nobody_but_administrators_decides_about_days(office: Office, lead: Seat) -> None:
    assert lead.post is not None
    holder = (await office.runner.standing.current()).posts[lead.post].holder
    command = calendar.SetDays(days=(Day(day=date(2025, 7, 11), working=False, name="-"),))
    with pytest.raises(AssertionError, match=r"access\.denied"):
        await office.run(command, Actor(official=holder, post=lead.post))


async def test_a_personal_reminder_comes_once_at_its_time(office: Office, lead: Seat) -> None:
    assert lead.post is not None
    holder = (await office.runner.standing.current()).posts[lead.post].holder
    actor = Actor(official=holder, post=lead.post)
    mine = await office.run(reminder.Put(text="Gọi Sở Y tế", at=TODAY + DAY), actor)
    await office.at(TODAY + DAY - timedelta(seconds=1))
    assert await office.told(mine) == ["set"]
    for _ in range(3):
        await office.at(TODAY + DAY)
    assert await office.told(mine) == ["set", "fired"]
    assert await told(office, f"user:{holder}") == ["reminder.fired own"]
    await office.run(reminder.Alter(reminder=mine, text="Gọi lại", at=TODAY + 2 * DAY), actor)
    await office.at(TODAY + 2 * DAY)
    assert (await office.told(mine))[2:] == ["changed", "fired"]


async def test_what_was_put_off_or_done_does_not_come(office: Office, lead: Seat) -> None:
    assert lead.post is not None
    holder = (await office.runner.standing.current()).posts[lead.post].holder
    actor = Actor(official=holder, post=lead.post)
    later, done = [await office.run(reminder.Put(text="-", at=TODAY + DAY), actor) for _ in range(2)]
    await office.at(TODAY)
    await office.run(reminder.Alter(reminder=later, text="-", at=TODAY + 3 * DAY), actor)
    await office.run(reminder.Finish(reminder=done), actor)
    await office.at(TODAY + 2 * DAY)
    assert await office.told(later) == ["set", "changed"]
    assert await office.told(done) == ["set", "done"]


async def test_rows_filled_anew_give_the_same_timers(office: Office, lead: Seat) -> None:
    for number in range(3):
        await office.task(lead, FRIDAY + number * DAY)
    await office.at(TODAY)
    before = await office.pool.fetch("SELECT * FROM timer ORDER BY subject")
    await office.pool.execute("UPDATE timer_position SET position = position + 1000")
    await office.pool.execute("DELETE FROM timer")
    await office.timers.settle()
    assert await office.pool.fetch("SELECT * FROM timer ORDER BY subject") == before


async def test_a_thousand_due_at_once_are_told_once_each_by_two_workers(office: Office) -> None:
    import asyncio  # noqa: PLC0415

    ward = await office.unit()
    given = [await office.task(Seat(unit=ward), FRIDAY) for _ in range(60)]
    await office.at(TODAY)
    other = await Office(office.store, office.pool, office.tables).open()
    office.now = other.now = at(date(2025, 7, 11), "17:00")
    await asyncio.gather(office.timers.settle(), other.timers.settle(), office.timers.settle())
    for task in given:
        assert len(await reminded(office, task)) == 1


def test_the_usual_days_of_a_year_come_from_the_library() -> None:
    from backend.timers.years import usual_days  # noqa: PLC0415

    days = {each.day: each for each in usual_days(2026)}
    assert not days[date(2026, 9, 2)].working
    assert not days[date(2026, 2, 17)].working
    assert days[date(2026, 8, 22)].working
    assert {each.source for each in days.values()} == {"default"}


async def test_a_year_is_filled_once_and_leaves_what_was_decided(office: Office) -> None:
    from backend.timers.years import fill  # noqa: PLC0415

    decided = Day(day=date(2025, 9, 2), working=True, name="Trực lễ")
    await office.run(calendar.FillYear(year=2024, days=(decided,)), FILL)
    for _ in range(2):
        await fill(office.runner, datetime(2025, 12, 1, tzinfo=TODAY.tzinfo))
    await office.project()
    events = await office.told(CALENDAR)
    assert events == ["begun", "changed", "changed"]
    (row,) = await office.pool.fetch("SELECT fields FROM row WHERE collection = 'calendar'")
    assert '"2025-09-02","working":true' in row["fields"].replace(" ", "")
