"""What each query gives, and to whom."""

from __future__ import annotations

from uuid import UUID, uuid4

from backend.graphql.ids import global_id
from domain.organisation import Organisation
from domain.seeing import sees
from domain.task.state import audience
from tests.graphql.conftest import Ask
from tests.projections.city import City

TASKS = """
query ($first: Int! $after: String $order: TaskOrder! $filter: TaskFilter) {
  tasks(first: $first after: $after order: $order filter: $filter) {
    nodes { id title state deadline waiting lead { unit { name } post { title holder { name } } } }
    pageInfo { hasNextPage endCursor } position
  }
}
"""


async def listed(ask: Ask, official: UUID, order: str = "DEADLINE") -> list[str]:
    """All ids of somebody's list, page by page."""
    after, ids = None, []
    while True:
        result = await ask(official, TASKS, first=7, after=after, order=order)
        assert result.errors is None
        assert result.data is not None
        page = result.data["tasks"]
        ids += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return ids


async def test_open_and_closed_tasks_make_up_the_list(ask: Ask, city: City) -> None:
    closed = 0
    for official in city.people:
        found = {}
        for name, chosen in {"all": {}, "open": {"open": True}, "closed": {"open": False}}.items():
            result = await ask(official, TASKS, first=100, order="DEADLINE", filter=chosen)
            assert result.data is not None, result.errors
            found[name] = {node["id"]: node["state"] for node in result.data["tasks"]["nodes"]}
        assert found["open"] | found["closed"] == found["all"]
        assert set(found["closed"].values()) <= {"COMPLETED", "CANCELLED"}
        assert set(found["open"].values()).isdisjoint({"COMPLETED", "CANCELLED"})
        closed += len(found["closed"])
    assert closed


async def test_me_says_who_asks_and_where_they_may_act(ask: Ask, city: City) -> None:
    someone = next(p for p in city.posts if city.nouns[p].holder)
    official = city.nouns[someone].holder
    result = await ask(official, "{ me { official { name email } posts { id title unit { name } } scopes } }")
    assert result.errors is None
    assert result.data is not None
    me = result.data["me"]
    assert me["official"]["name"].startswith("Nguyễn Văn Đức")
    assert global_id("Post", someone) in [post["id"] for post in me["posts"]]
    assert f"user:{official}" in me["scopes"]


async def test_nothing_without_signing_in(ask: Ask, city: City) -> None:
    result = await ask(None, "{ me { official { name } } }")
    assert result.errors is not None
    assert result.errors[0].extensions == {"code": "unauthenticated"}


async def test_everybody_lists_just_what_they_see(ask: Ask, city: City, organisation: Organisation) -> None:
    most = 0
    for official in city.people:
        states = (city.nouns[task].state for task in city.tasks)
        seen = {
            global_id("Task", state.id) for state in states if sees(official, audience(state), organisation)
        }
        ids = await listed(ask, official)
        assert len(ids) == len(set(ids))
        assert set(ids) == seen
        most = max(most, len(ids))
    assert most > 7, "somebody needs more than one page"


async def test_each_order_is_kept_from_page_to_page(ask: Ask, city: City, organisation: Organisation) -> None:
    who = max(city.people, key=lambda one: len(organisation.posts_of(one)))
    orders = {order: await listed(ask, who, order) for order in ("DEADLINE", "UPDATED", "CREATED")}
    state = {global_id("Task", task): city.nouns[task].state for task in city.tasks}
    assert orders["DEADLINE"] == sorted(orders["DEADLINE"], key=lambda id: (state[id].deadline, state[id].id))
    newest = sorted(orders["CREATED"], key=lambda id: (state[id].created_at, state[id].id), reverse=True)
    assert orders["CREATED"] == newest
    assert set(orders["UPDATED"]) == set(orders["CREATED"])


async def test_a_stranger_sees_no_task(ask: Ask, city: City) -> None:
    result = await ask(uuid4(), TASKS, first=50, order="DEADLINE")
    assert result.errors is None
    assert result.data is not None
    assert result.data["tasks"]["nodes"] == []
    one = await ask(uuid4(), "query ($id: ID!) { node(id: $id) { id } }", id=global_id("Task", city.tasks[0]))
    assert one.data == {"node": None}
