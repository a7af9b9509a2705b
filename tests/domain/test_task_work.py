"""What is done about a task: reported, submitted up the chain, endorsed, returned, completed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.kernel import By, Command, Rejection, Seat
from domain.task import commands as c
from domain.task import events as e
from domain.task.state import AT_TOP, State
from domain.task.task import Task
from tests.domain.examples import (
    ACCEPTED,
    AN,
    AT_ELEVEN,
    BINH,
    CANCELLED,
    CHI,
    CITY_CHAIR,
    DUNG,
    HEALTH_CHAIR,
    IN_WORKERS_HANDS,
    TASK,
    THE_CHAIRMAN,
    THE_WARD,
    THE_WORKER,
    WARD_CHAIR,
    WARD_CLERK,
    WARD_DESK,
    WARD_WORKER,
    assigned,
    completed,
    submitted,
)
from tests.domain.scenario import COMMAND, NOW, Happened, by, given


def reported(seat: Seat, author: Any, percent: int = 50, part: bool = False) -> Happened:
    return Happened(
        e.Reported,
        seat=seat,
        percent=percent,
        text="Đã đi 3 khu phố",
        evidence=None,
        part=part,
        author=author,
        files=(),
    )


RETURNED = Happened(e.Returned, seat=WARD_CHAIR, reason="Thiếu khu phố 4", author=BINH)
ENDORSED = Happened(e.Endorsed, seat=WARD_CHAIR, remark=None, author=BINH)
AT_THE_TOP = (assigned(), ACCEPTED, submitted())
ON_ITS_WAY = (*IN_WORKERS_HANDS, submitted(WARD_WORKER, CHI))


class TestReport:
    REPORT = c.Report(task=TASK, percent=50, text="Đã đi 3 khu phố")

    def test_accepts_first_and_is_progress(self) -> None:
        state = (
            given(Task, assigned())
            .when(self.REPORT, THE_WARD)
            .then(ACCEPTED, reported(WARD_CHAIR, BINH))
            .state
        )
        assert (state.status, state.percent, state.last_report.by) == ("in-progress", 50, BINH)

    def test_again_is_another_report(self) -> None:
        past = given(Task, assigned(), ACCEPTED, reported(WARD_CHAIR, BINH))
        past.when(self.REPORT, THE_WARD).then(reported(WARD_CHAIR, BINH))

    def test_of_those_coordinating_is_of_their_part(self) -> None:
        past = given(Task, assigned(coordinating=(HEALTH_CHAIR,)))
        state = (
            past.when(self.REPORT, by(DUNG, HEALTH_CHAIR)).then(reported(HEALTH_CHAIR, DUNG, part=True)).state
        )
        assert (state.status, state.percent, state.last_report) == ("assigned", 0, None)

    def test_of_a_coordinating_colleague_of_the_lead_is_of_their_part(self) -> None:
        past = given(Task, assigned(coordinating=(WARD_WORKER,)))
        past.when(self.REPORT, THE_WORKER).then(reported(WARD_WORKER, CHI, part=True))
        past = given(Task, assigned(coordinating=(WARD_DESK,), lead=WARD_WORKER))
        past.when(self.REPORT, THE_WARD).then(reported(WARD_CHAIR, BINH, part=True))

    def test_of_their_part_is_possible_while_the_whole_waits(self) -> None:
        past = given(Task, assigned(coordinating=(HEALTH_CHAIR,)), ACCEPTED, submitted())
        past.when(self.REPORT, by(DUNG, HEALTH_CHAIR)).then(reported(HEALTH_CHAIR, DUNG, part=True))
        past.when(self.REPORT, THE_WARD).refused("task.submitted")

    @pytest.mark.parametrize("percent", [-1, 101])
    def test_refuses_an_impossible_percentage(self, percent: int) -> None:
        command = c.Report(task=TASK, percent=percent, text="x")
        given(Task, assigned()).when(command, THE_WARD).refused("task.percent", percent=percent)

    def test_refuses_no_words_and_a_closed_task(self) -> None:
        given(Task, assigned()).when(c.Report(task=TASK, percent=1, text=""), THE_WARD).refused("text.empty")
        given(Task, assigned(), CANCELLED).when(self.REPORT, THE_WARD).refused("task.cancelled")


class TestSubmit:
    SUBMIT = c.Submit(task=TASK, text="Đã thống kê xong")

    def test_of_the_lead_waits_for_the_assigner(self) -> None:
        state = given(Task, assigned()).when(self.SUBMIT, THE_WARD).then(ACCEPTED, submitted()).state
        assert (state.status, state.climb, state.percent) == ("submitted", AT_TOP, 100)
        assert (state.waiting, state.waiting_seat) == ("assigner", CITY_CHAIR)

    def test_of_the_worker_waits_for_the_link_it_came_from(self) -> None:
        past = given(Task, *IN_WORKERS_HANDS)
        state = past.when(self.SUBMIT, THE_WORKER).then(submitted(WARD_WORKER, CHI)).state
        assert (state.waiting, state.waiting_seat) == ("link", WARD_DESK)

    def test_again_changes_nothing(self) -> None:
        given(Task, *AT_THE_TOP).when(self.SUBMIT, THE_WARD).nothing()

    def test_refuses_a_declined_task(self) -> None:
        declined = Happened(e.Declined, seat=WARD_CHAIR, reason="-", author=BINH, suggested=None)
        given(Task, assigned(), declined).when(self.SUBMIT, THE_WARD).refused("task.declined")


class TestEndorse:
    def test_climbs_one_link(self) -> None:
        state = given(Task, *ON_ITS_WAY).when(c.Endorse(task=TASK), THE_WARD).then(ENDORSED).state
        assert (state.status, state.waiting, state.waiting_seat) == ("submitted", "assigner", CITY_CHAIR)

    def test_climbs_every_link_in_turn(self) -> None:
        helper = Seat(unit=WARD_DESK.unit, post=WARD_CLERK)
        further = Happened(e.SubAssigned, seat=WARD_WORKER, to=helper, remark=None, author=CHI)
        past = given(Task, *IN_WORKERS_HANDS, further, submitted(helper, DUNG))
        turns = [past.aggregate.state.waiting_seat]
        for who in (THE_WORKER, THE_WARD):
            turns.append(past.when(c.Endorse(task=TASK), who).subject.state.waiting_seat)
        assert turns == [WARD_WORKER, WARD_DESK, CITY_CHAIR]

    def test_refuses_at_the_top_and_without_a_submission(self) -> None:
        given(Task, *ON_ITS_WAY, ENDORSED).when(c.Endorse(task=TASK), THE_WARD).refused("task.at-top")
        given(Task, assigned()).when(c.Endorse(task=TASK), THE_WARD).refused("task.not-submitted")


class TestReturn:
    RETURN = c.Return(task=TASK, reason="Thiếu khu phố 4")

    def test_goes_back_to_the_one_who_works_on_it(self) -> None:
        state = given(Task, *ON_ITS_WAY).when(self.RETURN, THE_WARD).then(RETURNED).state
        assert (state.status, state.waiting_seat, state.submission) == ("returned", WARD_WORKER, None)
        assert state.returned.reason == "Thiếu khu phố 4"

    def test_makes_the_next_submission_climb_from_the_bottom(self) -> None:
        past = given(Task, *ON_ITS_WAY, ENDORSED, RETURNED)
        state = past.when(TestSubmit.SUBMIT, THE_WORKER).then(submitted(WARD_WORKER, CHI)).state
        assert (state.waiting_seat, state.returned) == (WARD_DESK, None)

    def test_refuses_again_and_without_a_reason(self) -> None:
        given(Task, *ON_ITS_WAY, RETURNED).when(self.RETURN, THE_WARD).refused("task.not-submitted")
        empty = c.Return(task=TASK, reason="")
        given(Task, *ON_ITS_WAY).when(empty, THE_WARD).refused("text.empty", field="reason")


class TestComplete:
    def test_accepts_what_was_submitted(self) -> None:
        state = given(Task, *AT_THE_TOP).when(c.Complete(task=TASK), THE_CHAIRMAN).then(completed()).state
        assert (state.status, state.completed_at, state.in_time) == ("completed", NOW, True)
        assert (state.waiting, state.waiting_seat, state.open) == ("none", None, False)

    def test_again_changes_nothing(self) -> None:
        given(Task, *AT_THE_TOP, completed()).when(c.Complete(task=TASK), THE_CHAIRMAN).nothing()

    def test_refuses_what_has_not_climbed_to_the_top(self) -> None:
        given(Task, *ON_ITS_WAY).when(c.Complete(task=TASK), THE_CHAIRMAN).refused("task.climbing")

    def test_refuses_what_was_not_submitted(self) -> None:
        given(Task, *IN_WORKERS_HANDS).when(c.Complete(task=TASK), THE_CHAIRMAN).refused("task.not-submitted")


def told(*steps: tuple[By, Command[Any], datetime, datetime | None]) -> State:
    """The state after commands given at times of their own (and, offline, by a device's clock)."""
    task = given(Task, assigned()).aggregate
    for who, command, now, device_at in steps:
        at = By(actor=who.actor, now=now, command=COMMAND, seat=who.seat, device_at=device_at)
        command.execute(task, at)  # type: ignore[attr-defined]
    state: State = task.state
    return state


SUBMIT, COMPLETE = TestSubmit.SUBMIT, c.Complete(task=TASK)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class TestLateness:
    @pytest.mark.parametrize(
        ("received", "on_device", "in_time"),
        [
            (AT_ELEVEN, None, True),
            (AT_ELEVEN + MINUTE, None, False),
            (AT_ELEVEN + DAY, AT_ELEVEN, True),
            (AT_ELEVEN + DAY + MINUTE, AT_ELEVEN, False),
            (AT_ELEVEN + MINUTE, AT_ELEVEN + 2 * MINUTE, False),
        ],
    )
    def test_is_judged_by_when_it_was_given(
        self, received: datetime, on_device: datetime | None, in_time: bool
    ) -> None:
        state = told((THE_WARD, SUBMIT, received, on_device), (THE_CHAIRMAN, COMPLETE, received + DAY, None))
        assert state.in_time is in_time
        assert state.submission is not None
        assert (state.submission.at, state.submission.device_at) == (received, on_device)

    def test_is_judged_by_the_submission_finally_accepted(self) -> None:
        returned = c.Return(task=TASK, reason="Thiếu")
        state = told(
            (THE_WARD, SUBMIT, AT_ELEVEN - MINUTE, None),
            (THE_CHAIRMAN, returned, AT_ELEVEN, None),
            (THE_WARD, SUBMIT, AT_ELEVEN + 3 * MINUTE, None),
            (THE_CHAIRMAN, COMPLETE, AT_ELEVEN + DAY, None),
        )
        assert state.in_time is False

    def test_does_not_count_the_time_that_the_assigner_kept_it(self) -> None:
        returned = c.Return(task=TASK, reason="Thiếu")
        state = told(
            (THE_WARD, SUBMIT, AT_ELEVEN - DAY, None),
            (THE_CHAIRMAN, returned, AT_ELEVEN, None),
            (THE_WARD, SUBMIT, AT_ELEVEN + DAY, None),
            (THE_CHAIRMAN, COMPLETE, AT_ELEVEN + 3 * DAY, None),
        )
        assert state.waited == (3 * DAY).total_seconds()
        assert state.in_time is True

    def test_is_not_made_by_an_earlier_deadline_set_after_the_submission(self) -> None:
        earlier = c.ChangeDeadline(task=TASK, deadline=AT_ELEVEN - timedelta(hours=1))
        state = told(
            (THE_WARD, SUBMIT, AT_ELEVEN - 30 * MINUTE, None),
            (THE_CHAIRMAN, earlier, NOW, None),
            (THE_CHAIRMAN, COMPLETE, AT_ELEVEN, None),
        )
        assert state.in_time is True


def test_nobody_can_complete_twice_differently() -> None:
    task = given(Task, *AT_THE_TOP).aggregate
    c.Complete(task=TASK).execute(task, THE_CHAIRMAN)
    c.Complete(task=TASK).execute(task, by(AN, CITY_CHAIR, now=NOW + DAY))
    assert task.state.completed_at == NOW
    with pytest.raises(Rejection, match=r"task\.completed"):
        c.Return(task=TASK, reason="Muộn").execute(task, THE_CHAIRMAN)
