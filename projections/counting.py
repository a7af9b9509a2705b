"""Figures counted from the stretches of tasks: now or as of any instant, of a period, and how they went on.

Who may ask for what is not judged here. All of it reads in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Connection

from projections.lights import SOON, Light
from projections.stretch import ENDED, KINDS

Key = Literal["lead_unit", "holder_post", "source", "directive"]
"""What figures are grouped by: a column of the stretches."""
Measure = Literal["deadline", "completion", "assignment"]

OPEN = tuple(KINDS[name] for name in ("lead", "link", "assigner", "declined"))
LATE, IN_TIME, FIRST_LATE, FIRST_IN_TIME = ((8 + n, 8 + m) for n, m in ((0, 2), (1, 3), (0, 1), (2, 3)))


class Figure(NamedTuple):
    """Which tasks count: those of some kinds, with a traffic light if it is given."""

    kinds: tuple[int, ...]
    light: Light | None = None


FIGURES = {
    "open": Figure(OPEN),
    "green": Figure(OPEN, "green"),
    "yellow": Figure(OPEN, "yellow"),
    "red": Figure(OPEN, "red"),
    "suspended": Figure((KINDS["suspended"],)),
    "waiting_lead": Figure((KINDS["lead"],)),
    "waiting_link": Figure((KINDS["link"],)),
    "waiting_assigner": Figure((KINDS["assigner"], KINDS["declined"])),
    "declined": Figure((KINDS["declined"],)),
    "done": Figure((*LATE, *IN_TIME)),
    "in_time": Figure(IN_TIME),
    "late": Figure(LATE),
    "original_in_time": Figure(FIRST_IN_TIME),
    "original_late": Figure(FIRST_LATE),
    "cancelled": Figure((KINDS["cancelled"],)),
}

LATER = f"{{0}} + interval '{SOON.total_seconds():.0f} seconds'"
LIGHTS = {
    "red": "s.deadline < {0}",
    "yellow": f"s.deadline BETWEEN {{0}} AND {LATER}",
    "green": f"s.deadline > {LATER}",
}
"""The traffic lights of open tasks at a moment, as lights.py has them."""
LIT = f"s.kind <= {max(OPEN)}"
COUNTED = ", ".join(
    ("count(*)", *(f"count(*) FILTER (WHERE {LIT} AND {LIGHTS[light]})" for light in ("red", "yellow")))
)
END = "coalesce(s.completed_at, s.since)"
MEASURES = {
    "deadline": "s.deadline {}",
    "completion": f"(s.kind < {ENDED} OR {END} {{}})",
    "assignment": "s.created_at {}",
}
"""What lies in a period; by completion, what has not ended does so always."""
WIDELY = """
SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL parallel_setup_cost = 300;
SET LOCAL min_parallel_index_scan_size = 0; SET LOCAL enable_bitmapscan = off;
SET LOCAL plan_cache_mode = force_custom_plan
"""
"""Counting a whole city may take a second core; nothing else may. All of it is in indexes: the planner
would rather fetch a million lines. How many they are depends on the values: a plan for any takes one core."""
TICK = timedelta(microseconds=1)


class Counts(msgspec.Struct):
    """How many tasks: see FIGURES. `declined` ones wait for the assigner, and all four who wait are open."""

    open: int = 0
    green: int = 0
    yellow: int = 0
    red: int = 0
    suspended: int = 0
    waiting_lead: int = 0
    waiting_link: int = 0
    waiting_assigner: int = 0
    declined: int = 0
    done: int = 0
    in_time: int = 0
    late: int = 0
    original_in_time: int = 0
    original_late: int = 0
    cancelled: int = 0

    @property
    def rate(self) -> float | None:
        """Which part of what was done was in time, by the deadlines that were granted."""
        return self.in_time / self.done if self.done else None

    def count(self, kind: int, number: int, red: int, yellow: int) -> None:
        """So many more tasks of a kind; of them so many with a light."""
        lit = {None: number, "red": red, "yellow": yellow, "green": number - red - yellow}
        for name, figure in FIGURES.items():
            if kind in figure.kinds:
                setattr(self, name, getattr(self, name) + lit[figure.light])

    def add(self, other: Counts) -> None:
        """Those of another as well."""
        for name in FIGURES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Period(msgspec.Struct, frozen=True):
    """From an instant until before another; None: without that end."""

    by: Measure
    start: datetime | None = None
    end: datetime | None = None


class Wanted(msgspec.Struct, frozen=True):
    """Which tasks: those that `units` lead (None: all) and whose `key` is among `values` (None: any).

    They are looked at as they were at `at`, if `past`, else as they are; lights are those of `at`.
    """

    key: Key
    at: datetime
    past: bool = False
    units: Sequence[UUID] | None = None
    values: Sequence[Any] | None = None
    period: Period | None = None


class Terms:
    """A condition on stretches, and the values that it has places for."""

    def __init__(self, wanted: Wanted) -> None:
        self.values: list[Any] = []
        self.conditions: list[str] = []
        if wanted.units is not None:
            self.conditions.append(f"s.lead_unit = ANY({self.value(wanted.units, 'uuid[]')})")
        if wanted.values is not None:
            kind = "text[]" if wanted.key == "source" else "uuid[]"
            self.conditions.append(f"s.{wanted.key} = ANY({self.value(wanted.values, kind)})")
        if wanted.period is not None:
            self._within(wanted.period)

    def value(self, value: Any, kind: str) -> str:
        """A place for a value."""
        self.values.append(value)
        return f"${len(self.values)}::{kind}"

    def at(self, wanted: Wanted) -> None:
        """Of each task only the stretch of that moment."""
        if wanted.past:
            moment = self.value(wanted.at, "timestamptz")
            self.conditions += [f"s.since <= {moment}", f"s.until > {moment}"]
        else:
            self.conditions.append("s.until = 'infinity'")

    def figure(self, figure: Figure, wanted: Wanted) -> None:
        """Only the tasks that count for a figure."""
        self.conditions.append(f"s.kind = ANY({self.value(figure.kinds, 'int[]')})")
        if figure.light is not None:
            self.conditions.append(LIGHTS[figure.light].format(self.value(wanted.at, "timestamptz")))

    @property
    def text(self) -> str:
        """The condition as SQL."""
        return " AND ".join(self.conditions) or "true"

    def _within(self, period: Period) -> None:
        for sign, at in ((">=", period.start), ("<", period.end)):
            if at is not None:
                bound = f"{sign} {self.value(at, 'timestamptz')}"
                self.conditions.append(MEASURES[period.by].format(bound))


async def count(conn: Connection[Any], wanted: Wanted) -> dict[Any, Counts]:
    """The figures by `wanted.key`; what has no tasks is left out."""
    terms = Terms(wanted)
    terms.at(wanted)
    counted = COUNTED.format(terms.value(wanted.at, "timestamptz"))
    await conn.execute(WIDELY)
    found = await conn.fetch(
        f"SELECT s.{wanted.key}, s.kind, {counted} FROM stretch_view s WHERE {terms.text} GROUP BY 1, 2",  # noqa: S608
        *terms.values,
    )
    return _summed(found)


async def trend(conn: Connection[Any], wanted: Wanted, moments: Sequence[datetime]) -> list[Counts]:
    """How the figures went on: at each moment but the first, what was open then and had ended since the last.

    Each is what `count` says as of that moment of the period by completion that ends with it. One walk
    through the stretches is enough, however many moments there are: each counts from its first moment until
    its last, or once if the task had ended. Most reach no moment, and are sorted out before.
    """
    terms = Terms(wanted)
    at, after = (
        terms.value(values, "timestamptz[]") for values in (list(moments), [each + TICK for each in moments])
    )
    first = f"greatest(2, width_bucket(s.since, {after}) + 1)"
    ended = f"CASE WHEN s.kind >= {ENDED} THEN width_bucket({END}, {at}) + 1 END"
    terms.conditions += [
        f"s.until > ({at})[2]",
        f"s.until > ({at})[{first}]",
        f"(s.kind < {ENDED} OR {END} >= ({at})[1])",
    ]
    await conn.execute(WIDELY)
    found = await conn.fetch(
        f"""
        SELECT s.number, s.kind, {COUNTED.format("s.at")}
        FROM (
            SELECT *, ({at})[number] AS at
            FROM (
                SELECT s.kind, s.deadline, generate_series(
                    greatest({first}, {ended}), least(width_bucket(s.until, {after}), {ended})
                ) AS number
                FROM stretch_view s WHERE {terms.text}
            ) s
        ) s GROUP BY 1, 2
        """,  # noqa: S608 - constants
        *terms.values,
    )
    counts = _summed(found)
    return [counts.get(number) or Counts() for number in range(2, len(moments) + 1)]


def _summed(found: Iterable[Sequence[Any]]) -> dict[Any, Counts]:
    """Lines of a key, a kind and what is COUNTED, by key."""
    counts: dict[Any, Counts] = {}
    for key, *counted in found:
        counts.setdefault(key, Counts()).count(*counted)
    return counts


async def tasks(
    conn: Connection[Any],
    wanted: Wanted,
    figure: str,
    *,
    scopes: Sequence[str],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[tuple[UUID, datetime]]:
    """The tasks behind a figure that somebody with these scopes sees today: ids and deadlines, in that order.

    `after`: the last one of the page before.
    """
    terms = Terms(wanted)
    terms.at(wanted)
    terms.figure(FIGURES[figure], wanted)
    if after is not None:
        place = f"({terms.value(after[0], 'timestamptz')}, {terms.value(after[1], 'uuid')})"
        terms.conditions.append(f"(s.deadline, s.id) > {place}")
    found = await conn.fetch(
        f"""
        SELECT s.id, s.deadline FROM stretch_view s JOIN row r ON r.collection = 'task' AND r.id = s.id
        WHERE {terms.text} AND CASE WHEN r.audience && {terms.value(scopes, "text[]")} THEN true END
        ORDER BY s.deadline, s.id LIMIT {terms.value(limit, "int")}
        """,  # noqa: S608 - constants
        *terms.values,
    )
    return [(id, deadline) for id, deadline in found]


class Changes(msgspec.Struct):
    """What happened since an instant: how many tasks were assigned, were done, became late and still are."""

    assigned: int = 0
    done: int = 0
    became_late: int = 0

    def add(self, other: Changes) -> None:
        """Those of another as well."""
        self.assigned += other.assigned
        self.done += other.done
        self.became_late += other.became_late


async def changes(conn: Connection[Any], wanted: Wanted, since: datetime) -> dict[Any, Changes]:
    """What happened between then and `wanted.at`, by `wanted.key`; where nothing did, it is left out."""
    terms = Terms(wanted)
    terms.at(wanted)
    start = terms.value(since, "timestamptz")
    red = LIGHTS["red"].format(terms.value(wanted.at, "timestamptz"))
    assigned, done = f"s.created_at >= {start}", f"s.completed_at >= {start}"
    late = f"({LIT} AND {red} AND s.deadline >= {start})"
    await conn.execute(WIDELY)
    found = await conn.fetch(
        f"""
        SELECT s.{wanted.key}, count(*) FILTER (WHERE {assigned}), count(*) FILTER (WHERE {done}),
            count(*) FILTER (WHERE {late})
        FROM stretch_view s WHERE {terms.text} AND ({assigned} OR {done} OR {late}) GROUP BY 1
        """,  # noqa: S608 - constants
        *terms.values,
    )
    return {row[0]: Changes(*row[1:]) for row in found}
