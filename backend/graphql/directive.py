"""Directives, their boards, and their answers added up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import strawberry
from strawberry.scalars import JSON

from backend.graphql import answers
from backend.graphql.answers import AnswerSum
from backend.graphql.common import Info, Node
from backend.graphql.form import Question
from backend.graphql.inputs import enum_of
from backend.graphql.nodes import DirectiveNode, LineNode, OfficialNode, TaskNode, UnitNode
from backend.graphql.seat import Seat
from backend.graphql.task import TaskStatus, UrgencyEnum
from backend.graphql.timeline import TimelineEntry, entries
from domain.directive.state import Status

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.task import Task
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
DirectiveStatus: Any = enum_of("DirectiveState", get_args(Status))

LINES = """
SELECT l.id FROM line_view l JOIN unit_view u ON u.id = l.unit WHERE l.directive = $1 ORDER BY u.sort
"""


async def _unit(root: LineNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


async def _task(root: LineNode, info: Info) -> Any:
    return await info.context.reads.row("task", TaskNode, root.key)


async def _opened_by(root: LineNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.opened_by)


@strawberry.type(description="What one addressed unit did.")
class BoardLine:
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    task: LazyTask | None = strawberry.field(resolver=_task)
    state: TaskStatus
    opened_at: datetime | None
    opened_by: LazyOfficial | None = strawberry.field(resolver=_opened_by)
    accepted_at: datetime | None
    percent: int
    submitted_at: datetime | None
    completed_at: datetime | None
    deadline: datetime
    answers: JSON
    answered_at: datetime | None
    decline_reason: str | None
    in_time: bool | None
    chased_at: datetime | None


async def _board(root: DirectiveNode, info: Info) -> Any:
    """The lines that the asker sees: all of them on its issuer's board, else their own."""
    if isinstance(root, PastDirective):
        return root.lines
    return await info.context.reads.listed("line", LineNode, LINES, root.key)


class PastDirective(DirectiveNode, kw_only=True):
    """A directive as it was, with its board as it was."""

    lines: list[LineNode] = msgspec.field(default_factory=list)


async def _answers(root: DirectiveNode, info: Info) -> list[AnswerSum]:
    if isinstance(root, PastDirective):
        return await answers.of_lines(info, root.lines, root.form)
    return await answers.of_directive(info, root.key, root.form)


async def _timeline(root: DirectiveNode, info: Info) -> Any:
    return await entries(info, root.key, root.version)


async def _units(root: DirectiveNode, info: Info) -> Any:
    return await info.context.reads.many("unit", UnitNode, root.units)


@strawberry.type(description="One text, deadline and form to many units: a task for each.")
class Directive(Node):
    id: strawberry.ID
    title: str
    text: str
    state: DirectiveStatus
    urgency: UrgencyEnum
    issuer: Seat
    form: list[Question]
    deadline: datetime
    original_deadline: datetime
    issued_at: datetime
    version: int
    units: list[LazyUnit] = strawberry.field(resolver=_units)
    board: list[BoardLine] = strawberry.field(
        resolver=_board, description="For its issuer every line, for an addressed unit its own."
    )
    answers: list[AnswerSum] = strawberry.field(resolver=_answers)
    timeline: list[TimelineEntry] = strawberry.field(resolver=_timeline)

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, DirectiveNode)
