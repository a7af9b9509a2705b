"""A directive, its tasks and the policies between them, in any order: what was said to all holds for all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.catalog import POLICIES
from domain.directive import commands as d
from domain.directive.directive import Directive
from domain.form import Answer
from domain.kernel import Actor, By, Change, Creation, Event, Rejection, Seat
from domain.organisation import Organisation
from domain.policies import Cause, Need, OpenTask, Work
from domain.task import commands as c
from domain.task.state import seats_in_part
from domain.task.task import Task
from tests.domain.examples import AN, AT_ELEVEN, CHAIRMAN, CITY_CHAIR, FLOOD_FORM, named
from tests.domain.scenario import NOW

UNITS = tuple(named(f"Phường số {number}") for number in range(6))
some_units = st.sets(st.sampled_from(UNITS), min_size=1).map(lambda units: tuple(sorted(units)))
hours = st.integers(min_value=1, max_value=72)


class DirectiveToMany(RuleBasedStateMachine):
    """The worker sees each event of the directive once or more often, in order."""

    @initialize(units=some_units)
    def issued(self, units: tuple[UUID, ...]) -> None:
        self.step = 0
        self.tasks: dict[UUID, Task] = {}
        self.done: set[UUID] = set()
        self.seen: list[Event] = []
        self.addressed = set(units)
        issue = d.Issue(
            title="Triều cường",
            text="Báo cáo",
            deadline=AT_ELEVEN,
            urgency="flash",
            units=units,
            form=FLOOD_FORM,
        )
        self.directive = issue.create(self._by(CITY_CHAIR))
        self._work_off()

    def _by(self, seat: Seat | None, policy: str | None = None) -> By:
        self.step += 1
        actor = Actor(official=AN, post=CHAIRMAN, policy=policy)
        return By(actor=actor, now=NOW, command=named(f"command {self.step}"), seat=seat)

    def _work_off(self) -> None:
        new: list[Any] = list(self.directive.collect_events())
        for event in new:
            self.seen.append(event)
            self._draw(event)

    def _draw(self, event: Event) -> None:
        cause = Cause(event=event, position=len(self.seen), official=AN, post=CHAIRMAN)
        for policy in POLICIES[event.__class__.__dict__["TOPIC"]]:
            assert policy.needs(cause) in (Need(), Need(directive=self.directive.id))
            for drawn in policy.draw(cause, Work(organisation=Organisation(), tasks=self._open())):
                if drawn.id not in self.done:
                    self.done.add(drawn.id)
                    self._obey(drawn.command, self._by(CITY_CHAIR, drawn.actor.policy))

    def _open(self) -> list[OpenTask]:
        return [
            OpenTask(
                id=id,
                seats=frozenset(seats_in_part(task.state)),
                deadline=task.state.deadline,
                directive=self.directive.id,
            )
            for id, task in self.tasks.items()
            if task.state.open
        ]

    def _obey(self, command: Any, by: By) -> None:
        try:
            if isinstance(command, Creation):
                task: Any = command.create(by)
                assert task.id not in self.tasks
                self.tasks[task.id] = task
            elif isinstance(command, Change):
                command.execute(self.tasks[command.target], by)
        except Rejection as rejection:
            if rejection.code != "task.not-submitted":
                raise

    def _command(self, command: d.DirectiveChange) -> bool:
        try:
            command.execute(self.directive, self._by(CITY_CHAIR))
        except Rejection:
            return False
        self._work_off()
        return True

    @rule(units=some_units)
    def more_units(self, units: tuple[UUID, ...]) -> None:
        if self._command(d.AddUnits(directive=self.directive.id, units=units)):
            self.addressed |= set(units)

    @rule(later=hours)
    def another_deadline(self, later: int) -> None:
        deadline = NOW + timedelta(hours=later)
        self._command(d.ChangeDeadline(directive=self.directive.id, deadline=deadline))

    @rule(units=some_units)
    def reminded(self, units: tuple[UUID, ...]) -> None:
        before = {id: task.state.version for id, task in self.tasks.items()}
        if self._command(d.Chase(directive=self.directive.id, units=units)):
            for unit in UNITS:
                task = self.tasks.get(c.task_of(self.directive.id, unit))
                if task is not None:
                    chased = unit in units and task.state.open
                    assert task.state.version == before[task.id] + chased

    @rule(end=st.sampled_from(["recall", "close", "nothing", "nothing", "nothing", "nothing"]))
    def ended(self, end: str) -> None:
        if end == "recall":
            self._command(d.Recall(directive=self.directive.id, reason="Đã rút"))
        elif end == "close":
            ready = [task for task in self.tasks.values() if task.state.status == "submitted"]
            closing = self.directive.state.status == "issued"
            if self._command(d.Close(directive=self.directive.id)) and closing:
                assert all(task.state.status == "completed" for task in ready)

    @rule(unit=st.sampled_from(UNITS), households=st.integers(0, 500), submit=st.booleans())
    def a_unit_answers(self, unit: UUID, households: int, submit: bool) -> None:
        task = self.tasks.get(c.task_of(self.directive.id, unit))
        if task is None or task.state.status in ("submitted", "completed", "cancelled"):
            return
        by = self._by(Seat(unit=unit, post=named(f"văn thư {unit}")))
        answers = (Answer(question="households", value=households),)
        c.AnswerForm(task=task.id, answers=answers).execute(task, by)
        assert task.state.answers["households"] == households
        if submit:
            c.Submit(task=task.id).execute(task, by)

    @rule()
    def the_worker_starts_again(self) -> None:
        """The event after its last kept position, seen once more, draws nothing new."""
        before = {id: task.state for id, task in self.tasks.items()}
        self._draw(self.seen[-1])
        assert {id: task.state for id, task in self.tasks.items()} == before

    @invariant()
    def each_addressed_unit_has_its_own_task(self) -> None:
        assert set(self.directive.state.units) == self.addressed
        assert self.tasks.keys() == {c.task_of(self.directive.id, unit) for unit in self.addressed}
        leads = [task.state.lead for task in self.tasks.values()]
        assert sorted(seat.unit for seat in leads) == sorted(self.addressed)
        assert all(task.state.assigner == self.directive.state.issuer for task in self.tasks.values())

    @invariant()
    def what_was_said_to_all_holds_for_all(self) -> None:
        state = self.directive.state
        for task in self.tasks.values():
            assert task.state.form == state.form
            if task.state.open:
                assert task.state.deadline == state.deadline
        if state.status == "recalled":
            assert not self._open()

    @invariant()
    def the_original_deadline_is_kept(self) -> None:
        assert self.directive.state.original_deadline == AT_ELEVEN

    @invariant()
    def the_log_says_the_same(self) -> None:
        replayed: Any = None
        for event in self.seen:
            replayed = event.mutate(replayed)
        assert isinstance(replayed, Directive)
        assert replayed.state == self.directive.state


TestDirectiveToMany = DirectiveToMany.TestCase
TestDirectiveToMany.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
