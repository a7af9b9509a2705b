"""Whatever becomes of units, seats and people: each open task has somebody who sees it and may act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from domain import official, post, unit
from domain.kernel import Seat
from domain.organisation import Organisation
from domain.policies import directory
from domain.seeing import sees
from domain.task import commands as t
from domain.task.state import audience
from domain.task.task import Task
from tests.contracts.naive import Model
from tests.domain.town import Town

index = st.integers(min_value=0, max_value=999)


class Forgetting(RuleBasedStateMachine):
    """People come, go, stand in for each other; units end; work goes on."""

    @initialize(
        parents=st.lists(index, min_size=2, max_size=4), staff=st.lists(index, min_size=3, max_size=7)
    )
    def a_town(self, parents: list[int], staff: list[int]) -> None:
        """The top has somebody who leads it, always."""
        self.town = Town()
        top = self.town.found_unit(None)
        self.mayor = self.town.found_post(top, leading=True)
        self.town.give(post.Grant(post=self.mayor, power="assign-across", unit=top))
        for number in parents:
            self.town.found_unit(self.town.units[number % len(self.town.units)])
        for number in staff:
            at = self.town.units[number % len(self.town.units)]
            self.town.found_post(at, leading=number % 3 == 0, intake=number % 5 == 0)

    def _post(self, number: int) -> Any:
        """Any but the one at the top."""
        return self.town.posts[1:][number % (len(self.town.posts) - 1)]

    def _unit(self, number: int) -> Any:
        return self.town.units[number % len(self.town.units)]

    def _seat(self, number: int) -> Seat:
        seat = self._post(number)
        at = self.town.organisation.posts[seat].unit
        return Seat(unit=at, post=seat if number % 3 else None)

    def _settled(self) -> None:
        self.town.settle()
        model = Model(self.town.facts)
        for task in self.town.open_tasks():
            assert _somebody_acts(task, model), f"nobody acts on {task.id}: {task.state}"
            _who_is_away_still_sees(task, model, self.town.organisation)

    @rule(assigner=index, lead=index)
    def assign(self, assigner: int, lead: int) -> None:
        by = self.town.posts[assigner % len(self.town.posts)]
        self.town.assign(by, self._seat(lead))
        self._settled()

    @rule(at=index, lead=index)
    def assign_by_a_desk(self, at: int, lead: int) -> None:
        where = self._unit(at)
        if self.town.organisation.has_desk(where):
            self.town.assign_by_desk(where, self._seat(lead))
        self._settled()

    @rule(which=index, what=index, to=index)
    def work(self, which: int, what: int, to: int) -> None:
        tasks = self.town.open_tasks()
        if not tasks:
            return
        task = tasks[which % len(tasks)]
        commands: tuple[Any, ...] = (
            t.Accept(task=task.id),
            t.SubAssign(task=task.id, to=self._seat(to)),
            t.Submit(task=task.id),
            t.Decline(task=task.id, reason="-"),
            t.Endorse(task=task.id),
            t.Return(task=task.id, reason="-"),
        )
        for seat in self.town.posts:
            actor = self.town.actor(seat)
            if actor and self.town.give(commands[what % len(commands)], actor) is not None:
                break
        self._settled()

    @rule(seat=index, to=index)
    def hand_over(self, seat: int, to: int) -> None:
        people = [None, None, *self.town.people]
        self.town.give(post.HandOver(post=self._post(seat), holder=people[to % len(people)]))
        self._settled()

    @rule(seat=index)
    def close_a_post(self, seat: int) -> None:
        self.town.give(post.Close(post=self._post(seat)))
        self._settled()

    @rule(seat=index)
    def lead_no_more(self, seat: int) -> None:
        self.town.give(post.Alter(post=self._post(seat), title="-", leading=False, order=9, intake=False))
        self._settled()

    @rule(who=index)
    def leave(self, who: int) -> None:
        self.town.give(official.Leave(official=self.town.people[1:][who % (len(self.town.people) - 1)]))
        self._settled()

    @rule(seat=index, by=index, hours=st.integers(-2, 30))
    def go_away(self, seat: int, by: int, hours: int) -> None:
        self.town.away(self._post(seat), self._post(by), hours)
        self._settled()

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.town.later(hours)
        self._settled()

    @rule(which=index, into=index, how=index)
    def end_a_unit(self, which: int, into: int, how: int) -> None:
        ending, heir, other = self._unit(which or 1), self._unit(into), self._unit(into + 1)
        if ending == self.town.units[0]:
            return
        commands: tuple[Any, ...] = (
            unit.Merge(unit=ending, into=heir),
            unit.Divide(unit=ending, into=(heir, other)),
            unit.Close(unit=ending),
        )
        self.town.give(commands[how % len(commands)])
        self._settled()

    @rule(at=index, leading=st.booleans())
    def somebody_new(self, at: int, leading: bool) -> None:
        if self.town.organisation.units[self._unit(at)].active and len(self.town.posts) < 14:
            self.town.found_post(self._unit(at), leading=leading)
        self._settled()


def _somebody_acts(task: Task, model: Model) -> bool:
    """Whether who gave it, or has it while it can be worked on, is there and sees it."""
    state = task.state
    seats = [state.assigner] if state.status in ("declined", "submitted") else [state.assigner, state.lowest]
    return any(
        post.holder is not None
        and model.sits(post, seat)
        and (account := model.official(post.holder)) is not None
        and account.active
        and model.sees_task(post.holder, state)
        for seat in seats
        for post in model.posts
        if post.active
    )


def _who_is_away_still_sees(task: Task, model: Model, organisation: Organisation) -> None:
    """Both who is away and who stands in see the work of the seat."""
    for away in model.absences:
        for seat in model.held(away.official) if away.in_force else ():
            if any(part.post == seat.subject for part in (task.state.assigner, *task.state.chain)):
                stand_in = model.post(model.stand_in(away, seat.subject))
                stood = stand_in.holder if stand_in is not None and stand_in.active else None
                for person in (away.official, *([stood] if stood else [])):
                    seen = sees(person, audience(task.state), organisation)
                    assert seen, f"nobody acts on it alone: {person} does not see it"


QUICK = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
HUNT = settings(QUICK, max_examples=3_000, phases=(Phase.generate,), database=None, derandomize=True)


def test_nothing_is_forgotten() -> None:
    run_state_machine_as_test(Forgetting, settings=QUICK)  # type: ignore[no-untyped-call]


def _no_empty_seat(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(directory, "_bequeath", lambda *args, **named: iter(()))


def _no_empty_desk(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(directory.EMPTY_DESK.follows, "__code__", (lambda cause, work: iter(())).__code__)


def _a_wrong_heir(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Organisation, "staffed", lambda self, ended: ended)


def _the_desk_of_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Organisation, "staffed", Organisation.heir)


def _leavers_keep_their_seats(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(directory._left, "__code__", (lambda cause, work: iter(())).__code__)


FAULTS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    _no_empty_seat,
    _no_empty_desk,
    _a_wrong_heir,
    _the_desk_of_nobody,
    _leavers_keep_their_seats,
)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_noticed(plant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError, match="nobody acts on"):
        run_state_machine_as_test(Forgetting, settings=HUNT)  # type: ignore[no-untyped-call]
