"""What is done about a task: reported, answered, submitted, endorsed, returned, completed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from domain.form import Value
from domain.kernel import Seat
from domain.task.events.base import TaskEvent
from domain.task.state import AT_TOP, Report, Return, State, Submission, moved_to


class Reported(TaskEvent):
    """Progress: of the whole by the lead, or of their `part` by someone coordinating."""

    TOPIC = "task.reported"
    sealed: ClassVar[dict[str, str]] = {"text": "author", "evidence": "author"}
    seat: Seat | None
    percent: int
    text: str
    evidence: str | None
    part: bool
    author: UUID
    files: tuple[UUID, ...] = ()

    def change(self, state: State) -> State:
        if self.part:
            return state
        report = Report(
            at=self.timestamp, by=self.author, percent=self.percent, text=self.text, files=self.files
        )
        return replace(moved_to(state, "in-progress"), percent=self.percent, last_report=report)


class Answered(TaskEvent):
    """The directive's form was filled in; `answers` are all that stand now."""

    TOPIC = "task.answered"
    seat: Seat | None
    official: UUID | None
    answers: dict[str, Value]

    def change(self, state: State) -> State:
        return replace(state, status="in-progress", answers=self.answers, answered_at=self.timestamp)


class Submitted(TaskEvent):
    """The lead says it is done. `given_at` counts: on the device before, if received soon enough."""

    TOPIC = "task.submitted"
    sealed: ClassVar[dict[str, str]] = {"text": "author"}
    seat: Seat | None
    text: str | None
    author: UUID
    device_at: datetime | None
    given_at: datetime
    files: tuple[UUID, ...] = ()

    def change(self, state: State) -> State:
        submission = Submission(
            at=self.timestamp,
            device_at=self.device_at,
            given_at=self.given_at,
            due=state.deadline + timedelta(seconds=state.waited),
        )
        return replace(
            state,
            status="submitted",
            submission=submission,
            climb=len(state.chain) - 2,
            percent=100,
            returned=None,
        )


class Endorsed(TaskEvent):
    """The link that a submission had climbed to passed it up."""

    TOPIC = "task.endorsed"
    sealed: ClassVar[dict[str, str]] = {"remark": "author"}
    seat: Seat | None
    remark: str | None
    author: UUID

    def change(self, state: State) -> State:
        return replace(state, climb=state.climb - 1)


class Returned(TaskEvent):
    """A link or the assigner sent the submission back to the end of the chain."""

    TOPIC = "task.returned"
    sealed: ClassVar[dict[str, str]] = {"reason": "author"}
    seat: Seat | None
    reason: str
    author: UUID

    def change(self, state: State) -> State:
        returned = Return(reason=self.reason, by=self.author)
        return replace(state, status="returned", submission=None, climb=AT_TOP, returned=returned)


class Completed(TaskEvent):
    """The assigner accepted the submission; `in_time` is how it was judged then."""

    TOPIC = "task.completed"
    sealed: ClassVar[dict[str, str]] = {"remark": "author"}
    seat: Seat | None
    remark: str | None
    in_time: bool
    author: UUID

    def change(self, state: State) -> State:
        return replace(
            state,
            status="completed",
            completed_at=self.timestamp,
            in_time=self.in_time,
            extension=None,
        )
