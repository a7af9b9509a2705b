"""The rows as GraphQL reads them: each row struct with its id."""

from __future__ import annotations

from uuid import UUID

from projections.directive import DirectiveRow
from projections.figure import FigureRow
from projections.line import LineRow
from projections.official import OfficialRow
from projections.post import PostRow
from projections.task import TaskRow
from projections.unit import UnitRow

NOWHERE = UUID(int=0)


class UnitNode(UnitRow, kw_only=True):
    """A unit."""

    key: UUID = NOWHERE


class PostNode(PostRow, kw_only=True):
    """A post."""

    key: UUID = NOWHERE


class OfficialNode(OfficialRow, kw_only=True):
    """An official."""

    key: UUID = NOWHERE


class TaskNode(TaskRow, kw_only=True):
    """A task."""

    key: UUID = NOWHERE


class DirectiveNode(DirectiveRow, kw_only=True):
    """A directive."""

    key: UUID = NOWHERE


class LineNode(LineRow, kw_only=True):
    """One unit's line on a directive's board."""

    key: UUID = NOWHERE


class FigureNode(FigureRow, kw_only=True):
    """Figures of a unit or post."""

    key: UUID = NOWHERE
