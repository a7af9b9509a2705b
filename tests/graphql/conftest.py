"""A small city in a real database, projected, and somebody who asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from strawberry.types import ExecutionResult

from backend.commands import CommandRunner
from backend.graphql.context import Context
from backend.graphql.schema import schema
from backend.reached import open_reached
from backend.store.store import Store
from domain import access, catalog
from domain.organisation import Organisation
from projections.catalog import PROJECTIONS
from projections.runner import Projector
from projections.watch import Silent
from tests.projections.city import City

Ask = Callable[..., Awaitable[ExecutionResult]]


class Until(Silent):
    """Says when the rows have reached a position."""

    def __init__(self) -> None:
        self.position = 0
        self.moved = asyncio.Condition()

    def leading(self, position: int) -> None:
        self.applied(position, 0)

    def applied(self, position: int, events: int) -> None:
        self.position = position
        asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        async with self.moved:
            self.moved.notify_all()

    async def reach(self, position: int) -> None:
        async with self.moved:
            await asyncio.wait_for(self.moved.wait_for(lambda: self.position >= position), 20)


@pytest.fixture
async def city(store: Store, dsn: str) -> AsyncIterator[City]:
    """What happened in 300 steps; `city.shown()` waits until the rows show all of the log."""
    made = City().found().live(300)
    await made.store(store)
    until = Until()
    projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS, watch=until).run())

    async def shown() -> None:
        await until.reach(await store.head())

    made.shown = shown  # type: ignore[attr-defined]
    await shown()
    yield made
    projecting.cancel()
    await asyncio.gather(projecting, return_exceptions=True)


@pytest.fixture
async def commands(store: Store, city: City) -> CommandRunner:
    """The write path."""
    return await CommandRunner.open(
        store, commands=catalog.COMMANDS, decide=access.decide, depends=access.depends
    )


@pytest.fixture
async def organisation(commands: CommandRunner) -> Organisation:
    """The organisation as decisions see it now."""
    return await commands.standing.current()


@pytest.fixture
async def ask(store: Store, dsn: str, commands: CommandRunner) -> AsyncIterator[Ask]:
    """`ask(official, query, **variables)`."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool, open_reached(pool) as reached:

        async def run(
            official: UUID | None, query: str, at_least: int = 0, **variables: Any
        ) -> ExecutionResult:
            context = Context(
                official=official,
                language="vi",
                pool=pool,
                log=store,
                commands=commands,
                scales=commands.scales,
                reached=reached,
                at_least=at_least,
            )
            return await schema.execute(query, variable_values=variables, context_value=context)

        yield run
