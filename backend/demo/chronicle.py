"""Writes history: runs the domain's own commands and policies at past moments, keeps what they record."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import count
from typing import Any
from uuid import UUID, uuid5

import msgspec

from backend.store.draft import Draft
from domain import official
from domain.access import acting_seat, decide
from domain.catalog import POLICIES
from domain.kernel import (
    PLATFORM,
    Actor,
    By,
    Change,
    Command,
    Creation,
    Event,
    Fact,
    Keeping,
    Noun,
    Rejection,
)
from domain.organisation import Organisation
from domain.policies import Cause, Need, OpenTask, Work
from domain.task.task import Task
from domain.workdays import VIETNAM
from projections.kernel import Metadata

Story = Generator[datetime, None, None]
"""Yields the moments at which it goes on; between them it runs commands on the chronicle."""

SETUP = Actor(official=None, policy="setup")
"""The installation and its imports."""

NAMESPACE = uuid5(UUID(int=0), "congvu.demo")
MOST_JOINED = 250
"""How many commands of the set-up go into one draft: a batch of the log."""

_encode = msgspec.json.Encoder().encode


class Chronicle:
    """History being written, oldest first. `now` is the moment of the command that runs."""

    def __init__(self) -> None:
        self.organisation = Organisation()
        self.nouns: dict[UUID, Any] = {}
        self._drafts: list[Draft] = []
        self._setup: list[Draft] = []
        self.position = 0
        self.now = datetime.min
        self._open: dict[UUID, Task] = {}
        self._numbers = count()
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._stories = count()

    def add(self, stories: Iterable[Story]) -> None:
        """Stories to be told from now on."""
        for story in stories:
            self._wait(next(self._stories), story)

    def tell(self, until: datetime) -> None:
        """Let the stories go on in the order of their moments, up to `until`."""
        while self._waiting and self._waiting[0][0] <= until:
            self.now, number, story = heapq.heappop(self._waiting)
            self._wait(number, story)

    def _wait(self, number: int, story: Story) -> None:
        moment = next(story, None)
        if moment is not None:
            heapq.heappush(self._waiting, (moment, number, story))

    def run(self, command: Command[Any], actor: Actor = SETUP) -> UUID:
        """Decide and record; the id of what changed. Raises Rejection: a story that makes no sense."""
        return self._run(uuid5(NAMESPACE, str(next(self._numbers))), command, actor)

    def _run(self, id: UUID, command: Command[Any], actor: Actor, causation: int | None = None) -> UUID:
        subject: Any = self._subject(id, command, actor)
        read = {other: self.nouns[other] for other in command.reads(subject) if other in self.nouns}
        seat = acting_seat(actor, self.organisation)
        by = By(actor=actor, now=self.now, command=id, seat=seat, read=read)
        decide(command, subject, actor, self.organisation, self.now, read)
        claims = command.claims(by, subject)
        if isinstance(command, Creation):
            subject = command.create(by)
        elif isinstance(command, Change):
            command.execute(subject, by)
        elif isinstance(command, Keeping):
            subject = command.keep(subject, by)
        events = tuple(subject.collect_events())
        if events:
            facts = subject.facts(events)
            self._take(subject, len(events), facts)
            outcome = _draft(command, by, causation)
            self._keep(msgspec.structs.replace(outcome, events=events, claims=claims, facts=facts))
            self._follow(events, actor)
        return UUID(int=subject.id.int)

    def _subject(self, id: UUID, command: Command[Any], actor: Actor) -> Noun | None:
        """What the command is about, if it is there."""
        if isinstance(command, Keeping):
            return self.nouns.get(command.identity(By(actor=actor, now=self.now, command=id)))
        return self.nouns.get(command.target) if isinstance(command, Change) else None

    def _take(self, subject: Noun, length: int, facts: Sequence[Fact]) -> None:
        """Know the aggregate and what it changed from now on."""
        self.nouns[subject.id] = subject
        self.position += length
        self.organisation.apply(self.position, facts)
        if isinstance(subject, Task) and subject.state.open:
            self._open[subject.id] = subject
        else:
            self._open.pop(subject.id, None)

    def _keep(self, draft: Draft) -> None:
        if draft.metadata.policy == SETUP.policy:
            self._setup.append(draft)
            if len(self._setup) >= MOST_JOINED:
                self._join()
        else:
            self._join()
            self._drafts.append(draft)

    def _join(self) -> None:
        if self._setup:
            self._drafts.append(_joined(self._setup))
            self._setup.clear()

    def open_tasks(self) -> list[Task]:
        """Those that are neither completed nor cancelled, as they are now."""
        return list(self._open.values())

    def drafts(self) -> list[Draft]:
        """All that was recorded, oldest first."""
        self._join()
        return self._drafts

    def _follow(self, events: Sequence[Event], actor: Actor) -> None:
        """What follows from the events, at once; what is refused does not follow."""
        first = self.position - len(events) + 1
        for position, event in enumerate(events, first):
            for policy in POLICIES.get(event.TOPIC, ()):
                cause = Cause(event, position, actor.official, actor.post)
                for drawn in policy.draw(cause, self._work(policy.needs(cause))):
                    try:
                        self._run(drawn.id, drawn.command, drawn.actor, position)
                    except Rejection:
                        continue

    def _work(self, need: Need) -> Work:
        if need == Need():
            return Work(self.organisation)
        tasks = [open_task(task) for task in self._open.values()]
        return Work(self.organisation, [task for task in tasks if _needed(task, need)])


def open_task(task: Task) -> OpenTask:
    """A task as policies see it."""
    state = task.state
    chaser = (state.chaser,) if state.chaser else ()
    seats = (state.assigner, *state.chain, *state.coordinating, *state.following, *chaser)
    return OpenTask(
        id=task.id,
        seats=frozenset(seats),
        deadline=state.deadline,
        assigner=state.assigner,
        directive=state.directive,
        parent=state.parent,
    )


def _needed(task: OpenTask, need: Need) -> bool:
    if need.directive is not None and task.directive == need.directive:
        return True
    if need.parent is not None and task.parent == need.parent:
        return True
    if task.deadline.astimezone(VIETNAM).date() in need.days:
        return True
    return bool(need.desks) or any(seat.unit in need.units or seat.post in need.posts for seat in task.seats)


def _draft(command: Command[Any], by: By, causation: int | None) -> Draft:
    """The command's outcome, still without what it recorded."""
    actor = by.actor
    return Draft(
        official=PLATFORM if actor.policy or not actor.official else actor.official,
        command=by.command,
        hash=blake2b(_encode(command), digest_size=16, key=command.name.encode()).digest(),
        metadata=Metadata(
            command=by.command,
            account=actor.official,
            post=actor.post,
            behalf_of=actor.behalf_of,
            basis=actor.basis,
            policy=actor.policy,
            causation=causation,
        ),
    )


def _joined(drafts: Sequence[Draft]) -> Draft:
    """One draft of several by the same hand, under the id of the first."""
    facts = {(fact.subject, type(fact)): fact for draft in drafts for fact in draft.facts}
    return msgspec.structs.replace(
        drafts[0],
        events=tuple(event for draft in drafts for event in draft.events),
        claims=tuple(claim for draft in drafts for claim in draft.claims),
        facts=tuple(facts.values()),
    )


def waves(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """The drafts in order, cut so that drafts of one wave can be stored at once and keep their order.

    None writes a stream twice, and one that registers people, for whom keys have to be made, is alone.
    """
    wave: list[Draft] = []
    streams: set[UUID] = set()
    for draft in drafts:
        own = {event.originator_id for event in draft.events}
        alone = any(isinstance(event, official.Created) for event in draft.events)
        if wave and (alone or streams & own):
            yield wave
            wave, streams = [], set()
        wave.append(draft)
        streams |= own
        if alone:
            yield wave
            wave, streams = [], set()
    if wave:
        yield wave
