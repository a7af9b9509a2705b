"""An office by a clock that is set: the log, commands, the rows and the timers that follow them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import asyncpg
import msgspec

from backend.commands import CommandRunner
from backend.store.store import Store
from backend.timers.keeping import Timers
from domain import access, catalog, delegation, official, post, unit
from domain.kernel import Actor, Command, Creation, Keeping, Seat
from domain.task import commands as tasks
from projections.kernel import Recorded, Request
from tests.projections.tables import Tables

SETUP = Actor(official=None, policy="setup")
ASSIGN = Actor(official=None, policy="directive-assign")
TODAY = datetime(2025, 7, 7, 0, 5, tzinfo=UTC)
"""A Monday, 7:05 in Việt Nam."""


class Office:
    """Commands by a clock that is set, and what they lead to."""

    def __init__(self, store: Store, pool: asyncpg.Pool, tables: Tables) -> None:
        self.store = store
        self.pool = pool
        self.tables = tables
        self.now = TODAY
        self.runner: CommandRunner
        self.timers: Timers

    async def open(self) -> Office:
        """Begin."""
        self.runner = await CommandRunner.open(
            self.store,
            commands=catalog.COMMANDS,
            decide=access.decide,
            depends=access.depends,
            now=lambda: self.now,
        )
        self.timers = Timers(self.pool, self.runner, self.runner.standing.current, lambda: self.now)
        return self

    async def run(self, command: Command[Any], actor: Actor = SETUP) -> UUID:
        """Give a command, which is not refused; the id of what it makes."""
        request = Request(id=uuid4(), name=command.name, args=msgspec.json.encode(command), actor=actor)
        outcome = await self.runner.run(request)
        assert outcome.problem is None, outcome.problem
        if isinstance(command, Creation | Keeping) and command.name != "calendar.setDays":
            return uuid5(request.id, command.name.partition(".")[0])
        return request.id

    async def project(self) -> None:
        """Let the rows show all that happened."""
        while events := await self.store.read(self.tables.group.position, 1000):
            await self.tables.pages(events, [1000])

    async def at(self, now: datetime) -> int:
        """What the worker does at a moment; how many timers were due."""
        self.now = now
        await self.project()
        done = await self.timers.settle()
        await self.project()
        await self.timers.settle()
        return done

    async def told(self, stream: UUID) -> list[str]:
        """What happened to something."""
        return [recorded.topic.partition(".")[2] for recorded in await self.store.stream(stream)]

    async def events(self, stream: UUID, topic: str) -> list[Any]:
        """Its events of a topic."""
        found: list[Recorded] = await self.store.stream(stream)
        return [recorded.event for recorded in found if recorded.topic == topic]

    async def unit(self, parent: UUID | None = None) -> UUID:
        """A unit of its own."""
        code = uuid4().hex[:9]
        return await self.run(
            unit.Create(full_name="-", short_name="-", code=code, kind="ward", parent=parent)
        )

    async def seat(self, at: UUID, *, held: bool = True, leading: bool = False) -> Seat:
        """A post there, held by somebody of its own."""
        made = await self.run(post.Create(unit=at, title="-", leading=leading))
        if held:
            email = f"{uuid4().hex}@city.example"
            person = await self.run(official.Register(full_name="-", email=email))
            await self.run(post.HandOver(post=made, holder=person))
        return Seat(unit=at, post=made)

    async def task(self, lead: Seat, deadline: datetime, **more: Any) -> UUID:
        """A task given to a seat by its unit's desk."""
        given = {"title": "-", "urgency": "normal", "assigner": Seat(unit=lead.unit), **more}
        return await self.run(tasks.Assign(lead=lead, deadline=deadline, **given), ASSIGN)

    async def lent(self, start: datetime, end: datetime) -> UUID:
        """A delegation from one post to another."""
        at = await self.unit()
        giver, receiver = [(await self.seat(at)).post for _ in range(2)]
        assert giver is not None
        assert receiver is not None
        dates = {"start": start, "end": end, "paper": "12/UQ"}
        return await self.run(delegation.Give(giver=giver, receiver=receiver, powers=("approve",), **dates))


SOON = timedelta(minutes=1)
