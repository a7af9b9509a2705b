"""What is asked of the append, and how it may answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.kernel import Claim, Event, Fact
from projections.kernel import Metadata


class Refusal(msgspec.Struct, frozen=True):
    """A recorded rejection: the domain's code and what fills its sentence."""

    code: str
    params: dict[str, Any] = {}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One command's outcome, to be stored as a whole or not at all.

    `official` and `command` are its key, `hash` tells a repeat from another command of the same id.
    `expects` are the streams it was decided on, each with the version seen (0: did not exist); streams of
    `events` need not be named. `depends` are the subjects whose rights it rests on, seen as they stood at
    position `seen`.
    """

    official: UUID
    command: UUID
    hash: bytes
    metadata: Metadata
    events: Sequence[Event] = ()
    refusal: Refusal | None = None
    expects: Sequence[tuple[UUID, int]] = ()
    depends: Sequence[UUID] = ()
    seen: int = 0
    claims: Sequence[Claim] = ()
    facts: Sequence[Fact] = ()


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """The answer stored for a command: its last event's position, its refusal, or neither: nothing to do."""

    hash: bytes
    position: int | None = None
    refusal: Refusal | None = None


class Conflict(Exception):
    """The append was refused because its ground had moved; nothing was stored."""


class VersionMoved(Conflict):
    """Another event came first in stream `stream`: load it again and decide again."""

    def __init__(self, stream: UUID) -> None:
        super().__init__(f"stream {stream} has moved on")
        self.stream = stream


class AccessMoved(Conflict):
    """What `subject` may do has changed since it was decided: decide again."""

    def __init__(self, subject: UUID) -> None:
        super().__init__(f"rights of {subject} have changed")
        self.subject = subject


class Taken(Conflict):
    """Another subject holds a value of this kind that has to be unique."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"a {kind} is taken")
        self.kind = kind


class Repeated(Conflict):
    """The command's id was used before; `stored` is what was answered then."""

    def __init__(self, stored: Stored) -> None:
        super().__init__("command id used before")
        self.stored = stored


class KeyMade(Conflict):
    """Somebody else made the key of `subject` first: seal again with theirs."""

    def __init__(self, subject: UUID) -> None:
        super().__init__("subject's key was made by another")
        self.subject = subject
