"""What policies are shown: the organisation, and the open tasks that they need, read from the rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

import asyncpg
import msgspec

from domain.kernel import Seat, desk_scope, post_scope
from domain.organisation import Organisation
from domain.policies import Need, OpenTask, Recurring, Work
from domain.task.commands import task_of
from domain.workdays import VIETNAM
from projections import rows
from projections.kernel import Temporary
from projections.task import TaskRow

CLOSED = ("completed", "cancelled")
LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 30.0

HEAD = "SELECT position FROM projection_head WHERE name = $1"
BY_SCOPE = """
SELECT DISTINCT ON (row.id) row.id, row.fields::text AS fields
FROM row_scope JOIN row USING (collection, id)
WHERE row_scope.scope = ANY($1) AND row_scope.collection = 'task' AND NOT row_scope.gone
"""
BY_ID = "SELECT id, fields::text AS fields FROM row WHERE collection = 'task' AND id = ANY($1)"
BELOW = """
SELECT row.id, row.fields::text AS fields
FROM task_view JOIN row ON row.collection = 'task' AND row.id = task_view.id
WHERE task_view.parent = $1
"""
DUE = """
SELECT row.id, row.fields::text AS fields
FROM (
    SELECT id FROM task_view JOIN unnest($1::date[]) day
        ON deadline >= day - $2::interval AND deadline < day + 1 - $2::interval
    UNION
    SELECT id FROM task_view JOIN unnest($1::date[]) day
        ON nominal >= day - $2::interval AND nominal < day + 1 - $2::interval
) due JOIN row ON row.collection = 'task' AND row.id = due.id
"""
"""Due on a day of Việt Nam, which is $2 before the day of UTC."""
RECURRING = """
SELECT id, seat_unit, seat_post FROM recurrence_view
WHERE state <> 'ended' AND (seat_unit = ANY($1) OR seat_post = ANY($2)) ORDER BY id
"""
TEMPLATES = """
SELECT id FROM template_view WHERE NOT retired AND unit = ANY($1) ORDER BY sort, id
"""
UNITS = "SELECT fields -> 'units' FROM row WHERE collection = 'directive' AND id = $1"

OFFSET = VIETNAM.utcoffset(None)

_task = msgspec.json.Decoder(TaskRow).decode
_units = msgspec.json.Decoder(list[UUID]).decode


class Standing(Protocol):
    """The organisation in this process."""

    async def current(self) -> Organisation:
        """At the newest position that is known."""

    async def reaching(self, position: int) -> Organisation:
        """At a position or later."""


class OpenWork:
    """Reads open tasks once the rows show both the cause and all that followed from earlier causes."""

    def __init__(self, pool: asyncpg.Pool, standing: Standing) -> None:
        self._pool = pool
        self._standing = standing
        self._after = 0

    def seen(self, position: int) -> None:
        """The rows must show this position before the next policy looks."""
        self._after = max(self._after, position)

    async def for_need(self, need: Need, position: int) -> Work:
        """The work as of `position` or later. Raises Temporary if the rows stay behind for too long."""
        if need == Need():
            return Work(await self._standing.reaching(max(position, self._after)))
        organisation = await self._standing.current()
        await self._rows_at(max(position, self._after))
        found: dict[UUID, OpenTask] = {}
        for id, fields in await self._read(need, organisation):
            task = _task(fields)
            if task.state not in CLOSED:
                found[id] = OpenTask(
                    id=id,
                    seats=_seats(task),
                    deadline=task.deadline,
                    assigner=task.assigner,
                    directive=task.directive,
                    parent=task.parent,
                )
        tasks = tuple(found[id] for id in sorted(found))
        return Work(
            organisation, tasks, await self._recurring(need), await self._templates(need, organisation)
        )

    async def _read(self, need: Need, organisation: Organisation) -> list[asyncpg.Record]:
        scopes = {post_scope(post) for post in need.posts} | {desk_scope(unit) for unit in need.units}
        scopes |= {desk_scope(organisation.posts[post].unit) for post in need.desks}
        scopes |= {post_scope(id) for id, post in organisation.posts.items() if post.unit in need.units}
        found: list[asyncpg.Record] = []
        if scopes:
            found += await self._pool.fetch(BY_SCOPE, list(scopes))
        if need.directive is not None:
            units = _units(await self._pool.fetchval(UNITS, need.directive) or b"[]")
            found += await self._pool.fetch(BY_ID, [task_of(need.directive, unit) for unit in units])
        if need.parent is not None:
            found += await self._pool.fetch(BELOW, need.parent)
        if need.days:
            found += await self._pool.fetch(DUE, list(need.days), OFFSET)
        return found

    async def _recurring(self, need: Need) -> tuple[Recurring, ...]:
        if not need.units and not need.posts:
            return ()
        found = await self._pool.fetch(RECURRING, list(need.units), list(need.posts))
        return tuple(Recurring(id=id, seat=Seat(unit=unit, post=post)) for id, unit, post in found)

    async def _templates(self, need: Need, organisation: Organisation) -> tuple[UUID, ...]:
        """Of the units, and of those on whose desk the posts are."""
        if not need.templates:
            return ()
        posts = map(organisation.posts.__getitem__, need.posts)
        keeping = {post.unit for post in posts if post.leading or post.intake}
        found = await self._pool.fetch(TEMPLATES, [*need.units, *keeping])
        return tuple(row[0] for row in found)

    async def _rows_at(self, position: int) -> None:
        """Wait until the projector has come so far."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (await self._pool.fetchval(HEAD, rows.GROUP) or 0) < position:  # noqa: ASYNC110 - a database's
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            raise Temporary("the rows stay behind the log") from None


def _seats(task: TaskRow) -> frozenset[Seat]:
    """Every seat that has a part in it."""
    several: Iterable[Seat] = (*task.chain, *task.coordinating, *task.following)
    one = (task.assigner, task.lead, task.chaser)
    return frozenset(several) | frozenset(seat for seat in one if seat is not None)
