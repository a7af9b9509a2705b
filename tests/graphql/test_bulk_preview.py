"""What would become of a command to many tasks: the same as becomes of it, and nothing is done."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from strawberry.types import ExecutionResult

from backend.commands import CommandRunner
from backend.graphql.ids import global_id
from backend.store.store import Store
from domain.kernel import Actor
from domain.organisation import Organisation
from projections.kernel import Request
from tests.graphql.conftest import Ask
from tests.projections.city import City

PREVIEW = """
query ($action: String!, $tasks: [ID!]!, $as: ActingAs!, $args: JSON) {
    bulkPreview(action: $action, tasks: $tasks, actingAs: $as, args: $args) {
        task allowed changes code detail told { reason seat { unit { id } post { id } } }
    }
}
"""


class Boss:
    """Whoever assigned most of the open tasks, in the post that did, and all tasks there are."""

    def __init__(self, city: City, organisation: Organisation) -> None:
        open = [city.nouns[id].state for id in city.tasks if city.nouns[id].state.open]
        given: dict[UUID, int] = {}
        for state in open:
            post = state.assigner.post
            if post is not None and organisation.posts[post].holder is not None:
                given[post] = given.get(post, 0) + 1
        self.post = max(given, key=lambda post: given[post])
        holder = organisation.posts[self.post].holder
        assert holder is not None
        self.official = holder
        self.tasks = city.tasks[:100]

    async def ask(self, ask: Ask, action: str, **args: Any) -> list[dict[str, Any]]:
        found = await self.asked(ask, action, self.tasks, **args)
        assert found.errors is None
        assert found.data is not None
        previews: list[dict[str, Any]] = found.data["bulkPreview"]
        return previews

    async def asked(self, ask: Ask, action: str, tasks: list[UUID], **args: Any) -> ExecutionResult:
        ids = [global_id("Task", id) for id in tasks]
        seat = {"post": global_id("Post", self.post)}
        return await ask(self.official, PREVIEW, action=action, tasks=ids, args=args or None, **{"as": seat})


@pytest.mark.parametrize(
    ("action", "args"),
    [
        ("task.chase", {"text": "Khẩn trương"}),
        ("task.changeDeadline", {"deadline": "2099-01-01T00:00:00Z"}),
        ("task.suspend", {"reason": "Chờ kinh phí"}),
    ],
)
async def test_says_what_becomes_of_it(  # noqa: PLR0917 - fixtures
    ask: Ask,
    city: City,
    store: Store,
    commands: CommandRunner,
    organisation: Organisation,
    action: str,
    args: dict[str, Any],
) -> None:
    boss = Boss(city, organisation)
    head = await store.head()
    previews = await boss.ask(ask, action, **args)
    assert await store.head() == head
    assert [each["task"] for each in previews] == [global_id("Task", id) for id in boss.tasks]
    actor = Actor(official=boss.official, post=boss.post)
    outcomes = []
    for id in boss.tasks:
        body = json.dumps({"task": str(id), **args}).encode()
        outcomes.append(await commands.run(Request(id=uuid4(), name=action, args=body, actor=actor)))
    meant = [(one.problem is None, one.problem.code if one.problem else None) for one in outcomes]
    assert [(each["allowed"], each["code"]) for each in previews] == meant
    assert {allowed for allowed, _ in meant} == {True, False}
    assert all(bool(each["detail"]) is not each["allowed"] for each in previews)


async def test_says_who_would_be_told(ask: Ask, city: City, organisation: Organisation) -> None:
    boss = Boss(city, organisation)
    for id, preview in zip(boss.tasks, await boss.ask(ask, "task.chase"), strict=True):
        chain = [
            {
                "unit": {"id": global_id("Unit", seat.unit)},
                "post": {"id": global_id("Post", seat.post)} if seat.post else None,
            }
            for seat in city.nouns[id].state.chain
        ]
        told = [each["seat"] for each in preview["told"]]
        once = [seat for number, seat in enumerate(chain) if seat not in chain[:number]]
        assert told == (once if preview["allowed"] else [])
        assert all(each["reason"] == "lead" for each in preview["told"])


@pytest.mark.parametrize(
    ("action", "code"), [("task.assign", "preview.action"), ("message.post", "preview.action")]
)
async def test_only_commands_to_a_task(
    ask: Ask, city: City, organisation: Organisation, action: str, code: str
) -> None:
    found = await Boss(city, organisation).asked(ask, action, [])
    assert found.errors is not None
    assert found.errors[0].extensions == {"code": code}


async def test_not_without_bounds(ask: Ask, city: City, organisation: Organisation) -> None:
    found = await Boss(city, organisation).asked(ask, "task.chase", [uuid4()] * 201)
    assert found.errors is not None
    assert found.errors[0].extensions == {"code": "preview.size"}


async def test_a_task_that_there_is_not(ask: Ask, city: City, organisation: Organisation) -> None:
    found = await Boss(city, organisation).asked(ask, "task.chase", [uuid4()])
    assert found.data is not None
    [preview] = found.data["bulkPreview"]
    assert (preview["allowed"], preview["code"]) == (False, "task.not-found")
