"""Lets delegations begin and end at their dates: what people see changes by events, and time has none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import structlog

from backend.store.connection import LOST
from domain.delegation import FollowDates
from domain.kernel import Actor
from domain.organisation import Organisation
from projections.kernel import Commands, Request, Temporary

LOOK_SECONDS = 1.0
"""How late one may begin or end for those who see by it; what they may do goes by the dates themselves."""
DATES = Actor(official=None, policy="delegation-dates")

PATIENCE = timedelta(minutes=1)
"""Until one that could not begin or end is tried again."""

log = structlog.get_logger("dates")


class Dates:
    """Those that began or ended at their dates, and those that could not."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._refused: dict[UUID, datetime] = {}

    async def follow(self, organisation: Organisation, now: datetime) -> int:
        """Begin and end what is due; how many that are. Done twice, also by two processes, it is done once.

        One that is refused waits for a minute, and is told of once. Raises Temporary if any is uncertain.
        """
        due = [id for id, fact in organisation.delegations.items() if fact.due(now) and self._may(id, now)]
        outcomes = await self._commands.run_all([_request(FollowDates(delegation=id)) for id in due])
        for id, outcome in zip(due, outcomes, strict=True):
            if outcome.problem is None:
                self._refused.pop(id, None)
                continue
            if id not in self._refused:
                log.warning("refused", delegation=str(id), problem=outcome.problem.code)
            self._refused[id] = now
        return len(due)

    def _may(self, id: UUID, now: datetime) -> bool:
        return id not in self._refused or now - self._refused[id] >= PATIENCE


async def keep_followed(
    commands: Commands, organisation: Callable[[], Coroutine[Any, Any, Organisation]]
) -> None:
    """Look every moment at the organisation in memory, until cancelled; what was missed is made up for."""
    dates = Dates(commands)
    while True:
        try:
            await dates.follow(await organisation(), datetime.now(UTC))
        except (Temporary, *LOST) as error:
            log.warning("put off", error=type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


def _request(command: FollowDates) -> Request:
    """Under an id of its own: the delegation itself knows whether anything is left to do."""
    return Request(id=uuid4(), name=command.name, args=msgspec.json.encode(command), actor=DATES)
