"""Things as they were at a moment, folded from the log; who may see the past is judged by today's rights."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import msgspec
import strawberry

from backend.graphql.common import Info
from backend.graphql.directive import PastDirective
from backend.graphql.ids import global_id, uuid_of
from backend.graphql.nodes import LineNode, OfficialNode, PostNode, TaskNode, UnitNode
from projections import asof, search
from projections.catalog import PROJECTIONS

if TYPE_CHECKING:
    from backend.graphql.official import Official

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
N = TypeVar("N", bound=msgspec.Struct)
UNITS = "SELECT id FROM unit_view"
SEATS = "SELECT id FROM post_view WHERE unit = ANY($1)"


async def _holder(root: PostNode, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.holder)


@strawberry.type(description="A seat as it was.")
class PastPost:
    id: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(global_id("Post", root.key)))
    title: str
    leading: bool
    holder: LazyOfficial | None = strawberry.field(resolver=_holder, description="Who held it then.")


@strawberry.type(description="A unit as it was.")
class PastUnit:
    id: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(global_id("Unit", root.key)))
    name: str
    short_name: str
    code: str
    kind: str
    state: str
    posts: list[PastPost]


async def task(info: Info, id: UUID, moment: datetime) -> TaskNode | None:
    """A task as it was; None if it was not there yet."""
    row = await asof.task_at(info.context.log, PROJECTIONS, id, moment)
    return _node(TaskNode, row, id) if row is not None else None


async def directive(info: Info, id: UUID, moment: datetime) -> PastDirective | None:
    """A directive and its board as they were; None if it was not issued yet."""
    found = await asof.board_at(info.context.log, PROJECTIONS, id, moment)
    if found is None:
        return None
    row, lines = found
    seen = {line.key for line in await info.context.reads.many("line", LineNode, list(lines))}
    board = [_node(LineNode, line, key) for key, line in lines.items() if key in seen]
    made = _node(PastDirective, row, id)
    made.lines = board
    return made


async def organisation(info: Info, as_of: datetime, unit: strawberry.ID | None = None) -> list[Any]:
    """The units right below `unit` at a moment, by name, with their seats; those at the top without it."""
    reads = info.context.reads
    parent = uuid_of(unit, "Unit") if unit is not None else None
    every = [row[0] for row in await reads.run(lambda conn: conn.fetch(UNITS))]
    units = (await asof.organisation_at(info.context.log, PROJECTIONS, every, as_of)).rows("unit")
    below = {
        id: _node(PastUnitNode, row, id)
        for id, row in units.items()
        if row.parent == parent and row.state == "active"
    }
    seats = [row[0] for row in await reads.run(lambda conn: conn.fetch(SEATS, list(below)))]
    posts = (await asof.organisation_at(info.context.log, PROJECTIONS, seats, as_of)).rows("post")
    for id, row in sorted(posts.items(), key=lambda item: (not item[1].leading, item[1].order)):
        if row.active:
            below[row.unit].posts.append(_node(PostNode, row, id))
    return sorted(below.values(), key=lambda one: search.in_order(one.name))


class PastUnitNode(UnitNode, kw_only=True):
    """A unit as it was, with the seats that it had."""

    posts: list[PostNode] = msgspec.field(default_factory=list)


def _node(shape: type[N], row: msgspec.Struct, key: UUID) -> N:
    return shape(**msgspec.structs.asdict(row), key=key)
