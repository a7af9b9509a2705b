"""The aggregate of a task: it holds the state; its events change it, its commands decide about it."""

from __future__ import annotations

from domain.kernel import By, Held, Noun, Rejection, Seat
from domain.task.events import Accepted, Created
from domain.task.state import State


class Task(Noun, Held[State], created=Created):
    """A task (nhiệm vụ), bound to seats."""

    TOPIC = "task"

    def require_open(self) -> State:
        """The state; refuses a task that is completed or cancelled."""
        if not self.state.open:
            raise Rejection(f"task.{self.state.status}", task=str(self.id))
        return self.state

    def require_running(self) -> State:
        """The state; refuses a task that is closed or suspended."""
        state = self.require_open()
        if state.suspension is not None:
            raise Rejection("task.suspended", task=str(self.id))
        return state

    def require_in_hand(self) -> State:
        """The state; refuses a task on which its lead has nothing to do now."""
        state = self.require_running()
        if state.status in ("declined", "submitted"):
            raise Rejection(f"task.{state.status}", task=str(self.id))
        return state

    def require_submitted(self) -> State:
        """The state; refuses a task without a submission to decide on."""
        state = self.require_open()
        if state.status != "submitted":
            raise Rejection("task.not-submitted", task=str(self.id))
        return state

    def accept(self, by: By) -> None:
        """Record that the lead took it on, if they have yet to: whoever works on it has accepted it."""
        if self.state.status == "assigned":
            self.record(Accepted, by, seat=by.seat)


def sits(acting: Seat | None, seat: Seat) -> bool:
    """Whether one who acts as `acting` sits in `seat`, as far as the two alone tell."""
    if acting is None:
        return False
    return acting.post == seat.post if seat.post else acting.unit == seat.unit
