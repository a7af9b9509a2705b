"""The list of tasks: what one may filter by, and in which orders it comes."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from backend.graphql import ids
from backend.graphql.common import Info
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import TaskNode
from backend.graphql.task import TaskStatus, UrgencyEnum
from domain.task.labels import spelled
from domain.task.state import CLOSED

TASKS = Listing("task", "task_view", TaskNode)


@strawberry.enum(description="The order of the list.")
class TaskOrder(Enum):
    DEADLINE = "deadline"
    UPDATED = "updated"
    CREATED = "created"


ORDERS = {
    TaskOrder.DEADLINE: Order("deadline", "timestamptz", datetime),
    TaskOrder.UPDATED: Order("updated_at", "timestamptz", datetime, down=True),
    TaskOrder.CREATED: Order("created_at", "timestamptz", datetime, down=True),
}


@strawberry.input(description="All conditions hold together; leave out what does not matter.")
class TaskFilter:
    states: list[TaskStatus] | None = None
    open: bool | None = strawberry.field(default=None, description="Neither completed nor cancelled.")
    late: bool | None = strawberry.field(
        default=None, description="Open, not suspended, and its deadline is past."
    )
    urgency: UrgencyEnum | None = None
    lead_unit: strawberry.ID | None = None
    lead_post: strawberry.ID | None = None
    assigner_unit: strawberry.ID | None = None
    assigner_post: strawberry.ID | None = None
    waiting_post: strawberry.ID | None = strawberry.field(default=None, description="Who must act next.")
    waiting_unit: strawberry.ID | None = None
    directive: strawberry.ID | None = None
    parent: strawberry.ID | None = None
    label: str | None = None
    due_before: datetime | None = None
    due_after: datetime | None = None
    search: str | None = strawberry.field(default=None, description="Words of the title, marks optional.")


UUIDS = {
    "lead_unit": ("lead_unit", "Unit"),
    "lead_post": ("lead_post", "Post"),
    "assigner_unit": ("assigner_unit", "Unit"),
    "assigner_post": ("assigner_post", "Post"),
    "waiting_post": ("waiting_post", "Post"),
    "waiting_unit": ("waiting_unit", "Unit"),
    "directive": ("directive", "Directive"),
    "parent": ("parent", "Task"),
}


async def task_page(
    info: Info,
    filter: TaskFilter | None = None,
    order: TaskOrder = TaskOrder.DEADLINE,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """The tasks that the asker sees, of one's own seats and of what one may look down on."""
    return await TASKS.page(info, _where(filter or TaskFilter()), ORDERS[order], first, after)


def _where(given: TaskFilter) -> Where:
    where = Where()
    where.words(given.search)
    for field, (column, noun) in UUIDS.items():
        id = getattr(given, field)
        where.when(f"v.{column} = {{}}", ids.uuid_of(id, noun) if id else None)
    where.when("v.state = ANY({})", [state.value for state in given.states] if given.states else None)
    where.when("v.urgency = {}", given.urgency.value if given.urgency else None)
    where.when("v.labels ? {}", spelled(given.label) if given.label else None)
    where.when("v.deadline < {}", given.due_before)
    where.when("v.deadline > {}", given.due_after)
    if given.open is False:
        where.add("v.state = ANY({})", sorted(CLOSED))
    if given.open or given.late:
        where.add("v.state <> ALL({})", sorted(CLOSED))
    if given.late:
        where.add("v.state <> 'suspended' AND v.deadline < {}", datetime.now(UTC))
    return where
