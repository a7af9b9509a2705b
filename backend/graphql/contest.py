"""Contests of evaluations: one's own, those that wait for one's decision, those of units below."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import strawberry

from backend.graphql import ids
from backend.graphql.common import Info, Node
from backend.graphql.file import File, files
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import ContestNode, OfficialNode, TaskNode, UnitNode
from backend.graphql.seat import Seat
from domain.contest.state import Status

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.task import Task
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
ContestState: Any = enum_of("ContestState", get_args(Status))
CONTESTS = Listing("contest", "contest_view", ContestNode)
NEWEST = Order("raised_at", "timestamptz", datetime, down=True)


async def _official(root: ContestNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.official)


async def _decided_by(root: ContestNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.decided_by)


async def _unit(root: ContestNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


async def _to(root: ContestNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.to)


async def _task(root: Any, info: Info) -> Any:
    return await info.context.reads.row("task", TaskNode, root.task)


async def _attachments(root: ContestNode, info: Info) -> Any:
    return await files(info, root.attachments)


@strawberry.type(description="What was confirmed of a task, and does not count.")
class ContestExcuse:
    task_id: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(ids.global_id("Task", root.task))
    )
    task: LazyTask | None = strawberry.field(resolver=_task)
    days: int
    returns: int
    left_out: bool


@strawberry.type(description="What an official contests of their figure, and what became of it.")
class Contest(Node):
    id: strawberry.ID
    official: LazyOfficial | None = strawberry.field(resolver=_official)
    seat: Seat
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    to: LazyUnit | None = strawberry.field(resolver=_to, description="The unit whose leaders decide.")
    period: str
    task: LazyTask | None = strawberry.field(
        resolver=_task, description="Null: the whole, or not to be seen."
    )
    reason: str
    attachments: list[File] = strawberry.field(resolver=_attachments)
    state: ContestState
    excuses: list[ContestExcuse]
    answer: str
    decided_by: LazyOfficial | None = strawberry.field(resolver=_decided_by)
    decided_at: datetime | None
    raised_at: datetime
    version: int

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, ContestNode)


async def contest_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    mine: bool | None = None,
    unit: strawberry.ID | None = None,
    period: str | None = None,
    state: ContestState | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 20,
    after: str | None = None,
) -> Any:
    """Newest first: all that the asker sees, or only their own, or those of others."""
    where = Where()
    if mine is not None:
        where.add("v.official = {}" if mine else "v.official <> {}", info.context.asker)
    where.when("v.unit = {}", ids.uuid_of(unit, "Unit") if unit else None)
    where.when("v.period = {}", period)
    where.when("v.state = {}", state.value if state else None)
    return await CONTESTS.page(info, where, NEWEST, first, after)
