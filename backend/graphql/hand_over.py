"""What moves with a post when it is handed over: counts, and the tasks page by page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

from backend.graphql import ids
from backend.graphql.common import Connection, Info
from backend.graphql.inputs import enum_of
from backend.graphql.listing import Where
from backend.graphql.nodes import NOWHERE, OfficialNode, PostNode
from backend.graphql.recurrence import RECURRENCES, SOONEST
from backend.graphql.task_list import ORDERS, TASKS, TaskOrder
from backend.graphql.template import BY_NAME, TEMPLATES
from domain.kernel import desk_scope, post_scope
from domain.task.state import CLOSED
from domain.timing import NEVER

if TYPE_CHECKING:
    from backend.graphql.official import Official
    from backend.graphql.post import Post
    from backend.graphql.recurrence import Recurrence
    from backend.graphql.task import Task
    from backend.graphql.template import Template

LazyOfficial = Annotated["Official", strawberry.lazy("backend.graphql.official")]
LazyPost = Annotated["Post", strawberry.lazy("backend.graphql.post")]
LazyTask = Annotated["Task", strawberry.lazy("backend.graphql.task")]

IN_LIST = "EXISTS (SELECT FROM json_array_elements(r.fields -> '{}') s WHERE s ->> 'post' = {{0}})"
LOWEST = "r.fields -> 'chain' -> -1 ->> 'post'"
PARTS = {
    "lead": f"{LOWEST} = {{0}}",
    "link": f"({IN_LIST.format('chain')} AND {LOWEST} IS DISTINCT FROM {{0}})",
    "assigner": "r.fields -> 'assigner' ->> 'post' = {0}",
    "chaser": "r.fields -> 'chaser' ->> 'post' = {0}",
    "coordinating": IN_LIST.format("coordinating"),
    "following": IN_LIST.format("following"),
    "waiting": "r.fields -> 'waitingSeat' ->> 'post' = {0}",
}
"""Which part the post $1 has in a task; `waiting`: it must act next."""
HandOverPart: Any = enum_of("HandOverPart", tuple(PARTS))

COUNTS = f"""
SELECT count(*), {", ".join(f"count(*) FILTER (WHERE {part.format('$1::text')})" for part in PARTS.values())}
FROM row r WHERE r.collection = 'task' AND r.fields ->> 'state' <> ALL($3) AND r.id IN (
    SELECT id FROM row_scope WHERE collection = 'task' AND scope = $2 AND NOT gone
)
"""  # noqa: S608 - constants
BESIDE = """
SELECT
    (SELECT count(*) FROM directive_view WHERE issuer_post = $1 AND state = 'issued'),
    (SELECT count(*) FROM delegation_view WHERE giver = $1 AND NOT revoked AND "end" > $3),
    (SELECT count(*) FROM delegation_view WHERE receiver = $1 AND NOT revoked AND "end" > $3),
    (SELECT count(*) FROM absence_view WHERE official = $2 AND NOT cancelled AND "end" > $3),
    (SELECT count(*) FROM member_view WHERE official = $2 AND moderator AND active),
    (SELECT count(*) FROM draft_view d JOIN row r ON r.collection = 'draft' AND r.id = d.id
        WHERE d.official = $2 AND r.audience <> '{}')
"""
KEPT = """
SELECT
    (SELECT count(*) FROM recurrence_view WHERE seat_post = $1 AND state <> 'ended'),
    (SELECT count(*) FROM template_view WHERE unit = $2 AND NOT retired),
    (SELECT count(*) FROM row_scope s JOIN timer t ON t.collection = 'task' AND t.subject = s.id
        WHERE s.collection = 'task' AND s.scope = $3 AND NOT s.gone AND t.due < $4)
"""
"""What stays with the seat: recurring work, templates of its desk ($2), reminders that are to come."""
ADMINISTERS = """
SELECT FROM post_view p JOIN row r ON r.collection = 'post' AND r.id = p.id,
    json_array_elements(r.fields -> 'powers') power
JOIN unit_closure c ON c.ancestor = (power ->> 'unit')::uuid AND c.descendant = $2
WHERE p.holder = $1 AND p.active AND power ->> 'name' = 'administer'
"""


class Preview(msgspec.Struct):
    """What there is, counted. `desk`: the unit on whose desk the post is."""

    of: UUID
    held: UUID | None
    desk: UUID | None
    counted: dict[str, int]


class PartCount(msgspec.Struct):
    """How many open tasks in one part."""

    part: str
    count: int


async def _post(root: Preview, info: Info) -> Any:
    return await info.context.reads.row("post", PostNode, root.of)


async def _holder(root: Preview, info: Info) -> Any:
    return await info.context.reads.row("official", OfficialNode, root.held)


async def _tasks(
    root: Preview,
    info: Info,
    part: HandOverPart,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    where = Where()
    where.add(PARTS[part.value], str(root.of))
    where.add("v.state <> ALL({})", sorted(CLOSED))
    return await TASKS.page(info, where, ORDERS[TaskOrder.DEADLINE], first, after)


async def _recurrences(
    root: Preview,
    info: Info,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    where = Where()
    where.add("v.seat_post = {}", root.of)
    where.add("v.state <> {}", "ended")
    return await RECURRENCES.page(info, where, SOONEST, first, after)


async def _templates(
    root: Preview,
    info: Info,
    first: Annotated[int, strawberry.argument(description="Rows of the page, at most 100.")] = 50,
    after: str | None = None,
) -> Any:
    where = Where()
    where.add("v.unit = {}", root.desk or NOWHERE)
    where.add("v.retired = {}", False)
    return await TEMPLATES.page(info, where, BY_NAME, first, after)


async def _parts(root: Preview) -> Any:
    return [PartCount(part, root.counted[part]) for part in PARTS]


def _count(name: str) -> Any:
    return lambda root: root.counted[name]


@strawberry.type(description="Open tasks in which the post has one part.")
class HandOverCount:
    part: HandOverPart
    count: int


@strawberry.type(description="What the next holder of a post finds, and what stays with the present one.")
class HandOver:
    post: LazyPost | None = strawberry.field(resolver=_post)
    holder: LazyOfficial | None = strawberry.field(resolver=_holder)
    open_tasks: int = strawberry.field(resolver=_count("open"), description="In whichever part.")
    parts: list[HandOverCount] = strawberry.field(resolver=_parts)
    tasks: Connection[LazyTask] = strawberry.field(
        resolver=_tasks, description="Open tasks of one part that the asker sees, the first due first."
    )
    recurring: int = strawberry.field(
        resolver=_count("recurring"), description="Work that it asks again and again."
    )
    recurrences: Connection[Annotated[Recurrence, strawberry.lazy("backend.graphql.recurrence")]] = (
        strawberry.field(resolver=_recurrences, description="As far as the asker sees it; the next first.")
    )
    template_count: int = strawberry.field(
        resolver=_count("templates"), description="Of the unit, if the post is on its desk."
    )
    templates: Connection[Annotated[Template, strawberry.lazy("backend.graphql.template")]] = (
        strawberry.field(resolver=_templates, description="By name, as far as the asker sees them.")
    )
    reminders: int = strawberry.field(
        resolver=_count("reminders"), description="Tasks of which the platform reminds once more, or again."
    )
    directives: int = strawberry.field(resolver=_count("directives"), description="Issued and not closed.")
    delegations_given: int = strawberry.field(resolver=_count("given"), description="In force or to come.")
    delegations_received: int = strawberry.field(resolver=_count("received"))
    absences: int = strawberry.field(resolver=_count("absences"), description="Of the holder.")
    moderated_channels: int = strawberry.field(
        resolver=_count("channels"), description="Of the holder, who stays their moderator."
    )
    unsent_drafts: int = strawberry.field(
        resolver=_count("drafts"), description="The holder's own; they do not move."
    )


async def hand_over_preview(info: Info, post: strawberry.ID) -> Any:
    """For the holder, the desk of the post's unit, and who administers it; null if there is no such post."""
    reads, id = info.context.reads, ids.uuid_of(post, "Post")
    seat = await reads.row("post", PostNode, id)
    if seat is None:
        return None
    await _check(info, seat)
    scope, closed = post_scope(id), sorted(CLOSED)
    tasks = await reads.run(lambda conn: conn.fetchrow(COUNTS, str(id), scope, closed))
    beside = await reads.run(lambda conn: conn.fetchrow(BESIDE, id, seat.holder, datetime.now(UTC)))
    desk = seat.unit if seat.leading or seat.intake else None
    kept = await reads.run(lambda conn: conn.fetchrow(KEPT, id, desk, scope, NEVER))
    names = (
        "open",
        *PARTS,
        "recurring",
        "templates",
        "reminders",
        "directives",
        "given",
        "received",
        "absences",
        "channels",
        "drafts",
    )
    return Preview(id, seat.holder, desk, dict(zip(names, (*tasks, *kept, *beside), strict=True)))


async def _check(info: Info, seat: PostNode) -> None:
    """Refuses who neither holds the post nor may hand it over."""
    reads = info.context.reads
    if not {post_scope(seat.key), desk_scope(seat.unit)}.isdisjoint(await reads.scopes()):
        return
    if not await reads.run(lambda conn: conn.fetch(ADMINISTERS, info.context.asker, seat.unit)):
        raise GraphQLError(
            "What a post has is told to its holder, its unit's desk and who administers the unit.",
            extensions={"code": "access.denied"},
        )
