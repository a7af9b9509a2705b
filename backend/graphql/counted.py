"""Figures counted when they are asked for: of any period, as of any instant, with the tasks behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

from backend.figures import asking
from backend.figures.asking import Answerable, Asked
from backend.figures.steps import STEPS, moments
from backend.graphql import ids as global_ids
from backend.graphql.common import Connection, Info, PageInfo, checked_page, here, key_of
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Placed
from backend.graphql.nodes import DirectiveNode, PostNode, TaskNode, UnitNode
from backend.problems import problem
from domain.kernel import Rejection
from projections import asof, counting
from projections.catalog import PROJECTIONS

if TYPE_CHECKING:
    from backend.graphql.directive import Directive
    from backend.graphql.post import Post
    from backend.graphql.task import Task
    from backend.graphql.unit import Unit

LazyDirective = Annotated["Directive", strawberry.lazy("backend.graphql.directive")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
FigureOf: Any = enum_of("FigureOf", get_args(asking.Of))
FigureMeasure: Any = enum_of("FigureMeasure", get_args(counting.Measure))
FigureName: Any = enum_of("FigureName", tuple(name.replace("_", "-") for name in counting.FIGURES))
FigureStep: Any = enum_of("FigureStep", tuple(STEPS))


@strawberry.input(description="From an instant until before another; leave one out for no end.")
class FigurePeriod:
    by: FigureMeasure = strawberry.field(
        description="What lies in it. By completion, what has not ended counts whatever the period."
    )
    start: datetime | None = None
    end: datetime | None = None


@strawberry.input(description="Whose figures. Who sees a unit's figures is its desk, and leaders above it.")
class FigureQuery:
    of: FigureOf = strawberry.field(
        description="What they are grouped by. CITY: the units right below the top."
    )
    units: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Who leads the tasks; of POST: whose posts."
    )
    ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Of POST or DIRECTIVE: which ones; none: all of the units."
    )
    below: bool = strawberry.field(default=False, description="With all units that these contain.")
    period: FigurePeriod | None = None
    as_of: datetime | None = strawberry.field(default=None, description="As it was at this moment.")


@strawberry.type(description="How many tasks. What is suspended has no light, and is not open.")
class FigureCounts:
    open: int
    green: int
    yellow: int = strawberry.field(description="Due within three days.")
    red: int = strawberry.field(description="Late, and not done.")
    suspended: int
    waiting_lead: int
    waiting_link: int
    waiting_assigner: int = strawberry.field(description="With those declined.")
    declined: int
    done: int
    in_time: int = strawberry.field(description="Done by the deadline that was granted in the end.")
    late: int
    original_in_time: int = strawberry.field(description="Done by the first deadline.")
    original_late: int
    cancelled: int
    rate: float | None = strawberry.field(description="inTime of done, from 0 to 1; null: nothing is done.")


class Grouped(msgspec.Struct):
    """The figures of one group: the value of the key, and what is counted."""

    of: asking.Of
    key: Any
    counted: Any


async def _unit(root: Grouped, info: Info) -> Any:
    mine = root.key if root.of in {"unit", "city"} else None
    return await info.context.reads.row("unit", UnitNode, mine)


async def _post(root: Grouped, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.key if root.of == "post" else None)


async def _directive(root: Grouped, info: Info) -> Any:
    mine = root.key if root.of == "directive" else None
    return await info.context.reads.row("directive", DirectiveNode, mine)


def _source(root: Grouped) -> str | None:
    return str(root.key) if root.of == "source" else None


@strawberry.interface(description="What figures are grouped by: one of the four.")
class FigureGroup:
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    post: LazyPost | None = strawberry.field(resolver=_post)
    directive: LazyDirective | None = strawberry.field(
        resolver=_directive, description="Null as well if the asker may not read it."
    )
    source: str | None = strawberry.field(
        resolver=_source, description="The kind of the tasks' source; empty: they have none."
    )


@strawberry.type(description="Figures of one group.")
class GroupCounts(FigureGroup):
    counts: FigureCounts = strawberry.field(resolver=lambda root: root.counted)

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, Grouped)


@strawberry.type(description="Figures, all together and by group.")
class FigureSet:
    as_of: datetime = strawberry.field(description="The moment that lights are measured against.")
    total: FigureCounts
    groups: list[GroupCounts]
    position: int = strawberry.field(description="The position in the log that this is true at.")


@strawberry.type(description="Figures at one moment of a trend.")
class FigurePoint:
    at: datetime
    counts: FigureCounts = strawberry.field(
        description="What was open then, and what had ended since the moment before."
    )


@strawberry.type(description="What happened since a moment.")
class ChangeCounts:
    assigned: int
    done: int
    became_late: int = strawberry.field(description="And still is.")


@strawberry.type(description="What happened in one group.")
class GroupChanges(FigureGroup):
    changes: ChangeCounts = strawberry.field(resolver=lambda root: root.counted)

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, Grouped)


@strawberry.type(description="What happened since a moment, all together and by group.")
class FigureChanges:
    total: ChangeCounts
    groups: list[GroupChanges]


@asynccontextmanager
async def _refusing(info: Info) -> AsyncIterator[None]:
    """A refusal, told in the asker's language."""
    try:
        yield
    except Rejection as refusal:
        told = problem(refusal.code, refusal.params, info.context.language)
        raise GraphQLError(told.detail, extensions={"code": refusal.code}) from refusal


def _asked(query: FigureQuery) -> Asked:
    period = query.period
    return Asked(
        of=query.of.value,
        units=tuple(global_ids.uuid_of(id, "Unit") for id in query.units),
        ids=tuple(global_ids.uuid_of(id, query.of.value.capitalize()) for id in query.ids),
        below=query.below,
        period=_period(period) if period else None,
        past=here(query.as_of) if query.as_of else None,
    )


def _period(period: FigurePeriod) -> counting.Period:
    ends = (here(at) if at else None for at in (period.start, period.end))
    return counting.Period(period.by.value, *ends)


async def _answerable(info: Info, query: FigureQuery) -> Answerable:
    async with _refusing(info):
        return await asking.answerable(info.context.reads, _asked(query))


async def figures(info: Info, query: FigureQuery) -> Any:
    """Counted in one statement, as all figures are."""
    may = await _answerable(info, query)
    found = await info.context.reads.run(lambda conn: counting.count(conn, may.wanted))
    groups = may.grouped(found, counting.Counts)
    return FigureSet(
        as_of=may.wanted.at,
        total=_total(groups, counting.Counts()),
        groups=[Grouped(query.of.value, *group) for group in groups],  # type: ignore[misc]
        position=await info.context.reads.position(),
    )


def _total(groups: list[tuple[Any, Any]], total: Any) -> Any:
    for _, counted in groups:
        total.add(counted)
    return total


async def figure_tasks(
    info: Info,
    query: FigureQuery,
    figure: FigureName,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """The tasks behind a figure in order of their deadlines: those that the asker may read today."""
    may, size, reads = await _answerable(info, query), checked_page(first), info.context.reads
    key = key_of(after, tuple[datetime, UUID])
    name, scopes = figure.value.replace("-", "_"), await reads.all_scopes()
    found = await reads.run(
        lambda conn: counting.tasks(conn, may.wanted, name, scopes=scopes, after=key, limit=size + 1)
    )
    shown = await _tasks(info, [id for id, _ in found[:size]], may.wanted)
    edges: Any = [Placed((deadline, id), shown[id]) for id, deadline in found[:size] if id in shown]
    last = Placed(found[size - 1][::-1], None).cursor if len(found) > size else None
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(has_next_page=len(found) > size, end_cursor=last or _end(edges)),
        position=await reads.position(),
    )


def _end(edges: list[Placed]) -> str | None:
    return edges[-1].cursor if edges else None


async def _tasks(info: Info, ids: list[UUID], wanted: counting.Wanted) -> dict[UUID, TaskNode]:
    """The tasks as they are, or as they were."""
    if not wanted.past:
        return {row.key: row for row in await info.context.reads.many("task", TaskNode, ids)}
    rows = await asof.tasks_at(info.context.log, PROJECTIONS, ids, wanted.at)
    return {id: TaskNode(**msgspec.structs.asdict(row), key=id) for id, row in rows.items()}


async def figure_trend(
    info: Info, query: FigureQuery, start: datetime, end: datetime, step: FigureStep
) -> list[FigurePoint]:
    """From `start` on, a point after each step, the last at `end`; `period` and `asOf` do not count here."""
    may = await _answerable(info, query)
    async with _refusing(info):
        at = moments(here(start), here(end), step.value)
    found = await info.context.reads.run(
        lambda conn: counting.trend(conn, msgspec.structs.replace(may.wanted, period=None), at)
    )
    return [FigurePoint(at=moment, counts=counts) for moment, counts in zip(at[1:], found, strict=True)]


async def figure_changes(info: Info, query: FigureQuery, since: datetime) -> Any:
    """What was assigned, was done, became late and still is, since a moment; until `asOf`."""
    may = await _answerable(info, query)
    found = await info.context.reads.run(lambda conn: counting.changes(conn, may.wanted, here(since)))
    groups = may.grouped(found, counting.Changes)
    return FigureChanges(
        total=_total(groups, counting.Changes()),
        groups=[Grouped(query.of.value, *group) for group in groups],  # type: ignore[misc]
    )
