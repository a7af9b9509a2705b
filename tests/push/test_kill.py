"""Senders killed without warning, at each step: every notice arrives, a repeat under its own tag."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from tests.push.place import Place, notice
from tests.store.drafts import until

COUNT = 300
DEVICES = 3


@asynccontextmanager
async def sender(place: Place, fault: str = "") -> AsyncIterator[Process]:
    """A process that delivers; gone afterwards."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
    given = place.settings.environment() | ({"CONGVU_TEST_FAULT": fault} if fault else {})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.push.process", env=plain | given | {"CONGVU_LOG_LEVEL": "error"}
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def enqueued(place: Place, lan: UUID) -> list[int]:
    for n in range(DEVICES):
        await place.browser(lan, f"phone{n}")
    return await place.enqueue(*[notice(lan, f"task:{n}") for n in range(COUNT)])


async def all_arrive(place: Place, ids: list[int]) -> Counter[int]:
    """With a sender that lives; how often each notice came, each time under its own tag."""
    async with sender(place):
        await place.due()
        assert set(await place.done(*ids)) == {"delivered"}
    came: Counter[int] = Counter()
    tags = dict(await place.pool.fetch("SELECT id, tag FROM push_outbox"))
    for told in place.service.shown():
        came[told["id"]] += 1
        assert told["tag"] == tags[told["id"]]
    assert came.keys() == set(ids)
    return came


@pytest.mark.parametrize("point", ["push.claimed", "push.sent", "push.recorded"])
async def test_killed_at_a_point_nothing_is_lost(place: Place, lan: UUID, point: str) -> None:
    ids = await enqueued(place, lan)
    async with sender(place, f"{point}:kill:1") as first:
        assert await asyncio.wait_for(first.wait(), 60) == -signal.SIGKILL
    sent_before = len(place.service.received)
    waiting = await place.pool.fetchval("SELECT count(*) FROM push_outbox WHERE done_at IS NULL")
    came = await all_arrive(place, ids)
    if point == "push.claimed":
        assert sent_before == 0
    else:
        assert sent_before > 0
        assert came.total() >= len(ids)
        assert came.total() - len(ids) <= waiting
    assert max(came.values()) <= 2


async def test_killed_between_sending_and_recording_it_is_sent_again_under_the_same_tag(
    place: Place, lan: UUID
) -> None:
    await place.browser(lan, "phone")
    ids = await place.enqueue(notice(lan))
    async with sender(place, "push.sent:kill:1") as first:
        assert await asyncio.wait_for(first.wait(), 60) == -signal.SIGKILL
    assert len(place.service.received) == 1
    assert (await place.row(ids[0]))["done_at"] is None
    assert await all_arrive(place, ids) == {ids[0]: 2}
    first_time, second_time = place.service.received
    assert first_time.headers["topic"] == second_time.headers["topic"]


async def test_of_two_senders_one_is_killed_and_the_other_goes_on(place: Place, lan: UUID) -> None:
    ids = await enqueued(place, lan)
    async with sender(place) as first, sender(place):
        await asyncio.wait_for(arrived(place, 50), 60)
        first.kill()
        await first.wait()
        await until(lambda: nothing_under_way(place), 60)
    await all_arrive(place, ids)


async def arrived(place: Place, count: int) -> None:
    """Until so many messages came."""
    while len(place.service.received) < count:
        place.service.arrived.clear()
        await place.service.arrived.wait()


async def nothing_under_way(place: Place) -> bool:
    """All that the living one has is recorded; what the dead one had waits for the end of its lease."""
    left = await place.pool.fetchval(
        "SELECT count(*) FROM push_outbox WHERE done_at IS NULL AND due_at <= now() + interval '1 second'"
    )
    return bool(left == 0)
