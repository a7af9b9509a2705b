"""Figures of a unit or a post: how much is open and when it is due, how much was done in time.

These rows are on devices: of now, without a network. Of a period, of another instant, by other groups,
figures are counted when they are asked for: see counting.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec

from domain.kernel import Seat, below_scope, desk_scope, post_scope
from domain.task.state import CLOSED, State
from projections.projection import Derived
from projections.row import Row, Value
from projections.tables import Table


class WaitingFigure(Value, kw_only=True):
    """Open work by whom it waits for."""

    assigner: int = 0
    lead: int = 0


class FigureRow(Row, kw_only=True):
    """Counts of the work that a unit leads, or that a post has in hand; the row has that unit's or post's id.

    `open` maps each due instant (ISO 8601, UTC) to the number of open tasks due then: the lights are computed
    from it where it is read (lights.py), since time passes without events. `open_by_source` counts open tasks
    by the kind of their source ("" for none). What is suspended is due at no time: it counts apart.
    """

    of: Literal["unit", "post"]
    unit: UUID
    open: dict[str, int]
    waiting: WaitingFigure
    done_in_time: int
    done_late: int
    declined: int
    open_by_source: dict[str, int]
    suspended: int


class Counted(NamedTuple):
    """How one task counts, and for which unit and post."""

    unit: UUID
    holder: Seat
    due: str | None
    waits: Literal["assigner", "lead"]
    source: str
    outcome: str


NOT_DUE = CLOSED | {"suspended"}
COUNTED = attrgetter("chain", "deadline", "status", "waiting", "in_time", "source")


def counted(state: State) -> Counted:
    """How a task in this state counts."""
    chain, deadline, status, waiting, in_time, source = COUNTED(state)
    ended = "in-time" if in_time else "late"
    return Counted(
        chain[0].unit,
        chain[-1],
        None if status in NOT_DUE else _due(deadline),
        "assigner" if waiting == "assigner" else "lead",
        source.kind if source else "",
        {"completed": ended, "declined": "declined", "suspended": "suspended"}.get(status, ""),
    )


@lru_cache(maxsize=20_000)
def _due(deadline: datetime) -> str:
    return deadline.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Change(NamedTuple):
    """One task that counts once more (`by` 1) or no longer (-1) in a figure."""

    of: Literal["unit", "post"]
    unit: UUID
    by: int
    task: Counted


class Figures(Derived[FigureRow]):
    """Sums over tasks."""

    collection = "figure"
    source = "task"
    own = False
    row = FigureRow
    table = Table(
        "figure_view",
        {
            "id": "uuid",
            "of": "text",
            "unit": "uuid",
            "open": "jsonb",
            "waiting_assigner": "int",
            "waiting_lead": "int",
            "done_in_time": "int",
            "done_late": "int",
            "declined": "int",
            "open_by_source": "jsonb",
            "suspended": "int",
        },
        indexes=("(unit)",),
    )

    def watched(self, state: State) -> Any:
        return COUNTED(state)

    def part(self, id: UUID, state: State) -> Counted:
        return counted(state)

    def derive(
        self, id: UUID, before: Counted | None, after: Counted | None
    ) -> Iterable[tuple[UUID, Change]]:
        for by, task in ((-1, before), (1, after)):
            if task is not None:
                yield task.unit, Change("unit", task.unit, by, task)
                if task.holder.post is not None:
                    yield task.holder.post, Change("post", task.holder.unit, by, task)

    def apply(self, state: FigureRow | None, change: Change) -> FigureRow:
        row = state or FigureRow(
            of=change.of,
            unit=change.unit,
            open={},
            waiting=WaitingFigure(),
            done_in_time=0,
            done_late=0,
            declined=0,
            open_by_source={},
            suspended=0,
        )
        by, task = change.by, change.task
        row.done_in_time += by * (task.outcome == "in-time")
        row.done_late += by * (task.outcome == "late")
        row.declined += by * (task.outcome == "declined")
        row.suspended += by * (task.outcome == "suspended")
        if task.due is not None:
            _count(row.open, task.due, by)
            _count(row.open_by_source, task.source, by)
            row.waiting.assigner += by * (task.waits == "assigner")
            row.waiting.lead += by * (task.waits == "lead")
        return row

    def seen_by(self, state: FigureRow) -> Any:
        return state.of, state.unit

    def audience(self, id: UUID, state: FigureRow, place: frozenset[str]) -> frozenset[str]:
        seen = {desk_scope(state.unit), below_scope(state.unit)}
        return frozenset(seen | {post_scope(id)} if state.of == "post" else seen)

    def columns(self, id: UUID, state: FigureRow) -> Sequence[Any]:
        return (
            id,
            state.of,
            state.unit,
            msgspec.json.encode(state.open).decode(),
            state.waiting.assigner,
            state.waiting.lead,
            state.done_in_time,
            state.done_late,
            state.declined,
            msgspec.json.encode(state.open_by_source).decode(),
            state.suspended,
        )


def _count(counts: dict[str, int], key: str, by: int) -> None:
    """Count; what is counted no more is left out."""
    counts[key] = counts.get(key, 0) + by
    if not counts[key]:
        del counts[key]
