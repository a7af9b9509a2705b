"""Who is told what the projector does: metrics, alerts, tests."""

from __future__ import annotations

from typing import Protocol

from projections.parking import Place


class Watch(Protocol):
    """Is told, in the projector's process; must not block."""

    def leading(self, position: int) -> None:
        """This process is the projector now, and goes on from a position."""

    def applied(self, position: int, events: int) -> None:
        """A page was written."""

    def parked(self, place: Place) -> None:
        """A stream was parked: somebody must look."""


class Silent:
    """Tells nobody."""

    def leading(self, position: int) -> None:
        """Nothing."""

    def applied(self, position: int, events: int) -> None:
        """Nothing."""

    def parked(self, place: Place) -> None:
        """Nothing."""
