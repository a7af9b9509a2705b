"""`/api/evaluation/trials` and `/api/reminders/trials`: a rule tried on a past period, with its progress."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.response import Stream
from msgspec.structs import replace

from backend.evaluation.reading import read_rule
from backend.evaluation.reminders import try_reminders
from backend.evaluation.trial import Trial, try_rule
from backend.http.asking import AnyRequest
from backend.http.services import Services
from backend.timers.reading import read_ground
from domain import reminding
from domain.evaluation.parameters import Parameters, checked
from domain.evaluation.period import period_of
from domain.judging import may_try
from domain.kernel import Rejection, Struct, below_scope
from domain.reminding import ReminderRule
from domain.seeing import may_open
from realtime.principal import Principal

TYPE = "application/x-ndjson"

Trying = Callable[[Any], AsyncIterator[Struct]]


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of evaluation to try: `parameters`, or those of the version `rule`."""

    unit: UUID
    period: str
    parameters: Parameters | None = None
    rule: UUID | None = None


class WantedReminders(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of reminders to try."""

    unit: UUID
    period: str
    rule: ReminderRule


@post("/api/evaluation/trials", status_code=200)
async def try_evaluation(
    request: AnyRequest, services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Stream:
    """Whose level and light would have been others, and why; a JSON object a line, the last has the result.

    The lines before it say how many units are done. Who hangs up ends it; nothing is kept.
    """
    wanted = msgspec.json.decode(await request.body(), type=Wanted)
    period, organisation = period_of(wanted.period), await services.organisation()
    if not may_try(principal.official, wanted.unit, organisation):
        raise Rejection("access.denied", rule="evaluation.try")
    named = may_open(principal.official, below_scope(wanted.unit), organisation)

    async def work(conn: Any) -> AsyncIterator[Struct]:
        parameters = wanted.parameters
        if parameters is None:
            parameters = await read_rule(conn, wanted.rule)
        async for said in try_rule(conn, wanted.unit, period, datetime.now(UTC), checked(parameters)):
            yield said if named or not isinstance(said, Trial) else replace(said, changes=())

    if wanted.parameters is not None:
        checked(wanted.parameters)
    return _streamed(services, work)


@post("/api/reminders/trials", status_code=200)
async def try_reminding(
    request: AnyRequest, services: NamedDependency[Services], principal: NamedDependency[Principal]
) -> Stream:
    """How many reminders a rule would have sent, to whom and in which units; lines as of the other trials."""
    wanted = msgspec.json.decode(await request.body(), type=WantedReminders)
    period, organisation = period_of(wanted.period), await services.organisation()
    if not may_try(principal.official, wanted.unit, organisation):
        raise Rejection("access.denied", rule="reminding.try")
    reminding.check(wanted.rule)

    async def work(conn: Any) -> AsyncIterator[Struct]:
        ground = await read_ground(conn, organisation)
        async for said in try_reminders(conn, wanted.unit, period, wanted.rule, ground):
            yield said

    return _streamed(services, work)


def _streamed(services: Services, work: Trying) -> Stream:
    """What is found, in one snapshot of the rows."""

    async def lines() -> AsyncIterator[bytes]:
        async with (
            services.pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            async for said in work(conn):
                yield msgspec.json.encode(said) + b"\n"

    return Stream(lines(), media_type=TYPE, headers={"cache-control": "no-store"})


TRIALS = (try_evaluation, try_reminding)
