"""The answers of a directive are added up over the lines that the asker sees, now and as they were."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.graphql.ids import global_id
from domain.organisation import Organisation
from tests.graphql.conftest import Ask
from tests.projections.city import City

QUERY = """query ($id: ID! $at: DateTime) {
  directive(id: $id asOf: $at) {
    board { answers }
    answers { question { key kind options } answered sum least most choices }
  }
}"""


def added(board: list[dict[str, Any]], question: dict[str, Any]) -> dict[str, Any]:
    """The answers on a board, one by one."""
    given = [line["answers"][question["key"]] for line in board if question["key"] in line["answers"]]
    numbers = given if question["kind"] == "NUMBER" else []
    chosen = Counter(given)
    return {
        "question": question,
        "answered": len(given),
        "sum": sum(numbers) if numbers else None,
        "least": min(numbers, default=None),
        "most": max(numbers, default=None),
        "choices": {option: chosen[option] for option in question["options"]},
    }


async def check(ask: Ask, person: UUID, directive: UUID, **variables: Any) -> int:
    """How many answers one person was shown, added up as on the board that they see."""
    result = await ask(person, QUERY, id=global_id("Directive", directive), **variables)
    assert result.errors is None, result.errors
    shown = (result.data or {})["directive"]
    if shown is None:
        return 0
    board, sums = shown["board"], shown["answers"]
    assert sums == [added(board, each["question"]) for each in sums]
    assert len(sums) == 2
    return sum(each["answered"] for each in sums)


async def test_are_those_of_the_lines_that_one_sees(ask: Ask, city: City, organisation: Organisation) -> None:
    seen = {
        (person, directive): await check(ask, person, directive)
        for person in city.people
        for directive in city.directives
    }
    for directive in city.directives:
        of_it = [number for (_, id), number in seen.items() if id == directive]
        assert len(set(of_it)) > 1 or not any(of_it), "some see more than others"
    assert max(seen.values()) >= 4, "somebody sees the answers of several"


async def test_as_they_were(ask: Ask, city: City) -> None:
    shown = []
    for directive in city.directives[:3]:
        issued = city.nouns[directive].state.issued_at
        for moment in (issued, issued + timedelta(hours=1), city.now):
            for person in city.people:
                shown.append(await check(ask, person, directive, at=moment.isoformat()))
    assert min(shown) == 0
    assert max(shown) > 0
