"""One version of what a unit evaluates work by: drafted, then adopted from a period on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from msgspec.structs import replace

from domain import text
from domain.evaluation.parameters import DEFAULT, Parameters, checked
from domain.evaluation.period import period_at, period_of
from domain.kernel import (
    ALL,
    By,
    Change,
    CreatedEvent,
    Creation,
    Evolving,
    Held,
    Noun,
    Rejection,
    Struct,
    desk_scope,
)

LONGEST_TITLE = 300
LONGEST_PAPER = 300

Status = Literal["draft", "adopted", "withdrawn"]
"""That another version has superseded it follows from their `starts`."""


class State(Struct, frozen=True):
    """One version. `starts` is the first period that it holds for, `paper` the decision that adopted it."""

    id: UUID
    unit: UUID
    title: str
    parameters: Parameters
    status: Status
    starts: str | None
    paper: str | None
    author: UUID
    adopted_at: datetime | None
    version: int


def audience(state: State) -> frozenset[str]:
    """Everybody sees what was adopted; a draft, and what was dropped, the desk of its unit."""
    return frozenset({ALL if state.status == "adopted" else desk_scope(state.unit)})


class Created(CreatedEvent):
    """Somebody began a version for a unit and all below it that have none of their own."""

    TOPIC = "evaluation-rule.drafted"
    unit: UUID
    title: str
    parameters: Parameters
    author: UUID

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            unit=self.unit,
            title=self.title,
            parameters=self.parameters,
            status="draft",
            starts=None,
            paper=None,
            author=self.author,
            adopted_at=None,
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class RuleEvent(Evolving):
    """A fact about a version after its first."""


class Changed(RuleEvent):
    """The draft says something else."""

    TOPIC = "evaluation-rule.changed"
    title: str
    parameters: Parameters
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, title=self.title, parameters=self.parameters, author=self.author)


class Adopted(RuleEvent):
    """It holds from the period `starts` on, until another version of the unit does."""

    TOPIC = "evaluation-rule.adopted"
    starts: str
    paper: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state, status="adopted", starts=self.starts, paper=self.paper, adopted_at=self.timestamp
        )


class Withdrawn(RuleEvent):
    """It is dropped: it never held for a period that has begun."""

    TOPIC = "evaluation-rule.withdrawn"
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, status="withdrawn")


class EvaluationRule(Noun, Held[State], created=Created):
    """One version of what a unit evaluates work by."""

    TOPIC = "evaluation-rule"


class Draft(Creation[EvaluationRule], frozen=True):
    """Begin a version for a unit; what is not said is as in the default."""

    name: ClassVar[str] = "evaluationRule.draft"
    noun: ClassVar[type[Noun]] = EvaluationRule
    unit: UUID
    title: str
    parameters: Parameters = DEFAULT

    def create(self, by: By) -> EvaluationRule:
        return EvaluationRule.begin(
            Created,
            self.identity(by),
            by,
            unit=self.unit,
            title=text.required("title", self.title, LONGEST_TITLE),
            parameters=checked(self.parameters),
            author=by.author,
        )


class RuleChange(Change[EvaluationRule], frozen=True):
    """A command to one version."""

    noun: ClassVar[type[Noun]] = EvaluationRule
    rule: UUID

    @property
    def target(self) -> UUID:
        return self.rule


class Alter(RuleChange, frozen=True):
    """Let a draft say something else."""

    name: ClassVar[str] = "evaluationRule.change"
    title: str
    parameters: Parameters

    def execute(self, subject: EvaluationRule, by: By) -> None:
        state = subject.state
        if state.status != "draft":
            raise Rejection("evaluation-rule.not-a-draft", rule=str(self.rule))
        title = text.required("title", self.title, LONGEST_TITLE)
        parameters = checked(self.parameters)
        if (title, parameters) != (state.title, state.parameters):
            subject.record(Changed, by, title=title, parameters=parameters, author=by.author)


class Adopt(RuleChange, frozen=True):
    """Let it hold from a period on, which may be the one in course: what is over was judged as it was."""

    name: ClassVar[str] = "evaluationRule.adopt"
    starts: str
    paper: str | None = None

    def execute(self, subject: EvaluationRule, by: By) -> None:
        state, starts = subject.state, period_of(self.starts)
        if state.status == "adopted" and state.starts == starts.key:
            return
        if state.status != "draft":
            raise Rejection("evaluation-rule.not-a-draft", rule=str(self.rule))
        kind = state.parameters.period
        if starts.kind != kind:
            raise Rejection("evaluation-rule.other-period", period=starts.key)
        if starts.start < period_at(by.now, kind).start:
            raise Rejection("evaluation-rule.period-over", period=starts.key)
        paper = text.optional("paper", self.paper, LONGEST_PAPER)
        subject.record(Adopted, by, starts=starts.key, paper=paper, author=by.author)


class Withdraw(RuleChange, frozen=True):
    """Drop a draft, or what was adopted and has not begun to hold. Again, it changes nothing."""

    name: ClassVar[str] = "evaluationRule.withdraw"

    def execute(self, subject: EvaluationRule, by: By) -> None:
        state = subject.state
        if state.status == "withdrawn":
            return
        if state.starts is not None and period_of(state.starts).start <= by.now:
            raise Rejection("evaluation-rule.in-force", rule=str(self.rule), period=state.starts)
        subject.record(Withdrawn, by, author=by.author)
