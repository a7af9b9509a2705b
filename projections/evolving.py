"""Read models whose state is the domain's own: their events say themselves what they change."""

from __future__ import annotations

from typing import Any

from domain.kernel import CreatedEvent, Event
from projections.kernel import Recorded
from projections.projection import Handler, begins, on

WORDS = "SELECT DISTINCT official, id FROM timeline_view WHERE official = ANY($1)"
"""See `Projection.words`: who acted on a row may have written in it."""


def begun_by(created: type[CreatedEvent]) -> Handler:
    """The handler of the first event: its `begin` gives the state."""
    return begins(created)(_begin)


def evolved_by(kind: type[Event]) -> Handler:
    """The handler of all events of a kind: their `evolve` gives the next state."""
    return on(*kind.__subclasses__())(_evolve)


def _begin(_projection: object, _state: None, event: Any, at: Recorded) -> Any:
    return event.begin()


def _evolve(_projection: object, state: Any, event: Any, at: Recorded) -> Any:
    return event.evolve(state)
