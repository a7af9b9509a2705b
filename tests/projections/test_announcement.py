"""An announcement reaches everybody in its units; receipts are their readers', tallies their issuer's."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from domain import official, post, receipt, unit
from domain.announcement import commands as c
from domain.announcement.state import audience, tally_audience
from domain.kernel import Seat, unit_scope, user_scope
from projections import rows
from projections.tally import tally_id
from tests.projections.city import City
from tests.projections.tables import Tables


async def live(tables: Tables, collection: str, id: UUID) -> set[str]:
    """The scopes that see a row now."""
    return {scope for scope, (_, gone) in (await tables.scopes(collection, id)).items() if not gone}


def read(city: City, kind: type[receipt.ReceiptKeeping], told: UUID, seat: UUID, edition: int = 1) -> UUID:
    """Whoever sits there opens or acknowledges it; the receipt's id."""
    who, sitting = city.acting(seat)
    made = city.run(kind(announcement=told, unit=sitting.unit, edition=edition), who, sitting)
    assert made is not None
    return made


def issue(city: City, *units: UUID) -> UUID:
    """The chairman tells these units."""
    who, seat = city.acting(city.posts[0])
    made = city.run(c.Issue(title="Lịch trực", text="Trực 24/24", units=units), who, seat)
    assert made is not None
    return made


async def test_everybody_in_its_units_gets_it_and_the_issuer_counts(tables: Tables) -> None:
    city = City(2).found()
    told = issue(city, *city.units[1:3])
    first, second = city.posts[1], city.posts[2]
    mine = read(city, receipt.Open, told, first)
    read(city, receipt.Acknowledge, told, second)
    await tables.apply(city.events)
    issuer = Seat(city.units[0], city.posts[0])
    assert await live(tables, "announcement", told) == audience(city.nouns[told].state)
    assert unit_scope(city.units[2]) in await live(tables, "announcement", told)
    assert await live(tables, "receipt", mine) == {user_scope(city.nouns[first].holder)}
    tally = tally_id(told, city.units[1])
    assert await live(tables, "tally", tally) == tally_audience(issuer, city.units[1])
    row = await tables.row("tally", tally)
    assert (row["opened"], row["acknowledged"]) == (2, {"1": 1})
    assert await tables.scopes("tally", tally_id(told, city.units[2])) == {}


async def test_what_was_acknowledged_is_counted_by_edition(tables: Tables) -> None:
    city = City(3).found()
    told = issue(city, city.units[1])
    for seat in city.posts[1:3]:
        read(city, receipt.Acknowledge, told, seat)
    who, seat = city.acting(city.posts[0])
    city.run(c.Correct(announcement=told, title="Lịch trực", text="Trực đến ngày 12", again=True), who, seat)
    read(city, receipt.Acknowledge, told, city.posts[1], edition=2)
    await tables.pages(city.events, [1])
    row = await tables.row("tally", tally_id(told, city.units[1]))
    assert (row["opened"], row["acknowledged"]) == (2, {"1": 1, "2": 1})
    shown = await tables.row("announcement", told)
    assert (shown["edition"], shown["countsFrom"], shown["text"]) == (2, 2, "Trực đến ngày 12")


@pytest.mark.parametrize("pages", [[1], [7], [1000]])
async def test_tallies_are_the_sum_of_the_receipts(tables: Tables, conn: Any, pages: list[int]) -> None:
    city = City(6).found(2)
    told = [city.announce() for _ in range(3)]
    for _ in range(60):
        city.read()
    for _ in range(6):
        city.amend()
        city.read()
    await tables.pages(city.events, pages)
    counts: Counter[tuple[UUID, UUID]] = Counter()
    editions: Counter[tuple[UUID, UUID, int]] = Counter()
    for noun in city.nouns.values():
        if isinstance(noun, receipt.Receipt):
            state = noun.state
            counts[state.announcement, state.unit] += 1
            if state.acknowledged:
                editions[state.announcement, state.unit, state.acknowledged] += 1
    assert counts
    for (announcement, at), opened in counts.items():
        row = await tables.row("tally", tally_id(announcement, at))
        assert row["opened"] == opened
        seen = {str(e): n for (a, u, e), n in editions.items() if (a, u) == (announcement, at)}
        assert row["acknowledged"] == seen
    assert await conn.fetchval("SELECT count(*) FROM receipt_view") == counts.total()
    assert await conn.fetchval("SELECT count(*) FROM announcement_view") == len(told)


async def test_a_merged_unit_is_told_by_its_successor(tables: Tables, conn: Any) -> None:
    city = City(4).found(2)
    told = issue(city, city.units[1])
    city.run(unit.Merge(unit=city.units[1], into=city.units[2]))
    await tables.apply(city.events)
    heir = city.nouns[city.posts[4]].holder
    held = {scope for scope, _, gone in await rows.held(conn, heir) if not gone}
    assert held & await live(tables, "announcement", told)


async def test_erasure_takes_the_words_and_leaves_the_fact(tables: Tables) -> None:
    city = City(5).found(2)
    told = issue(city, city.units[1])
    who, seat = city.acting(city.posts[0])
    city.run(c.Withdraw(announcement=told, reason="Nhầm ngày"), who, seat)
    assert who is not None
    await tables.apply(city.events)
    assert (await tables.row("announcement", told))["reason"] == "Nhầm ngày"
    city.run(post.HandOver(post=city.posts[0], holder=None))
    city.run(official.Leave(official=who))
    city.run(official.Erase(official=who))
    await tables.pages(city.events[tables.group.position :], [100])
    row = await tables.row("announcement", told)
    assert (row["title"], row["text"], row["reason"]) == ("Lịch trực", "", "")
    assert "Trực 24/24" not in str(await tables.values())
