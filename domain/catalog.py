"""The visible table: every noun, command, event and policy of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain import (
    absence,
    calendar,
    delegation,
    draft,
    export,
    file,
    hand_over,
    official,
    post,
    preferences,
    receipt,
    reminder,
    reminding,
    snooze,
    unit,
)
from domain.announcement import commands as announcement_commands
from domain.announcement.announcement import Announcement
from domain.channel import commands as channel_commands
from domain.channel.channel import Channel
from domain.contest import commands as contest_commands
from domain.contest.contest import Contest
from domain.directive import commands as directive_commands
from domain.directive.directive import Directive
from domain.evaluation import rule as evaluation_rule
from domain.kernel import Command, Event, Noun
from domain.message import commands as message_commands
from domain.message.message import Message
from domain.policies import Policy
from domain.policies.calendar import CALENDAR_POLICIES
from domain.policies.directive import DIRECTIVE_POLICIES
from domain.policies.directory import DIRECTORY_POLICIES
from domain.policies.recurrence import RECURRENCE_POLICIES
from domain.policies.task import TASK_POLICIES
from domain.recurrence import commands as recurrence_commands
from domain.recurrence.recurrence import Recurrence
from domain.task import commands as task_commands
from domain.task.task import Task
from domain.template import commands as template_commands
from domain.template.template import Template

NOUNS: dict[str, type[Noun]] = {
    noun.TOPIC: noun
    for noun in (
        unit.Unit,
        post.Post,
        official.Official,
        delegation.Delegation,
        absence.Absence,
        hand_over.HandOver,
        Task,
        Template,
        Directive,
        Channel,
        Message,
        preferences.Preferences,
        snooze.Snooze,
        draft.Draft,
        file.File,
        Announcement,
        receipt.Receipt,
        export.Export,
        calendar.Calendar,
        reminding.Reminding,
        reminder.Reminder,
        evaluation_rule.EvaluationRule,
        Contest,
        Recurrence,
    )
}

COMMANDS: dict[str, type[Command[Any]]] = {
    command.name: command
    for command in (
        unit.Create,
        unit.Rename,
        unit.Move,
        unit.Merge,
        unit.Divide,
        unit.Close,
        post.Create,
        post.Alter,
        post.HandOver,
        post.Close,
        post.Grant,
        post.Revoke,
        official.Register,
        official.Alter,
        official.Leave,
        official.Erase,
        delegation.Give,
        delegation.Revoke,
        delegation.FollowDates,
        delegation.Remind,
        absence.Declare,
        absence.Alter,
        absence.Cancel,
        absence.FollowDates,
        hand_over.Record,
        task_commands.Assign,
        task_commands.Open,
        task_commands.Accept,
        task_commands.Decline,
        task_commands.SubAssign,
        task_commands.Reassign,
        task_commands.Report,
        task_commands.AnswerForm,
        task_commands.Submit,
        task_commands.Endorse,
        task_commands.Return,
        task_commands.Complete,
        task_commands.RequestExtension,
        task_commands.GrantExtension,
        task_commands.RefuseExtension,
        task_commands.ChangeDeadline,
        task_commands.Chase,
        task_commands.Cancel,
        task_commands.Reopen,
        task_commands.Remind,
        task_commands.FollowCalendar,
        task_commands.FollowParent,
        task_commands.Suspend,
        task_commands.Resume,
        task_commands.SetChecklist,
        task_commands.Check,
        task_commands.Label,
        task_commands.SetWeight,
        template_commands.Create,
        template_commands.Alter,
        template_commands.Retire,
        directive_commands.Issue,
        directive_commands.AddUnits,
        directive_commands.ChangeDeadline,
        directive_commands.Recall,
        directive_commands.Close,
        directive_commands.Chase,
        channel_commands.Create,
        channel_commands.Direct,
        channel_commands.Rename,
        channel_commands.Add,
        channel_commands.Join,
        channel_commands.Leave,
        channel_commands.Remove,
        channel_commands.Appoint,
        channel_commands.SetRules,
        channel_commands.Archive,
        channel_commands.Reopen,
        message_commands.Post,
        message_commands.Edit,
        message_commands.Retract,
        message_commands.Expire,
        message_commands.React,
        message_commands.Unreact,
        message_commands.Pin,
        message_commands.Unpin,
        export.Make,
        preferences.Set,
        preferences.Mute,
        snooze.Put,
        draft.Save,
        file.Store,
        announcement_commands.Issue,
        announcement_commands.Correct,
        announcement_commands.Withdraw,
        announcement_commands.Remind,
        receipt.Open,
        receipt.Acknowledge,
        calendar.SetDays,
        calendar.SetHours,
        calendar.FillYear,
        reminding.Set,
        reminder.Put,
        reminder.Alter,
        reminder.Finish,
        reminder.Fire,
        evaluation_rule.Draft,
        evaluation_rule.Alter,
        evaluation_rule.Adopt,
        evaluation_rule.Withdraw,
        contest_commands.Raise,
        contest_commands.Accept,
        contest_commands.Refuse,
        contest_commands.Withdraw,
        recurrence_commands.SetUp,
        recurrence_commands.Alter,
        recurrence_commands.Pause,
        recurrence_commands.Resume,
        recurrence_commands.End,
        recurrence_commands.Retry,
        recurrence_commands.Next,
        recurrence_commands.Fail,
        recurrence_commands.Pass,
    )
}

POLICIES: dict[str, tuple[Policy, ...]] = {
    **DIRECTIVE_POLICIES,
    **DIRECTORY_POLICIES,
    **TASK_POLICIES,
    **CALENDAR_POLICIES,
    **RECURRENCE_POLICIES,
}
"""What follows from an event, by its topic."""


def _events(root: type[Event]) -> Iterator[type[Event]]:
    for event in root.__subclasses__():
        if "TOPIC" in event.__dict__:
            yield event
        yield from _events(event)


def table(events: Iterable[type[Event]]) -> dict[str, type[Event]]:
    """The events of the nouns above by their topic; refuses a topic used twice."""
    found: dict[str, type[Event]] = {}
    for event in events:
        topic: str = event.__dict__["TOPIC"]
        if found.setdefault(topic, event) is not event:
            raise TypeError(f"topic {topic} is used twice: {found[topic]}, {event}")
    return {topic: found[topic] for topic in sorted(found) if topic.partition(".")[0] in NOUNS}


EVENTS: dict[str, type[Event]] = table(_events(Event))
