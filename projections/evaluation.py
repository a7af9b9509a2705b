"""Rules of evaluation, and contests of what work came to by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain import official
from domain.contest import events as contest
from domain.contest import state as contest_state
from domain.contest.events import ContestEvent
from domain.evaluation import rule
from domain.evaluation.judged import Excuse
from domain.evaluation.parameters import Parameters
from domain.evaluation.period import period_of
from domain.evaluation.rule import RuleEvent
from domain.kernel import Seat
from projections.evolving import begun_by, evolved_by
from projections.kernel import Recorded
from projections.projection import Projection, erasing
from projections.row import Row
from projections.tables import Table


class EvaluationRuleRow(Row, kw_only=True):
    """One version of what a unit, and all below it without a rule of their own, evaluates work by.

    Adopted, it holds from the period `starts` on, until the next one of the unit that was adopted.
    """

    unit: UUID
    title: str
    parameters: Parameters
    state: rule.Status
    starts: str | None
    paper: str | None
    author: UUID
    adopted_at: datetime | None
    version: int


RULE_COPIED = tuple(name for name in EvaluationRuleRow.__struct_fields__ if name not in ("stale", "state"))


class EvaluationRules(Projection[rule.State]):
    """The domain's own state of a version; `starts_at` in the table is the first moment that it holds for."""

    collection = "evaluationRule"
    row = EvaluationRuleRow
    table = Table(
        "evaluation_rule_view",
        {
            "id": "uuid",
            "unit": "uuid",
            "state": "text",
            "starts_at": "timestamptz",
            "adopted_at": "timestamptz",
            "parameters": "jsonb",
        },
        indexes=("(unit)",),
    )

    drafted = begun_by(rule.Created)
    evolved = evolved_by(RuleEvent)

    def seen_by(self, state: rule.State) -> Any:
        return state.unit, state.status

    def audience(self, id: UUID, state: rule.State, place: frozenset[str]) -> frozenset[str]:
        return rule.audience(state)

    def present(self, id: UUID, state: rule.State) -> EvaluationRuleRow:
        fields = {name: getattr(state, name) for name in RULE_COPIED}
        return EvaluationRuleRow(**fields, state=state.status)

    def restore(self, id: UUID, row: EvaluationRuleRow, rest: None) -> rule.State:
        return rule.State(**{name: getattr(row, name) for name in RULE_COPIED}, id=id, status=row.state)

    def columns(self, id: UUID, state: rule.State) -> Sequence[Any]:
        return (
            id,
            state.unit,
            state.status,
            period_of(state.starts).start if state.starts else None,
            state.adopted_at,
            msgspec.json.encode(state.parameters).decode(),
        )


class ContestRow(Row, kw_only=True):
    """What an official contests of their figure in a unit and period, and what became of it.

    `to` is the unit whose leaders decide; `excuses` is what they confirmed, `answer` what they said.
    """

    official: UUID
    seat: Seat
    unit: UUID
    to: UUID
    period: str
    task: UUID | None
    reason: str
    attachments: tuple[UUID, ...]
    state: contest_state.Status
    excuses: tuple[Excuse, ...]
    answer: str
    decided_by: UUID | None
    decided_at: datetime | None
    raised_at: datetime
    version: int


CONTEST_COPIED = tuple(name for name in ContestRow.__struct_fields__ if name not in ("stale", "state"))


class Contests(Projection[contest_state.State]):
    """The domain's own state of a contest."""

    collection = "contest"
    row = ContestRow
    table = Table(
        "contest_view",
        {
            "id": "uuid",
            "official": "uuid",
            "unit": "uuid",
            "asked": "uuid",
            "period": "text",
            "task": "uuid",
            "state": "text",
            "raised_at": "timestamptz",
            "decided_by": "uuid",
            "decided_at": "timestamptz",
            "excuses": "jsonb",
            "files": "text",
        },
        indexes=(
            "(unit, official)",
            "(asked, state)",
            "(official)",
            "USING gin (string_to_array(files, ' ')) WHERE files <> ''",
        ),
    )
    words = """
        SELECT DISTINCT wrote, id FROM contest_view, unnest(ARRAY[official, decided_by]) wrote
        WHERE wrote = ANY($1)
    """

    raised = begun_by(contest.Created)
    evolved = evolved_by(ContestEvent)

    @erasing(official.Erased)
    def erased(self, state: contest_state.State, event: official.Erased, at: Recorded) -> contest_state.State:
        reason = "" if state.official == at.stream else state.reason
        answer = "" if state.decided_by == at.stream else state.answer
        return replace(state, reason=reason, answer=answer)

    def seen_by(self, state: contest_state.State) -> Any:
        return state.official, state.to, state.unit

    def audience(self, id: UUID, state: contest_state.State, place: frozenset[str]) -> frozenset[str]:
        return contest_state.audience(state)

    def present(self, id: UUID, state: contest_state.State) -> ContestRow:
        fields = {name: getattr(state, name) for name in CONTEST_COPIED}
        return ContestRow(**fields, state=state.status)

    def restore(self, id: UUID, row: ContestRow, rest: None) -> contest_state.State:
        fields = {name: getattr(row, name) for name in CONTEST_COPIED}
        return contest_state.State(**fields, id=id, status=row.state)

    def columns(self, id: UUID, state: contest_state.State) -> Sequence[Any]:
        return (
            id,
            state.official,
            state.unit,
            state.to,
            state.period,
            state.task,
            state.status,
            state.raised_at,
            state.decided_by,
            state.decided_at,
            msgspec.json.encode(state.excuses).decode(),
            " ".join(map(str, state.attachments)),
        )
