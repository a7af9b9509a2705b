"""Give a task, take it on, give it back, pass it on, take it over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from domain import text
from domain.form import Question
from domain.kernel import By, Creation, Noun, Rejection, Seat
from domain.task.checklist import listed
from domain.task.commands.base import (
    LONGEST_DESCRIPTION,
    LONGEST_TEXT,
    TaskChange,
    files_of,
    future,
    reason_of,
    remark_of,
)
from domain.task.events import Created, Declined, Opened, Reassigned, SubAssigned
from domain.task.labels import labels_of, weight_of
from domain.task.parent import check_parent_open, within
from domain.task.state import Source, State, TemplateVersion, Urgency, seats_in_part
from domain.task.task import Task, sits
from domain.template.template import check_template

MOST_SEATS = 200


def task_of(directive: UUID, unit: UUID) -> UUID:
    """The id of the task that a directive means for a unit."""
    return uuid5(directive, str(unit))


class Assign(Creation[Task], frozen=True):
    """Give a task to exactly one lead. `assigner`, `directive` and `form` are the platform's to fill."""

    name: ClassVar[str] = "task.assign"
    noun: ClassVar[type[Noun]] = Task
    title: str
    lead: Seat
    urgency: Urgency
    deadline: datetime
    description: str | None = None
    coordinating: tuple[Seat, ...] = ()
    following: tuple[Seat, ...] = ()
    chaser: Seat | None = None
    source: Source | None = None
    parent: UUID | None = None
    assigner: Seat | None = None
    directive: UUID | None = None
    form: tuple[Question, ...] = ()
    labels: tuple[str, ...] = ()
    weight: float = 1.0
    checklist: tuple[str, ...] = ()
    files: tuple[UUID, ...] = ()
    template: TemplateVersion | None = None

    def identity(self, by: By) -> UUID:
        if self.directive is not None:
            return task_of(self.directive, self.lead.unit)
        return super().identity(by)

    def reads(self, subject: Task | None = None) -> tuple[UUID, ...]:
        named = (self.parent, self.template.id if self.template else None, *self.files)
        return tuple(dict.fromkeys(id for id in named if id is not None))

    def create(self, by: By) -> Task:
        check_parent_open(by.read, self.parent)
        check_template(by.read, self.template)
        coordinating = _others(self.coordinating, {self.lead})
        following = _others(self.following, {self.lead, *coordinating})
        if len(coordinating) + len(following) > MOST_SEATS:
            raise Rejection("task.too-many-seats", most=MOST_SEATS)
        return Task.begin(
            Created,
            self.identity(by),
            by,
            title=text.required("title", self.title, 500),
            description=text.optional("description", self.description, LONGEST_DESCRIPTION),
            source=_checked_source(self.source),
            urgency=self.urgency,
            assigner=self.assigner or by.acting,
            creator=by.actor.official,
            lead=self.lead,
            coordinating=coordinating,
            following=following,
            chaser=self.chaser,
            deadline=within(future("deadline", self.deadline, by), by.read, self.parent),
            parent=self.parent,
            directive=self.directive,
            form=self.form,
            labels=labels_of(self.labels),
            weight=weight_of(self.weight),
            checklist=listed(self.checklist, by),
            files=files_of(self.files, by),
            template=self.template,
        )


def _checked_source(source: Source | None) -> Source | None:
    if source is None:
        return None
    kind, reference = (
        text.slug("source.kind", source.kind),
        text.required("source.reference", source.reference),
    )
    return Source(kind=kind, reference=reference)


def _others(named: Iterable[Seat], already: set[Seat]) -> tuple[Seat, ...]:
    """Those named, each once, without those who have a part already."""
    return tuple(seat for seat in dict.fromkeys(named) if seat not in already)


class Open(TaskChange, frozen=True):
    """See the task. Each official's first time is kept, but for its creator's."""

    name: ClassVar[str] = "task.open"

    def execute(self, subject: Task, by: By) -> None:
        official, state = by.actor.official, subject.state
        if official is None or official == state.creator:
            return
        by_lead = any(sits(by.seat, seat) for seat in state.chain)
        seen = any(opening.official == official for opening in state.openings)
        if not seen or (by_lead and state.opened_at is None):
            subject.record(Opened, by, official=official, by_lead=by_lead)


class Accept(TaskChange, frozen=True):
    """Take the task on; again, or once work has begun, it changes nothing."""

    name: ClassVar[str] = "task.accept"

    def execute(self, subject: Task, by: By) -> None:
        subject.require_in_hand()
        subject.accept(by)


class Decline(TaskChange, frozen=True):
    """Give the task back to whom it came from; `suggested` names who may be right."""

    name: ClassVar[str] = "task.decline"
    reason: str
    suggested: Seat | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_running()
        if state.status == "declined":
            return
        if state.status not in ("assigned", "accepted"):
            raise Rejection("task.begun", task=str(subject.id))
        subject.record(
            Declined,
            by,
            seat=by.seat,
            reason=reason_of(self.reason),
            author=by.author,
            suggested=self.suggested,
        )


class SubAssign(TaskChange, frozen=True):
    """Pass the task on (giao tiếp) and become a link of its chain, which takes it on."""

    name: ClassVar[str] = "task.subAssign"
    to: Seat
    remark: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_in_hand()
        if self.to in (state.assigner, *state.chain):
            raise Rejection("task.already-in-chain", task=str(subject.id))
        remark = remark_of(self.remark)
        subject.accept(by)
        subject.record(SubAssigned, by, seat=by.seat, to=self.to, remark=remark, author=by.author)


class Reassign(TaskChange, frozen=True):
    """Give the task to another seat; chain above, deadline and reports stay.

    A seat of the chain gets it back from those below it; a seat in the unit of the one who has it now takes
    that one's place; any other becomes the lead. With `replaces`, `lead` succeeds to that seat in whatever
    part it had: a consequence of hand-overs and mergers only, see access.md.
    """

    name: ClassVar[str] = "task.reassign"
    lead: Seat
    reason: str | None = None
    replaces: Seat | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_open()
        if self.replaces is not None:
            if self.replaces in seats_in_part(state) and self.replaces != self.lead:
                self._record(subject, by, self.replaces, _succeeded(state.chain, self.replaces, self.lead))
        elif self.lead != state.lowest or state.status == "declined":
            self._record(subject, by, state.lowest, reassigned_chain(state, self.lead))

    def _record(self, subject: Task, by: By, previous: Seat, chain: tuple[Seat, ...]) -> None:
        subject.record(
            Reassigned,
            by,
            seat=by.seat,
            previous=previous,
            lead=self.lead,
            chain=chain,
            succession=self.replaces is not None,
            reason=text.optional("reason", self.reason, LONGEST_TEXT),
            author=by.author,
        )


def reassigned_chain(state: State, to: Seat) -> tuple[Seat, ...]:
    """The chain once the task is given to `to`."""
    if to in state.chain:
        return state.chain[: state.chain.index(to) + 1]
    return (*state.links, to) if to.unit == state.lowest.unit else (to,)


def _succeeded(chain: tuple[Seat, ...], old: Seat, new: Seat) -> tuple[Seat, ...]:
    """The chain once `new` sits where `old` sat."""
    return tuple(new if seat == old else seat for seat in chain)
