"""The facts about recurring work."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.kernel import CreatedEvent, Evolving, Seat
from domain.recurrence.schedule import Occurrence, Schedule
from domain.recurrence.state import NEWEST, Happened, Reason, State, Wanted, made_by


class Created(CreatedEvent):
    """`seat` asks for something again and again, on days later than `after`; `creator` set it up."""

    TOPIC = "recurrence.set-up"
    seat: Seat
    creator: UUID | None
    wanted: Wanted
    schedule: Schedule
    after: date

    def begin(self) -> State:
        """The first state."""
        return State(
            id=self.originator_id,
            seat=self.seat,
            creator=self.creator,
            wanted=self.wanted,
            schedule=self.schedule,
            status="active",
            after=self.after,
            created_at=self.timestamp,
            updated_at=self.timestamp,
            version=self.originator_version,
        )

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class RecurrenceEvent(Evolving):
    """A fact about recurring work after its first."""

    def evolve(self, state: Any) -> Any:
        return replace(super().evolve(state), updated_at=self.timestamp)


class Changed(RecurrenceEvent):
    """From the next occurrence on, which is later than `after`, it is asked otherwise or at other times."""

    TOPIC = "recurrence.changed"
    wanted: Wanted
    schedule: Schedule
    after: date

    def change(self, state: State) -> State:
        return replace(state, wanted=self.wanted, schedule=self.schedule, after=self.after)


class Paused(RecurrenceEvent):
    """Nothing comes until it is resumed."""

    TOPIC = "recurrence.paused"

    def change(self, state: State) -> State:
        return replace(state, status="paused")


class Resumed(RecurrenceEvent):
    """It goes on, with days later than `after`."""

    TOPIC = "recurrence.resumed"
    after: date

    def change(self, state: State) -> State:
        return replace(state, status="active", after=self.after)


class Ended(RecurrenceEvent):
    """Nothing comes any more."""

    TOPIC = "recurrence.ended"

    def change(self, state: State) -> State:
        return replace(state, status="ended")


class Skipped(RecurrenceEvent):
    """Occurrences `first` to `last`, from the day `since` until `until`, were passed over."""

    TOPIC = "recurrence.skipped"
    first: int
    last: int
    since: date
    until: date
    reason: Reason

    def change(self, state: State) -> State:
        skipped = state.skipped + self.last - self.first + 1
        return replace(state, number=self.last, after=self.until, skipped=skipped)


class Occurred(RecurrenceEvent):
    """An occurrence came; what is asked, as it is to be read, so that all follows from this event alone."""

    TOPIC = "recurrence.occurred"
    occurrence: Occurrence
    seat: Seat
    wanted: Wanted

    def change(self, state: State) -> State:
        came, made = self.occurrence, made_by(self.originator_id, self.originator_version, self.wanted)
        return replace(
            state,
            number=came.number,
            after=came.day,
            covered=came.until,
            occurred=state.occurred + 1,
            recent=(*state.recent, Happened(occurrence=came, made=made))[-NEWEST:],
        )


class Failed(RecurrenceEvent):
    """An occurrence led to nothing: `reason` is the code of a refusal, as if the seat had asked itself."""

    TOPIC = "recurrence.failed"
    number: int
    reason: str

    def change(self, state: State) -> State:
        return replace(state, recent=_with(state, self.number, failure=self.reason))


class Retried(RecurrenceEvent):
    """An occurrence that led to nothing is to be made after all."""

    TOPIC = "recurrence.retried"
    occurrence: Occurrence
    seat: Seat
    wanted: Wanted

    def change(self, state: State) -> State:
        made = made_by(self.originator_id, self.originator_version, self.wanted)
        number = self.occurrence.number
        return replace(
            state, recent=_with(state, number, occurrence=self.occurrence, made=made, failure=None)
        )


class Passed(RecurrenceEvent):
    """It is another seat's now: that of `previous` has ended."""

    TOPIC = "recurrence.passed"
    previous: Seat
    seat: Seat

    def change(self, state: State) -> State:
        return replace(state, seat=self.seat)


def _with(state: State, number: int, **fields: Any) -> tuple[Happened, ...]:
    return tuple(
        replace(each, **fields) if each.occurrence.number == number else each for each in state.recent
    )
