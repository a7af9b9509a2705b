"""The life of a task, step by step, each taken by whoever sits there at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from backend.demo import matters
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import clerk, holder, leaders, specialists
from backend.demo.hours import end_of_day
from domain.kernel import Actor, Command, Seat
from domain.task import commands as task
from domain.task.state import State


class Nobody(Exception):
    """There is nobody who could take the step: the task stays as it is."""


class Life:
    """A task from its assignment to where its `path` ends; one step at each of `moments`."""

    def __init__(
        self, chronicle: Chronicle, lot: Random, assign: task.Assign | None, path: Iterable[str]
    ) -> None:
        self._chronicle = chronicle
        self._organisation = chronicle.organisation
        self._lot = lot
        self._assign = assign
        self._path = tuple(path)
        self._id: UUID

    @classmethod
    def going_on(cls, chronicle: Chronicle, lot: Random, id: UUID) -> Life:
        """Of a task that was given already: its steps are the caller's."""
        life = cls(chronicle, lot, None, ())
        life._id = id
        return life

    def story(self, assigner: UUID, moments: Iterable[datetime]) -> Story:
        """Assigned at the first of the moments by the holder of the post `assigner`."""
        assert self._assign is not None
        first, *others = moments
        yield first
        if self._organisation.posts[assigner].holder is None:
            return
        self._id = self._chronicle.run(self._assign, holder(self._organisation, assigner))
        for moment, step in zip(others, self._path, strict=False):
            yield moment
            try:
                STEPS[step](self)
            except Nobody:
                return

    # Who

    @property
    def state(self) -> State:
        """The task as it is."""
        state: State = self._chronicle.nouns[self._id].state
        return state

    def _in(self, seat: Seat) -> Actor:
        """Who acts in a seat: the post's holder, or whoever leads the unit."""
        if seat.post is not None:
            if self._organisation.posts[seat.post].holder is None:
                raise Nobody
            return holder(self._organisation, seat.post)
        found = leaders(self._organisation, self._organisation.successor(seat.unit))
        if not found:
            raise Nobody
        return holder(self._organisation, found[0])

    def _above(self) -> Actor:
        """The assigner; now and then one of the deputies in their place (KT.)."""
        seat = self.state.assigner
        if seat.post is not None and self._lot.random() < 0.15:
            deputies = leaders(self._organisation, seat.unit)[1:]
            if deputies and self._organisation.posts[seat.post].order == 1:
                deputy = holder(self._organisation, deputies[0])
                return msgspec.structs.replace(deputy, behalf_of=seat.post, basis="deputy")
        return self._in(seat)

    def _run(self, command: Command[Any], actor: Actor) -> None:
        self._chronicle.run(command, actor)

    # Steps

    def open(self) -> None:
        seat = self.state.lowest
        if seat.post is None:
            unit = self._organisation.successor(seat.unit)
            if not leaders(self._organisation, unit):
                raise Nobody
            self._run(task.Open(task=self._id), holder(self._organisation, clerk(self._organisation, unit)))
        else:
            self._run(task.Open(task=self._id), self._in(seat))

    def pass_on(self) -> None:
        seat = self.state.lowest
        unit = self._organisation.successor(seat.unit)
        below = specialists(self._organisation, unit)
        if not below:
            raise Nobody
        to = Seat(unit=unit, post=self._lot.choice(below[:4]))
        remark = self._lot.choice(matters.PASSED_ON)
        self._run(task.SubAssign(task=self._id, to=to, remark=remark), self._in(seat))

    def accept(self) -> None:
        self._run(task.Accept(task=self._id), self._in(self.state.lowest))

    def report(self) -> None:
        state = self.state
        percent = min(95, state.percent + self._lot.choice((20, 25, 30, 40)))
        text = matters.PROGRESS[min(len(matters.PROGRESS) - 1, percent // 18)]
        self._run(task.Report(task=self._id, percent=percent, text=text), self._in(state.lowest))
        self._check(percent)

    def _check(self, percent: int) -> None:
        """As many items of the checklist are done as the work is."""
        items = self.state.checklist
        for item in items[: len(items) * percent // 100]:
            if item.done_at is None:
                self._run(task.Check(task=self._id, item=item.id), self._in(self.state.lowest))

    def ask(self) -> None:
        deadline = end_of_day(self.state.deadline, self._lot.randint(2, 7))
        reason = self._lot.choice(matters.MORE_TIME)
        command = task.RequestExtension(task=self._id, deadline=deadline, reason=reason)
        if self._chronicle.now < self.state.deadline:
            self._run(command, self._in(self.state.lowest))

    def grant(self) -> None:
        if self.state.extension:
            self._run(task.GrantExtension(task=self._id), self._above())

    def refuse(self) -> None:
        if self.state.extension:
            reason = self._lot.choice(matters.REFUSED_TIME)
            self._run(task.RefuseExtension(task=self._id, reason=reason), self._above())

    def submit(self) -> None:
        text = self._lot.choice(matters.DONE)
        self._check(100)
        self._run(task.Submit(task=self._id, text=text), self._in(self.state.lowest))

    def endorse(self) -> None:
        if self.state.waiting == "link":
            remark = self._lot.choice(matters.ENDORSED)
            self._run(task.Endorse(task=self._id, remark=remark), self._in(self.state.reviewer))

    def give_back(self) -> None:
        reason = self._lot.choice(matters.RETURNED)
        self._run(task.Return(task=self._id, reason=reason), self._in(self.state.reviewer))

    def complete(self) -> None:
        remark = self._lot.choice(matters.ACCEPTED)
        self._run(task.Complete(task=self._id, remark=remark), self._above())

    def decline(self) -> None:
        reason = self._lot.choice(matters.DECLINED)
        self._run(task.Decline(task=self._id, reason=reason), self._in(self.state.lowest))

    def redirect(self) -> None:
        here = self.state.lowest.unit
        parent = self._organisation.units[here].parent
        assert parent is not None
        kind = self._chronicle.nouns[here].kind
        kin = [
            unit
            for unit in sorted(self._organisation.children(parent) - {here})
            if self._chronicle.nouns[unit].kind == kind and leaders(self._organisation, unit)
        ]
        if not kin:
            raise Nobody
        to = Seat(unit=self._lot.choice(kin))
        self._run(task.Reassign(task=self._id, lead=to, reason=matters.DECLINED[0]), self._above())

    def cancel(self) -> None:
        reason = self._lot.choice(matters.CANCELLED)
        self._run(task.Cancel(task=self._id, reason=reason), self._above())

    def reopen(self) -> None:
        reason = self._lot.choice(matters.REOPENED)
        self._run(task.Reopen(task=self._id, reason=reason), self._above())

    def chase(self) -> None:
        self._run(task.Chase(task=self._id, text=self._lot.choice(matters.CHASED)), self._above())

    def move_deadline(self) -> None:
        deadline = max(self.state.deadline, self._chronicle.now) + timedelta(days=3)
        command = task.ChangeDeadline(task=self._id, deadline=end_of_day(deadline))
        self._run(command, self._above())


STEPS: dict[str, Callable[[Life], None]] = {
    "open": Life.open,
    "pass": Life.pass_on,
    "accept": Life.accept,
    "report": Life.report,
    "ask": Life.ask,
    "grant": Life.grant,
    "refuse": Life.refuse,
    "submit": Life.submit,
    "endorse": Life.endorse,
    "return": Life.give_back,
    "complete": Life.complete,
    "decline": Life.decline,
    "redirect": Life.redirect,
    "cancel": Life.cancel,
    "reopen": Life.reopen,
    "chase": Life.chase,
    "move": Life.move_deadline,
}
