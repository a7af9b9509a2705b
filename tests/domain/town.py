"""A small town in memory: real commands, and all that policies draw from them, carried out in their order."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain import absence, official, post, unit
from domain.access import acting_seat, decide
from domain.catalog import POLICIES
from domain.facts import StandIn
from domain.kernel import Actor, By, Change, Command, Creation, Fact, Noun, Rejection, Seat
from domain.organisation import Organisation
from domain.policies import Cause, Need, OpenTask, Work
from domain.task import commands as t
from domain.task.state import seats_in_part
from domain.task.task import Task
from tests.domain.examples import named
from tests.domain.scenario import NOW

SETUP = Actor(official=None, policy="setup")
TIMERS = Actor(official=None, policy="timers")
DEADLINE = NOW + timedelta(days=300)


class Town:
    """Units, posts and people; tasks among them; what happened and has not been followed up yet."""

    def __init__(self) -> None:
        self.organisation = Organisation()
        self.nouns: dict[UUID, Noun] = {}
        self.facts: list[Fact] = []
        self.units: list[UUID] = []
        self.posts: list[UUID] = []
        self.people: list[UUID] = []
        self.tasks: list[UUID] = []
        self.absences: list[UUID] = []
        self.now = NOW
        self._steps = 0
        self._happened: deque[Any] = deque()

    # Commands

    def give(self, command: Command[Any], actor: Actor = SETUP) -> Noun | None:
        """What the command makes or changes; None if it is refused."""
        self._steps += 1
        subject = self.nouns.get(command.target) if isinstance(command, Change) else None
        by = By(
            actor=actor,
            now=self.now,
            command=named(f"command {self._steps}"),
            seat=acting_seat(actor, self.organisation),
            read={id: self.nouns[id] for id in command.reads(subject) if id in self.nouns},  # type: ignore[arg-type]
        )
        try:
            decide(command, subject, actor, self.organisation, self.now, by.read)
            if isinstance(command, Creation):
                subject = command.create(by)
            else:
                assert isinstance(command, Change)
                command.execute(subject, by)
        except Rejection:
            return None
        assert subject is not None
        events = tuple(subject.collect_events())
        if events:
            self._learn(subject, events)
        return subject

    def _learn(self, subject: Noun, events: tuple[Any, ...]) -> None:
        self.nouns[subject.id] = subject
        facts = subject.facts(events)
        self.facts.extend(facts)
        self.organisation.apply(self.organisation.position + 1, facts)
        self._happened.extend(events)

    def _made(self, command: Creation[Any], ids: list[UUID], actor: Actor = SETUP) -> UUID | None:
        noun = self.give(command, actor)
        if noun is None:
            return None
        ids.append(noun.id)
        return noun.id

    # What follows

    def settle(self) -> None:
        """Carry out all policies, event by event."""
        while self._happened:
            event = self._happened.popleft()
            cause = Cause(event=event, position=1, official=None, post=None)
            for policy in POLICIES.get(event.__class__.__dict__["TOPIC"], ()):
                work = Work(self.organisation, self._open(policy.needs(cause)))
                for drawn in policy.draw(cause, work):
                    self.give(drawn.command, drawn.actor)

    def open_tasks(self) -> list[Task]:
        """Those that are not closed."""
        tasks = [self.nouns[id] for id in self.tasks]
        return [task for task in tasks if isinstance(task, Task) and task.state.open]

    def _open(self, need: Need) -> list[OpenTask]:
        """All of which a seat is asked for; a policy may be shown more than it needs."""
        return [_as_open(task) for task in self.open_tasks()] if need != Need() else []

    # People

    def actor(self, seat: UUID) -> Actor | None:
        """Who holds a post."""
        holder = self.organisation.posts[seat].holder
        return Actor(official=holder, post=seat) if holder else None

    def found_unit(self, parent: UUID | None) -> UUID:
        """A unit."""
        number = len(self.units)
        made = self._made(
            unit.Create(full_name="-", short_name="-", code=f"H{number}", kind="ward", parent=parent),
            self.units,
        )
        assert made is not None
        return made

    def found_post(self, at: UUID, *, leading: bool, intake: bool = False, held: bool = True) -> UUID:
        """A post, with somebody of its own in it."""
        seat = self._made(post.Create(unit=at, title="-", leading=leading, intake=intake), self.posts)
        email = f"a{len(self.people)}@city.example"
        who = self._made(official.Register(full_name="-", email=email), self.people)
        assert seat is not None
        assert who is not None
        if held:
            self.give(post.HandOver(post=seat, holder=who))
        return seat

    def assign(self, assigner: UUID, lead: Seat) -> UUID | None:
        """A task, if the post may give it."""
        actor = self.actor(assigner)
        command = t.Assign(title="-", lead=lead, urgency="normal", deadline=DEADLINE)
        return self._made(command, self.tasks, actor) if actor else None

    def assign_by_desk(self, at: UUID, lead: Seat) -> UUID | None:
        """A task that a unit's desk gives, as those of the platform are."""
        command = t.Assign(title="-", lead=lead, urgency="normal", deadline=DEADLINE, assigner=Seat(unit=at))
        return self._made(command, self.tasks, Actor(official=None, policy="directive-assign"))

    def away(self, seat: UUID, stand_in: UUID, hours: int) -> None:
        """The holder of a post is away from some hours on, for a day."""
        actor = self.actor(seat)
        if actor is None or actor.official is None:
            return
        start = self.now + timedelta(hours=hours)
        declare = absence.Declare(
            official=actor.official,
            start=start,
            end=start + timedelta(days=1),
            stand_ins=(StandIn(stand_in=stand_in),),
        )
        self._made(declare, self.absences, actor)

    def later(self, hours: int) -> None:
        """Time passes; absences begin and end."""
        self.now = min(self.now + timedelta(hours=hours), _LAST)
        for id in self.absences:
            self.give(absence.FollowDates(absence=id), TIMERS)


_LAST: datetime = DEADLINE - timedelta(days=1)


def _as_open(task: Task) -> OpenTask:
    state = task.state
    return OpenTask(
        id=task.id,
        seats=frozenset(seats_in_part(state)),
        deadline=state.deadline,
        assigner=state.assigner,
        directive=state.directive,
        parent=state.parent,
    )
