"""Figures of units and posts; the traffic lights are those of the moment of reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql.common import Info
from backend.graphql.nodes import FigureNode, UnitNode
from projections.lights import lights as lights_of

if TYPE_CHECKING:
    from backend.graphql.unit import Unit

LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]


@strawberry.type(description="Open work by its traffic light.")
class Lights:
    green: int
    yellow: int = strawberry.field(description="Due within three days.")
    red: int = strawberry.field(description="Late.")


async def _unit(root: FigureNode, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.unit)


def _lights(root: FigureNode) -> Lights:
    return Lights(**lights_of(root.open, datetime.now(UTC)))


def _open(root: FigureNode) -> int:
    return sum(root.open.values())


@strawberry.type(description="How much work of a unit, or in the hands of a post, is open, done, late.")
class Figures:
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    lights: Lights = strawberry.field(resolver=_lights)
    open: int = strawberry.field(resolver=_open)
    waiting_for_assigner: int = strawberry.field(resolver=lambda root: root.waiting.assigner)
    done_in_time: int
    done_late: int
    declined: int
    suspended: int = strawberry.field(description="Neither done nor waited for; not among the open.")
