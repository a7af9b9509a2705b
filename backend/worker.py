"""The worker: draws what follows from each event and sees that it is done, at least once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import msgspec
import structlog

from backend.store.connection import LOST, connect
from backend.work import OpenWork
from domain.policies import Cause, Consequence, Policy
from projections import faults
from projections.kernel import Commands, Log, Recorded, Request, Temporary

log = structlog.get_logger("worker")

LOCK = 4848213701007
AGAIN_SECONDS = 0.5
AT_ONCE = 50
"""Consequences under way at the same time: others' commands come between."""
NO_COMMAND = UUID(int=0)

ELECT = "SELECT pg_try_advisory_lock($1)"
POSITION = "SELECT position FROM worker_position"
# Two workers can overlap while one loses its lock: the slower one's page changes nothing.
MOVE = "UPDATE worker_position SET position = $2 WHERE position = $1"
PARK = """
INSERT INTO worker_parked (position, policy, command, name, problem) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""


class Refusal(msgspec.Struct, frozen=True):
    """What did not follow: which policy, of which event, and why."""

    position: int
    policy: str
    problem: str
    command: UUID = NO_COMMAND
    name: str = ""


Effect = Callable[[Recorded], Awaitable[None]]
"""Something outside the log that follows from an event; doing it again changes nothing."""


def together(*all_of: Mapping[str, Effect]) -> dict[str, Effect]:
    """The effects of several: of one event, one after the other."""
    merged: dict[str, list[Effect]] = {}
    for effects in all_of:
        for topic, effect in effects.items():
            merged.setdefault(topic, []).append(effect)

    def each(effects: Sequence[Effect]) -> Effect:
        async def do(recorded: Recorded) -> None:
            for effect in effects:
                await effect(recorded)

        return do

    return {topic: each(effects) for topic, effects in merged.items()}


class Rules(msgspec.Struct, frozen=True):
    """What follows from events, by topic: commands drawn by policies, and effects outside the log."""

    policies: Mapping[str, Sequence[Policy]]
    effects: Mapping[str, Effect] = {}


class Worker:
    """Reads the log from its stored position; one works at a time, the others wait for its lock."""

    def __init__(self, dsn: str, log: Log, commands: Commands, work: OpenWork, rules: Rules) -> None:
        self._dsn = dsn
        self._log = log
        self._commands = commands
        self._work = work
        self._rules = rules

    async def run(self) -> None:
        """Work for ever; when the database goes away, start again from what was stored."""
        while True:
            try:
                async with self._elected() as connection:
                    await self._follow(connection)
            except (Temporary, *LOST) as error:
                log.warning("starting again", error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)

    @asynccontextmanager
    async def _elected(self) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
        """The connection that holds the workers' lock, once it is ours."""
        connection = await connect(self._dsn, "congvu worker")
        try:
            while not await connection.fetchval(ELECT, LOCK):  # noqa: ASYNC110 - another process holds it
                await asyncio.sleep(AGAIN_SECONDS)
            yield connection
        finally:
            connection.terminate()

    async def _follow(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        position = await connection.fetchval(POSITION)
        log.info("working", position=position)
        async for page in self._log.tail(position):
            faults.point("worker.read")
            refusals = [refusal for event in page for refusal in await self.take(event)]
            faults.point("worker.done")
            async with connection.transaction():
                await connection.executemany(PARK, [_row(refusal) for refusal in refusals])
                if await connection.execute(MOVE, position, page[-1].position) != "UPDATE 1":
                    raise Temporary("another worker is at work")
                faults.point("worker.before-commit")
            faults.point("worker.after-commit")
            position = page[-1].position

    async def take(self, recorded: Recorded) -> list[Refusal]:
        """Do all that follows from one event; what could not be done. Raises Temporary to be called again."""
        refusals: list[Refusal] = []
        effect = self._rules.effects.get(recorded.topic)
        if effect is not None:
            await effect(recorded)
        for policy in self._rules.policies.get(recorded.topic, ()):
            try:
                consequences = await self._draw(policy, recorded)
            except (Temporary, *LOST):
                raise
            except Exception as error:
                log.exception("policy failed", policy=policy.name, position=recorded.position)
                refusals.append(Refusal(recorded.position, policy.name, type(error).__name__))
            else:
                refusals += await self._carry_out(policy, recorded, consequences)
        return refusals

    async def _draw(self, policy: Policy, recorded: Recorded) -> list[Consequence]:
        if recorded.event is None:
            raise ValueError(recorded.error)
        cause = Cause(recorded.event, recorded.position, recorded.metadata.account, recorded.metadata.post)
        return policy.draw(cause, await self._work.for_need(policy.needs(cause), recorded.position))

    async def _carry_out(
        self, policy: Policy, recorded: Recorded, consequences: Sequence[Consequence]
    ) -> list[Refusal]:
        refusals: list[Refusal] = []
        for start in range(0, len(consequences), AT_ONCE):
            refusals += await self._carry_some(policy, recorded, consequences[start : start + AT_ONCE])
        return refusals

    async def _carry_some(
        self, policy: Policy, recorded: Recorded, consequences: Sequence[Consequence]
    ) -> list[Refusal]:
        outcomes = await self._commands.run_all([_request(drawn, recorded) for drawn in consequences])
        refusals = []
        for drawn, outcome in zip(consequences, outcomes, strict=True):
            if outcome.position is not None:
                self._work.seen(outcome.position)
            if outcome.problem is not None:
                code = outcome.problem.code
                log.warning("refused", policy=policy.name, position=recorded.position, problem=code)
                refusals.append(Refusal(recorded.position, policy.name, code, drawn.id, drawn.command.name))
        return refusals


def _request(drawn: Consequence, recorded: Recorded) -> Request:
    """A consequence as a command on the one write path."""
    return Request(
        id=drawn.id,
        name=drawn.command.name,
        args=msgspec.json.encode(drawn.command),
        actor=drawn.actor,
        correlation=recorded.metadata.correlation or recorded.metadata.command,
        causation=recorded.position,
    )


def _row(refusal: Refusal) -> tuple[int, str, UUID, str, str]:
    return refusal.position, refusal.policy, refusal.command, refusal.name, refusal.problem
