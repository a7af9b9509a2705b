"""What can be asked of a task."""

from domain.task.commands.assignment import Accept, Assign, Decline, Open, Reassign, SubAssign, task_of
from domain.task.commands.base import TaskChange
from domain.task.commands.content import Check, Label, SetChecklist, SetWeight
from domain.task.commands.deadline import (
    ChangeDeadline,
    Chase,
    GrantExtension,
    RefuseExtension,
    RequestExtension,
)
from domain.task.commands.ending import Cancel, Reopen
from domain.task.commands.reminding import FollowCalendar, Remind
from domain.task.commands.suspension import FollowParent, Resume, Suspend
from domain.task.commands.work import AnswerForm, Complete, Endorse, Report, Return, Submit

__all__ = [
    "Accept",
    "AnswerForm",
    "Assign",
    "Cancel",
    "ChangeDeadline",
    "Chase",
    "Check",
    "Complete",
    "Decline",
    "Endorse",
    "FollowCalendar",
    "FollowParent",
    "GrantExtension",
    "Label",
    "Open",
    "Reassign",
    "RefuseExtension",
    "Remind",
    "Reopen",
    "Report",
    "RequestExtension",
    "Resume",
    "Return",
    "SetChecklist",
    "SetWeight",
    "SubAssign",
    "Submit",
    "Suspend",
    "TaskChange",
    "task_of",
]
