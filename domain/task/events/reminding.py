"""What the platform records on a task as time passes: reminders, deadlines moved by the calendar."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from domain.reminding import Role
from domain.task.events.base import TaskEvent
from domain.task.state import State


class Reminded(TaskEvent):
    """Those with one of these parts were reminded, of what was due at `mark` (domain/marks.py)."""

    TOPIC = "task.reminded"
    mark: datetime
    kind: str
    matter: str
    days: int
    deadline: datetime
    to: tuple[Role, ...]

    def change(self, state: State) -> State:
        return replace(state, reminded={**state.reminded, self.matter: self.mark}, reminded_at=self.timestamp)

    def evolve(self, state: State) -> State:
        """Nobody did anything: a list by what changed last stays as it is."""
        return replace(super().evolve(state), updated_at=state.updated_at)


class DeadlineAdjusted(TaskEvent):
    """A day is no longer worked, or is again: the deadline moved. `nominal` is as it was set."""

    TOPIC = "task.deadline-adjusted"
    previous: datetime
    deadline: datetime
    nominal: datetime

    def change(self, state: State) -> State:
        nominal = None if self.deadline == self.nominal else self.nominal
        return replace(state, deadline=self.deadline, nominal=nominal)
