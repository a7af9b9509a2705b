"""The facts about a task."""

from domain.task.events.assignment import Accepted, Created, Declined, Opened, Reassigned, SubAssigned
from domain.task.events.base import TaskEvent
from domain.task.events.content import ChecklistSet, ItemChecked, Labelled, WeightSet
from domain.task.events.deadline import (
    Chased,
    DeadlineChanged,
    ExtensionGranted,
    ExtensionRefused,
    ExtensionRequested,
)
from domain.task.events.ending import Cancelled, Reopened
from domain.task.events.reminding import DeadlineAdjusted, Reminded
from domain.task.events.suspension import Resumed, Suspended
from domain.task.events.work import Answered, Completed, Endorsed, Reported, Returned, Submitted

__all__ = [
    "Accepted",
    "Answered",
    "Cancelled",
    "Chased",
    "ChecklistSet",
    "Completed",
    "Created",
    "DeadlineAdjusted",
    "DeadlineChanged",
    "Declined",
    "Endorsed",
    "ExtensionGranted",
    "ExtensionRefused",
    "ExtensionRequested",
    "ItemChecked",
    "Labelled",
    "Opened",
    "Reassigned",
    "Reminded",
    "Reopened",
    "Reported",
    "Resumed",
    "Returned",
    "SubAssigned",
    "Submitted",
    "Suspended",
    "TaskEvent",
    "WeightSet",
]
