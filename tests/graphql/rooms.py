"""A channel in the tests' city in which much is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.channel import commands as channels
from domain.message import commands as messages
from tests.projections.city import City


class Room:
    """A channel of three people in which 60 messages were said in ten days, and one of them answered."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.seats = [city.seat(city.units[0], "Trực ban", leading=False) for _ in range(3)]
        self.people = city.people[-3:]
        made = city.run(
            channels.Create(kind="group", title="Trực ban", members=tuple(self.people[1:])),
            self.people[0],
            self.seats[0],
        )
        assert made is not None
        self.id = made
        self.said: list[UUID] = []
        self.answers: list[UUID] = []
        for number in range(60):
            city.now += timedelta(hours=4)
            self.said.append(self.say(f"Tin số {number}"))
            if number % 3 == 0 and number > 6:
                self.answers.append(self.say("Đã rõ", thread=self.said[6]))

    def say(self, text: str, who: int = 0, **more: Any) -> UUID:
        """One of them says something."""
        made = self.run(messages.Post(channel=self.id, text=text, **more), who)
        assert made is not None
        return made

    def run(self, command: Any, who: int = 0) -> UUID | None:
        """One of them gives a command."""
        return self.city.run(command, self.people[who], self.seats[who])

    def order(self, message: UUID) -> int:
        """The position at which a message was posted."""
        return next(at.position for at in self.city.events if at.stream == message)
