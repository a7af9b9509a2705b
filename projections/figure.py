"""Figures of a unit or a post: how much is open and when it is due, how much was done in time."""

from __future__ import annotations

from typing import Literal

from projections.row import Row, Value


class WaitingFigure(Value, kw_only=True):
    """Open work by whom it waits for."""

    assigner: int = 0
    lead: int = 0


class FigureRow(Row, kw_only=True):
    """Counts of the work that a unit or a post leads; the row has that unit's or post's id.

    `open` maps each due instant (ISO 8601, UTC) to the number of open tasks due then: the lights are computed
    from it where it is read (lights.py), since time passes without events. `open_by_source` counts open tasks
    by the kind of their source ("" for none).
    """

    of: Literal["unit", "post"]
    open: dict[str, int]
    waiting: WaitingFigure
    done_in_time: int
    done_late: int
    declined: int
    open_by_source: dict[str, int]
