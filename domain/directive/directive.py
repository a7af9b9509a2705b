"""The aggregate of a directive: it holds the state; its events change it, its commands decide about it."""

from __future__ import annotations

from domain.directive.events import Created
from domain.directive.state import State
from domain.kernel import Held, Noun, Rejection


class Directive(Noun, Held[State], created=Created):
    """A directive (giao đồng loạt) to up to a thousand units."""

    TOPIC = "directive"

    def require_issued(self) -> State:
        """The state; refuses a directive that was recalled or closed."""
        if self.state.status != "issued":
            raise Rejection(f"directive.{self.state.status}", directive=str(self.id))
        return self.state
