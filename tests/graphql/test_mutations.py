"""Mutations are the commands: done, refused in types, repeated, and seen by who wrote them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from strawberry.types import ExecutionResult

from backend.graphql.ids import global_id
from domain.organisation import Organisation
from tests.graphql.conftest import Ask
from tests.projections.city import City

RESULT = """{
  __typename
  ... on Done { id position clientMutationId }
  ... on CommandProblem { code title detail status params }
}"""
ASSIGN = "mutation ($input: TaskAssignInput!) { taskAssign(input: $input) " + RESULT + " }"
ACCEPT = "mutation ($input: TaskAcceptInput!) { taskAccept(input: $input) " + RESULT + " }"


def leader(city: City, organisation: Organisation) -> tuple[UUID, UUID, UUID]:
    """Somebody who leads a unit: official, post, unit."""
    return next(
        (fact.holder, post, fact.unit)
        for post, fact in organisation.posts.items()
        if fact.holder is not None and fact.leading and organisation.units[fact.unit].active
    )


def assignment(city: City, post: UUID, unit: UUID) -> dict[str, Any]:
    return {
        "clientMutationId": str(uuid4()),
        "actingAs": {"post": global_id("Post", post)},
        "title": "Kiểm tra cống ngăn triều",
        "lead": {"unit": global_id("Unit", unit)},
        "deadline": (city.now + timedelta(days=900)).isoformat(),
        "urgency": "VERY_URGENT",
    }


def answer(result: ExecutionResult, field: str) -> dict[str, Any]:
    assert result.errors is None
    assert result.data is not None
    found: dict[str, Any] = result.data[field]
    return found


async def test_what_was_written_is_read(ask: Ask, city: City, organisation: Organisation) -> None:
    official, post, unit = leader(city, organisation)
    made = answer(await ask(official, ASSIGN, input=assignment(city, post, unit)), "taskAssign")
    assert made["__typename"] == "Done"
    query = "query ($id: ID!) { task(id: $id) { title urgency state timeline { kind post { id } } } }"
    task = answer(await ask(official, query, at_least=made["position"], id=made["id"]), "task")
    assert task["title"] == "Kiểm tra cống ngăn triều"
    assert task["urgency"] == "VERY_URGENT"
    assert task["timeline"] == [{"kind": "task.assigned", "post": {"id": global_id("Post", post)}}]


async def test_the_same_id_gets_the_same_answer(ask: Ask, city: City, organisation: Organisation) -> None:
    official, post, unit = leader(city, organisation)
    sent = assignment(city, post, unit)
    first = answer(await ask(official, ASSIGN, input=sent), "taskAssign")
    assert answer(await ask(official, ASSIGN, input=sent), "taskAssign") == first
    other = answer(await ask(official, ASSIGN, input={**sent, "title": "Việc khác"}), "taskAssign")
    assert other["__typename"] == "ConflictProblem"


async def test_refusals_are_typed(ask: Ask, city: City, organisation: Organisation) -> None:
    official, post, unit = leader(city, organisation)
    nowhere = {"clientMutationId": str(uuid4()), "task": str(uuid4())}
    missing = answer(await ask(official, ACCEPT, input=nowhere), "taskAccept")
    assert missing["__typename"] == "MissingProblem"
    stranger = next(one for one in city.people if not organisation.posts_of(one))
    denied = answer(await ask(stranger, ASSIGN, input=assignment(city, post, unit)), "taskAssign")
    assert denied["__typename"] == "DeniedProblem"
    empty = {**assignment(city, post, unit), "title": " "}
    invalid = answer(await ask(official, ASSIGN, input=empty), "taskAssign")
    assert invalid["__typename"] == "InvalidProblem"
    assert invalid["detail"]


async def test_an_id_of_another_noun_is_refused(ask: Ask, city: City, organisation: Organisation) -> None:
    official, post, unit = leader(city, organisation)
    sent = assignment(city, post, unit)
    sent["actingAs"] = {"post": global_id("Unit", unit)}
    result = await ask(official, ASSIGN, input=sent)
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "id.wrong-noun"}


async def test_a_directive_as_it_was(ask: Ask, city: City, organisation: Organisation) -> None:
    directive = city.nouns[city.directives[0]].state
    query = """query ($id: ID! $at: DateTime) {
      directive(id: $id asOf: $at) { title board { state openedAt answers unit { id } } answers { answered } }
    }"""
    id = global_id("Directive", directive.id)
    issuer = organisation.posts[directive.issuer.post].holder
    if issuer is None:
        issuer = next(p for p in city.people if organisation.posts_of(p))
    then = await ask(issuer, query, id=id, at=(directive.issued_at - timedelta(hours=1)).isoformat())
    assert then.errors is None
    assert then.data == {"directive": None}
    now = answer(await ask(issuer, query, id=id), "directive")
    late = answer(await ask(issuer, query, id=id, at=(city.now + timedelta(days=1)).isoformat()), "directive")

    def by_unit(board: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(board, key=lambda line: str(line["unit"]["id"]))

    assert now["board"]
    assert by_unit(now["board"]) == by_unit(late["board"])
    assert (
        answer(await ask(issuer, query, id=id, at=directive.issued_at.isoformat()), "directive")["board"]
        == []
    )
    opened = sorted(line["openedAt"] for line in now["board"] if line["openedAt"])
    before = answer(await ask(issuer, query, id=id, at=opened[-1]), "directive")
    assert sorted(line["openedAt"] for line in before["board"] if line["openedAt"]) == opened
    moment = datetime.fromisoformat(opened[-1]) - timedelta(seconds=1)
    earlier = answer(await ask(issuer, query, id=id, at=moment.isoformat()), "directive")
    assert sorted(line["openedAt"] for line in earlier["board"] if line["openedAt"]) == opened[:-1]
