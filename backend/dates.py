"""Lets delegations begin and end at their dates: what people see changes by events, and time has none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

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

log = structlog.get_logger("dates")


async def follow(commands: Commands, organisation: Organisation, now: datetime) -> int:
    """Begin and end what is due; how many that are. Done twice, also by two processes, it is done once.

    Raises Temporary if that is uncertain.
    """
    due = [id for id, fact in organisation.delegations.items() if fact.due(now)]
    outcomes = await commands.run_all([_request(FollowDates(delegation=id)) for id in due])
    for outcome in outcomes:
        if outcome.problem is not None:
            log.warning("refused", problem=outcome.problem.code)
    return len(due)


async def keep_followed(
    commands: Commands, organisation: Callable[[], Coroutine[Any, Any, Organisation]]
) -> None:
    """Look every moment at the organisation in memory, until cancelled; what was missed is made up for."""
    while True:
        try:
            await follow(commands, await organisation(), datetime.now(UTC))
        except (Temporary, *LOST) as error:
            log.warning("put off", error=type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


def _request(command: FollowDates) -> Request:
    """Under an id of its own: the delegation itself knows whether anything is left to do."""
    return Request(id=uuid4(), name=command.name, args=msgspec.json.encode(command), actor=DATES)
