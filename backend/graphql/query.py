"""The root of all queries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry

from backend.graphql import counted, ids, past
from backend.graphql.absence import Absence, absence_page
from backend.graphql.acting import ActingFor, acting_for
from backend.graphql.announcement import Announcement, announcement_page
from backend.graphql.bulk_preview import TaskPreview, bulk_preview
from backend.graphql.channel import Channel, channel_page
from backend.graphql.common import Connection, Info, Node
from backend.graphql.contest import Contest, contest_page
from backend.graphql.counted import FigureChanges, FigurePoint, FigureSet
from backend.graphql.delegation import Delegation, delegation_page
from backend.graphql.directive import Directive
from backend.graphql.evaluation import Evaluation, evaluation, evaluation_page
from backend.graphql.evaluation_rule import EvaluationRule, evaluation_rules
from backend.graphql.file import File, files_by_id
from backend.graphql.hand_over import HandOver, hand_over_preview
from backend.graphql.hand_over_record import HandOverRecord, hand_over_by_id, hand_over_page
from backend.graphql.history import MessagePage, message_page
from backend.graphql.hits import MessageHits, message_hits
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.me import Me
from backend.graphql.message import Message
from backend.graphql.nodes import (
    AbsenceNode,
    AnnouncementNode,
    ChannelNode,
    ContestNode,
    DelegationNode,
    DirectiveNode,
    HandOverNode,
    MessageNode,
    NoticeNode,
    OfficialNode,
    PostNode,
    RecurrenceNode,
    TaskNode,
    TemplateNode,
    UnitNode,
)
from backend.graphql.notice import Notice, notice_page
from backend.graphql.official import Official
from backend.graphql.past import PastUnit
from backend.graphql.recurrence import (
    ForetoldOccurrence,
    Recurrence,
    recurrence_by_id,
    recurrence_page,
    recurrence_preview,
)
from backend.graphql.reminder import Reminder, ReminderRule, reminder_rule, task_reminders
from backend.graphql.task import Task
from backend.graphql.task_list import task_page
from backend.graphql.template import Template, template, template_page
from backend.graphql.unit import Unit

NODES: dict[str, tuple[str, type[Any]]] = {
    "Unit": ("unit", UnitNode),
    "Post": ("post", PostNode),
    "Official": ("official", OfficialNode),
    "Task": ("task", TaskNode),
    "Template": ("template", TemplateNode),
    "Directive": ("directive", DirectiveNode),
    "Channel": ("channel", ChannelNode),
    "Message": ("message", MessageNode),
    "Notice": ("notice", NoticeNode),
    "Announcement": ("announcement", AnnouncementNode),
    "Contest": ("contest", ContestNode),
    "Recurrence": ("recurrence", RecurrenceNode),
    "Absence": ("absence", AbsenceNode),
    "Delegation": ("delegation", DelegationNode),
    "HandOverRecord": ("handOver", HandOverNode),
}
UNITS = Listing("unit", "unit_view", UnitNode, public=True)
OFFICIALS = Listing("official", "official_view", OfficialNode, public=True)
DIRECTIVES = Listing("directive", "directive_view", DirectiveNode)
BY_NAME = Order("sort", "text", str)
NEWEST = Order("issued_at", "timestamptz", Any, down=True)
AsOf = Annotated[
    datetime | None,
    strawberry.argument(description="As it was at this moment, if the asker may see it today. Null: now."),
]
First = Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")]


async def _me(info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, info.context.asker)


async def _node(info: Info, id: strawberry.ID) -> Any:
    noun, uuid = ids.parse_id(id)
    collection, shape = NODES.get(noun or "", (None, None))
    if collection is None or shape is None:
        return None
    return await info.context.reads.row(collection, shape, uuid)


async def _unit(info: Info, id: strawberry.ID | None = None, code: str | None = None) -> Any:
    if id is not None:
        return await info.context.reads.row("unit", UnitNode, ids.uuid_of(id, "Unit"))
    found = await info.context.reads.listed(
        "unit", UnitNode, "SELECT id FROM unit_view WHERE code = $1 ORDER BY state LIMIT 1", code
    )
    return found[0] if found else None


async def _units(  # noqa: PLR0917 - they are named in every query
    info: Info,
    search: str | None = None,
    kind: str | None = None,
    parent: strawberry.ID | None = None,
    state: str | None = "active",
    first: First = 50,
    after: str | None = None,
) -> Any:
    where = Where()
    where.words(search)
    where.when("v.kind = {}", kind)
    where.when("v.state = {}", state)
    where.when("v.parent = {}", ids.uuid_of(parent, "Unit") if parent else None)
    return await UNITS.page(info, where, BY_NAME, first, after)


async def _official(info: Info, id: strawberry.ID) -> Any:
    return await info.context.reads.row("official", OfficialNode, ids.uuid_of(id, "Official"))


async def _officials(
    info: Info,
    search: str | None = None,
    unit: strawberry.ID | None = None,
    first: First = 50,
    after: str | None = None,
) -> Any:
    where = Where()
    where.words(search)
    where.add("v.active")
    where.when(
        "v.id IN (SELECT holder FROM post_view WHERE unit = {} AND active)",
        ids.uuid_of(unit, "Unit") if unit else None,
    )
    return await OFFICIALS.page(info, where, BY_NAME, first, after)


async def _task(info: Info, id: strawberry.ID, as_of: AsOf = None) -> Any:
    uuid = ids.uuid_of(id, "Task")
    now = await info.context.reads.row("task", TaskNode, uuid)
    return now if now is None or as_of is None else await past.task(info, uuid, as_of)


async def _directive(info: Info, id: strawberry.ID, as_of: AsOf = None) -> Any:
    uuid = ids.uuid_of(id, "Directive")
    now = await info.context.reads.row("directive", DirectiveNode, uuid)
    return now if now is None or as_of is None else await past.directive(info, uuid, as_of)


async def _directives(
    info: Info,
    search: str | None = None,
    state: str | None = None,
    first: First = 20,
    after: str | None = None,
) -> Any:
    where = Where()
    where.words(search)
    where.when("v.state = {}", state)
    return await DIRECTIVES.page(info, where, NEWEST, first, after)


async def _channel(info: Info, id: strawberry.ID) -> Any:
    return await info.context.reads.row("channel", ChannelNode, ids.uuid_of(id, "Channel"))


async def _message(info: Info, id: strawberry.ID) -> Any:
    return await info.context.reads.row("message", MessageNode, ids.uuid_of(id, "Message"))


async def _announcement(info: Info, id: strawberry.ID) -> Any:
    uuid = ids.uuid_of(id, "Announcement")
    return await info.context.reads.row("announcement", AnnouncementNode, uuid)


@strawberry.type
class Query:
    me: Me | None = strawberry.field(resolver=_me)
    node: Node | None = strawberry.field(resolver=_node, description="Anything by its global id.")
    unit: Unit | None = strawberry.field(resolver=_unit, description="By id or code, old ones too.")
    units: Connection[Unit] = strawberry.field(
        resolver=_units, description="`search` finds names without marks, abbreviated and former ones."
    )
    official: Official | None = strawberry.field(resolver=_official)
    officials: Connection[Official] = strawberry.field(resolver=_officials)
    task: Task | None = strawberry.field(resolver=_task)
    tasks: Connection[Task] = strawberry.field(resolver=task_page)
    bulk_preview: list[TaskPreview] = strawberry.field(resolver=bulk_preview)
    template: Template | None = strawberry.field(resolver=template)
    templates: Connection[Template] = strawberry.field(resolver=template_page)
    directive: Directive | None = strawberry.field(resolver=_directive)
    directives: Connection[Directive] = strawberry.field(resolver=_directives, description="Newest first.")
    organisation: list[PastUnit] = strawberry.field(
        resolver=past.organisation,
        description="The units below one, with their seats, at a moment.",
    )
    notices: Connection[Notice] = strawberry.field(resolver=notice_page)
    channel: Channel | None = strawberry.field(resolver=_channel)
    channels: Connection[Channel] = strawberry.field(
        resolver=channel_page, description="Those of the asker; where something was said last comes first."
    )
    message: Message | None = strawberry.field(resolver=_message)
    messages: MessagePage = strawberry.field(
        resolver=message_page,
        description="What was said in a place: the newest, or from one place in its history.",
    )
    search_messages: MessageHits = strawberry.field(resolver=message_hits)
    announcement: Announcement | None = strawberry.field(resolver=_announcement)
    announcements: Connection[Announcement] = strawberry.field(
        resolver=announcement_page, description="Newest first."
    )
    absences: Connection[Absence] = strawberry.field(
        resolver=absence_page, description="Of one official, of a unit's, or of all; the last to end first."
    )
    delegations: Connection[Delegation] = strawberry.field(
        resolver=delegation_page, description="Of which the asker sees a side; the last to end first."
    )
    acting_for: list[ActingFor] = strawberry.field(
        resolver=acting_for, description="As whom the asker may act now: what a picker offers."
    )
    hand_over_preview: HandOver | None = strawberry.field(
        resolver=hand_over_preview, description="What moves with a post, before it is handed over."
    )
    hand_over: HandOverRecord | None = strawberry.field(
        resolver=hand_over_by_id, description="The record of one that was done."
    )
    hand_overs: Connection[HandOverRecord] = strawberry.field(
        resolver=hand_over_page,
        description="Of a post, or all that the asker may see; newest first.",
    )
    files: list[File] = strawberry.field(
        resolver=files_by_id, description="Those that the asker may read: their own, and what is attached."
    )
    figures: FigureSet = strawberry.field(
        resolver=counted.figures, description="Counted now: of any period, as of any moment, by group."
    )
    figure_tasks: Connection[Task] = strawberry.field(
        resolver=counted.figure_tasks,
        description="The tasks behind a figure, by deadline, as they were then; those that the asker sees.",
    )
    figure_trend: list[FigurePoint] = strawberry.field(
        resolver=counted.figure_trend,
        description="How the figures went on; `period` and `asOf` are left out.",
    )
    figure_changes: FigureChanges = strawberry.field(
        resolver=counted.figure_changes, description="What was assigned, done or became late since a moment."
    )
    evaluation: Evaluation | None = strawberry.field(
        resolver=evaluation, description="What one's work comes to, or that of somebody one leads."
    )
    evaluations: Connection[Evaluation] = strawberry.field(resolver=evaluation_page)
    evaluation_rules: list[EvaluationRule] = strawberry.field(resolver=evaluation_rules)
    contests: Connection[Contest] = strawberry.field(resolver=contest_page)
    recurrence: Recurrence | None = strawberry.field(resolver=recurrence_by_id)
    recurrences: Connection[Recurrence] = strawberry.field(
        resolver=recurrence_page, description="What comes next comes first."
    )
    recurrence_preview: list[ForetoldOccurrence] = strawberry.field(
        resolver=recurrence_preview, description="What a schedule would give from now on."
    )
    task_reminders: list[Reminder] = strawberry.field(
        resolver=task_reminders, description="The next of a task, if nothing changes until then."
    )
    reminder_rule: ReminderRule | None = strawberry.field(
        resolver=reminder_rule, description="The one that holds for a unit."
    )
