"""Reads from the rows what officials of some units are judged by, in a period as it was known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec

from backend.evaluation.stretches import Holding, Stretch, by_official, held
from domain.evaluation.judged import Excuse, Judged
from domain.evaluation.parameters import DEFAULT, Parameters
from domain.evaluation.period import Period
from projections.tables import FOREVER

HOLDINGS = """
SELECT id, unit, holder, since, until FROM holding_view
WHERE unit = ANY($1) AND since < $3 AND until > $2 AND since < until ORDER BY id, since
"""
"""Who sat in these units between two moments."""
HEADS = """
SELECT DISTINCT ON (unit) unit, id FROM post_view
WHERE unit = ANY($1) AND "leading" AND active ORDER BY unit, "order", id
"""
"""Work that lies with a unit itself is that of who leads it."""
STRETCHES = """
WITH wanted AS (
    SELECT id FROM stretch_view
    WHERE holder_post = ANY($4) AND since < $3 AND until > $2 AND (completed_at IS NULL OR completed_at >= $2)
    UNION
    SELECT id FROM stretch_view
    WHERE holder_post IS NULL AND holder_unit = ANY($1)
        AND since < $3 AND until > $2 AND (completed_at IS NULL OR completed_at >= $2)
    UNION
    SELECT id FROM stretch_view
    WHERE coordinating <> '' AND string_to_array(coordinating, ' ') && $5
        AND since < $3 AND until > $2 AND (completed_at IS NULL OR completed_at >= $2)
)
SELECT s.id AS task, s.since, s.status, s.urgency, s.source, s.weight, s.due, s.given_at, s.completed_at,
    coalesce(s.holder_post, s.holder_unit) AS seat, s.coordinating
FROM stretch_view s JOIN wanted USING (id) WHERE s.since < $3 ORDER BY s.id, s.version
"""
"""All that happened until then to tasks that these seats had in hand, or a part in, between two moments."""
RULE = """
WITH RECURSIVE up AS (
    SELECT id, parent, 0 AS steps FROM unit_view WHERE id = $1
    UNION ALL SELECT u.id, u.parent, steps + 1 FROM unit_view u JOIN up ON u.id = up.parent WHERE steps < 100
)
SELECT r.id, r.unit, r.parameters FROM up JOIN evaluation_rule_view r ON r.unit = up.id
WHERE r.state = 'adopted' AND r.starts_at <= $2 AND r.adopted_at <= $3
ORDER BY steps, r.starts_at DESC, r.adopted_at DESC LIMIT 1
"""
"""The rule that holds for a unit from a moment on: its own, or that of the nearest unit that contains it."""
EXCUSES = """
SELECT unit, official, excuses FROM contest_view
WHERE unit = ANY($1) AND period = $2 AND state = 'accepted' AND decided_at <= $3 ORDER BY decided_at
"""

Of = tuple[UUID, UUID]
"""A unit, and an official who sat in it."""

_parameters = msgspec.json.Decoder(Parameters).decode
_excuses = msgspec.json.Decoder(tuple[Excuse, ...]).decode


class Ruling(msgspec.Struct, frozen=True):
    """A version that holds, and whose it is; None: none was adopted, the default holds."""

    rule: UUID | None = None
    unit: UUID | None = None
    parameters: Parameters = DEFAULT


async def read_rule(conn: Any, rule: UUID | None) -> Parameters:
    """The parameters of a version, whatever has become of it; the default without one."""
    found = await conn.fetchval("SELECT parameters FROM evaluation_rule_view WHERE id = $1", rule)
    return _parameters(found) if found is not None else DEFAULT


class Work(msgspec.Struct, frozen=True):
    """What the officials of some units did in a period, each in each unit, and what is excused of it."""

    pieces: dict[Of, list[Judged]]
    excuses: dict[Of, dict[UUID, Excuse]]


async def work_of(conn: Any, units: Sequence[UUID], period: Period, as_of: datetime) -> Work:
    """The work of all who sat in these units; who had none is there with nothing."""
    end = min(period.end, as_of)
    seats = await conn.fetch(HOLDINGS, units, period.start, end)
    heads = await conn.fetch(HEADS, units)
    holdings: dict[UUID, list[Holding]] = {}
    where: dict[UUID, UUID] = {}
    for post, unit, official, since, until in seats:
        where[post] = unit
        holdings.setdefault(post, []).append(Holding(official, since, None if until == FOREVER else until))
    for unit, post in heads:
        where[unit], holdings[unit] = unit, holdings.get(post, [])
    pieces: dict[Of, list[Judged]] = {(unit, official): [] for _, unit, official, _, _ in seats}
    posts = list({post for post, _, _, _, _ in seats})
    parts = list(map(str, (*posts, *units)))
    found = await conn.fetch(STRETCHES, units, period.start, end, posts, parts)
    for stretches in _tasks(found):
        for piece in held(stretches):
            if piece.seat in where:
                for official, work in by_official([piece], holdings):
                    pieces.setdefault((where[piece.seat], official), []).append(work)
    return Work(pieces, await _excused(conn, units, period, as_of))


def _tasks(found: Iterable[Any]) -> Iterator[list[Stretch]]:
    """The stretches of each task in turn."""
    for _, lines in groupby(found, key=itemgetter("task")):
        yield [_stretch(line) for line in lines]


def _stretch(line: Any) -> Stretch:
    """The columns are in the order of the fields; there are hundreds of thousands of lines in a trial."""
    make: Any = Stretch
    made: Stretch = make(*line[:-1], tuple(map(UUID, line[-1].split())))
    return made


async def _excused(
    conn: Any, units: Sequence[UUID], period: Period, as_of: datetime
) -> dict[Of, dict[UUID, Excuse]]:
    """What several contests confirmed of one task counts together."""
    found: dict[Of, dict[UUID, Excuse]] = {}
    for unit, official, excuses in await conn.fetch(EXCUSES, units, period.key, as_of):
        mine = found.setdefault((unit, official), {})
        for each in _excuses(excuses):
            before = mine.get(each.task, Excuse(task=each.task))
            mine[each.task] = Excuse(
                task=each.task,
                days=before.days + each.days,
                returns=before.returns + each.returns,
                left_out=before.left_out or each.left_out,
            )
    return found


async def rule_of(conn: Any, unit: UUID, period: Period, as_of: datetime) -> Ruling:
    """The rule that holds for a unit in a period."""
    found = await conn.fetchrow(RULE, unit, period.start, as_of)
    return Ruling(found[0], found[1], _parameters(found[2])) if found is not None else Ruling()
