"""The aggregate of a contest: it holds the state; events change it, commands decide about it."""

from __future__ import annotations

from domain.contest.events import Created
from domain.contest.state import State
from domain.kernel import Held, Noun, Rejection


class Contest(Noun, Held[State], created=Created):
    """What somebody contests, and what became of it."""

    TOPIC = "contest"

    def require_open(self) -> State:
        """The state; refuses a contest that was decided or taken back."""
        if self.state.status != "open":
            raise Rejection("contest.not-open", contest=str(self.id))
        return self.state
