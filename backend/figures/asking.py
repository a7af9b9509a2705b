"""What somebody asks figures of: judged by today's rights and today's tree of units, made into `Wanted`.

Whoever sees the synced figures of a unit (its desk, leaders above it) may ask for its counted ones. These are
the same sums, but of any period and instant; the synced `figure` rows are for home screens without a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

import msgspec

from backend.graphql.reads import Reads
from domain.kernel import Rejection, below_scope, desk_scope, post_scope
from projections.counting import Changes, Counts, Key, Period, Wanted

Of = Literal["unit", "post", "source", "directive", "city"]
KEYS: dict[Of, Key] = {
    "unit": "lead_unit",
    "city": "lead_unit",
    "post": "holder_post",
    "source": "source",
    "directive": "directive",
}
TOP = "SELECT id FROM unit_view WHERE parent IS NULL AND state = 'active' ORDER BY sort, id"
UNITS = "SELECT id FROM unit_view"
BELOW = "SELECT DISTINCT descendant FROM unit_closure WHERE ancestor = ANY($1)"
CHILDREN = """
SELECT u.id, c.descendant, u.state = 'active' FROM unit_view u JOIN unit_closure c ON c.ancestor = u.id
WHERE u.parent = ANY($1) ORDER BY u.sort, u.id
"""
POSTS = """
SELECT id, unit FROM post_view WHERE id = ANY($1) OR unit = ANY($2) AND active
ORDER BY NOT "leading", "order", title, id
"""
ISSUERS = "SELECT id, issuer_unit, issuer_post FROM directive_view WHERE id = ANY($1) ORDER BY issued_at, id"
T = TypeVar("T", Counts, Changes)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of what, and grouped by what.

    `units`, and with `below` all that they contain, lead the tasks; `ids` are the posts or directives meant,
    else all of these units. `past`: as it was then.
    """

    of: Of
    units: tuple[UUID, ...] = ()
    ids: tuple[UUID, ...] = ()
    below: bool = False
    period: Period | None = None
    past: datetime | None = None


class Answerable(msgspec.Struct, frozen=True):
    """What may be asked: `groups` has the values of the key that go together, those that are always shown."""

    wanted: Wanted
    groups: dict[Any, Any]
    shown: tuple[Any, ...]

    def grouped(self, found: dict[Any, T], make: type[T]) -> list[tuple[Any, T]]:
        """The figures of each group: first those always shown, in their order, then what else there is."""
        made = {group: make() for group in self.shown}
        for key, each in sorted(found.items(), key=str):
            if key is not None:
                made.setdefault(self.groups.get(key, key), make()).add(each)
        return list(made.items())


async def answerable(reads: Reads, asked: Asked) -> Answerable:
    """What is asked, if the asker may; raises Rejection."""
    units = asked.units
    if asked.of == "city" or (asked.of == "source" and not units):
        units = tuple(await _ids(reads, TOP))
    below = asked.below or units != asked.units
    every = tuple(await _ids(reads, BELOW, units)) if below else units
    await _see(reads, every)
    groups, shown = await _groups(reads, asked.of, units, below)
    values: Sequence[UUID] | None = None
    if asked.of == "post":
        values = shown = tuple(await _posts(reads, asked.ids, every))
    elif asked.of == "directive" and (asked.ids or not every):
        values = shown = tuple(await _directives(reads, asked.ids, whole=not every))
    elif not every:
        raise Rejection("figure.of-nothing")
    wanted = Wanted(
        key=KEYS[asked.of],
        at=asked.past or datetime.now(UTC),
        past=asked.past is not None,
        units=None if asked.of == "post" or await _all(reads, every) else every,
        values=values,
        period=asked.period,
    )
    return Answerable(wanted, groups, shown)


async def _ids(reads: Reads, query: str, *values: Any) -> list[UUID]:
    return [row[0] for row in await reads.run(lambda conn: conn.fetch(query, *values))]


async def _all(reads: Reads, units: Sequence[UUID]) -> bool:
    """Whether these are all units there are, or none is named: asking each line for its own takes longer."""
    return not units or set(await _ids(reads, UNITS)) <= set(units)


async def _see(reads: Reads, units: Iterable[UUID]) -> None:
    """Refuses unless the asker sees the figures of all units: as desk, or from above."""
    scopes = set(await reads.all_scopes())
    if any(desk_scope(unit) not in scopes and below_scope(unit) not in scopes for unit in units):
        raise Rejection("figure.denied")


async def _groups(
    reads: Reads, of: Of, units: Sequence[UUID], below: bool
) -> tuple[dict[Any, Any], tuple[Any, ...]]:
    """Units right below have what is below them; without `below` each unit is for itself."""
    if KEYS[of] != "lead_unit":
        return {}, ()
    if not below:
        return {}, tuple(units)
    found = await reads.run(lambda conn: conn.fetch(CHILDREN, units))
    groups = {descendant: child for child, descendant, _ in found}
    active = dict.fromkeys(child for child, _, active in found if active)
    return groups, (*units, *(child for child in active if child not in units))


async def _posts(reads: Reads, ids: Sequence[UUID], units: Sequence[UUID]) -> list[UUID]:
    """These posts, or those of the units; one's own are seen as well."""
    found = await reads.run(lambda conn: conn.fetch(POSTS, ids, () if ids else units))
    held = set(await reads.scopes())
    await _see(reads, {unit for post, unit in found if post_scope(post) not in held})
    if not found:
        raise Rejection("figure.of-nothing")
    return [post for post, _ in found]


async def _directives(reads: Reads, ids: Sequence[UUID], *, whole: bool) -> list[UUID]:
    """These directives; of all units only for who sees their boards: issuers, their desk, leaders above."""
    found = await reads.run(lambda conn: conn.fetch(ISSUERS, ids))
    held = set(await reads.scopes())
    issued = {unit for _, unit, post in found if post is None or post_scope(post) not in held}
    if whole:
        await _see(reads, issued)
    if not found:
        raise Rejection("figure.of-nothing")
    return [directive for directive, _, _ in found]
