"""What follows from what: pure functions from an event to commands, run by the worker from the log.

The command that follows has the id uuid5(event's id, "policy:target"), so that it takes effect once however
often the event is read. It is executed as the actor of the event, with `policy` naming the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from eventsourcing.domain import AggregateEvent

from domain.kernel import Actor, Command, Seat, event_id
from domain.organisation import Organisation


class Cause(msgspec.Struct, frozen=True):
    """A recorded event as a policy sees it: what happened, where in the log, who did it in which post."""

    event: AggregateEvent
    position: int
    official: UUID | None = None
    post: UUID | None = None


class Consequence(msgspec.Struct, frozen=True):
    """A command that follows from an event: its id, itself, and as whom it is run."""

    id: UUID
    command: Command[Any]
    actor: Actor


class OpenTask(msgspec.Struct, frozen=True):
    """A task that is neither completed nor cancelled: the seats that have a part in it, whatever part."""

    id: UUID
    seats: frozenset[Seat]
    deadline: datetime
    assigner: Seat | None = None
    directive: UUID | None = None
    parent: UUID | None = None


class Recurring(msgspec.Struct, frozen=True):
    """Recurring work that has not ended: the seat whose it is."""

    id: UUID
    seat: Seat


class Need(msgspec.Struct, frozen=True):
    """The open tasks a policy must be shown: of seats in these units, of these posts, of the desks of the
    units that these posts are in (`desks`), of this directive, below this task, or due on these days (by the
    deadline as it is, or as it was set). Of these units and posts also recurring work and, if wished,
    the `templates` that are kept there."""

    units: tuple[UUID, ...] = ()
    posts: tuple[UUID, ...] = ()
    desks: tuple[UUID, ...] = ()
    directive: UUID | None = None
    parent: UUID | None = None
    days: tuple[date, ...] = ()
    templates: bool = False


class Work(msgspec.Struct, frozen=True):
    """What a policy sees: the organisation, and the open tasks that it needs.

    Both are as of the cause or later, and include what followed from earlier causes.
    """

    organisation: Organisation
    tasks: Sequence[OpenTask] = ()
    recurring: Sequence[Recurring] = ()
    templates: Sequence[UUID] = ()


Follows = Callable[[Cause, Work], Iterable[tuple[object, Command[Any]]]]
"""What follows: commands, each with what it is about, which must be another one for each of them."""


class Policy(msgspec.Struct, frozen=True):
    """A rule: what it must see, and what follows."""

    name: str
    follows: Follows
    needs: Callable[[Cause], Need] = lambda cause: Need()

    def draw(self, cause: Cause, work: Work) -> list[Consequence]:
        """The consequences of an event; the same ids each time."""
        event = event_id(cause.event.originator_id, cause.event.originator_version)
        actor = Actor(official=cause.official, post=cause.post, policy=self.name)
        return [
            Consequence(id=uuid5(event, f"{self.name}:{target}"), command=command, actor=actor)
            for target, command in self.follows(cause, work)
        ]
