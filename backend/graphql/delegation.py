"""Delegations: powers that one post lends another, on paper and for a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from backend.graphql import ids
from backend.graphql.common import Info, Node
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Listing, Order, Where
from backend.graphql.nodes import DelegationNode, PostNode

if TYPE_CHECKING:
    from backend.graphql.post import Post

LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
DelegationSide: Any = enum_of("DelegationSide", ("given", "received"))

DELEGATIONS = Listing("delegation", "delegation_view", DelegationNode)
LATEST = Order("end", "timestamptz", datetime, down=True)
MINE = "(SELECT id FROM post_view WHERE holder = {} AND active)"
SIDES = {"given": f"v.giver IN {MINE}", "received": f"v.receiver IN {MINE}"}
IN_UNIT = "EXISTS (SELECT FROM post_view p WHERE p.id IN (v.giver, v.receiver) AND p.unit = {})"


async def _giver(root: DelegationNode, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.giver)


async def _receiver(root: DelegationNode, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.receiver)


@strawberry.type(description="Powers lent. Its id is the basis on which the receiver acts.")
class Delegation(Node):
    id: strawberry.ID
    basis: strawberry.ID = strawberry.field(resolver=lambda root: strawberry.ID(str(root.key)))
    giver: LazyPost | None = strawberry.field(resolver=_giver)
    receiver: LazyPost | None = strawberry.field(resolver=_receiver)
    powers: list[str]
    start: datetime
    end: datetime
    paper: str = strawberry.field(description="The written decision.")
    in_force: bool
    revoked: bool

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, DelegationNode)


async def delegation_page(  # noqa: PLR0917 - they are named in every query
    info: Info,
    side: DelegationSide | None = None,
    unit: strawberry.ID | None = None,
    in_force: bool | None = None,
    revoked: bool | None = None,
    ends_after: datetime | None = None,
    ends_before: datetime | None = None,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """Those of which the asker sees a side: given by them, to them, or in a unit; the last to end first."""
    where = Where()
    if side is not None:
        where.add(SIDES[side.value], info.context.asker)
    where.when(IN_UNIT, ids.uuid_of(unit, "Unit") if unit else None)
    where.when("v.in_force = {}", in_force)
    where.when("v.revoked = {}", revoked)
    where.when('v."end" > {}', ends_after)
    where.when('v."end" < {}', ends_before)
    return await DELEGATIONS.page(info, where, LATEST, first, after)
