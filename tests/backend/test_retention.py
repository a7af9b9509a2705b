"""Messages go when their channel's time is over: all of them, once each, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend import retention
from backend.commands import CommandRunner
from backend.retention import sweep
from backend.store.store import Store
from domain.channel import commands as channels
from domain.message import commands as messages
from projections.catalog import PROJECTIONS
from projections.kernel import Outcome, Temporary
from projections.runner import Projector
from tests.graphql.conftest import Until
from tests.graphql.rooms import Room
from tests.projections.city import City
from tests.store.drafts import until

DAYS = 4


class Kept:
    """A room with a rule, a room without, and the rows that show both."""

    def __init__(self, store: Store, pool: asyncpg.Pool, runner: CommandRunner) -> None:
        self.store, self.pool, self.runner = store, pool, runner
        self.city = City().found()
        self.room, self.other = Room(self.city), Room(self.city)
        self.room.run(channels.SetRules(channel=self.room.id, posting="all", retention_days=DAYS))
        self.until = Until()

    async def shown(self) -> None:
        """Wait until the rows show all of the log."""
        await self.city.store(self.store)
        await self.until.reach(await self.store.head())

    def at(self, message: UUID) -> datetime:
        """When something was said."""
        moment: datetime = self.city.nouns[message].state.at
        return moment

    async def expired(self) -> list[UUID]:
        """What has gone, in the order of going; fails if anything went twice."""
        found = [at.stream for at in await self.store.read(0, 10_000) if at.topic == "message.expired"]
        assert len(found) == len(set(found))
        return found


@pytest.fixture
async def kept(store: Store, pool: asyncpg.Pool, runner: CommandRunner, dsn: str) -> AsyncIterator[Kept]:
    made = Kept(store, pool, runner)
    projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS, watch=made.until).run())
    await made.shown()
    yield made
    projecting.cancel()
    await asyncio.gather(projecting, return_exceptions=True)


async def test_what_is_older_than_the_rule_goes_and_nothing_else(kept: Kept) -> None:
    said = [*kept.room.said, *kept.room.answers]
    now = kept.at(kept.room.said[30]) + timedelta(days=DAYS, seconds=1)
    old = {message for message in said if kept.at(message) < now - timedelta(days=DAYS)}
    assert await sweep(kept.pool, kept.runner, now) == len(old) > 31
    assert set(await kept.expired()) == old
    await kept.shown()
    assert await sweep(kept.pool, kept.runner, now) == 0
    assert await sweep(kept.pool, kept.runner, now + timedelta(days=999)) == len(said) - len(old)
    assert set(await kept.expired()) == set(said)


async def test_what_was_taken_back_is_left_alone(kept: Kept) -> None:
    kept.room.run(messages.Retract(message=kept.room.said[0]))
    await kept.shown()
    await sweep(kept.pool, kept.runner, datetime.now(UTC) + timedelta(days=999))
    assert kept.room.said[0] not in await kept.expired()


async def test_sweeping_again_before_the_rows_show_it_changes_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 7)
    now = datetime.now(UTC) + timedelta(days=999)
    await asyncio.gather(*(sweep(kept.pool, kept.runner, now) for _ in range(3)))
    await sweep(kept.pool, kept.runner, now)
    assert set(await kept.expired()) == {*kept.room.said, *kept.room.answers}


class Failing:
    """Commands of which every third round is lost after it was done."""

    def __init__(self, runner: CommandRunner) -> None:
        self.runner, self.rounds = runner, 0

    async def run_all(self, requests: Any) -> list[Outcome]:
        """The outcomes, unless they are lost."""
        done = await self.runner.run_all(requests)
        self.rounds += 1
        if self.rounds % 3 == 0:
            raise Temporary
        return done


async def test_a_sweep_that_was_cut_off_is_finished_by_the_next(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 10)
    now, commands = datetime.now(UTC) + timedelta(days=999), Failing(kept.runner)
    cut = 0
    for _ in range(9):
        try:
            await sweep(kept.pool, commands, now)  # type: ignore[arg-type]
        except Temporary:
            cut += 1
            await kept.shown()
    assert cut > 1
    assert set(await kept.expired()) == {*kept.room.said, *kept.room.answers}
    await kept.shown()
    assert await kept.pool.fetchval("SELECT count(*) FROM message_view WHERE gone") == len(
        await kept.expired()
    )


async def test_without_a_rule_all_is_kept(kept: Kept) -> None:
    kept.room.run(channels.SetRules(channel=kept.room.id, posting="all", retention_days=None))
    await kept.shown()
    assert await sweep(kept.pool, kept.runner, datetime.now(UTC) + timedelta(days=9_999)) == 0


async def test_the_worker_makes_up_for_what_it_missed(kept: Kept) -> None:
    """The clock here is the real one, and all was said long ago."""
    keeping = asyncio.create_task(retention.keep_swept(kept.pool, kept.runner))

    async def gone() -> bool:
        return len(await kept.expired()) == len(kept.room.said) + len(kept.room.answers)

    try:
        await until(gone)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
