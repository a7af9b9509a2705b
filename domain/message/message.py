"""The aggregate of a message: it holds the state; its events change it, its commands decide about it."""

from __future__ import annotations

from domain.kernel import Noun, Rejection
from domain.message.events import Created
from domain.message.state import State


class _Held:
    """Apart from the aggregate, whose own annotations the library would turn into arguments."""

    state: State


class Message(Noun, _Held, created=Created):
    """Something said in a place."""

    TOPIC = "message"

    def require_there(self) -> State:
        """The state; refuses a message that was retracted or has expired."""
        if self.state.gone:
            raise Rejection("message.gone", message=str(self.id))
        return self.state
