"""Contest one's figure, take that back, decide about it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain import text
from domain.contest.contest import Contest
from domain.contest.events import Accepted, Created, Refused, Withdrawn
from domain.contest.state import State, matter
from domain.evaluation.judged import Excuse
from domain.evaluation.period import period_of
from domain.file import own_files
from domain.kernel import By, Change, Claim, Creation, Noun, Rejection
from domain.task.task import Task

LONGEST_REASON = 5_000
MOST_ATTACHMENTS = 20
MOST_EXCUSES = 200
MOST_DAYS = 366


class Raise(Creation[Contest], frozen=True):
    """Contest one's own figure in `unit` and a period that has begun: a task of it, or the whole.

    `to` is the unit whose leaders decide: one's own, or the one above it where nobody ranks before oneself.
    """

    name: ClassVar[str] = "contest.raise"
    noun: ClassVar[type[Noun]] = Contest
    unit: UUID
    to: UUID
    period: str
    reason: str
    task: UUID | None = None
    attachments: tuple[UUID, ...] = ()

    def claims(self, by: By, subject: Contest | None = None) -> tuple[Claim, ...]:
        about = matter(by.author, self.unit, self.period, self.task)
        return (Claim(kind="contest.matter", value=about, subject=self.identity(by)),)

    def reads(self, subject: Contest | None = None) -> tuple[UUID, ...]:
        task = (self.task,) if self.task else ()
        return (*task, *dict.fromkeys(self.attachments))

    def create(self, by: By) -> Contest:
        if period_of(self.period).start > by.now:
            raise Rejection("contest.too-early", period=self.period)
        if self.task is not None:
            self._check_task(by, self.task)
        if len(self.attachments) > MOST_ATTACHMENTS:
            raise Rejection("contest.too-many-files", most=MOST_ATTACHMENTS)
        return Contest.begin(
            Created,
            self.identity(by),
            by,
            official=by.author,
            seat=by.acting,
            unit=self.unit,
            to=self.to,
            period=self.period,
            task=self.task,
            reason=text.required("reason", self.reason, LONGEST_REASON),
            attachments=own_files(self.attachments, by),
        )

    def _check_task(self, by: By, task: UUID) -> None:
        """Refuse what is no task, or one in which the unit had no part."""
        found = by.read.get(task)
        if not isinstance(found, Task):
            raise Rejection("contest.not-your-task", task=str(task))
        state = found.state
        seats = (*state.chain, *state.coordinating, *state.former)
        if all(seat.unit != self.unit for seat in seats):
            raise Rejection("contest.not-your-task", task=str(task))


class ContestChange(Change[Contest], frozen=True):
    """A command to one contest."""

    noun: ClassVar[type[Noun]] = Contest
    contest: UUID

    @property
    def target(self) -> UUID:
        return self.contest

    def claims(self, by: By, subject: Contest | None = None) -> tuple[Claim, ...]:
        if subject is None or subject.state.status != "open":
            return ()
        state = subject.state
        about = matter(state.official, state.unit, state.period, state.task)
        return (Claim(kind="contest.matter", value=about, subject=self.contest, release=True),)


class Accept(ContestChange, frozen=True):
    """Confirm objective causes: which work, how many days and returned submissions do not count."""

    name: ClassVar[str] = "contest.accept"
    excuses: tuple[Excuse, ...]
    answer: str | None = None

    def execute(self, subject: Contest, by: By) -> None:
        state = subject.require_open()
        subject.record(
            Accepted,
            by,
            excuses=self._excuses(state),
            answer=text.optional("answer", self.answer, LONGEST_REASON),
            author=by.author,
        )

    def _excuses(self, state: State) -> tuple[Excuse, ...]:
        if not 0 < len(self.excuses) <= MOST_EXCUSES:
            raise Rejection("contest.nothing-confirmed", most=MOST_EXCUSES)
        for each in self.excuses:
            if state.task not in (None, each.task):
                raise Rejection("contest.other-task", task=str(each.task))
            if not (0 <= each.days <= MOST_DAYS and each.returns >= 0):
                raise Rejection("contest.days", most=MOST_DAYS)
            if not (each.days or each.returns or each.left_out):
                raise Rejection("contest.nothing-confirmed", most=MOST_EXCUSES)
        return tuple({each.task: each for each in self.excuses}.values())


class Refuse(ContestChange, frozen=True):
    """Say that the figure stays, and why."""

    name: ClassVar[str] = "contest.refuse"
    answer: str

    def execute(self, subject: Contest, by: By) -> None:
        subject.require_open()
        answer = text.required("answer", self.answer, LONGEST_REASON)
        subject.record(Refused, by, answer=answer, author=by.author)


class Withdraw(ContestChange, frozen=True):
    """Take it back. Again, it changes nothing."""

    name: ClassVar[str] = "contest.withdraw"

    def execute(self, subject: Contest, by: By) -> None:
        if subject.state.status != "withdrawn":
            subject.require_open()
            subject.record(Withdrawn, by)
