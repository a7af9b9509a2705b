"""The reminders of a task that are to come, and the rule of a unit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from backend.commands import CommandRunner
from backend.graphql.ids import global_id
from domain import reminding
from domain.seeing import sees
from domain.task.state import audience
from tests.graphql.conftest import Ask
from tests.projections.city import City

NEXT = "query ($id: ID!, $n: Int!) { taskReminders(task: $id, first: $n) { at kind days to } }"
RULE = """query ($id: ID!) { reminderRule(unit: $id) { at unit { id } before { days to } due unopened } }"""


def _open(city: City) -> tuple[UUID, Any]:
    return next((id, city.nouns[id].state) for id in city.tasks if city.nouns[id].state.waiting == "lead")


def _holder(city: City, seat: Any) -> UUID:
    posts = (city.nouns[id] for id in city.posts)
    return next(
        post.holder
        for post in posts
        if post.holder
        and (post.id == seat.post or (seat.post is None and post.unit == seat.unit and post.leading))
    )


async def test_the_next_reminders_of_a_task(ask: Ask, city: City) -> None:
    task, state = _open(city)
    asked = await ask(_holder(city, state.assigner), NEXT, id=global_id("Task", task), n=3)
    assert asked.errors is None
    found = asked.data["taskReminders"]
    assert len(found) == 3
    assert [each["at"] for each in found] == sorted(each["at"] for each in found)
    assert all(each["to"] for each in found)
    assert (await ask(_holder(city, state.assigner), NEXT, id=global_id("Task", task), n=99)).errors


async def test_who_does_not_see_the_task_gets_none(ask: Ask, city: City, commands: CommandRunner) -> None:
    task, state = _open(city)
    organisation = await commands.standing.current()
    stranger = next(who for who in city.people if not sees(who, audience(state), organisation))
    asked = await ask(stranger, NEXT, id=global_id("Task", task), n=3)
    assert asked.data == {"taskReminders": []}


async def test_a_rule_holds_below_the_unit_that_chose_it(ask: Ask, city: City, store: Any) -> None:
    top, ward = city.units[:2]
    usual = await ask(city.people[0], RULE, id=global_id("Unit", ward))
    assert usual.data["reminderRule"]["unit"] is None
    assert [step["days"] for step in usual.data["reminderRule"]["before"]] == [1, 3, 7]
    city.run(reminding.Set(unit=top, rule=reminding.ReminderRule(at="07:15", unopened=2.0)))
    await city.store(store)
    await city.shown()  # type: ignore[attr-defined]
    asked = await ask(city.people[0], RULE, id=global_id("Unit", ward))
    assert asked.data["reminderRule"]["at"] == "07:15"
    assert asked.data["reminderRule"]["unit"]["id"] == global_id("Unit", top)
    assert asked.data["reminderRule"]["due"] == ["LEAD", "CHASER"]
