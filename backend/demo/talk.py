"""Who talks with whom in the demo city: in wards and departments, in channels, in twos, at tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from backend.demo import city as plan
from backend.demo import sayings
from backend.demo.chronicle import Chronicle, Story
from backend.demo.city import City, holder, leaders, specialists
from backend.demo.hours import at_work, in_order
from backend.demo.sayings import Conversation, Line
from domain.channel import commands as channels
from domain.kernel import Actor, Rejection
from domain.message import commands as messages
from domain.message.state import Mention
from domain.task.task import Task

AT_TASKS = 40
"""How many open tasks somebody talks at."""


class Talk:
    """The conversations of the last days before `now`."""

    def __init__(self, chronicle: Chronicle, city: City, lot: Random, now: datetime) -> None:
        self._chronicle = chronicle
        self._organisation = chronicle.organisation
        self._city = city
        self._lot = lot
        self._now = now

    def stories(self) -> Iterator[Story]:
        """All of them. Whoever has left by then is not heard."""
        ward = self._city.wards[plan.STORY_WARD]
        for place in (ward, *self._lot.sample(sorted(self._city.wards.values()), 12)):
            days = 1 if place == ward else self._lot.randint(2, 9)
            yield self._in_unit(place, sayings.OF_WARD, days)
        for department in self._city.departments.values():
            yield self._in_unit(department, sayings.OF_DEPARTMENT, self._lot.randint(1, 6))
        yield self._floods(ward)
        yield self._watch()
        yield self._two(self._first(self._city.city), self._first(self._environment))
        yield self._two(self._first(ward), self._last(ward))
        yield from self._at_tasks()

    @property
    def _environment(self) -> UUID:
        return self._city.departments[plan.ENVIRONMENT]

    def _first(self, unit: UUID) -> Actor:
        return holder(self._organisation, leaders(self._organisation, unit)[0])

    def _last(self, unit: UUID) -> Actor:
        """A specialist, if there is one."""
        found = specialists(self._organisation, unit) or leaders(self._organisation, unit)[::-1]
        return holder(self._organisation, found[0])

    def _people(self, unit: UUID) -> list[Actor]:
        posts = (*leaders(self._organisation, unit), *specialists(self._organisation, unit))
        return [holder(self._organisation, post) for post in posts]

    def _in_unit(self, unit: UUID, conversation: Conversation, days: int) -> Story:
        return self._told(unit, conversation, self._people(unit), self._now - timedelta(days=days, hours=3))

    def _floods(self, ward: UUID) -> Story:
        others = [self._city.departments[name] for name in (plan.CONSTRUCTION, plan.HEALTH)]
        people = [self._first(unit) for unit in (self._environment, *others, ward)]
        more = [self._first(unit) for unit in self._lot.sample(sorted(self._city.wards.values()), 20)]
        opening = channels.Create(kind="open", title="Chống ngập toàn thành phố", members=_ids(people + more))
        return self._opened(opening, sayings.OF_FLOODS, people, self._now - timedelta(days=2, hours=6))

    def _watch(self) -> Story:
        people = [self._first(self._environment), *map(self._first, list(self._city.wards.values())[:2])]
        opening = channels.Create(kind="group", title="Tổ trực triều cường", members=_ids(people))
        return self._opened(opening, sayings.OF_WATCH, people, self._now - timedelta(days=1, hours=4))

    def _opened(
        self, opening: channels.Create, conversation: Conversation, people: Sequence[Actor], begins: datetime
    ) -> Story:
        begins = at_work(begins)
        yield begins
        channel = self._chronicle.run(opening, people[0])
        yield from self._told(channel, conversation, people, begins + timedelta(minutes=2))

    def _two(self, one: Actor, other: Actor) -> Story:
        begins = at_work(self._now - timedelta(hours=self._lot.randint(26, 50)))
        yield begins
        if one.official == other.official or other.official is None:
            return
        channel = self._chronicle.run(channels.Direct(official=other.official), one)
        yield from self._told(channel, sayings.BETWEEN_TWO, [one, other], begins + timedelta(minutes=1))

    def _at_tasks(self) -> Iterator[Story]:
        open_tasks = [n for n in self._chronicle.nouns.values() if isinstance(n, Task) and n.state.open]
        some = self._lot.sample(open_tasks, min(AT_TASKS, len(open_tasks)))
        for number, task in enumerate(some):
            conversation = sayings.AT_TASKS[number % len(sayings.AT_TASKS)]
            begins = at_work(self._now - timedelta(hours=self._lot.randint(2, 60)))
            yield self._at_task(task, conversation, begins)

    def _at_task(self, task: Task, conversation: Conversation, begins: datetime) -> Story:
        yield begins
        seats = (task.state.assigner, task.state.lowest)
        posts = [seat.post or next(iter(leaders(self._organisation, seat.unit)), None) for seat in seats]
        people = [holder(self._organisation, post) for post in posts if post is not None]
        if len(people) == len(seats) and all(actor.official for actor in people):
            yield from self._told(task.id, conversation, people, begins + timedelta(minutes=1))

    def _told(
        self, place: UUID, conversation: Conversation, people: Sequence[Actor], begins: datetime
    ) -> Story:
        """The lines one after another; who cannot say theirs is silent."""
        moments = [begins]
        for line in conversation.lines:
            moments.append(moments[-1] + timedelta(minutes=line.after))
        said: dict[int, UUID] = {}
        for number, moment in enumerate(list(in_order(moments))[1:]):
            yield moment
            line = conversation.lines[number]
            try:
                said[number] = self._say(place, line, people, said)
                self._react(said[number], line, people)
                if conversation.pinned == number:
                    self._chronicle.run(messages.Pin(message=said[number]), people[0])
            except Rejection:
                continue

    def _say(self, place: UUID, line: Line, people: Sequence[Actor], said: dict[int, UUID]) -> UUID:
        called = people[line.calls % len(people)].official if line.calls is not None else None
        command = messages.Post(
            channel=place,
            text=line.text,
            mentions=(Mention(kind="official", id=called),) if called else (),
            thread=said.get(line.answers) if line.answers is not None else None,
        )
        return self._chronicle.run(command, people[line.who % len(people)])

    def _react(self, message: UUID, line: Line, people: Sequence[Actor]) -> None:
        others = [actor for actor in people if actor is not people[line.who % len(people)]]
        for emoji, count in line.reactions:
            for actor in others[:count]:
                self._chronicle.run(messages.React(message=message, emoji=emoji), actor)


def _ids(people: Sequence[Actor]) -> tuple[UUID, ...]:
    return tuple(actor.official for actor in people if actor.official)
