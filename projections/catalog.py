"""The visible table of every read model."""

from __future__ import annotations

from projections.directive import DirectiveRow
from projections.figure import FigureRow
from projections.line import LineRow
from projections.official import OfficialRow
from projections.phone import PhoneRow
from projections.post import PostRow
from projections.row import Row
from projections.task import TaskRow
from projections.timeline import TimelineRow
from projections.unit import UnitRow

ROWS: dict[str, type[Row]] = {
    "unit": UnitRow,
    "post": PostRow,
    "official": OfficialRow,
    "phone": PhoneRow,
    "task": TaskRow,
    "timeline": TimelineRow,
    "directive": DirectiveRow,
    "line": LineRow,
    "figure": FigureRow,
}
