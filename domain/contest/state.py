"""What is known of a contest at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.evaluation.judged import Excuse
from domain.kernel import Seat, Struct, below_scope, desk_scope, user_scope

Status = Literal["open", "accepted", "refused", "withdrawn"]


class State(Struct, frozen=True):
    """What `official` contests of their figure in `unit` and `period`: one `task` of it, or the whole.

    They did so sitting in `seat`; the leaders of `to` decide. `excuses` is what was confirmed.
    """

    id: UUID
    official: UUID
    seat: Seat
    unit: UUID
    to: UUID
    period: str
    task: UUID | None
    reason: str
    attachments: tuple[UUID, ...]
    status: Status
    excuses: tuple[Excuse, ...]
    answer: str
    decided_by: UUID | None
    decided_at: datetime | None
    raised_at: datetime
    version: int


def audience(state: State) -> frozenset[str]:
    """Who sees it: the official, the desk of the leaders who decide, and leaders above the unit."""
    return frozenset({user_scope(state.official), desk_scope(state.to), below_scope(state.unit)})


def matter(official: UUID, unit: UUID, period: str, task: UUID | None) -> str:
    """What a contest is about, to be claimed while it is open."""
    return f"{official}:{unit}:{period}:{task or 'all'}"
