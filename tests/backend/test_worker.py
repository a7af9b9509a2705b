"""The worker on a real log: what follows is done once, in order, and one poison does not stop the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from backend.commands import CommandRunner
from backend.store.store import Store
from backend.work import OpenWork
from backend.worker import Rules, Worker, together
from domain import catalog, unit
from domain.kernel import Actor, Command
from domain.policies import Cause, Policy, Work
from projections.kernel import Outcome, Request, Temporary
from tests.store.drafts import until

SETUP = Actor(official=None, policy="setup")


def create(name: str, code: str) -> Request:
    command = unit.Create(full_name=name, short_name=name, code=code, kind="ward", parent=None)
    args = msgspec.json.encode(command)
    return Request(id=uuid4(), name="unit.create", args=args, actor=SETUP)


def rename(cause: Cause, work: Work) -> Iterable[tuple[object, Command[Any]]]:
    """Every new unit is called otherwise."""
    id = cause.event.originator_id
    return [(id, unit.Rename(unit=id, full_name="Phường đã đổi tên", short_name="P. đổi tên"))]


def poison(cause: Cause, work: Work) -> Iterable[tuple[object, Command[Any]]]:
    raise ValueError("no")


def absurd(cause: Cause, work: Work) -> Iterable[tuple[object, Command[Any]]]:
    """A consequence that cannot be: the unit below itself."""
    id = cause.event.originator_id
    return [(id, unit.Move(unit=id, parent=id))]


class Place:
    """A log with a runner, and workers that can be started on it."""

    def __init__(self, dsn: str, store: Store, runner: CommandRunner, pool: asyncpg.Pool) -> None:
        self.dsn, self.store, self.runner, self.pool = dsn, store, runner, pool

    @asynccontextmanager
    async def worker(
        self, *rules: Callable[..., Any], commands: Any = None, effects: Any = None
    ) -> AsyncIterator[Worker]:
        policies = {"unit.created": tuple(Policy(name="setup", follows=rule) for rule in rules)}
        work = OpenWork(self.pool, self.runner.standing)
        made = Worker(self.dsn, self.store, commands or self.runner, work, Rules(policies, effects or {}))
        running = asyncio.create_task(made.run())
        yield made
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def created(self, *codes: str) -> list[UUID]:
        outcomes = [await self.runner.run(create(f"Phường {code}", code)) for code in codes]
        assert all(outcome.problem is None for outcome in outcomes)
        return [record.stream for record in await self.store.read(0, 1000) if record.topic == "unit.created"]

    async def topics(self) -> list[str]:
        return [record.topic for record in await self.store.read(0, 1000)]

    async def settled(self) -> None:
        """Until the worker has taken in the whole log."""

        async def done() -> bool:
            position = await self.pool.fetchval("SELECT position FROM worker_position")
            return bool(position == await self.store.head())

        await until(done)


@pytest.fixture
async def place(dsn: str, store: Store, runner: CommandRunner, pool: asyncpg.Pool) -> Place:
    return Place(dsn, store, runner, pool)


async def test_what_follows_is_done_once_however_often_the_event_is_read(place: Place) -> None:
    await place.created("A", "B")
    async with place.worker(rename):
        await place.settled()
    assert await place.topics() == ["unit.created"] * 2 + ["unit.renamed"] * 2
    await place.pool.execute("UPDATE worker_position SET position = 0")
    async with place.worker(rename):
        await place.settled()
    assert (await place.topics()).count("unit.renamed") == 2
    followed = (await place.store.read(0, 10))[2]
    assert followed.metadata.causation == 1
    assert followed.metadata.policy == "setup"


async def test_a_policy_that_fails_is_parked_and_the_others_go_on(place: Place) -> None:
    await place.created("A")
    async with place.worker(poison, rename):
        await place.settled()
    assert "unit.renamed" in await place.topics()
    parked = await place.pool.fetch("SELECT position, policy, problem, name FROM worker_parked")
    assert [tuple(row) for row in parked] == [(1, "setup", "ValueError", "")]


async def test_a_refused_consequence_is_parked_and_the_next_event_is_taken(place: Place) -> None:
    await place.created("A", "B")
    async with place.worker(absurd):
        await place.settled()
    parked = await place.pool.fetch("SELECT position, name FROM worker_parked ORDER BY 1")
    assert [tuple(row) for row in parked] == [(1, "unit.move"), (2, "unit.move")]


class Unsure:
    """Commands that are uncertain at first: some done, some not, and the caller cannot tell which."""

    def __init__(self, runner: CommandRunner, failures: int) -> None:
        self.runner, self.failures = runner, failures

    async def run_all(self, requests: Sequence[Request]) -> list[Outcome]:
        done = await self.runner.run_all(requests)
        if self.failures:
            self.failures -= 1
            raise Temporary("the answer was lost")
        return done


async def test_an_uncertain_outcome_is_tried_again_until_it_is_certain(place: Place) -> None:
    await place.created("A")
    unsure = Unsure(place.runner, 2)
    async with place.worker(rename, commands=unsure):
        await place.settled()
    assert unsure.failures == 0
    assert await place.topics() == ["unit.created", "unit.renamed"]


async def test_of_two_workers_one_works_and_the_other_takes_over(place: Place) -> None:
    async with place.worker(rename):
        async with place.worker(rename):
            await place.created("A")
            await place.settled()
        await place.created("B")
        await place.settled()
    assert (await place.topics()).count("unit.renamed") == 2


async def test_a_worker_that_lost_its_connection_goes_on(place: Place) -> None:
    async with place.worker(rename):
        await place.created("A")
        await place.settled()
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'congvu worker'"
        )
        await place.pool.execute(end)
        await place.created("B")
        await place.settled()
    assert (await place.topics()).count("unit.renamed") == 2


async def test_effects_outside_the_log_come_before_the_position_moves(place: Place) -> None:
    seen: list[tuple[int, int]] = []

    async def note(recorded: Any) -> None:
        seen.append((recorded.position, await place.pool.fetchval("SELECT position FROM worker_position")))

    await place.created("A")
    async with place.worker(effects={"unit.created": note}):
        await place.settled()
    assert seen == [(1, 0)]


async def test_several_effects_of_one_event_are_all_had(place: Place) -> None:
    done: list[str] = []

    def noting(name: str) -> Any:
        async def note(recorded: Any) -> None:
            done.append(name)

        return note

    some, more = {"unit.created": noting("1")}, {"unit.created": noting("2"), "unit.renamed": noting("3")}
    await place.created("A")
    async with place.worker(effects=together(some, more)):
        await place.settled()
    assert done == ["1", "2"]


def test_every_policy_of_the_catalog_belongs_to_an_event_that_exists() -> None:
    assert set(catalog.POLICIES) <= set(catalog.EVENTS)
