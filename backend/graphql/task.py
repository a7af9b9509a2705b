"""Tasks, with who must act next and what happened so far."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import strawberry
from strawberry.scalars import JSON

from backend.graphql.common import Info, Node
from backend.graphql.file import File, files
from backend.graphql.form import Question
from backend.graphql.ids import global_id
from backend.graphql.inputs import enum_of
from backend.graphql.nodes import DirectiveNode, OfficialNode, TaskNode
from backend.graphql.seat import Seat
from backend.graphql.timeline import TimelineEntry, entries
from domain.task.checklist import Item
from domain.task.state import Report as ReportValue
from domain.task.state import Status, Urgency, Waiting

if TYPE_CHECKING:
    from backend.graphql.directive import Directive
    from backend.graphql.official import Official

LazyDirective = Annotated["Directive", strawberry.lazy("backend.graphql.directive")]
LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
TaskStatus: Any = enum_of("TaskState", get_args(Status))
UrgencyEnum: Any = enum_of("Urgency", get_args(Urgency))
WaitingEnum: Any = enum_of("Waiting", get_args(Waiting))

CHILDREN = "SELECT id FROM task_view WHERE parent = $1 ORDER BY deadline, id LIMIT 200"


async def _creator(root: TaskNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.creator)


async def _opened_by(root: TaskNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.opened_by)


async def _done_by(root: Item, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.done_by)


async def _files(root: TaskNode | ReportValue, info: Info) -> Any:
    return await files(info, root.files)


async def _directive(root: TaskNode, info: Info) -> Any:
    return await info.context.reads.row("directive", DirectiveNode, root.directive)


async def _parent(root: TaskNode, info: Info) -> Any:
    return await info.context.reads.row("task", TaskNode, root.parent)


async def _children(root: TaskNode, info: Info) -> Any:
    return await info.context.reads.listed("task", TaskNode, CHILDREN, root.key)


async def _timeline(root: TaskNode, info: Info) -> Any:
    return await entries(info, root.key, root.version)


@strawberry.type(description="What the task came from.")
class Source:
    kind: str
    reference: str


@strawberry.type(description="The template that a task was made from, as of one of its versions.")
class TemplateVersion:
    id: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(global_id("Template", root.id)))
    version: int


@strawberry.type(description="The lead's newest progress report.")
class Report:
    at: datetime
    percent: int
    text: str
    files: list[File] = strawberry.field(resolver=_files, description="What shows it.")


@strawberry.type(description="One item of a checklist; ids stay however it is worded.")
class ChecklistItem:
    id: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(str(root.id)))
    text: str
    done_at: datetime | None
    done_by: LazyOfficial | None = strawberry.field(resolver=_done_by)


@strawberry.type(description="Why nothing is to be done for now, since when and maybe until when.")
class Suspension:
    reason: str
    at: datetime
    until: datetime | None


@strawberry.type(description="A request for more time that waits for the assigner.")
class Extension:
    deadline: datetime
    reason: str
    asked_at: datetime


@strawberry.type(description="Why the lead declined, and whom they think right.")
class Decline:
    reason: str
    suggested: Seat | None


@strawberry.type(description="Why the last submission came back.")
class Returned:
    reason: str


@strawberry.type(description="A task: assigned by one seat, led by exactly one.")
class Task(Node):
    id: strawberry.ID
    title: str
    description: str | None
    source: Source | None
    state: TaskStatus
    urgency: UrgencyEnum
    assigner: Seat
    creator: LazyOfficial | None = strawberry.field(resolver=_creator)
    lead: Seat
    chain: list[Seat] = strawberry.field(description="From the lead it was assigned to, to who has it now.")
    coordinating: list[Seat]
    following: list[Seat]
    chaser: Seat | None
    deadline: datetime
    original_deadline: datetime
    percent: int
    form: list[Question]
    answers: JSON
    opened_at: datetime | None
    opened_by: LazyOfficial | None = strawberry.field(resolver=_opened_by)
    accepted_at: datetime | None
    submitted_at: datetime | None
    completed_at: datetime | None
    last_report: Report | None
    waiting: WaitingEnum = strawberry.field(description="Who must act next.")
    waiting_since: datetime | None
    waiting_seat: Seat | None
    extension: Extension | None
    decline: Decline | None
    returned: Returned | None
    in_time: bool | None = strawberry.field(
        description="Judged by the submission that was finally accepted; null before."
    )
    labels: list[str]
    weight: float = strawberry.field(description="How much it counts beside others.")
    checklist: list[ChecklistItem]
    files: list[File] = strawberry.field(resolver=_files, description="What came with the assignment.")
    template: TemplateVersion | None
    suspension: Suspension | None
    created_at: datetime
    updated_at: datetime
    version: int
    directive: LazyDirective | None = strawberry.field(resolver=_directive)
    parent: LazyTask | None = strawberry.field(resolver=_parent)
    children: list[LazyTask] = strawberry.field(resolver=_children, description="Sub-tasks, at most 200.")
    timeline: list[TimelineEntry] = strawberry.field(
        resolver=_timeline, description="Who did what, when, as whom and why; newest first."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, TaskNode)
