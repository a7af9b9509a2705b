"""The table of holdings says who sat in which post, from when until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from domain import post
from projections.holding import Holdings
from projections.tables import FOREVER
from tests.projections.city import City
from tests.projections.tables import Tables


def holdings(city: City) -> list[tuple[Any, ...]]:
    """The lines said plainly, from the log."""
    units: dict[UUID, UUID] = {}
    sitting: dict[UUID, tuple[UUID, datetime]] = {}
    found: list[tuple[Any, ...]] = []
    for at in city.events:
        event: Any = at.event
        if isinstance(event, post.Created):
            units[at.stream] = event.unit
        holder = event.holder if isinstance(event, post.HandedOver) else None
        if not isinstance(event, post.HandedOver | post.Closed):
            continue
        before = sitting.get(at.stream)
        if before is not None and before[0] != holder:
            found.append((at.stream, before[1], event.timestamp, units[at.stream], before[0]))
            del sitting[at.stream]
        if holder is not None and at.stream not in sitting:
            sitting[at.stream] = (holder, event.timestamp)
    return sorted(
        [*found, *((id, since, FOREVER, units[id], who) for id, (who, since) in sitting.items())], key=str
    )


@pytest.mark.parametrize("pages", [[1], [7], [1000]])
async def test_the_table_says_who_sat_where(tables: Tables, pages: list[int]) -> None:
    city = City(5).found()
    for _ in range(150):
        city.reorganise()
    city.run(post.Close(post=city.posts[1]))
    await tables.pages(city.events, pages)
    name = Holdings.stretches.name
    stored = await tables.conn.fetch(f"SELECT id, since, until, unit, holder FROM {name}")
    expected = holdings(city)
    assert sorted(map(tuple, stored), key=str) == expected
    assert len({line[0] for line in expected}) < len(expected) > 20
