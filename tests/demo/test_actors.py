"""The wards' officials act on a directive: all of them, by commands that are accepted, and then no more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from backend.demo.actors import Troupe
from backend.demo.chronicle import Chronicle
from backend.demo.city import holder, leaders
from backend.demo.directives import KING_TIDE
from backend.demo.history import History, write
from domain.catalog import COMMANDS
from domain.directive.commands import Recall
from domain.kernel import Rejection
from domain.organisation import Organisation
from domain.task.commands import task_of
from domain.task.state import State
from projections.kernel import Outcome, Problem, Recorded, Request, Temporary

NOW = datetime(2026, 3, 2, 0, 5, tzinfo=UTC)


class Stage:
    """The write path and the log, in memory: a chronicle that goes on."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.chronicle = chronicle
        self.refused: list[str] = []
        self.away = 0
        self.requests: list[Request] = []

    async def organisation(self) -> Organisation:
        return self.chronicle.organisation

    async def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        await asyncio.sleep(0)

    async def run(self, request: Request) -> Outcome:
        if self.away:
            self.away -= 1
            raise Temporary
        self.requests.append(request)
        self.chronicle.now += timedelta(seconds=1)
        try:
            self.chronicle.run(msgspec.json.decode(request.args, type=COMMANDS[request.name]), request.actor)
        except Rejection as refusal:
            self.refused.append(refusal.code)
            return Outcome(problem=Problem(type="", title="", status=409, detail="", code=refusal.code))
        return Outcome(position=self.chronicle.position)

    def _log(self) -> list[Recorded]:
        position, found = 0, []
        for draft in self.chronicle.drafts():
            for event in draft.events:
                position += 1
                place = (event.originator_id, event.originator_version, event.TOPIC)
                found.append(Recorded(position, *place, event, draft.metadata))
        return found

    async def stream(self, stream: UUID, upto: int | None = None) -> list[Recorded]:
        return [recorded for recorded in self._log() if recorded.stream == stream]

    async def tail(self, after: int, limit: int = 1000) -> AsyncIterator[list[Recorded]]:
        while True:
            page = [recorded for recorded in self._log() if recorded.position > after][:limit]
            if page:
                yield page
                after = page[-1].position
            await asyncio.sleep(0)


@pytest.fixture
def history() -> History:
    return write(400, NOW, tasks=0)


@pytest.fixture
def stage(history: History) -> Stage:
    return Stage(history.chronicle)


def issue(history: History, stage: Stage, wards: int) -> UUID:
    stage.chronicle.now = NOW
    chairman = leaders(stage.chronicle.organisation, history.founding.city.city)[0]
    units = tuple(history.founding.city.wards.values())[:wards]
    command = KING_TIDE.issue(NOW + timedelta(hours=4), units)
    return stage.chronicle.run(command, holder(stage.chronicle.organisation, chairman))


def states(history: History, stage: Stage, directive: UUID, wards: int) -> list[State]:
    units = list(history.founding.city.wards.values())[:wards]
    return [stage.chronicle.nouns[task_of(directive, unit)].state for unit in units]


def troupe(stage: Stage, leave: tuple[UUID, ...] = ()) -> Troupe:
    return Troupe(stage, stage.organisation, leave=leave, sleep=stage.sleep)  # type: ignore[arg-type] # run_all is not used


async def test_every_ward_has_its_turn(history: History, stage: Stage) -> None:
    directive = issue(history, stage, 168)
    await troupe(stage).act(stage, directive)  # type: ignore[arg-type] # head and read are not used
    found = states(history, stage, directive, 168)
    assert stage.refused == []
    assert {state.status for state in found} == {"submitted", "declined"}
    assert all(state.answers for state in found if state.status == "submitted")
    assert any(state.extension for state in found)


async def test_a_ward_that_somebody_plays_is_left_alone(history: History, stage: Stage) -> None:
    directive = issue(history, stage, 3)
    mine = next(iter(history.founding.city.wards.values()))
    await troupe(stage, leave=(mine,)).act(stage, directive)  # type: ignore[arg-type] # as above
    first, *others = states(history, stage, directive, 3)
    assert first.status == "assigned"
    assert all(state.status != "assigned" for state in others)


async def test_a_database_that_is_away_is_waited_for(history: History, stage: Stage) -> None:
    directive = issue(history, stage, 2)
    stage.away = 5
    await troupe(stage).act(stage, directive)  # type: ignore[arg-type] # as above
    assert {state.status for state in states(history, stage, directive, 2)} <= {"submitted", "declined"}
    assert len({request.id for request in stage.requests}) == len(stage.requests)


async def test_nobody_acts_on_what_was_withdrawn(history: History, stage: Stage) -> None:
    directive = issue(history, stage, 3)
    chairman = leaders(stage.chronicle.organisation, history.founding.city.city)[0]
    recall = Recall(directive=directive, reason="Triều rút sớm")
    stage.chronicle.run(recall, holder(stage.chronicle.organisation, chairman))
    await troupe(stage).act(stage, directive)  # type: ignore[arg-type] # as above
    assert {state.status for state in states(history, stage, directive, 3)} == {"cancelled"}
    assert all(state.last_report is None for state in states(history, stage, directive, 3))


async def test_an_unknown_directive(stage: Stage) -> None:
    with pytest.raises(LookupError, match="no directive"):
        await troupe(stage).act(stage, UUID(int=5))  # type: ignore[arg-type] # as above
