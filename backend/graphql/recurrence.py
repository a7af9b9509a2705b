"""Recurring work: what is asked again and again, what came of it, and what is to come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import strawberry
from graphql import GraphQLError

from backend.graphql import ids
from backend.graphql.common import Info, Node
from backend.graphql.form import Question
from backend.graphql.inputs import enum_of, input_type
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import DirectiveNode, OfficialNode, RecurrenceNode, TaskNode, UnitNode
from backend.graphql.seat import Seat
from backend.graphql.task import UrgencyEnum
from backend.graphql.timeline import TimelineEntry, entries
from backend.problems import problem
from backend.timers.reading import read_calendar
from domain.kernel import Rejection
from domain.recurrence import schedule as times
from domain.recurrence.period import Kind, filled
from domain.recurrence.state import Happened, Status, Wanted

if TYPE_CHECKING:
    from backend.graphql.directive import Directive
    from backend.graphql.official import Official
    from backend.graphql.task import Task
    from backend.graphql.unit import Unit

LazyDirective = Annotated["Directive", strawberry.lazy("backend.graphql.directive")]
LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
RecurrenceStatus: Any = enum_of("RecurrenceState", get_args(Status))
PeriodKind: Any = enum_of("PeriodKind", get_args(Kind))

RECURRENCES = Listing("recurrence", "recurrence_view", RecurrenceNode)
SOONEST = Order("next_day", "date", date)
MOST = 50
ScheduleInput, _plain = input_type(times.Schedule, "ScheduleInput")


@strawberry.type(description="So many days after the day of the rule, by the clock of Việt Nam.")
class Offset:
    days: int
    working: bool = strawberry.field(description="Whether working days are counted, or all days.")
    at: str


def _begins(root: times.Schedule) -> int:
    return root.first_day


@strawberry.type(description="Days of an RRULE (RFC 5545), each moved to the next working day.")
class Schedule:
    rule: str
    start: date
    until: date | None
    at: str
    period: PeriodKind
    back: int = strawberry.field(description="So many periods before the one that the day is in.")
    cut_off: Offset | None
    due: Offset
    begins: int = strawberry.field(
        resolver=_begins,
        description="The day of the month before from which months count; 1: their first.",
    )


@strawberry.type(
    description="One time that something recurs: when, about which period, until when it is due."
)
class Occurrence:
    number: int
    day: date = strawberry.field(description="By the rule, before holidays move it.")
    at: datetime
    since: date
    until: date
    period: str
    cut_off: datetime | None
    due: datetime


async def _task(root: Happened, info: Info) -> Any:
    return await info.context.reads.row("task", TaskNode, root.made)


async def _directive(root: Happened, info: Info) -> Any:
    return await info.context.reads.row("directive", DirectiveNode, root.made)


@strawberry.type(description="An occurrence that came, and what it led to.")
class HappenedOccurrence:
    occurrence: Occurrence
    task: LazyTask | None = strawberry.field(resolver=_task)
    directive: LazyDirective | None = strawberry.field(resolver=_directive)
    failure: str | None = strawberry.field(description="Why it led to nothing: the code of a refusal.")


async def _units(root: Wanted, info: Info) -> Any:
    return await info.context.reads.many("unit", UnitNode, root.units)


@strawberry.type(description="What each occurrence asks: a task of a lead, or a directive to units.")
class WantedWork:
    title: str = strawberry.field(description="May hold placeholders such as {kỳ}.")
    description: str | None
    urgency: UrgencyEnum
    lead: Seat | None
    coordinating: list[Seat]
    chaser: Seat | None
    units: list[LazyUnit] = strawberry.field(resolver=_units)
    form: list[Question]


async def _creator(root: RecurrenceNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.creator)


async def _upcoming(root: RecurrenceNode, info: Info, first: int = 3) -> Any:
    """Reckoned by the calendar as it is now."""
    if root.state != "active":
        return []
    calendar, _ = await info.context.reads.run(read_calendar)
    return times.upcoming(root.schedule, root.after, root.covered, calendar.workdays, _checked(first))


async def _timeline(root: RecurrenceNode, info: Info) -> Any:
    return await entries(info, root.key, root.version)


@strawberry.type(description="Work or a report that a seat asks for again and again.")
class Recurrence(Node):
    id: strawberry.ID
    seat: Seat
    creator: LazyOfficial | None = strawberry.field(resolver=_creator)
    title: str
    wanted: WantedWork
    schedule: Schedule
    state: RecurrenceStatus
    next_day: date | None = strawberry.field(description="By the rule, before holidays move it.")
    number: int = strawberry.field(description="Counts the occurrences so far.")
    occurred: int
    skipped: int
    recent: list[HappenedOccurrence] = strawberry.field(description="The newest that came, oldest first.")
    upcoming: list[Occurrence] = strawberry.field(resolver=_upcoming, description="If all goes well.")
    created_at: datetime
    updated_at: datetime
    version: int
    timeline: list[TimelineEntry] = strawberry.field(
        resolver=_timeline, description="Who set it up, changed it, and what came of it; newest first."
    )

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, RecurrenceNode)


async def recurrence_by_id(info: Info, id: strawberry.ID) -> Any:
    """One, if the asker sees it."""
    uuid = ids.uuid_of(id, "Recurrence")
    return await info.context.reads.row("recurrence", RecurrenceNode, uuid)


async def recurrence_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    search: str | None = None,
    state: RecurrenceStatus | None = None,
    unit: strawberry.ID | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 20,
    after: str | None = None,
) -> Any:
    """Those of the asker's seats and desks, and what is asked of them."""
    where = Where()
    where.words(search)
    where.when("v.state = {}", state.value if state else None)
    where.when("v.seat_unit = {}", ids.uuid_of(unit, "Unit") if unit else None)
    return await RECURRENCES.page(info, where, SOONEST, first, after)


@strawberry.type(description="An occurrence that would come, with the title that it would have.")
class ForetoldOccurrence(Occurrence):
    title: str


class Foretold(times.Occurrence, frozen=True):
    """An occurrence with its title."""

    title: str


async def recurrence_preview(info: Info, schedule: Any, title: str = "{kỳ}", count: int = 5) -> Any:
    """What the schedule would give from now on. Raises GraphQLError as it would be refused at set-up."""
    try:
        given = msgspec.convert(_plain(schedule), times.Schedule, strict=False)
        times.check(given)
    except Rejection as rejection:
        raise _refused(rejection, info.context.language) from rejection
    calendar, _ = await info.context.reads.run(read_calendar)
    after = times.begins_after(given, datetime.now(UTC))
    found = times.upcoming(given, after, None, calendar.workdays, _checked(count))
    return [
        Foretold(**msgspec.structs.asdict(each), title=filled(title, times.values(each))) for each in found
    ]


recurrence_preview.__annotations__["schedule"] = ScheduleInput


def _refused(rejection: Rejection, language: str) -> GraphQLError:
    said = problem(rejection.code, rejection.params, language)
    return GraphQLError(said.detail, extensions={"code": rejection.code, "title": said.title})


def _checked(count: int) -> int:
    if not 1 <= count <= MOST:
        raise GraphQLError(f"Ask for 1 to {MOST}.", extensions={"code": "graphql.page-size"})
    return count
