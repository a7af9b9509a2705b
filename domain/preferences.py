"""What a person wants to be told of, how and when: theirs alone."""

from __future__ import annotations

import re
from typing import ClassVar, Literal
from uuid import UUID, uuid5

from msgspec.structs import replace

from domain.kernel import By, CreatedEvent, Event, Keeping, Noun, Rejection, Struct
from domain.notices.rule import Group

Way = Literal["push", "digest"]
"""Besides the inbox, which shows all."""
Level = Literal["all", "mentions", "none"]
"""Of a channel: each message is told, only being called, or nothing."""

MOST_LEVELS = 500
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Quiet(Struct, frozen=True):
    """Hours of each day ("21:00" to "06:30" in Việt Nam) in which only what is urgent is told at once."""

    start: str
    end: str


class GroupWays(Struct, frozen=True):
    """How one wants to be told of a group, other than usual."""

    group: Group
    ways: tuple[Way, ...]


class ChannelLevel(Struct, frozen=True):
    """How much one wants to be told of a channel, other than usual."""

    channel: UUID
    level: Level


class Wishes(Struct, frozen=True):
    """All of it. `digest`: an e-mail each morning; `content_hidden`: a push does not say what it is about."""

    quiet: Quiet | None = None
    ways: tuple[GroupWays, ...] = ()
    levels: tuple[ChannelLevel, ...] = ()
    digest: bool = False
    content_hidden: bool = False


def preferences_of(official: UUID) -> UUID:
    """The id of somebody's preferences."""
    return uuid5(official, "preferences")


class Created(CreatedEvent):
    """A person chose for the first time."""

    TOPIC = "preferences.chosen"
    official: UUID
    wishes: Wishes


class Changed(Event):
    """They chose otherwise."""

    TOPIC = "preferences.changed"
    official: UUID
    wishes: Wishes

    def apply(self, subject: Preferences) -> None:
        subject.wishes = self.wishes


class Preferences(Noun, created=Created):
    """What a person wants to be told of."""

    TOPIC = "preferences"
    official: UUID
    wishes: Wishes


class Wish(Keeping[Preferences], frozen=True):
    """A command about one's own preferences."""

    noun: ClassVar[type[Noun]] = Preferences

    def identity(self, by: By) -> UUID:
        return preferences_of(by.author)

    def over(self, wishes: Wishes) -> Wishes:
        """The wishes as they become."""
        raise TypeError(f"{self.name} does not say what it changes")

    def keep(self, subject: Preferences | None, by: By) -> Preferences:
        before = subject.wishes if subject is not None else Wishes()
        wishes = self.over(before)
        if subject is None:
            return Preferences.begin(Created, self.identity(by), by, official=by.author, wishes=wishes)
        if wishes != before:
            subject.record(Changed, by, official=by.author, wishes=wishes)
        return subject


class Set(Wish, frozen=True):
    """Choose when and how one is told; the levels of channels stay."""

    name: ClassVar[str] = "preferences.set"
    quiet: Quiet | None = None
    ways: tuple[GroupWays, ...] = ()
    digest: bool = False
    content_hidden: bool = False

    def over(self, wishes: Wishes) -> Wishes:
        if self.quiet and not (_CLOCK.fullmatch(self.quiet.start) and _CLOCK.fullmatch(self.quiet.end)):
            raise Rejection("preferences.clock")
        ways = tuple({each.group: each for each in self.ways}.values())
        return replace(
            wishes, quiet=self.quiet, ways=ways, digest=self.digest, content_hidden=self.content_hidden
        )


class Mute(Wish, frozen=True):
    """Choose how much one is told of a channel (a unit's has the unit's id); None: as usual."""

    name: ClassVar[str] = "preferences.mute"
    channel: UUID
    level: Level | None = None

    def over(self, wishes: Wishes) -> Wishes:
        others = tuple(each for each in wishes.levels if each.channel != self.channel)
        if self.level is None:
            return replace(wishes, levels=others)
        if len(others) >= MOST_LEVELS:
            raise Rejection("preferences.too-many", most=MOST_LEVELS)
        return replace(wishes, levels=(*others, ChannelLevel(channel=self.channel, level=self.level)))
