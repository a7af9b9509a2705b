"""What policies are shown: open tasks as the rows tell them, once the rows have come so far."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from backend.commands import CommandRunner
from backend.store.store import Store
from backend.work import OpenWork
from domain.kernel import Actor, By, Seat
from domain.policies import Need, OpenTask
from projections.catalog import PROJECTIONS
from projections.kernel import Request
from projections.runner import Projector

DEADLINE = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
WARD = Seat(unit=UUID(int=7))


class Given:
    """Tasks given by the platform, and the rows that a projector makes of them."""

    def __init__(self, runner: CommandRunner, work: OpenWork) -> None:
        self.runner = runner
        self.work = work

    async def does(self, policy: str, name: str, **args: Any) -> UUID:
        """The id of the command's task, if it assigned one."""
        request = Request(
            id=uuid4(), name=name, args=msgspec.json.encode(args), actor=Actor(official=None, policy=policy)
        )
        assert (await self.runner.run(request)).problem is None
        return By(actor=request.actor, now=DEADLINE, command=request.id).id("task")

    async def assigned(self, parent: UUID | None = None) -> UUID:
        """A new task of the ward's."""
        return await self.does(
            "directive-assign",
            "task.assign",
            title="Nạo vét cống",
            lead=WARD,
            assigner=Seat(unit=UUID(int=8)),
            urgency="normal",
            deadline=DEADLINE,
            parent=parent,
        )


@pytest.fixture
async def city(store: Store, dsn: str, runner: CommandRunner, pool: asyncpg.Pool) -> AsyncIterator[Given]:
    projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS).run())
    yield Given(runner, OpenWork(pool, runner.standing))
    projecting.cancel()
    await asyncio.gather(projecting, return_exceptions=True)


async def test_open_sub_tasks_of_a_task(city: Given, store: Store) -> None:
    parent = await city.assigned()
    below, ended = await city.assigned(parent), await city.assigned(parent)
    await city.does("directive-recall", "task.cancel", task=ended, reason="-")
    work = await city.work.for_need(Need(parent=parent), await store.head())
    assert [task.id for task in work.tasks] == [below]
    [task] = work.tasks
    assert isinstance(task, OpenTask)
    assert (task.parent, task.deadline) == (parent, DEADLINE)
    assert WARD in task.seats
