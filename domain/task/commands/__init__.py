"""What can be asked of a task."""

from domain.task.commands.assignment import Accept, Assign, Decline, Open, Reassign, SubAssign, task_of
from domain.task.commands.base import TaskChange
from domain.task.commands.deadline import (
    ChangeDeadline,
    Chase,
    GrantExtension,
    RefuseExtension,
    RequestExtension,
)
from domain.task.commands.ending import Cancel, Reopen
from domain.task.commands.reminding import FollowCalendar, Remind
from domain.task.commands.work import AnswerForm, Complete, Endorse, Report, Return, Submit

__all__ = [
    "Accept",
    "AnswerForm",
    "Assign",
    "Cancel",
    "ChangeDeadline",
    "Chase",
    "Complete",
    "Decline",
    "Endorse",
    "FollowCalendar",
    "GrantExtension",
    "Open",
    "Reassign",
    "RefuseExtension",
    "Remind",
    "Reopen",
    "Report",
    "RequestExtension",
    "Return",
    "SubAssign",
    "Submit",
    "TaskChange",
    "task_of",
]
