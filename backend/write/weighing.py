"""What a command would do as things are now: decided like any other, and never appended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.problems import problem
from backend.store.store import Store
from backend.write.arguments import Arguments
from backend.write.deciding import Decide, decided
from backend.write.standing import Standing
from domain.access import acting_seat
from domain.kernel import By, Change, Command, Event, Noun, Rejection
from domain.organisation import Organisation
from projections.kernel import Problem, Request


class Weighed(msgspec.Struct, frozen=True):
    """The events that a command would record on `subject`, or why it would be refused."""

    subject: Noun | None = None
    events: tuple[Event, ...] = ()
    problem: Problem | None = None


class Scales:
    """Weighs commands to aggregates that exist. What is weighed is read anew each time, and thrown away."""

    def __init__(
        self,
        store: Store,
        standing: Standing,
        *,
        commands: Mapping[str, type[Command[Any]]],
        decide: Decide,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._standing = standing
        self._arguments = Arguments(commands)
        self._decide = decide
        self._now = now

    async def organisation(self) -> Organisation:
        """What is decided on."""
        return await self._standing.current()

    async def weigh(self, request: Request) -> Weighed:
        """What would become of a command to what exists, if it were given now."""
        try:
            command, _ = self._arguments.decode(request)
            if not isinstance(command, Change):
                raise TypeError(f"{command.name} changes nothing that exists")
            subject = await self._store.load(command.target)
            reading = {id: await self._store.load(id) for id in command.reads(subject)}
            by = await self._by(request, {id: noun for id, noun in reading.items() if noun is not None})
            made = decided(command, subject, by, await self.organisation(), self._decide)
        except Rejection as rejection:
            return Weighed(problem=problem(rejection.code, rejection.params, request.language))
        events: Any = tuple(made.subject.collect_events())
        return Weighed(subject=made.subject, events=events)

    async def _by(self, request: Request, read: dict[UUID, Noun]) -> By:
        return By(
            actor=request.actor,
            now=self._now(),
            command=request.id,
            seat=acting_seat(request.actor, await self.organisation()),
            read=read,
        )
