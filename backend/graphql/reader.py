"""Those whom an announcement was told to: how many in each unit have opened and acknowledged it, and who."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import msgspec
import strawberry

from backend.graphql import ids
from backend.graphql.common import Connection, Info, PageInfo, checked_page, key_of
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Placed, Where
from backend.graphql.nodes import AnnouncementNode, OfficialNode, UnitNode
from domain.announcement.state import issuers
from domain.kernel import desk_scope

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.unit import Unit

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyUnit = Annotated["Unit", strawberry.lazy("backend.graphql.unit")]
State = Literal["not-yet", "opened", "acknowledged"]
ReaderState: Any = enum_of("ReaderState", ("not-yet", "opened", "acknowledged"))

READERS = """(
    SELECT coalesce(r.official, told.official) AS official, coalesce(r.unit, told.unit) AS unit, r.opened_at,
        r.acknowledged_at, coalesce(r.acknowledged, 0) AS acknowledged, CASE
            WHEN r.official IS NULL THEN 'not-yet' WHEN r.acknowledged < $4 THEN 'opened' ELSE 'acknowledged'
        END AS state
    FROM (
        SELECT DISTINCT ON (p.official) p.official, n.unit
        FROM unnest($2::uuid[]) WITH ORDINALITY AS n (unit, place)
        JOIN person_scope p ON p.scope = 'unit:' || n.unit AND NOT p.gone
        WHERE p.official <> $3 ORDER BY p.official, n.place
    ) told FULL JOIN (SELECT * FROM receipt_view WHERE announcement = $1) r ON r.official = told.official
) AS w"""
"""Those who are told now, each by the first of the units $2 that they are in, but for the author $3; and
those who were and opened it. What counts as acknowledged begins with edition $4.
"""
BOARD = f"""
SELECT w.unit, count(*), count(w.opened_at), count(*) FILTER (WHERE w.state = 'acknowledged')
FROM {READERS} WHERE w.unit = ANY($5) GROUP BY w.unit
"""  # noqa: S608 - constants
PAGE = f"""
SELECT w.official, w.unit, w.state, w.opened_at, w.acknowledged, w.acknowledged_at, v.sort
FROM {READERS} JOIN official_view v ON v.id = w.official WHERE {{}} ORDER BY v.sort, v.id LIMIT {{}}
"""  # noqa: S608 - constants


class Count(msgspec.Struct):
    """A unit's readers, counted."""

    at: UUID
    people: int = 0
    opened: int = 0
    acknowledged: int = 0


class Read(msgspec.Struct):
    """One reader, and what they did."""

    who: UUID
    at: UUID
    state: State
    opened_at: datetime | None
    edition: int
    acknowledged_at: datetime | None


async def _official(root: Read, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.who)


async def _unit(root: Read | Count, info: Info) -> Any:
    return await info.context.reads.row("unit", UnitNode, root.at)


@strawberry.type(description="How many of a unit have read an announcement.")
class ReaderCount:
    unit: LazyUnit | None = strawberry.field(resolver=_unit)
    people: int = strawberry.field(description="All who are told by way of it.")
    opened: int
    acknowledged: int = strawberry.field(description="Of the present text, as far as that is asked for.")


@strawberry.type(description="Somebody who was told: whether and when they have read it.")
class Reader:
    official: LazyOfficial | None = strawberry.field(resolver=_official)
    unit: LazyUnit | None = strawberry.field(resolver=_unit, description="By way of which they were told.")
    state: ReaderState
    opened_at: datetime | None
    edition: int = strawberry.field(description="The newest text that they acknowledged; 0: none.")
    acknowledged_at: datetime | None


async def _watched(root: AnnouncementNode, info: Info) -> list[UUID]:
    """The units whose readers the asker may see: all for the issuer and their desk, else their desks'."""
    held = set(await info.context.reads.scopes())
    if held & issuers(root.issuer):
        return list(root.units)
    return [unit for unit in root.units if desk_scope(unit) in held]


def _told(root: AnnouncementNode) -> tuple[Any, ...]:
    return root.key, root.units, root.author, root.counts_from


async def board(root: AnnouncementNode, info: Info) -> Any:
    """The units that the asker may see, in the order in which they are addressed."""
    units = await _watched(root, info)
    values = (*_told(root), units)
    found = {row[0]: Count(*row) for row in await info.context.reads.run(lambda c: c.fetch(BOARD, *values))}
    return [found.get(unit) or Count(unit) for unit in units]


async def reader_page(  # noqa: PLR0917 - they are named in every query
    root: AnnouncementNode,
    info: Info,
    unit: strawberry.ID | None = None,
    state: ReaderState | None = None,
    search: str | None = None,
    first: Annotated[int, strawberry.argument(description="People of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    """Of one unit, or of all that the asker may see."""
    where = Where()
    where.values += _told(root)
    where.add("w.unit = ANY({})", await _watched(root, info))
    where.when("w.unit = {}", ids.uuid_of(unit, "Unit") if unit else None)
    where.when("w.state = {}", state.value if state else None)
    where.words(search)
    key = key_of(after, tuple[str, str])
    if key is not None:
        where.add("(v.sort, v.id) > ({}::text, {}::uuid)", *key)
    size = checked_page(first)
    query = PAGE.format(where.text, f"${len(where.values) + 1}")
    found = await info.context.reads.run(lambda conn: conn.fetch(query, *where.values, size + 1))
    edges: Any = [Placed((row["sort"], row["official"]), Read(*row[:6])) for row in found[:size]]
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(has_next_page=len(found) > size, end_cursor=edges[-1].cursor if edges else None),
        position=await info.context.reads.position(),
    )
