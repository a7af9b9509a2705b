"""What people may say and do next where they talk, chosen at random."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.sync.deeds import Args, Deed, Deeds
from tests.sync.oracle import Oracle


class Talking:
    """Chooses by the world as it is, more often where those with phones hear; it may be refused."""

    def __init__(self, deeds: Deeds, watched: list[UUID]) -> None:
        self.random = deeds.random
        self.chance = deeds.chance
        self.now = deeds.now
        self.world: Oracle = deeds.world
        self.watched = watched
        self.people = list(self.world.officials)

    def deed(self) -> Deed | None:
        """A command about channels or messages."""
        ways = [self.say, self.about_message, self.about_channel, self.open]
        return self.random.choices(ways, [12, 6, 8, 2])[0]()

    def by(self, person: UUID, name: str, args: Args) -> Deed | None:
        """Given by a person, in one of their seats if they have any."""
        seats = self.world.seats_of(person)
        return (name, args, self.random.choice(seats)) if seats else None

    def person(self) -> UUID:
        """Anybody, often one with a phone."""
        return self.random.choice(self.watched if self.chance(0.5) else self.people)

    def hears(self, person: UUID, place: UUID) -> bool:
        """Whether a person hears a place."""
        if place in self.world.tasks:
            return self.world.sees_task(person, self.world.tasks[place])
        if place in self.world.directives:
            return ("directive", str(place)) in self.world.sees(person)
        return self.world.hears(person, place)

    def hearer(self, place: UUID) -> UUID:
        """Somebody who hears a place, most times."""
        there = [person for person in self.people if self.hears(person, place)]
        return self.random.choice(there if there and self.chance(0.9) else self.people)

    def place(self) -> UUID:
        """Where one can talk: often where it was talked last, or where somebody with a phone hears it."""
        if self.world.messages and self.chance(0.5):
            newest = list(self.world.messages.values())[-3:]
            return UUID(str(self.random.choice(newest)["channel"]))
        channels = [id for id, channel in self.world.channels.items() if channel["kind"] != "unit"]
        kinds = [list(self.world.units), list(self.world.tasks), list(self.world.directives), channels]
        places = self.random.choice([kind for kind in kinds if kind])
        heard = [place for place in places if any(self.hears(person, place) for person in self.watched)]
        return self.random.choice(heard if heard and self.chance(0.7) else places)

    def say(self) -> Deed | None:
        """Something is said, perhaps in answer to something, or forwarded from elsewhere."""
        place = self.place()
        who = self.hearer(place)
        args: Args = {"channel": place, "text": f"Nước lên {self.random.randrange(100)} cm"}
        if self.world.said.get(place) and self.chance(0.25):
            args["thread"] = self.random.choice(self.world.said[place])
        if self.world.messages and self.chance(0.15):
            message = self.random.choice(list(self.world.messages))
            args["forward"] = {"message": message, "channel": self.world.messages[message]["channel"]}
        if self.chance(0.3):
            args["mentions"] = [self.mention(place)]
        files = [id for id, file in self.world.own["file"].items() if file["owner"] == who]
        if files and self.chance(0.5):
            args["attachments"] = [self.random.choice(files)]
        return self.by(who, "message.post", args)

    def mention(self, place: UUID) -> Args:
        """Somebody who hears, a unit, or all."""
        mentions: list[Args] = [
            {"kind": "official", "id": self.hearer(place)},
            {
                "kind": "unit",
                "id": place if place in self.world.units else self.random.choice(list(self.world.units)),
            },
            {"kind": "everyone"},
        ]
        return self.random.choices(mentions, [3, 2, 1])[0]

    def about_message(self) -> Deed | None:
        """Something becomes of a message: of an old one as well, which devices have no longer."""
        if not self.world.messages:
            return None
        id = self.random.choice(list(self.world.messages))
        message = self.world.messages[id]
        name = self.random.choices(
            ["edit", "retract", "react", "react", "unreact", "pin", "unpin"], [4, 2, 4, 2, 2, 3, 1]
        )[0]
        args: Args = {"message": id}
        args |= {"text": f"Nước rút {self.random.randrange(100)} cm"} if name == "edit" else {}
        args |= {"emoji": self.random.choice(["👍", "❤️"])} if name.endswith("react") else {}
        own = name in ("edit", "retract") and self.chance(0.8)
        who = message["author"] if own else self.hearer(message["channel"])
        return self.by(who, f"message.{name}", args)

    def about_channel(self) -> Deed | None:
        """Somebody comes or goes, or a channel becomes another."""
        channels = [id for id, channel in self.world.channels.items() if channel["kind"] != "unit"]
        if not channels:
            return self.open()
        id = self.random.choice(channels)
        people: dict[UUID, bool] = self.world.channels[id]["people"]
        moderators = [person for person, moderator in people.items() if moderator]
        moderator = self.random.choice(moderators or self.people)
        other = self.random.choice(list(people) if people and self.chance(0.6) else self.people)
        posting = self.random.choice(["all", "all", "moderators"])
        choices: list[tuple[int, UUID, str, dict[str, Any]]] = [
            (5, self.person(), "join", {}),
            (5, other, "leave", {}),
            (4, moderator, "add", {"officials": [self.person(), other]}),
            (5, moderator, "remove", {"official": other}),
            (3, moderator, "appoint", {"official": other, "moderator": self.chance(0.7)}),
            (1, moderator, "rename", {"title": "Chống ngập 2"}),
            (2, moderator, "setRules", {"posting": posting, "retentionDays": 30}),
            (1, moderator, "archive", {}),
            (2, moderator, "reopen", {}),
        ]
        weights = [choice[0] for choice in choices]
        _, who, name, args = self.random.choices(choices, weights)[0]
        return self.by(who, f"channel.{name}", {"channel": id, **args})

    def open(self) -> Deed | None:
        """A channel of several, or of two."""
        if self.chance(0.3):
            return self.by(self.person(), "channel.direct", {"official": self.person()})
        kind = self.random.choice(["open", "private", "group"])
        members = [self.person() for _ in range(self.random.randint(0, 3))]
        return self.by(
            self.person(), "channel.create", {"kind": kind, "title": "Chống ngập", "members": members}
        )
