"""What a task is made of changes: its checklist, its labels, its weight."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from domain.kernel import Seat
from domain.task.checklist import Item, checked
from domain.task.events.base import TaskEvent
from domain.task.state import State


class ChecklistSet(TaskEvent):
    """The checklist reads like this from now on; `items` are all of it."""

    TOPIC = "task.checklist-set"
    seat: Seat | None
    items: tuple[Item, ...]

    def change(self, state: State) -> State:
        return replace(state, checklist=self.items)


class ItemChecked(TaskEvent):
    """An official checked an item of the checklist, or (not `done`) took that back."""

    TOPIC = "task.item-checked"
    seat: Seat | None
    item: UUID
    done: bool
    official: UUID

    def change(self, state: State) -> State:
        at, by = (self.timestamp, self.official) if self.done else (None, None)
        return replace(state, checklist=checked(state.checklist, self.item, at, by))


class Labelled(TaskEvent):
    """The task has these labels from now on."""

    TOPIC = "task.labelled"
    seat: Seat | None
    labels: tuple[str, ...]

    def change(self, state: State) -> State:
        return replace(state, labels=self.labels)


class WeightSet(TaskEvent):
    """The task counts for so much beside others from now on."""

    TOPIC = "task.weight-set"
    seat: Seat | None
    weight: float

    def change(self, state: State) -> State:
        return replace(state, weight=self.weight)
