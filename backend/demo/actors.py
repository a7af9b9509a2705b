"""Scripted officials of the wards, who act on a directive by the real commands while one watches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator
from random import Random
from uuid import UUID, uuid5

import msgspec
import structlog

from backend.demo import matters
from backend.demo.city import clerk, holder, leaders
from backend.demo.directives import directive_answers
from backend.demo.hours import end_of_day
from domain.directive.events import Closed, Recalled
from domain.directive.events import Created as Issued
from domain.kernel import Command
from domain.organisation import Organisation
from domain.task import commands as task
from domain.task.events import Created as Assigned
from domain.task.task import Task
from projections.kernel import Commands, Log, Request, Temporary

Step = tuple[float, UUID, Command[Task]]
"""Seconds to wait, the post that then acts, and what it does."""
Current = Callable[[], Awaitable[Organisation]]
Sleep = Callable[[float], Awaitable[None]]

PACE = 60.0
"""Seconds in which most of the wards have answered."""
LATE, ASKS, DECLINES = 0.08, 0.07, 0.03
AGAIN_SECONDS = 1.0

_log = structlog.get_logger("demo")


def script(event: Assigned, organisation: Organisation, lot: Random, pace: float) -> Iterator[Step]:
    """What a ward does about its task of a directive."""
    ward, id = event.lead.unit, event.originator_id
    desk = leaders(organisation, ward)
    if not desk:
        return
    leader, receives = desk[0], clerk(organisation, ward)

    def wait(share: float) -> float:
        return lot.expovariate(1 / (share * pace))

    yield wait(0.12) + (2 * pace if lot.random() < LATE else 0), receives, task.Open(task=id)
    fate = lot.random()
    if fate < DECLINES:
        yield wait(0.1), leader, task.Decline(task=id, reason=lot.choice(matters.DECLINED))
        return
    yield wait(0.08), leader, task.Accept(task=id)
    if fate < DECLINES + ASKS:
        later, reason = end_of_day(event.deadline, 1), lot.choice(matters.MORE_TIME)
        yield wait(0.1), leader, task.RequestExtension(task=id, deadline=later, reason=reason)
    if lot.random() < 0.4:
        text = lot.choice(matters.PROGRESS[:3])
        yield wait(0.12), receives, task.Report(task=id, percent=lot.choice((25, 50)), text=text)
    if event.form:
        yield wait(0.2), receives, directive_answers(id, event.form, lot)
    yield wait(0.08), leader, task.Submit(task=id, text=lot.choice(matters.DONE))


class Troupe:
    """The wards' officials; `leave` are units that somebody else plays."""

    def __init__(
        self,
        commands: Commands,
        organisation: Current,
        *,
        leave: Collection[UUID] = (),
        seed: int = 1,
        pace: float = PACE,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._commands = commands
        self._organisation = organisation
        self._leave = frozenset(leave)
        self._seed = seed
        self._pace = pace
        self._sleep = sleep

    async def act(self, log: Log, directive: UUID) -> None:
        """Act on the tasks of one directive, as they are assigned.

        Ends when every ward has had its turn, or the directive is over. Raises LookupError if there is none.
        """
        issued = await log.stream(directive)
        if not issued or not isinstance(issued[0].event, Issued):
            raise LookupError(f"no directive {directive}")
        missing = set(issued[0].event.units)
        async with asyncio.TaskGroup() as group:
            async for page in log.tail(issued[0].position):
                for event in (recorded.event for recorded in page):
                    if isinstance(event, Assigned) and event.directive == directive:
                        missing.discard(event.lead.unit)
                        if event.lead.unit not in self._leave:
                            group.create_task(self._play(event))
                    elif isinstance(event, Recalled | Closed) and event.originator_id == directive:
                        missing.clear()
                if not missing:
                    break

    async def _play(self, event: Assigned) -> None:
        lot = Random(f"{self._seed}:{event.lead.unit}")  # noqa: S311 - a play
        organisation = await self._organisation()
        for number, (seconds, post, command) in enumerate(script(event, organisation, lot, self._pace)):
            await self._sleep(seconds)
            if not await self._run(uuid5(event.originator_id, f"play:{number}"), post, command):
                return

    async def _run(self, id: UUID, post: UUID, command: Command[Task]) -> bool:
        """Whether the command was accepted; a ward whose task was withdrawn stops acting."""
        organisation = await self._organisation()
        request = Request(
            id=id, name=command.name, args=msgspec.json.encode(command), actor=holder(organisation, post)
        )
        while True:
            try:
                outcome = await self._commands.run(request)
            except Temporary:
                await self._sleep(AGAIN_SECONDS)
                continue
            if outcome.problem is not None:
                _log.info("an actor stops", command=command.name, problem=outcome.problem.code)
            return outcome.problem is None
