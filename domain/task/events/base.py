"""What all events of a task after the first have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from domain.kernel import Event
from domain.task.state import State, whose_turn


class TaskEvent(Event):
    """A fact about a task. `change` says what it changes; `evolve` keeps version, times and turn as well."""

    def change(self, state: State) -> State:
        """The state after this event, but for what `evolve` keeps."""
        return state

    def evolve(self, state: State) -> State:
        """The state after this event; pure, so that read models fold it too."""
        after = _tidied(state, self.change(state))
        if after.deadline != state.deadline:
            after = replace(after, deadline_since=self.timestamp)
        return _settled(state, after, self.timestamp, self.originator_version)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.evolve(aggregate.state)


CLIMBING = ("submitted", "completed")


def _tidied(before: State, after: State) -> State:
    """Each seat once on the chain; but a submission keeps every step that it has to climb, or has climbed."""
    if after.status in CLIMBING or (after.chain is before.chain and before.status not in CLIMBING):
        return after
    chain = tuple(dict.fromkeys(after.chain))
    return after if len(chain) == len(after.chain) else replace(after, chain=chain)


def _settled(before: State, after: State, at: datetime, version: int) -> State:
    """Whose turn it is now, since when, and for how long the assigner kept it waiting until now.

    Time does not go back, even where one process's clock is behind another's.
    """
    at = max(at, before.updated_at)
    waiting, seat = whose_turn(after)
    if (waiting, seat) == (before.waiting, before.waiting_seat):
        return replace(after, updated_at=at, version=version)
    kept = (at - before.waiting_since).total_seconds() if before.waiting == "assigner" else 0.0
    return replace(
        after,
        updated_at=at,
        version=version,
        waiting=waiting,
        waiting_seat=seat,
        waiting_since=at,
        waited=before.waited + kept,
    )
