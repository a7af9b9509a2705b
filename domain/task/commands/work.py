"""Report on a task, answer its form, submit it, and decide on what was submitted."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from domain import text
from domain.form import Answer, answered, require_answers
from domain.kernel import By, Rejection, Seat
from domain.task.commands.base import (
    LONGEST_TEXT,
    Showing,
    TaskChange,
    files_of,
    reason_of,
    remark_of,
)
from domain.task.events import Answered, Completed, Endorsed, Reported, Returned, Submitted
from domain.task.state import AT_TOP, State
from domain.task.task import Task, sits


class Report(Showing, frozen=True):
    """Say how far it is: `percent` from 0 to 100. The lead's report is of the whole, and accepts the task.

    It is taken of a suspended task as well, which stays so.
    """

    name: ClassVar[str] = "task.report"
    percent: int
    text: str
    evidence: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_open()
        part = of_part(state, by.seat)
        if not part and state.suspension is None:
            subject.require_in_hand()
        if not 0 <= self.percent <= 100:
            raise Rejection("task.percent", percent=self.percent)
        words = text.required("text", self.text, LONGEST_TEXT)
        evidence, files = text.optional("evidence", self.evidence, LONGEST_TEXT), files_of(self.files, by)
        if not part:
            subject.accept(by)
        subject.record(
            Reported,
            by,
            seat=by.seat,
            percent=self.percent,
            text=words,
            evidence=evidence,
            part=part,
            author=by.author,
            files=files,
        )


def of_part(state: State, acting: Seat | None) -> bool:
    """Whether one who acts as `acting` reports of their part: coordinating, and not the lead."""
    if acting in state.coordinating:
        return acting != state.lowest
    if sits(acting, state.lowest):
        return False
    return any(sits(acting, seat) for seat in state.coordinating)


class AnswerForm(TaskChange, frozen=True):
    """Fill in the directive's form, or correct it; accepts the task. All required answers must then stand."""

    name: ClassVar[str] = "directive.answer"
    answers: tuple[Answer, ...]

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_in_hand()
        if not state.form:
            raise Rejection("task.no-form", task=str(subject.id))
        after = answered(state.form, state.answers, self.answers)
        if after == state.answers:
            return
        subject.accept(by)
        subject.record(Answered, by, seat=by.seat, official=by.actor.official, answers=after)


class Submit(Showing, frozen=True):
    """Say that it is done; accepts the task. Again, it changes nothing."""

    name: ClassVar[str] = "task.submit"
    text: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        if subject.state.status == "submitted":
            return
        state = subject.require_in_hand()
        require_answers(state.form, state.answers)
        words, files = text.optional("text", self.text, LONGEST_TEXT), files_of(self.files, by)
        subject.accept(by)
        subject.record(
            Submitted,
            by,
            seat=by.seat,
            text=words,
            author=by.author,
            device_at=by.device_at,
            given_at=by.given_at,
            files=files,
        )


class Endorse(TaskChange, frozen=True):
    """Pass a submission up the chain, as the link that it has climbed to."""

    name: ClassVar[str] = "task.endorse"
    remark: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        state = subject.require_submitted()
        if state.climb == AT_TOP:
            raise Rejection("task.at-top", task=str(subject.id))
        subject.record(Endorsed, by, seat=by.seat, remark=remark_of(self.remark), author=by.author)


class Return(TaskChange, frozen=True):
    """Send a submission back to the one who works on the task."""

    name: ClassVar[str] = "task.return"
    reason: str

    def execute(self, subject: Task, by: By) -> None:
        subject.require_submitted()
        subject.record(Returned, by, seat=by.seat, reason=reason_of(self.reason), author=by.author)


class Complete(TaskChange, frozen=True):
    """Accept the submission once it has climbed to the top. Again, it changes nothing."""

    name: ClassVar[str] = "task.complete"
    remark: str | None = None

    def execute(self, subject: Task, by: By) -> None:
        if subject.state.status == "completed":
            return
        state = subject.require_submitted()
        if state.climb != AT_TOP:
            raise Rejection("task.climbing", task=str(subject.id))
        subject.record(
            Completed,
            by,
            seat=by.seat,
            remark=remark_of(self.remark),
            in_time=in_time(state),
            author=by.author,
        )


def in_time(state: State) -> bool:
    """Whether the standing submission is in time.

    Measured against the later of the deadlines then and now, plus what the assigner had kept it waiting.
    """
    if state.submission is None:
        return False
    due = max(state.submission.due, state.deadline + timedelta(seconds=state.waited))
    return state.submission.given_at <= due
