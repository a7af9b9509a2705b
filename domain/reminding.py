"""When and whom the platform reminds of work: a rule by unit, which holds for all that the unit contains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal
from uuid import UUID, uuid5

from msgspec.structs import replace

from domain.kernel import By, CreatedEvent, Evolving, Held, Keeping, Noun, Rejection, Struct

Role = Literal["lead", "coordinating", "chaser", "assigner", "leader"]
"""Whom: seats with a part in the task; `leader`: those who lead or receive for the unit that has it now."""

MOST_STEPS = 10
MOST_DAYS = 365
MOST_HOURS = 400
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Step(Struct, frozen=True):
    """So many working days from the deadline, and whom then."""

    days: int
    to: tuple[Role, ...]


class ReminderRule(Struct, frozen=True):
    """`at`: the clock of reminders that are due on a day. Each may be left out.

    `before`: working days before the deadline. `due`: at the deadline itself. `past`: each working day past
    it, from so many days on; the roles of all steps that were reached are told. Working hours until somebody
    must hear of it: `unopened` by the one who has it (their unit's leader is told), `extension` not answered
    (the assigner), `submission` or declined task not decided on (whose turn it is); then each working day.
    """

    at: str = "08:00"
    before: tuple[Step, ...] = (
        Step(days=7, to=("lead",)),
        Step(days=3, to=("lead",)),
        Step(days=1, to=("lead", "coordinating", "chaser")),
    )
    due: tuple[Role, ...] = ("lead", "chaser")
    past: tuple[Step, ...] = (
        Step(days=1, to=("lead", "chaser")),
        Step(days=3, to=("leader",)),
        Step(days=5, to=("assigner",)),
    )
    unopened: float | None = 4.0
    extension: float | None = 8.0
    submission: float | None = 16.0


USUAL = ReminderRule()
"""Where no unit chose otherwise: 7, 3 and 1 days before, and the other numbers, are practice."""


USUAL_ENDING = 3
"""Working days before the end of a delegation at which giver and receiver are reminded."""


def reminding_of(unit: UUID) -> UUID:
    """The id of a unit's own rule."""
    return uuid5(unit, "reminding")


class State(Struct, frozen=True):
    """A unit's own rule; None: it has none any more. `ending`: working days before the end of a delegation
    that a post of the unit gave."""

    unit: UUID
    rule: ReminderRule | None
    version: int
    ending: int = USUAL_ENDING


class Created(CreatedEvent):
    """A unit chose its own rule for the first time."""

    TOPIC = "reminding.chosen"
    unit: UUID
    rule: ReminderRule | None
    ending: int = USUAL_ENDING

    def begin(self) -> State:
        """The first state."""
        return State(unit=self.unit, rule=self.rule, version=self.originator_version, ending=self.ending)

    def apply(self, aggregate: Any) -> None:
        aggregate.state = self.begin()


class RemindingEvent(Evolving):
    """A fact about a unit's rule."""


class Changed(RemindingEvent):
    """The unit has another rule; None: the one of what contains it holds again."""

    TOPIC = "reminding.changed"
    unit: UUID
    rule: ReminderRule | None
    ending: int = USUAL_ENDING

    def change(self, state: State) -> State:
        return replace(state, rule=self.rule, ending=self.ending)


class Reminding(Noun, Held[State], created=Created):
    """A unit's rule."""

    TOPIC = "reminding"


class Set(Keeping[Reminding], frozen=True):
    """Choose the rule of a unit, and of what it contains as far as that has none; None: none of its own.

    `ending`, of delegations, is left as it is where it is left out.
    """

    name: ClassVar[str] = "reminding.set"
    noun: ClassVar[type[Noun]] = Reminding
    unit: UUID
    rule: ReminderRule | None
    ending: int | None = None

    def identity(self, by: By) -> UUID:
        return reminding_of(self.unit)

    def keep(self, subject: Reminding | None, by: By) -> Reminding:
        if self.rule is not None:
            check(self.rule)
        kept = subject.state.ending if subject is not None else USUAL_ENDING
        ending = kept if self.ending is None else self.ending
        if not 1 <= ending <= MOST_DAYS:
            raise Rejection("reminding.days", most=MOST_DAYS)
        said = {"unit": self.unit, "rule": self.rule, "ending": ending}
        if subject is None:
            return Reminding.begin(Created, self.identity(by), by, **said)
        if (self.rule, ending) != (subject.state.rule, kept):
            subject.record(Changed, by, **said)
        return subject


def check(rule: ReminderRule) -> None:
    """Refuse a rule that means nothing."""
    if not _CLOCK.fullmatch(rule.at):
        raise Rejection("reminding.clock")
    for steps in (rule.before, rule.past):
        days = [step.days for step in steps]
        if len(days) > MOST_STEPS or len(set(days)) < len(days):
            raise Rejection("reminding.steps", most=MOST_STEPS)
        if not all(1 <= day <= MOST_DAYS for day in days):
            raise Rejection("reminding.days", most=MOST_DAYS)
    hours = (rule.unopened, rule.extension, rule.submission)
    if not all(each is None or 0 < each <= MOST_HOURS for each in hours):
        raise Rejection("reminding.hours", most=MOST_HOURS)


def origin(containing: Iterable[UUID], rules: Mapping[UUID, ReminderRule]) -> UUID | None:
    """Whose rule holds for a unit: its own, or that of the nearest unit that contains it (None: the usual).

    `containing`: the unit, then what contains it, upwards.
    """
    return next((unit for unit in containing if unit in rules), None)
