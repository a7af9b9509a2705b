"""How tasks counted over time: a line for each stretch during which a task counted the same way.

Figures as of now or of any instant, trends, what changed since, and evaluation are queries of this one table.
Times are the events' own, so that imported history counts when it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from domain.task.state import State
from projections.projection import Trail
from projections.tables import StretchTable

SAME = attrgetter(
    "status",
    "waiting",
    "urgency",
    "deadline",
    "original_deadline",
    "directive",
    "created_at",
    "opened_at",
    "completed_at",
    "in_time",
)

OTHER = attrgetter("chain", "assigner", "submission", "source", "waited", "weight", "coordinating")

NOW = "completed_at, since, created_at, source"
"""What figures of now need of a task besides unit, kind and deadline: they read nothing but an index, in the
order of their groups."""
KINDS = {"lead": 1, "link": 2, "assigner": 3, "declined": 4, "suspended": 5, "cancelled": 6, "completed": 8}
"""For what a task counts, as small numbers: open work by whom it waits for, and what became of the rest.

Completed is the first of four: 1 is added if it was in time by the deadline granted, 2 if by the first one.
"""
ENDED = KINDS["cancelled"]
"""From this kind on a task has ended."""


class TaskStretches(Trail):
    """Stretches of tasks.

    `lead_*` answers for the task, `holder_*` has it in hand; `source` is the kind of its source, "" for none.
    `given_at` is when the submission that stands was given. `in_time` is judged by the deadline that was
    granted, `original_in_time` by the first one; both are null until the task is completed. `kind` sums up
    for what a task counts, but for its traffic light (see KINDS). `due` is the deadline with the time for
    which the assigner kept the task, `weight` in hundredths; `coordinating` are the posts, or units, that
    have a part.
    """

    collection = "stretch"
    source = "task"
    stretches = StretchTable(
        "stretch_view",
        {
            "kind": "int",
            "status": "text",
            "waiting": "text",
            "urgency": "text",
            "deadline": "timestamptz",
            "original_deadline": "timestamptz",
            "directive": "uuid",
            "created_at": "timestamptz",
            "opened_at": "timestamptz",
            "completed_at": "timestamptz",
            "in_time": "bool",
            "original_in_time": "bool",
            "given_at": "timestamptz",
            "source": "text",
            "lead_unit": "uuid",
            "lead_post": "uuid",
            "holder_unit": "uuid",
            "holder_post": "uuid",
            "assigner_unit": "uuid",
            "assigner_post": "uuid",
            "due": "timestamptz",
            "weight": "int",
            "coordinating": "text",
        },
        indexes=(
            f"(lead_unit, kind, deadline) INCLUDE ({NOW}) WHERE until = 'infinity'",
            "(lead_unit, since, until) INCLUDE (kind, deadline, completed_at)",
            "(directive) WHERE directive IS NOT NULL",
            "(holder_post, since)",
            "(holder_unit, since) WHERE holder_post IS NULL",
            "USING gin (string_to_array(coordinating, ' ')) WHERE coordinating <> ''",
        ),
    )

    def watched(self, state: State) -> Any:
        return SAME(state), OTHER(state)

    def part(self, id: UUID, state: State) -> Sequence[Any]:
        lead, holder, assigner, given = state.lead, state.lowest, state.assigner, state.submission
        return (
            kind_of(state),
            *SAME(state),
            original_in_time(state),
            given.given_at if given else None,
            state.source.kind if state.source else "",
            lead.unit,
            lead.post,
            holder.unit,
            holder.post,
            assigner.unit,
            assigner.post,
            given.due if given else state.deadline + timedelta(seconds=state.waited),
            round(100 * state.weight),
            " ".join(str(seat.post or seat.unit) for seat in state.coordinating),
        )

    def since(self, state: State) -> datetime:
        return state.updated_at


def kind_of(state: State) -> int:
    """For what a task in this state counts: see KINDS."""
    if state.status == "completed":
        return KINDS["completed"] + bool(state.in_time) + 2 * bool(original_in_time(state))
    return KINDS.get(state.status) or KINDS[state.waiting]


def original_in_time(state: State) -> bool | None:
    """Whether a completed task was done by its first deadline, or as much later as the assigner kept it."""
    if state.in_time is None or state.submission is None:
        return state.in_time
    waited = max(state.submission.due - state.deadline, timedelta())
    return state.submission.given_at <= state.original_deadline + waited
