"""What consumers of the log are given: the log to read, commands to run. Declared once for everyone above."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from eventsourcing.domain import AggregateEvent

from domain.kernel import Actor


class Metadata(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who did it, as whom, and why: stored beside each event."""

    command: UUID
    account: UUID | None = None
    post: UUID | None = None
    behalf_of: UUID | None = None
    basis: str | None = None
    policy: str | None = None
    device: UUID | None = None
    device_at: datetime | None = None
    correlation: UUID | None = None
    causation: int | None = None


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """One stored event at its position. `event` is None if it could not be read; `error` then says why."""

    position: int
    stream: UUID
    version: int
    topic: str
    event: AggregateEvent | None
    metadata: Metadata
    error: str | None = None


class Log(Protocol):
    """The one log of events, in commit order."""

    async def head(self) -> int:
        """Position of the newest event; 0 if there is none."""

    async def read(self, after: int, limit: int) -> list[Recorded]:
        """Events with a position above `after`, oldest first, at most `limit`."""

    async def stream(self, stream: UUID, upto: int | None = None) -> list[Recorded]:
        """One aggregate's events, up to and including a position."""

    async def streams(self, streams: Sequence[UUID], upto: int | None = None) -> list[Recorded]:
        """The events of several aggregates in the order of positions, up to and including one."""

    def tail(self, after: int, limit: int = 1000) -> AsyncIterator[list[Recorded]]:
        """Pages from `after` on, for ever: woken by appends, else by polling; a page is never empty."""


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal as RFC 9457 problem details; `code` is the domain's, `params` let a client say it itself."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    params: dict[str, Any] = {}


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a command: the position of its last event (None: nothing to do), or its problem."""

    position: int | None = None
    problem: Problem | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A command as it came: its id, who sends it (`actor`), its name and raw arguments.

    `device_at` is the device's own time corrected by the offset measured at `hello`;
    `language` is "vi" or "en".
    """

    id: UUID
    name: str
    args: msgspec.Raw | bytes
    actor: Actor
    device: UUID | None = None
    device_at: datetime | None = None
    correlation: UUID | None = None
    causation: int | None = None
    language: str = "vi"


class Temporary(Exception):
    """The command was neither done nor refused (database away, too many conflicts): send it again."""


class Commands(Protocol):
    """The only way to change anything."""

    async def run(self, request: Request) -> Outcome:
        """Decide and append; the same id gets the same answer. Raises Temporary when neither is certain."""

    async def run_all(self, requests: Sequence[Request]) -> list[Outcome]:
        """Several independent commands at once (a policy's consequences), sharing the group commit."""
