"""What is judged: pieces of work in somebody's hands, and what is excused of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.kernel import Struct
from domain.task.state import Urgency

Part = Literal["lead", "coordinating"]


class Judged(Struct, frozen=True):
    """A piece of work in somebody's hands, as it stood at the end of what is judged.

    In their hands from `since` until `until` (None: still). `weight` is in hundredths, `due` the deadline as
    granted, with the time for which the assigner kept it. `given_at` is when the submission that stands, or
    was accepted, was given.
    """

    task: UUID
    part: Part
    urgency: Urgency
    source: str
    weight: int
    since: datetime
    until: datetime | None
    due: datetime
    given_at: datetime | None
    completed_at: datetime | None
    returns: int


class Excuse(Struct, frozen=True):
    """A confirmed objective cause: days and returns that do not count; or the work is left out."""

    task: UUID
    days: int = 0
    returns: int = 0
    left_out: bool = False
