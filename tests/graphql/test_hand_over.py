"""The record of a hand-over: what moved, for who gave it and who has it, long after it was done."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from backend.commands import CommandRunner
from backend.graphql.ids import global_id, uuid_of
from backend.store.store import Store
from backend.work import OpenWork
from domain import official, post
from domain.kernel import Seat
from domain.policies import Cause
from domain.policies.directory import RECORD
from domain.recurrence.commands import SetUp
from domain.recurrence.schedule import Schedule
from domain.recurrence.state import Wanted
from domain.task import commands as tasks
from domain.template.commands import Create
from projections.kernel import Request
from tests.domain.examples import OUTLINE
from tests.graphql.conftest import Ask
from tests.graphql.test_acting import Ward, told
from tests.projections.city import City

LIST = """{ handOvers { nodes {
    id kind tasks recurring templates at post { title } previous { name } holder { name } desk { id }
} } }"""
ITEMS = """
query ($id: ID!, $of: HandOverList!, $first: Int!, $after: String) { handOver(id: $id) {
    items(of: $of, first: $first, after: $after) {
        nodes { id title state deadline } pageInfo { hasNextPage endCursor }
    }
} }
"""
NOTICES = "{ notices(kind: HANDOVER) { nodes { entries { kind reason } } } }"
PREVIEW = """
query ($post: ID!) { handOverPreview(post: $post) {
    recurring recurrences(first: 5) { nodes { title } }
    templateCount templates(first: 5) { nodes { name } } reminders
} }
"""


async def _kept(ward: Ward, title: str) -> None:
    """A template of the unit and recurring work of a post in it."""
    outline = msgspec.structs.replace(OUTLINE, lead=None)
    await ward.run(Create(unit=ward.unit, full_name="Họp giao ban", outline=outline), ward.actor(title))
    lead = Seat(unit=ward.unit, post=ward.posts["specialist"])
    rule = Schedule(rule="FREQ=WEEKLY;BYDAY=MO", start=date(2026, 1, 5))
    await ward.run(SetUp(wanted=Wanted(title="Báo cáo {kỳ}", lead=lead), schedule=rule), ward.actor(title))


async def _recorded(ward: Ward, store: Store) -> None:
    """What the worker does about the newest event."""
    await ward.shown()
    position = await store.head()
    [recorded] = await store.read(position - 1, 1)
    assert recorded.event is not None
    cause = Cause(recorded.event, position, recorded.metadata.account, recorded.metadata.post)
    work = await OpenWork(store.pool, ward.runner.standing).for_need(RECORD.needs(cause), position)
    [drawn] = RECORD.draw(cause, work)
    request = Request(
        id=drawn.id, name=drawn.command.name, args=msgspec.json.encode(drawn.command), actor=drawn.actor
    )
    assert (await ward.runner.run(request)).problem is None
    await ward.shown()


async def test_who_gave_and_who_received_read_what_moved(
    ask: Ask, commands: CommandRunner, city: City, store: Store
) -> None:
    ward = await Ward(commands, city).found()
    for _ in range(3):
        await ward.assign("first")
    await _kept(ward, "first")
    before, after = ward.people["first"], ward.people["specialist"]
    chairman = ward.actor("chairman")
    await ward.run(post.HandOver(post=ward.posts["first"], holder=after), chairman)
    await _recorded(ward, store)

    [record] = (await told(ask, before, LIST))["handOvers"]["nodes"]
    assert (await told(ask, after, LIST))["handOvers"]["nodes"] == [record]
    assert (record["kind"], record["tasks"], record["recurring"], record["templates"]) == ("SEAT", 3, 1, 1)
    assert (record["previous"]["name"], record["holder"]["name"]) == ("first", "specialist")
    assert (record["post"]["title"], record["desk"]) == ("first", None)
    assert (await told(ask, city.people[0], LIST))["handOvers"]["nodes"] == []

    first = await _page(ask, before, record["id"], "TASK", 2)
    assert [node["title"] for node in first["nodes"]] == ["Nạo vét cống"] * 2
    assert first["pageInfo"]["hasNextPage"]
    rest = await _page(ask, before, record["id"], "TASK", 2, first["pageInfo"]["endCursor"])
    assert len(rest["nodes"]) == 1
    assert not rest["pageInfo"]["hasNextPage"]
    assert {node["id"] for node in first["nodes"]}.isdisjoint({node["id"] for node in rest["nodes"]})
    for of, title in (("RECURRENCE", "Báo cáo {kỳ}"), ("TEMPLATE", "Họp giao ban")):
        for who in (before, after):
            [node] = (await _page(ask, who, record["id"], of, 9))["nodes"]
            assert node["title"] == title

    [giver] = (await told(ask, before, NOTICES))["notices"]["nodes"]
    [receiver] = (await told(ask, after, NOTICES))["notices"]["nodes"]
    assert giver["entries"] == [{"kind": "hand-over.recorded", "reason": "giver"}]
    assert receiver["entries"] == [{"kind": "hand-over.recorded", "reason": "receiver"}]


async def test_it_says_what_was_then_and_not_what_became_of_it(
    ask: Ask, commands: CommandRunner, city: City, store: Store
) -> None:
    ward = await Ward(commands, city).found()
    await ward.assign("first")
    before = ward.people["first"]
    await ward.run(post.HandOver(post=ward.posts["first"], holder=None), ward.actor("chairman"))
    await _recorded(ward, store)
    [record] = (await told(ask, before, LIST))["handOvers"]["nodes"]
    assert record["desk"]["id"] == global_id("Unit", ward.unit)
    [task] = (await _page(ask, before, record["id"], "TASK", 9))["nodes"]
    cancel = tasks.Cancel(task=uuid_of(task["id"], "Task"), reason="-")
    await ward.run(cancel, ward.actor("chairman"))
    await ward.shown()
    [again] = (await _page(ask, before, record["id"], "TASK", 9))["nodes"]
    assert again == task
    assert again["state"] == "assigned"


async def test_titles_are_not_told_to_who_only_sees_the_record(
    ask: Ask, commands: CommandRunner, city: City, store: Store
) -> None:
    """The clerk of the desk sees how much moved, and what they see anyway."""
    ward = await Ward(commands, city).found()
    await ward.assign("first")
    desk = await ward.run(post.Create(unit=ward.unit, title="Văn thư", intake=True))
    clerk = await ward.run(official.Register(full_name="-", email=f"{uuid4().hex}@city.example"))
    await ward.run(post.HandOver(post=desk, holder=clerk))
    await ward.run(post.HandOver(post=ward.posts["first"], holder=None), ward.actor("chairman"))
    await _recorded(ward, store)
    [record] = (await told(ask, clerk, LIST))["handOvers"]["nodes"]
    assert record["tasks"] == 1
    [task] = (await _page(ask, clerk, record["id"], "TASK", 9))["nodes"]
    assert task["title"] is None


async def test_the_preview_lists_recurring_work_and_templates(
    ask: Ask, commands: CommandRunner, city: City
) -> None:
    ward = await Ward(commands, city).found()
    await _kept(ward, "first")
    await ward.shown()
    seen = (await told(ask, ward.people["first"], PREVIEW, post=str(ward.posts["first"])))["handOverPreview"]
    assert (seen["recurring"], seen["recurrences"]["nodes"]) == (1, [{"title": "Báo cáo {kỳ}"}])
    assert (seen["templateCount"], seen["templates"]["nodes"]) == (1, [{"name": "Họp giao ban"}])
    assert seen["reminders"] == 0, "no timers run here"
    other = await told(ask, ward.people["chairman"], PREVIEW, post=str(ward.posts["specialist"]))
    assert (other["handOverPreview"]["recurring"], other["handOverPreview"]["templateCount"]) == (0, 0)


async def _page(  # noqa: PLR0917 - as one reads it
    ask: Ask, who: UUID, id: str, of: str, first: int, after: str | None = None
) -> Any:
    found = await told(ask, who, ITEMS, id=id, of=of, first=first, after=after)
    return found["handOver"]["items"]
