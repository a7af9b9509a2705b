"""Commands over HTTP: the frame of the gateway as the body of a request."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency

from backend.http.asking import AnyRequest
from backend.http.problems import PROBLEM
from backend.http.services import Services
from domain.kernel import Actor, Rejection
from projections.kernel import Outcome, Problem, Request
from realtime.principal import Principal
from realtime.protocol import ActingAs, Instant


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A command: its id (UUID version 7, made by the sender), name and arguments, and in which post.

    `at` is the device's own time (RFC 3339) when it was given, `clock` when it is sent: with both the clock
    need not be right.
    """

    id: UUID
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    args: msgspec.Raw = msgspec.Raw(b"{}")
    acting: ActingAs = msgspec.field(name="as", default=ActingAs())
    device: UUID | None = None
    at: Instant | None = None
    clock: Instant | None = None

    def given_at(self, now: datetime) -> datetime | None:
        """When the person gave it, by the server's clock; refuses a clock beyond reckoning."""
        if self.at is None or self.clock is None:
            return self.at
        try:
            return self.at + (now - self.clock)
        except OverflowError:
            raise Rejection("args.wrong", field="clock", reason="out of range") from None


@post("/api/commands", status_code=200)
async def run(
    request: AnyRequest,
    services: NamedDependency[Services],
    principal: NamedDependency[Principal],
    language: NamedDependency[str],
) -> Response[Outcome | Problem]:
    """Run one command; the same id gets the same answer. The answer is its position, or its problem."""
    command = msgspec.json.decode(await request.body(), type=Command)
    acting = command.acting
    outcome = await services.commands.run(
        Request(
            id=command.id,
            name=command.name,
            args=command.args,
            actor=Actor(principal.official, acting.post, acting.behalf_of, acting.basis),
            device=command.device,
            device_at=command.given_at(datetime.now(UTC)),
            language=language,
        )
    )
    if outcome.problem is None:
        return Response(outcome)
    return Response(outcome.problem, status_code=outcome.problem.status, media_type=PROBLEM)
