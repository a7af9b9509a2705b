"""What a task waited for in a period that was, read from its stretches, as far as reminders depend on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.evaluation.period import Period
from domain.kernel import Seat
from domain.task.state import Opening, State, Waiting

NOBODY = UUID(int=0)
STRETCHES = """
SELECT s.id, s.since, least(s.until, $2) AS until, s.status, s.waiting, s.deadline, s.opened_at,
    s.holder_unit, s.holder_post, s.assigner_unit, s.assigner_post
FROM stretch_view s WHERE s.id = ANY($1) AND s.since < $2 ORDER BY s.id, s.version
"""
"""The lines of some tasks until the end of a period."""


class Wait(NamedTuple):
    """A time during which no reminder depends on anything that changed; `unit` has the task in hand.

    `assigned`: nobody has taken it up. `deadline_since`: when its deadline was moved last.
    """

    since: datetime
    until: datetime
    unit: UUID
    waiting: Waiting
    waiting_since: datetime
    assigned: bool
    opened_at: datetime | None
    deadline: datetime
    deadline_since: datetime | None
    created_at: datetime

    @property
    def state(self) -> State:
        """The task then, as far as its reminders go."""
        seen = (Opening(official=NOBODY, at=self.opened_at, by_lead=True),) if self.opened_at else ()
        return State(
            id=NOBODY,
            title="",
            description=None,
            source=None,
            urgency="normal",
            status="assigned" if self.assigned else "in-progress",
            assigner=Seat(NOBODY),
            creator=None,
            chain=(Seat(self.unit),),
            coordinating=(),
            following=(),
            chaser=None,
            deadline=self.deadline,
            original_deadline=self.deadline,
            parent=None,
            directive=None,
            form=(),
            created_at=self.created_at,
            updated_at=self.since,
            version=0,
            waiting=self.waiting,
            waiting_since=self.waiting_since,
            waiting_seat=None,
            deadline_since=self.deadline_since,
            openings=seen,
        )


def waits(lines: Iterable[Any], period: Period) -> Iterator[Wait]:
    """All of a task in the period but when it waits for nobody; `lines` are its STRETCHES."""
    begun = ended = period.start
    known: tuple[Any, ...] | None = None
    for since, until, facts in _told(lines):
        if facts != known:
            start = max(since, period.start)
            if known and begun < start:
                yield Wait(begun, start, *known)
            known, begun = facts, start
        ended = until
    if known and begun < ended:
        yield Wait(begun, ended, *known)


def _told(lines: Iterable[Any]) -> Iterator[tuple[datetime, datetime, tuple[Any, ...]]]:
    """For each line from when until when, and what a Wait says else; () where the task waits for nobody."""
    turn = due = created = turned = moved = None
    for _, since, until, status, waiting, deadline, opened, unit, post, *assigner in lines:
        if created is None:
            created, due = since, deadline
        if deadline != due:
            moved, due = since, deadline
        now = _turn(waiting, (unit, post), assigner)
        if now != turn:
            turned, turn = since, now
        facts = (unit, waiting, turned, status == "assigned", opened, deadline, moved, created)
        yield since, until, facts if waiting != "none" else ()


def _turn(waiting: Waiting, holder: Sequence[Any], assigner: Sequence[Any]) -> tuple[Any, ...]:
    """Whose turn it is: while a submission climbs by way of links, it is on its way to the assigner."""
    if waiting in ("lead", "none"):
        return (waiting, *holder)
    return ("assigner", *assigner)
