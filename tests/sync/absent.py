"""Commands about absences, and what those do who stand in, chosen at random."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.kernel import Actor
from tests.sync.deeds import Args, Deeds
from tests.sync.oracle import stand_in

Chosen = tuple[str, Args, Actor]


class Absent:
    """Chooses by what may be done otherwise; what it chooses may be refused."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        self.random, self.world, self.now = deeds.random, deeds.world, deeds.now

    def chosen(self, watched: UUID) -> Chosen | None:
        """Somebody goes away, changes their mind, or is stood in for; `watched` has to do with it."""
        return self.random.choice((self.declared, self.changed, self.worked))(watched)

    def _themselves(self, name: str, official: UUID, args: Args) -> Chosen | None:
        seats = self.world.seats_of(official)
        return (name, args, Actor(official=official, post=seats[0])) if seats else None

    def declared(self, watched: UUID) -> Chosen | None:
        """Somebody is away now or soon, for minutes or days."""
        official = self.random.choice([*self.world.officials, watched])
        start = self.now + timedelta(minutes=self.random.choice([-30, 0, 5, 20]))
        end = self.now + self.random.choice([timedelta(minutes=25), timedelta(days=9)])
        args = {"official": official, "start": start, "end": end, "kind": "leave", "note": "Về quê"}
        return self._themselves(
            "absence.declare", official, {**args, "standIns": self._stand_ins(official, watched)}
        )

    def _stand_ins(self, official: UUID, watched: UUID) -> list[Args]:
        """For one seat, or all, or one and the others."""
        mine = self.world.seats_of(official) or self.deeds.posts
        others = self.world.seats_of(watched) or self.deeds.posts
        named = {"standIn": self.random.choice(others), "post": self.random.choice(mine)}
        every = {"standIn": self.random.choice([*others, *self.deeds.posts])}
        return self.random.choice([[named], [every], [named, every]])

    def changed(self, watched: UUID) -> Chosen | None:
        """Dates or stand-ins are others, or the absence is over."""
        lasting = [
            id for id, away in self.world.absences.items() if not away["cancelled"] and away["end"] > self.now
        ]
        if not lasting:
            return None
        id = self.random.choice(lasting)
        official = self.world.absences[id]["official"]
        if self.deeds.chance(0.6):
            return self._themselves("absence.cancel", official, {"absence": id})
        end = self.now + timedelta(minutes=self.random.choice([25, 300]))
        args = {"absence": id, "start": self.now, "end": end}
        return self._themselves(
            "absence.change", official, {**args, "standIns": self._stand_ins(official, watched)}
        )

    def worked(self, watched: UUID) -> Chosen | None:
        """The work of one who is away, done by the one who stands in."""
        deed = self.deeds.about_task()
        if deed is None:
            return None
        name, args, post = deed
        for id, away in self.world.absences.items():
            other = stand_in(away, post) if post in self.world.seats_of(away["official"]) else None
            if other is not None:
                holder = self.world.posts[other]["holder"]
                return name, args, Actor(official=holder, post=other, behalf_of=post, basis=str(id))
        return None
