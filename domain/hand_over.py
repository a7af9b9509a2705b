"""A hand-over (bàn giao): the record of what moved when a seat changed hands, or a seat or unit ended."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from domain.kernel import By, CreatedEvent, Creation, Noun, Seat, desk_scope, user_scope

Kind = Literal["seat", "closing", "merger", "split"]
"""A seat passed to somebody or to nobody; a seat or unit was closed; a unit was merged or split."""


class Created(CreatedEvent):
    """What moved because of the event at `position` of the log, as it was then; the first due first.

    `seat` is what changed hands: a post, or a unit that ended. `previous` held the post before, `holder`
    does now; where nobody does, what moved is at `desk` (None: nowhere, since nothing is above it). `author`
    did it.
    """

    TOPIC = "hand-over.recorded"
    kind: Kind
    seat: Seat
    previous: UUID | None
    holder: UUID | None
    desk: UUID | None
    author: UUID | None
    position: int
    tasks: tuple[UUID, ...]
    recurring: tuple[UUID, ...]
    templates: tuple[UUID, ...]


class HandOver(Noun, created=Created):
    """One record; it does not change."""

    TOPIC = "hand-over"
    kind: Kind
    seat: Seat
    previous: UUID | None
    holder: UUID | None
    desk: UUID | None


class Record(Creation[HandOver], frozen=True):
    """Keep what moved; the platform's to give."""

    name: ClassVar[str] = "handOver.record"
    noun: ClassVar[type[Noun]] = HandOver
    kind: Kind
    seat: Seat
    position: int
    previous: UUID | None = None
    holder: UUID | None = None
    desk: UUID | None = None
    tasks: tuple[UUID, ...] = ()
    recurring: tuple[UUID, ...] = ()
    templates: tuple[UUID, ...] = ()

    def create(self, by: By) -> HandOver:
        return HandOver.begin(
            Created,
            self.identity(by),
            by,
            kind=self.kind,
            seat=self.seat,
            previous=self.previous,
            holder=self.holder,
            desk=self.desk,
            author=by.actor.official,
            position=self.position,
            tasks=self.tasks,
            recurring=self.recurring,
            templates=self.templates,
        )


def receiver(holder: UUID | None, desk: UUID | None) -> frozenset[str]:
    """Who has it now: whoever holds the post, else those on the desk."""
    if holder is not None:
        return frozenset({user_scope(holder)})
    return frozenset({desk_scope(desk)} if desk is not None else ())


def giver(previous: UUID | None) -> frozenset[str]:
    """Who had it: the official who held the post; of a unit, nobody in particular."""
    return frozenset({user_scope(previous)} if previous is not None else ())
