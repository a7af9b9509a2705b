"""What officials' work of a month or quarter comes to, by which rule, with every piece of it explained."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

from backend.evaluation.reading import rule_of, work_of
from backend.graphql import ids
from backend.graphql.common import Connection, Info, PageInfo, checked_page, key_of
from backend.graphql.contest import Contest
from backend.graphql.evaluation_rule import EvaluationRule, rule_shown
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Placed
from backend.graphql.nodes import ContestNode, OfficialNode, TaskNode, UnitNode
from domain.evaluation.judged import Part
from domain.evaluation.parameters import Parameters
from domain.evaluation.period import Period, period_of
from domain.evaluation.score import Figure, Level, Light, Outcome, score
from domain.evaluation.score import Line as Scored
from domain.kernel import Rejection, below_scope

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.task import Task
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
EvaluationLevel: Any = enum_of("EvaluationLevel", get_args(Level))
EvaluationLight: Any = enum_of("EvaluationLight", get_args(Light))
EvaluationOutcome: Any = enum_of("EvaluationOutcome", get_args(Outcome))
EvaluationPart: Any = enum_of("EvaluationPart", get_args(Part))

LAST_UNIT = """
SELECT unit FROM holding_view WHERE holder = $1 AND since < $3 AND until > $2 ORDER BY since DESC LIMIT 1
"""
NAMES = "SELECT id, name FROM official_view WHERE id = ANY($1)"
CONTESTS = """
SELECT id FROM contest_view WHERE unit = $1 AND official = $2 AND period = $3 ORDER BY raised_at, id
"""
AsOf = Annotated[
    datetime | None,
    strawberry.argument(description="As it was known at this moment. Null: as it is known now."),
]
PeriodKey = Annotated[
    str, strawberry.argument(description='A month like "2026-07", or a quarter: "2026-Q3".')
]


class Evaluated(msgspec.Struct, frozen=True):
    """One official's figure in a unit and period, and the rule that it was reckoned by."""

    official: UUID
    unit: UUID
    period: Period
    rule: UUID | None
    parameters: Parameters
    figure: Figure


async def _task(root: Scored, info: Info) -> Any:
    return await info.context.reads.row("task", TaskNode, root.task)


@strawberry.type(description="What was confirmed as an objective cause, and does not count.")
class EvaluationExcuse:
    days: int
    returns: int
    left_out: bool


@strawberry.type(description="How one piece of work counts. What it lost is in points of 100.")
class EvaluationLine:
    task_id: strawberry.ID = strawberry.field(
        resolver=lambda root: strawberry.ID(ids.global_id("Task", root.task))
    )
    task: LazyTask | None = strawberry.field(resolver=_task, description="Null if the asker does not see it.")
    part: EvaluationPart
    outcome: EvaluationOutcome
    units: float = strawberry.field(description="What it counts, converted.")
    days_late: int
    late_before: bool = strawberry.field(
        description="It was late when it came into these hands: the first delay is not theirs."
    )
    delays: int
    returns: int
    excuse: EvaluationExcuse | None
    quantity_lost: float
    quality_lost: float
    progress_lost: float
    lost: float


async def _official(root: Evaluated, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.official)


async def _unit(root: Evaluated, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


async def _rule(root: Evaluated, info: Info) -> Any:
    return await rule_shown(info, root.rule)


async def _contests(root: Evaluated, info: Info) -> Any:
    about = (root.unit, root.official, root.period.key)
    return await info.context.reads.listed("contest", ContestNode, CONTESTS, *about)


def _of_figure(name: str) -> Any:
    return lambda root: getattr(root.figure, name)


@strawberry.type(
    description="What an official's work in a unit comes to in a period: by the converted work, in percent "
    "for each criterion. It is the part for the work; general criteria are judged by people."
)
class Evaluation:
    official: LazyOfficial | None = strawberry.field(resolver=_official)
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    period: str = strawberry.field(resolver=lambda root: root.period.key)
    start: datetime = strawberry.field(resolver=lambda root: root.period.start)
    end: datetime = strawberry.field(resolver=lambda root: root.period.end)
    rule: EvaluationRule = strawberry.field(resolver=_rule)
    units: float = strawberry.field(resolver=_of_figure("units"), description="Converted work, all of it.")
    quantity: float = strawberry.field(resolver=_of_figure("quantity"))
    quality: float = strawberry.field(resolver=_of_figure("quality"))
    progress: float = strawberry.field(resolver=_of_figure("progress"))
    percent: float = strawberry.field(resolver=_of_figure("percent"), description="Of all criteria.")
    points: float = strawberry.field(resolver=_of_figure("points"))
    most_points: int = strawberry.field(
        resolver=lambda root: root.parameters.results, description="How many points there are for the work."
    )
    level: EvaluationLevel = strawberry.field(
        resolver=_of_figure("level"), description="By `percent`; provisional until people judge the rest."
    )
    light: EvaluationLight = strawberry.field(resolver=_of_figure("light"))
    lines: list[EvaluationLine] = strawberry.field(
        resolver=lambda root: sorted(root.figure.lines, key=lambda line: -line.lost),
        description="The work, what lost most first.",
    )
    contests: list[Contest] = strawberry.field(resolver=_contests, description="Oldest first.")


def _period(key: str) -> Period:
    try:
        return period_of(key)
    except Rejection as refusal:
        raise GraphQLError(
            'A period is a month like "2026-07" or a quarter like "2026-Q3".',
            extensions={"code": refusal.code},
        ) from refusal


async def _looks_down(info: Info, unit: UUID) -> bool:
    """Whether the asker leads the unit, or one above it."""
    return below_scope(unit) in await info.context.reads.all_scopes()


async def _last_unit(info: Info, official: UUID, period: Period) -> UUID | None:
    """Where somebody sat last in a period."""
    values = (official, period.start, period.end)
    found: UUID | None = await info.context.reads.run(lambda conn: conn.fetchval(LAST_UNIT, *values))
    return found


async def _evaluated(info: Info, unit: UUID, period: Period, as_of: datetime) -> list[Evaluated]:
    """All who sat in a unit."""
    reads = info.context.reads
    ruling = await reads.run(lambda conn: rule_of(conn, unit, period, as_of))
    work = await reads.run(lambda conn: work_of(conn, [unit], period, as_of))
    return [
        Evaluated(
            official=official,
            unit=unit,
            period=period,
            rule=ruling.rule,
            parameters=ruling.parameters,
            figure=score(ruling.parameters, period, pieces, work.excuses.get((unit, official), {}), as_of),
        )
        for (_, official), pieces in work.pieces.items()
    ]


async def evaluation(
    info: Info,
    period: PeriodKey,
    official: strawberry.ID | None = None,
    unit: strawberry.ID | None = None,
    as_of: AsOf = None,
) -> Any:
    """Of the asker, or of somebody in a unit that they lead or that is below it; null: not to be seen."""
    when, now = _period(period), as_of or datetime.now(UTC)
    who = ids.uuid_of(official, "Official") if official else info.context.asker
    where = ids.uuid_of(unit, "Unit") if unit else await _last_unit(info, who, when)
    if where is None or not (who == info.context.asker or await _looks_down(info, where)):
        return None
    return next((each for each in await _evaluated(info, where, when, now) if each.official == who), None)


async def evaluation_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    unit: strawberry.ID,
    period: PeriodKey,
    level: EvaluationLevel | None = None,
    as_of: AsOf = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """All who sat in a unit that the asker leads, or that is below it, by name; of others none."""
    when, now, size = _period(period), as_of or datetime.now(UTC), checked_page(first)
    where = ids.uuid_of(unit, "Unit")
    found = await _evaluated(info, where, when, now) if await _looks_down(info, where) else []
    wanted = [each for each in found if level is None or each.figure.level == level.value]
    people = [each.official for each in wanted]
    names = dict(await info.context.reads.run(lambda conn: conn.fetch(NAMES, people)))
    placed = sorted(((names.get(each.official, ""), str(each.official)), each) for each in wanted)
    key = key_of(after, tuple[str, str])
    rest = [one for one in placed if key is None or one[0] > key]
    edges: Any = [Placed(place, each) for place, each in rest[:size]]
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(has_next_page=len(rest) > size, end_cursor=edges[-1].cursor if edges else None),
        position=await info.context.reads.position(),
    )
