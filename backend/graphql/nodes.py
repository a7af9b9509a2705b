"""The rows as GraphQL reads them: each row struct with its id."""

from __future__ import annotations

from uuid import UUID

from backend.graphql.ids import global_id
from projections.absence import AbsenceRow
from projections.announcement import AnnouncementRow
from projections.channel import ChannelRow
from projections.delegation import DelegationRow
from projections.directive import DirectiveRow
from projections.evaluation import ContestRow, EvaluationRuleRow
from projections.figure import FigureRow
from projections.hand_over import HandOverRow
from projections.line import LineRow
from projections.message import MessageRow
from projections.notice import NoticeRow
from projections.official import OfficialRow
from projections.post import PostRow
from projections.receipt import ReceiptRow
from projections.recurrence import RecurrenceRow
from projections.task import TaskRow
from projections.template import TemplateRow
from projections.unit import UnitRow

NOWHERE = UUID(int=0)


class UnitNode(UnitRow, kw_only=True):
    """A unit."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Unit", self.key)


class PostNode(PostRow, kw_only=True):
    """A post."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Post", self.key)


class OfficialNode(OfficialRow, kw_only=True):
    """An official."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Official", self.key)


class TaskNode(TaskRow, kw_only=True):
    """A task."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Task", self.key)


class TemplateNode(TemplateRow, kw_only=True):
    """A template."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Template", self.key)


class DirectiveNode(DirectiveRow, kw_only=True):
    """A directive."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Directive", self.key)


class AbsenceNode(AbsenceRow, kw_only=True):
    """Somebody's being away."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Absence", self.key)


class DelegationNode(DelegationRow, kw_only=True):
    """Powers lent."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Delegation", self.key)


class HandOverNode(HandOverRow, kw_only=True):
    """The record of a hand-over."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("HandOverRecord", self.key)


class LineNode(LineRow, kw_only=True):
    """One unit's line on a directive's board."""

    key: UUID = NOWHERE


class FigureNode(FigureRow, kw_only=True):
    """Figures of a unit or post."""

    key: UUID = NOWHERE


class NoticeNode(NoticeRow, kw_only=True):
    """What one is told of a thing."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Notice", self.key)


class ChannelNode(ChannelRow, kw_only=True):
    """A place where people talk."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Channel", self.key)


class MessageNode(MessageRow, kw_only=True):
    """What somebody said."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Message", self.key)


class AnnouncementNode(AnnouncementRow, kw_only=True):
    """One text to everybody in many units."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Announcement", self.key)


class EvaluationRuleNode(EvaluationRuleRow, kw_only=True):
    """One version of what a unit evaluates work by."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("EvaluationRule", self.key)


class ContestNode(ContestRow, kw_only=True):
    """What an official contests of their figure."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Contest", self.key)


class ReceiptNode(ReceiptRow, kw_only=True):
    """What one reader did about an announcement."""

    key: UUID = NOWHERE


class RecurrenceNode(RecurrenceRow, kw_only=True):
    """Recurring work."""

    key: UUID = NOWHERE

    @property
    def id(self) -> str:
        """Its global id."""
        return global_id("Recurrence", self.key)
