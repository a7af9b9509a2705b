"""Who sees a row: what changes when work, seats and units change hands."""

from __future__ import annotations

from typing import Any

from domain import draft, official, post, unit
from domain.kernel import Seat, desk_scope, post_scope, unit_scope
from domain.message import commands as messages
from domain.task import commands as tasks
from projections import rows
from tests.projections.city import City
from tests.projections.tables import Tables


async def test_a_handover_changes_one_persons_scopes_and_no_row_of_work(tables: Tables, conn: Any) -> None:
    city = City().found().live(60)
    seat, newcomer = city.posts[1], city.person()
    await tables.pages(city.events, [50])
    work = "SELECT collection, id, position FROM row WHERE collection NOT IN ('post', 'official', 'phone')"
    before, previous = sorted(await conn.fetch(work)), city.nouns[seat].holder
    scopes = await conn.fetchval("SELECT max(position) FROM row_scope WHERE collection = 'task'")
    city.run(post.HandOver(post=seat, holder=newcomer))
    await tables.apply(city.events[tables.group.position :])
    assert sorted(await conn.fetch(work)) == before
    assert await conn.fetchval("SELECT max(position) FROM row_scope WHERE collection = 'task'") == scopes
    at = len(city.events)
    changed = await conn.fetch("SELECT official, scope, gone FROM person_scope WHERE position = $1", at)
    assert {line[0] for line in changed} == {person for person in (previous, newcomer) if person}
    held = {scope for scope, _, gone in await rows.held(conn, newcomer) if not gone}
    assert post_scope(seat) in held
    assert post_scope(seat) not in {scope for scope, _, gone in await rows.held(conn, previous) if not gone}


async def test_a_scope_that_lost_the_row_has_a_tombstone_where_it_lost_it(tables: Tables) -> None:
    city = City().found()
    who, seat = city.acting(city.posts[0])
    addressed, other = (Seat(city.nouns[p].unit, p) for p in city.posts[1:3])
    task = city.run(
        tasks.Assign(
            title="Bơm nước", lead=seat, coordinating=(addressed,), urgency="normal", deadline=city.deadline()
        ),
        who,
        seat,
    )
    assert task is not None
    await tables.apply(city.events)
    city.run(tasks.Reassign(task=task, lead=other), who, seat)
    await tables.apply(city.events[tables.group.position :])
    at = len(city.events)
    live = await tables.scopes("task", task)
    assert live[other.scope] == (at, False)
    assert live[addressed.scope] == (at, False), "a scope that stays moves with the row"


async def test_erasure_clears_the_persons_words_everywhere(tables: Tables, conn: Any) -> None:
    city = City().found()
    who, seat = city.acting(city.posts[1])
    assert who is not None
    task = city.run(
        tasks.Assign(title="Bơm", lead=seat, urgency="normal", deadline=city.deadline()), who, seat
    )
    assert task is not None
    city.run(tasks.Report(task=task, percent=20, text="Nhà bà Lan ngập", evidence="ảnh"), who, seat)
    places = (seat.unit, task)
    said = [city.run(messages.Post(channel=at, text="Nhà bà Lan ngập"), who, seat) for at in places]
    assert None not in said
    city.run(messages.Post(channel=seat.unit, text="Đã rõ", thread=said[0]), city.people[0], seat)
    city.run(messages.Edit(message=said[1], text="Nhà bà Lan đã rút"), who, seat)
    city.run(draft.Save(channel=task, text="Chị Lan"), who, seat)
    city.run(official.Leave(official=who))
    await tables.apply(city.events)
    assert (await tables.row("task", task))["lastReport"]["text"] == "Nhà bà Lan ngập"
    city.run(official.Erase(official=who))
    await tables.apply(city.events[tables.group.position :])
    assert (await tables.row("task", task))["lastReport"]["text"] == ""
    assert "Lan" not in str(await tables.row("timeline", task))
    assert [each["text"] for each in (await tables.row("talk", task))["messages"]] == [""]
    assert (await tables.row("message", said[0]))["text"] == ""
    assert (await tables.row("channel", seat.unit))["last"]["text"] == ""
    assert (await tables.row("official", who))["name"] == ""
    assert (await tables.row("phone", who))["number"] == ""
    everything = str(await tables.values())
    assert "Lan" not in everything
    assert "ảnh" not in everything
    position = await conn.fetchval("SELECT position FROM row WHERE collection = 'task' AND id = $1", task)
    assert position == len(city.events), "devices are told"


async def test_a_private_phone_follows_its_official(tables: Tables) -> None:
    city = City().found(2)
    top, first, second = city.units
    seat = city.posts[1]
    person = city.nouns[seat].holder
    card = {"full_name": "Lê Thị Mai", "email": "mai@example.vn", "private_phone": "0912345678"}
    city.run(official.Alter(official=person, **card))
    await tables.apply(city.events)
    assert set(await tables.scopes("phone", person)) == {unit_scope(first), desk_scope(top)}
    city.run(post.HandOver(post=seat, holder=None))
    city.run(post.HandOver(post=city.posts[3], holder=person))
    await tables.apply(city.events[tables.group.position :])
    live = {scope for scope, (_, gone) in (await tables.scopes("phone", person)).items() if not gone}
    assert live == {unit_scope(second), desk_scope(top)}


async def test_what_lies_below_a_unit_follows_the_tree(tables: Tables, conn: Any) -> None:
    city = City().found(2)
    top, first, second = city.units
    leader = city.nouns[city.posts[0]].holder
    clerk = city.nouns[city.posts[2]].holder
    await tables.apply(city.events)
    assert await rows.may_open(conn, leader, first)
    assert not await rows.may_open(conn, clerk, top)
    assert set(await rows.below_units(conn, top)) == {top, first, second}
    city.run(unit.Move(unit=second, parent=first))
    await tables.apply(city.events[tables.group.position :])
    assert set(await rows.below_units(conn, first)) == {first, second}
    assert (await rows.head(conn)).tree == len(city.events)


async def test_after_a_merger_names_and_scopes_pass_to_the_successor(tables: Tables, conn: Any) -> None:
    city = City().found(2)
    _, first, second = city.units
    city.run(unit.Rename(unit=first, full_name="Phường Bến Thành", short_name="Bến Thành"))
    city.run(unit.Merge(unit=first, into=second))
    await tables.apply(city.events)
    row = await tables.row("unit", second)
    assert row["predecessors"] == [str(first)]
    assert {former["name"] for former in row["formerNames"]} == {"Phường Bến Nghé 0", "Phường Bến Thành"}
    heir = city.nouns[city.posts[3]].holder
    held = {scope for scope, _, gone in await rows.held(conn, heir) if not gone}
    assert {unit_scope(first), desk_scope(first)} <= held
