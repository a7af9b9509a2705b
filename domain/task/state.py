"""What is known of a task at a moment: a value that each event turns into the next."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.form import Question, Value
from domain.kernel import Seat, Struct, below_scope
from domain.task.checklist import Item

Status = Literal[
    "assigned",
    "accepted",
    "declined",
    "in-progress",
    "suspended",
    "submitted",
    "returned",
    "completed",
    "cancelled",
]
Urgency = Literal["normal", "urgent", "very-urgent", "flash"]
Waiting = Literal["lead", "link", "assigner", "none"]

CLOSED: frozenset[Status] = frozenset({"completed", "cancelled"})
AT_TOP = -1


class Source(Struct, frozen=True):
    """What the task came from: a document, a meeting, another system; `reference` is its id there."""

    kind: str
    reference: str


class TemplateVersion(Struct, frozen=True):
    """The template that the task was made from, as of one of its versions."""

    id: UUID
    version: int


class Opening(Struct, frozen=True):
    """The first time that an official saw the task; `by_lead` if they sat on its chain then."""

    official: UUID
    at: datetime
    by_lead: bool


class Report(Struct, frozen=True):
    """The lead's newest report; `by` is the official who wrote it, `files` show what they say."""

    at: datetime
    by: UUID
    percent: int
    text: str
    files: tuple[UUID, ...] = ()


class Submission(Struct, frozen=True):
    """The newest submission: `given_at` counts for lateness, `due` is what it is measured against."""

    at: datetime
    device_at: datetime | None
    given_at: datetime
    due: datetime


class Extension(Struct, frozen=True):
    """A request for more time that waits for the assigner."""

    deadline: datetime
    reason: str
    by: UUID
    asked_at: datetime


class Decline(Struct, frozen=True):
    """Why the last lead declined, and whom they think right."""

    reason: str
    by: UUID
    suggested: Seat | None


class Return(Struct, frozen=True):
    """Why the last submission came back."""

    reason: str
    by: UUID


class Suspension(Struct, frozen=True):
    """Why the assigner suspended the task, since when and maybe until when; it comes back to `before`.

    `with_parent`: it stands still because the task above it does, and goes on with that.
    """

    reason: str
    by: UUID
    at: datetime
    until: datetime | None
    before: Status
    with_parent: bool = False


class State(Struct, frozen=True):
    """A task. `chain[0]` is the lead it was assigned to, `chain[-1]` has it now, the others are links.

    `climb` is the index of the link that a submission waits for, AT_TOP when it waits for the assigner.
    `former` are seats that it was taken from: they keep seeing it. `waited` is how many seconds the assigner
    has kept it waiting so far; they are added to the lead's time. `nominal` is the deadline that was set,
    where the calendar has moved it; `deadline_since` when it was set last, if it was since the beginning.
    `reminded` is, by matter, the newest mark that was told of (domain/marks.py). `files` came with the
    assignment.
    """

    id: UUID
    title: str
    description: str | None
    source: Source | None
    urgency: Urgency
    status: Status
    assigner: Seat
    creator: UUID | None
    chain: tuple[Seat, ...]
    coordinating: tuple[Seat, ...]
    following: tuple[Seat, ...]
    chaser: Seat | None
    deadline: datetime
    original_deadline: datetime
    parent: UUID | None
    directive: UUID | None
    form: tuple[Question, ...]
    created_at: datetime
    updated_at: datetime
    version: int
    waiting: Waiting
    waiting_since: datetime
    waiting_seat: Seat | None
    waited: float = 0.0
    former: tuple[Seat, ...] = ()
    climb: int = AT_TOP
    answers: dict[str, Value] = msgspec.field(default_factory=dict)
    answered_at: datetime | None = None
    percent: int = 0
    openings: tuple[Opening, ...] = ()
    opened_at: datetime | None = None
    opened_by: UUID | None = None
    accepted_at: datetime | None = None
    submission: Submission | None = None
    completed_at: datetime | None = None
    last_report: Report | None = None
    extension: Extension | None = None
    decline: Decline | None = None
    returned: Return | None = None
    chased_at: datetime | None = None
    in_time: bool | None = None
    nominal: datetime | None = None
    deadline_since: datetime | None = None
    reminded: dict[str, datetime] = msgspec.field(default_factory=dict)
    reminded_at: datetime | None = None
    labels: tuple[str, ...] = ()
    weight: float = 1.0
    checklist: tuple[Item, ...] = ()
    files: tuple[UUID, ...] = ()
    template: TemplateVersion | None = None
    suspension: Suspension | None = None

    @property
    def lead(self) -> Seat:
        """The one seat that answers for the task."""
        return self.chain[0]

    @property
    def lowest(self) -> Seat:
        """The seat at the end of the chain: the one that works on it now."""
        return self.chain[-1]

    @property
    def links(self) -> tuple[Seat, ...]:
        """The seats that passed it on, from the top."""
        return self.chain[:-1]

    @property
    def reviewer(self) -> Seat:
        """Who decides on a submission next: the link that it has climbed to, or the assigner."""
        return self.assigner if self.climb == AT_TOP else self.chain[self.climb]

    @property
    def submitted_at(self) -> datetime | None:
        """When the newest submission was received, while it stands."""
        return self.submission.at if self.submission else None

    @property
    def open(self) -> bool:
        """Whether anything is left to do."""
        return self.status not in CLOSED


def moved_to(state: State, status: Status) -> State:
    """The state in another status; a suspended task stays so, and will come back to that one."""
    if state.suspension is None:
        return replace(state, status=status)
    return replace(state, suspension=replace(state.suspension, before=status))


def whose_turn(state: State) -> tuple[Waiting, Seat | None]:
    """Who must act next, and in which seat."""
    match state.status:
        case "completed" | "cancelled" | "suspended":
            return "none", None
        case "declined":
            return "assigner", state.assigner
        case "submitted":
            return ("assigner" if state.climb == AT_TOP else "link"), state.reviewer
        case _:
            return "lead", state.lowest


SEATS = attrgetter("assigner", "chain", "coordinating", "following", "chaser", "former")
"""Whom the audience depends on; to be compared where that is cheaper than the audience."""


def seats_in_part(state: State) -> tuple[Seat, ...]:
    """All seats that have a part in the task now, each once."""
    chaser = (state.chaser,) if state.chaser else ()
    named = (state.assigner, *state.chain, *state.coordinating, *state.following, *chaser)
    return tuple(dict.fromkeys(named))


def audience(state: State) -> frozenset[str]:
    """Who sees the task and its timeline (access.md): its seats, and leaders above assigner and chain."""
    above = {below_scope(seat.unit) for seat in (state.assigner, *state.chain)}
    return frozenset(above | {seat.scope for seat in (*seats_in_part(state), *state.former)})
