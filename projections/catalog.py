"""The visible table of every read model; one that follows or derives from another comes after it."""

from __future__ import annotations

from typing import Any

from projections.absence import Absences
from projections.announcement import Announcements
from projections.calendar import Calendars
from projections.channel import Channels
from projections.delegation import Delegations
from projections.directive import Directives
from projections.evaluation import Contests, EvaluationRules
from projections.figure import Figures
from projections.file import Files
from projections.hand_over import HandOvers
from projections.holding import Holdings
from projections.line import Lines
from projections.member import Members
from projections.message import Messages
from projections.notice import Notices
from projections.official import Officials
from projections.personal import AllPreferences, Drafts, Snoozes
from projections.phone import Phones
from projections.post import Posts
from projections.projection import Projection, rows_of
from projections.receipt import Receipts
from projections.recurrence import Recurrences
from projections.reminder import Reminders
from projections.reminding import Remindings
from projections.row import Row
from projections.stretch import TaskStretches
from projections.talk import Talks
from projections.tally import Tallies
from projections.task import Tasks
from projections.template import Templates
from projections.timeline import Timelines
from projections.unit import Units

PROJECTIONS: tuple[Projection[Any], ...] = (
    Units(),
    Posts(),
    Holdings(),
    Officials(),
    Phones(),
    Delegations(),
    Absences(),
    HandOvers(),
    Tasks(),
    Directives(),
    Templates(),
    Timelines(),
    Lines(),
    Figures(),
    TaskStretches(),
    Channels(),
    Members(),
    Messages(),
    Talks(),
    Announcements(),
    Receipts(),
    Tallies(),
    Reminders(),
    EvaluationRules(),
    Contests(),
    Recurrences(),
    Notices(),
    AllPreferences(),
    Snoozes(),
    Drafts(),
    Files(),
    Calendars(),
    Remindings(),
)

ROWS: dict[str, type[Row]] = rows_of(PROJECTIONS)
"""What devices get, by collection."""
