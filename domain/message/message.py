"""The aggregate of a message: it holds the state; its events change it, its commands decide about it."""

from __future__ import annotations

from domain.kernel import Held, Noun, Rejection
from domain.message.events import Created
from domain.message.state import State


class Message(Noun, Held[State], created=Created):
    """Something said in a place."""

    TOPIC = "message"

    def require_there(self) -> State:
        """The state; refuses a message that was retracted or has expired."""
        if self.state.gone:
            raise Rejection("message.gone", message=str(self.id))
        return self.state
