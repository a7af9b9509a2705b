"""Say what a task is made of: its checklist, its labels, its weight; check an item."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain.kernel import By, Rejection
from domain.task.checklist import Wording, relisted
from domain.task.commands.base import TaskChange
from domain.task.commands.work import of_part
from domain.task.events import ChecklistSet, ItemChecked, Labelled, WeightSet
from domain.task.labels import labels_of, weight_of
from domain.task.task import Task


class SetChecklist(TaskChange, frozen=True):
    """Set the whole checklist, in its order: items that are named by their id stay what they are."""

    name: ClassVar[str] = "task.setChecklist"
    items: tuple[Wording, ...]

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_open()
        items = relisted(state.checklist, self.items, by)
        if items != state.checklist:
            subject.record(ChecklistSet, by, seat=by.seat, items=items)


class Check(TaskChange, frozen=True):
    """Say that an item of the checklist is done, or is not; the lead accepts the task by it."""

    name: ClassVar[str] = "task.check"
    item: UUID
    done: bool = True

    def execute(self, subject: Task, by: By) -> None:
        part = of_part(subject.state, by.seat)
        state = subject.require_running() if part else subject.require_in_hand()
        item = next((item for item in state.checklist if item.id == self.item), None)
        if item is None:
            raise Rejection("task.item-unknown", item=str(self.item))
        if self.done == (item.done_at is not None):
            return
        if not part:
            subject.accept(by)
        subject.record(ItemChecked, by, seat=by.seat, item=self.item, done=self.done, official=by.author)


class Label(TaskChange, frozen=True):
    """Give the task these labels, and no others."""

    name: ClassVar[str] = "task.label"
    labels: tuple[str, ...]

    def execute(self, subject: Task, by: By) -> None:
        state, labels = subject.require_open(), labels_of(self.labels)
        if labels != state.labels:
            subject.record(Labelled, by, seat=by.seat, labels=labels)


class SetWeight(TaskChange, frozen=True):
    """Say how much the task counts beside others, from 0.1 to 10."""

    name: ClassVar[str] = "task.setWeight"
    weight: float

    def execute(self, subject: Task, by: By) -> None:
        state, weight = subject.require_open(), weight_of(self.weight)
        if weight != state.weight:
            subject.record(WeightSet, by, seat=by.seat, weight=weight)
