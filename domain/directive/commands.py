"""Issue a directive, address more units, move its deadline, withdraw, close and chase it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from domain import text
from domain.directive.directive import Directive
from domain.directive.events import Chased, Closed, Created, DeadlineChanged, Recalled, UnitsAdded
from domain.form import Question, checked_form
from domain.kernel import By, Change, Creation, Noun, Rejection, Seat
from domain.task.commands.base import LONGEST_DESCRIPTION, LONGEST_TEXT, future, reason_of
from domain.task.state import Source, Urgency

MOST_UNITS = 1_000


class Issue(Creation[Directive], frozen=True):
    """Address many units at once; each gets a task of it (policies/directive.py).

    `issuer` and `source` are the platform's to fill.
    """

    name: ClassVar[str] = "directive.issue"
    noun: ClassVar[type[Noun]] = Directive
    title: str
    text: str
    deadline: datetime
    urgency: Urgency
    units: tuple[UUID, ...]
    form: tuple[Question, ...] = ()
    issuer: Seat | None = None
    source: Source | None = None

    def create(self, by: By) -> Directive:
        return Directive.begin(
            Created,
            self.identity(by),
            by,
            title=text.required("title", self.title, 500),
            text=text.required("text", self.text, LONGEST_DESCRIPTION),
            form=checked_form(self.form),
            deadline=future("deadline", self.deadline, by),
            urgency=self.urgency,
            issuer=self.issuer or by.acting,
            creator=by.actor.official,
            units=_checked_units(self.units),
            source=self.source,
        )


def _checked_units(units: Iterable[UUID], already: tuple[UUID, ...] = ()) -> tuple[UUID, ...]:
    """The units not addressed yet, each once; refuses none at all, and more than MOST_UNITS altogether."""
    named = tuple(dict.fromkeys(units))
    if not named:
        raise Rejection("directive.no-units")
    new = tuple(unit for unit in named if unit not in already)
    if len(already) + len(new) > MOST_UNITS:
        raise Rejection("directive.too-many-units", most=MOST_UNITS)
    return new


class DirectiveChange(Change[Directive], frozen=True):
    """A command to one directive."""

    noun: ClassVar[type[Noun]] = Directive
    directive: UUID

    @property
    def target(self) -> UUID:
        return self.directive


class AddUnits(DirectiveChange, frozen=True):
    """Address more units, while there is time left; those addressed already are passed over."""

    name: ClassVar[str] = "directive.addUnits"
    units: tuple[UUID, ...]

    def execute(self, subject: Directive, by: By) -> None:
        state = subject.require_issued()
        new = _checked_units(self.units, state.units)
        if not new:
            return
        subject.record(
            UnitsAdded,
            by,
            units=new,
            title=state.title,
            text=state.text,
            form=state.form,
            deadline=future("deadline", state.deadline, by),
            urgency=state.urgency,
            issuer=state.issuer,
            source=state.source,
        )


class ChangeDeadline(DirectiveChange, frozen=True):
    """Set another deadline for all units."""

    name: ClassVar[str] = "directive.changeDeadline"
    deadline: datetime
    reason: str | None = None

    def execute(self, subject: Directive, by: By) -> None:
        state = subject.require_issued()
        reason = text.optional("reason", self.reason, LONGEST_TEXT)
        if self.deadline == state.deadline:
            return
        subject.record(
            DeadlineChanged,
            by,
            previous=state.deadline,
            deadline=future("deadline", self.deadline, by),
            reason=reason,
            author=by.author,
        )


class Recall(DirectiveChange, frozen=True):
    """Withdraw it from all units: their open tasks are cancelled. Again, it changes nothing."""

    name: ClassVar[str] = "directive.recall"
    reason: str

    def execute(self, subject: Directive, by: By) -> None:
        reason = reason_of(self.reason)
        if subject.state.status != "recalled":
            subject.require_issued()
            subject.record(Recalled, by, reason=reason, author=by.author)


class Close(DirectiveChange, frozen=True):
    """Accept what has been submitted; the rest stays open. Again, it changes nothing."""

    name: ClassVar[str] = "directive.close"

    def execute(self, subject: Directive, by: By) -> None:
        if subject.state.status != "closed":
            subject.require_issued()
            subject.record(Closed, by)


class Chase(DirectiveChange, frozen=True):
    """Remind the named units, or all of them if none is named, as far as their tasks are open."""

    name: ClassVar[str] = "directive.chase"
    text: str | None = None
    units: tuple[UUID, ...] = ()

    def execute(self, subject: Directive, by: By) -> None:
        state = subject.require_issued()
        for unit in self.units:
            if unit not in state.units:
                raise Rejection("directive.not-addressed", unit=str(unit))
        units = tuple(dict.fromkeys(self.units)) or state.units
        words = text.optional("text", self.text, LONGEST_TEXT)
        subject.record(Chased, by, text=words, units=units, author=by.author)
