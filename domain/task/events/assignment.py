"""How a task comes to a seat: assigned, opened, accepted, declined, passed on, taken over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.form import Question
from domain.kernel import CreatedEvent, Seat
from domain.task.checklist import Item
from domain.task.events.base import TaskEvent
from domain.task.state import (
    AT_TOP,
    Decline,
    Opening,
    Source,
    State,
    TemplateVersion,
    Urgency,
    moved_to,
)


class Created(CreatedEvent):
    """`assigner` gave the task to `lead`; `creator` wrote it (None: the platform)."""

    TOPIC = "task.assigned"
    title: str
    description: str | None
    source: Source | None
    urgency: Urgency
    assigner: Seat
    creator: UUID | None
    lead: Seat
    coordinating: tuple[Seat, ...]
    following: tuple[Seat, ...]
    chaser: Seat | None
    deadline: datetime
    parent: UUID | None
    directive: UUID | None
    form: tuple[Question, ...]
    labels: tuple[str, ...] = ()
    weight: float = 1.0
    checklist: tuple[Item, ...] = ()
    files: tuple[UUID, ...] = ()
    template: TemplateVersion | None = None

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            title=self.title,
            description=self.description,
            source=self.source,
            urgency=self.urgency,
            status="assigned",
            assigner=self.assigner,
            creator=self.creator,
            chain=(self.lead,),
            coordinating=self.coordinating,
            following=self.following,
            chaser=self.chaser,
            deadline=self.deadline,
            original_deadline=self.deadline,
            parent=self.parent,
            directive=self.directive,
            form=self.form,
            created_at=self.timestamp,
            updated_at=self.timestamp,
            version=self.originator_version,
            waiting="lead",
            waiting_since=self.timestamp,
            waiting_seat=self.lead,
            labels=self.labels,
            weight=self.weight,
            checklist=self.checklist,
            files=self.files,
            template=self.template,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class Opened(TaskEvent):
    """An official saw the task for the first time; `by_lead` if they sat on its chain."""

    TOPIC = "task.opened"
    official: UUID
    by_lead: bool

    def change(self, state: State) -> State:
        opening = Opening(official=self.official, at=self.timestamp, by_lead=self.by_lead)
        state = replace(state, openings=(*state.openings, opening))
        if self.by_lead and state.opened_at is None:
            return replace(state, opened_at=self.timestamp, opened_by=self.official)
        return state


class Accepted(TaskEvent):
    """The seat at the end of the chain took the task on."""

    TOPIC = "task.accepted"
    seat: Seat | None

    def change(self, state: State) -> State:
        return replace(
            state, status="accepted", accepted_at=state.accepted_at or self.timestamp, decline=None
        )


class Declined(TaskEvent):
    """The seat at the end of the chain gave the task back to whom it came from; `suggested` may be right."""

    TOPIC = "task.declined"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    reason: str
    author: UUID
    suggested: Seat | None

    def change(self, state: State) -> State:
        decline = Decline(reason=self.reason, by=self.author, suggested=self.suggested)
        state = replace(state, decline=decline, extension=None)
        if not state.links:
            return replace(state, status="declined")
        return replace(
            state, status="assigned", chain=state.links, former=_with(state.former, (state.lowest,))
        )


class SubAssigned(TaskEvent):
    """The seat at the end of the chain passed the task on (giao tiếp) and is a link now."""

    TOPIC = "task.sub-assigned"
    sealed: ClassVar[dict[str, str]] = {"remark": "author"}
    seat: Seat | None
    to: Seat
    remark: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, status="assigned", chain=(*state.chain, self.to), decline=None)


class Reassigned(TaskEvent):
    """The task passed from one seat to another; deadline, reports and answers stay.

    `succession`: `lead` took over the seat `previous`, in whatever part it had, and nothing else changes.
    Otherwise the assigner or the lead's desk chose another lead, who has yet to accept.
    """

    TOPIC = "task.reassigned"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    previous: Seat
    lead: Seat
    chain: tuple[Seat, ...]
    succession: bool
    reason: str | None
    author: UUID

    def change(self, state: State) -> State:
        return self._succeeded(state) if self.succession else self._given(state)

    def _given(self, state: State) -> State:
        left = tuple(seat for seat in state.chain if seat not in self.chain)
        another = self.chain[0] != state.lead
        return replace(
            moved_to(state, "assigned"),
            chain=self.chain,
            former=_with(state.former, left),
            opened_at=None if another else state.opened_at,
            opened_by=None if another else state.opened_by,
            accepted_at=None if another else state.accepted_at,
            submission=None,
            climb=AT_TOP,
            extension=None,
            decline=None,
            returned=None,
        )

    def _succeeded(self, state: State) -> State:
        def now(seat: Seat) -> Seat:
            return self.lead if seat == self.previous else seat

        return replace(
            state,
            assigner=now(state.assigner),
            chain=self.chain,
            coordinating=_with((), map(now, state.coordinating)),
            following=_with((), map(now, state.following)),
            chaser=now(state.chaser) if state.chaser else None,
            former=_with(state.former, (self.previous,)),
        )


def _with(seats: tuple[Seat, ...], more: Iterable[Seat]) -> tuple[Seat, ...]:
    """Both, each seat once, in order."""
    return tuple(dict.fromkeys((*seats, *more)))
