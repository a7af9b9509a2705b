"""Reminders that are to come, and the rules that they come by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args
from uuid import UUID

import strawberry
from graphql import GraphQLError

from backend.graphql import ids
from backend.graphql.common import Info
from backend.graphql.inputs import enum_of
from backend.graphql.nodes import TaskNode, UnitNode
from backend.timers.reading import STORAGE, read_calendar
from domain import reminding
from domain.marks import Kind, Mark, upcoming
from domain.reminding import USUAL, Role, origin

if TYPE_CHECKING:
    from backend.graphql.unit import Unit

LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
ReminderKind: Any = enum_of("ReminderKind", get_args(Kind))
ReminderRole: Any = enum_of("ReminderRole", get_args(Role))

MOST = 20
STATE = """
SELECT convert_to(fields::text, 'UTF8'), convert_to(rest::text, 'UTF8') FROM row
WHERE collection = 'task' AND id = $1
"""
CONTAINING = """
WITH RECURSIVE up AS (
    SELECT id, parent, 0 AS height FROM unit_view WHERE id = $1
    UNION ALL SELECT u.id, u.parent, height + 1 FROM up JOIN unit_view u ON u.id = up.parent WHERE height < 32
) SELECT id FROM up ORDER BY height
"""


@strawberry.type(description="A moment at which the platform reminds of a task.")
class Reminder:
    at: datetime
    kind: ReminderKind
    days: int = strawberry.field(description="Working days to the deadline, or past it.")
    to: list[ReminderRole] = strawberry.field(description="As what people are told.")


@strawberry.type(description="So many working days from the deadline, and whom then.")
class ReminderStep:
    days: int
    to: list[ReminderRole]


async def _from(root: ReminderRule, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.origin)


@strawberry.type(description="When and whom the platform reminds; hours are working hours, null: not at all.")
class ReminderRule:
    origin: strawberry.Private[UUID | None]
    at: str = strawberry.field(description="By the clock of Việt Nam.")
    before: list[ReminderStep]
    due: list[ReminderRole]
    past: list[ReminderStep]
    unopened: float | None
    extension: float | None
    submission: float | None
    unit: LazyUnit | None = strawberry.field(
        resolver=_from, description="Whose rule it is; null: no unit chose one, it is the usual."
    )


async def _rule(info: Info, unit: UUID) -> tuple[UUID | None, reminding.ReminderRule]:
    found = await info.context.reads.run(lambda conn: conn.fetch(CONTAINING, unit))
    _, rules = await info.context.reads.run(read_calendar)
    chosen = origin((each["id"] for each in found), rules)
    return chosen, rules[chosen] if chosen else USUAL


async def task_reminders(info: Info, task: strawberry.ID, first: int = 5) -> Any:
    """The next moments; none for a task that one may not see."""
    if not 1 <= first <= MOST:
        raise GraphQLError(f"first must be between 1 and {MOST}.", extensions={"code": "graphql.page-size"})
    id = ids.uuid_of(task, "Task")
    if await info.context.reads.row("task", TaskNode, id) is None:
        return []
    fields, rest = await info.context.reads.run(lambda conn: conn.fetchrow(STATE, id))
    state = STORAGE.state("task", id, fields, rest)
    calendar, _ = await info.context.reads.run(read_calendar)
    _, rule = await _rule(info, state.lowest.unit)
    return [_reminder(mark) for mark in upcoming(state, rule, calendar.workdays, first)] if state.open else []


def _reminder(mark: Mark) -> Reminder:
    roles = [ReminderRole(role) for role in mark.to]
    return Reminder(at=mark.at, kind=ReminderKind(mark.kind), days=mark.days, to=roles)


async def reminder_rule(info: Info, unit: strawberry.ID) -> Any:
    """The rule of a unit, or of the nearest that contains it."""
    id = ids.uuid_of(unit, "Unit")
    if await info.context.reads.row("unit", UnitNode, id) is None:
        return None
    chosen, rule = await _rule(info, id)
    return ReminderRule(
        origin=chosen,
        at=rule.at,
        before=_steps(rule.before),
        due=[ReminderRole(role) for role in rule.due],
        past=_steps(rule.past),
        unopened=rule.unopened,
        extension=rule.extension,
        submission=rule.submission,
    )


def _steps(steps: tuple[reminding.Step, ...]) -> list[ReminderStep]:
    return [
        ReminderStep(days=step.days, to=[ReminderRole(role) for role in step.to])
        for step in sorted(steps, key=lambda step: step.days)
    ]
