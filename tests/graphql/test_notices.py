"""The inbox through GraphQL: one's own notices, unread ones, and the chain of events behind each."""

from __future__ import annotations

import asyncpg
from strawberry.types import ExecutionResult

from tests.graphql.conftest import Ask
from tests.projections.city import City

INBOX = """
query ($unread: Boolean, $after: String) {
    notices(unread: $unread, first: 10, after: $after) {
        nodes { id kind subject to order unread entries { position kind reason waits by { name }
            why { position kind policy } } }
        pageInfo { hasNextPage endCursor }
    }
}
"""
READ = "INSERT INTO read_position (official, channel, number) VALUES ($1, $2, $3)"
ROW = "SELECT id FROM row WHERE collection = 'notice' AND fields ->> 'subject' = $1 AND fields ->> 'to' = $2"


def nodes(result: ExecutionResult) -> list[dict[str, object]]:
    assert not result.errors, result.errors
    assert result.data is not None
    found: list[dict[str, object]] = result.data["notices"]["nodes"]
    return found


def told(city: City) -> tuple[object, object]:
    """A holder of a seat, and a task that they were just given."""
    while True:
        task = city.assign()
        if task is None:
            continue
        lead = city.nouns[task].state.lead
        if lead.post and city.nouns[lead.post].holder:
            return city.nouns[lead.post].holder, task


async def test_one_is_told_of_what_concerns_ones_seats_newest_first(
    ask: Ask, city: City, store: object
) -> None:
    holder, task = told(city)
    await city.store(store)  # type: ignore[arg-type]
    await city.shown()  # type: ignore[attr-defined]
    found = nodes(await ask(holder, INBOX))
    orders = [node["order"] for node in found]
    assert orders == sorted(orders, reverse=True)
    newest = next(node for node in found if node["subject"] == str(task))
    entry = newest["entries"][-1]  # type: ignore[index]
    assert (entry["kind"], entry["reason"], entry["waits"]) == ("task.assigned", "lead", True)
    assert [link["position"] for link in entry["why"]] == [entry["position"]]
    assert newest["unread"] is True


async def test_what_is_read_is_unread_no_more(ask: Ask, city: City, store: object, dsn: str) -> None:
    holder, task = told(city)
    await city.store(store)  # type: ignore[arg-type]
    await city.shown()  # type: ignore[attr-defined]
    before = nodes(await ask(holder, INBOX, unread=True))
    mine = next(node for node in before if node["subject"] == str(task))
    conn = await asyncpg.connect(dsn)
    id = await conn.fetchval(ROW, str(task), mine["to"])
    await conn.execute(READ, holder, id, mine["order"])
    await conn.close()
    after = {node["id"] for node in nodes(await ask(holder, INBOX, unread=True))}
    assert {node["id"] for node in before} - after == {mine["id"]}
    assert mine["id"] in {node["id"] for node in nodes(await ask(holder, INBOX, unread=False))}
