"""Channels, who is in them and what was said where, in a random organisation; and commands about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain import preferences
from domain.channel import commands as ch
from domain.draft import Save
from domain.export import Make
from domain.kernel import Command
from domain.message import commands as c
from domain.message.state import Forward, Mention, MentionKind
from domain.seeing import sees
from domain.snooze import Put
from domain.talk import place_of
from tests.contracts.naive import Known

if TYPE_CHECKING:
    from tests.contracts.organisations import World

KINDS = ("open", "open", "private", "group", "group")
CHANNELS = 5
DIRECT = 2
MESSAGES = 14
MOVES = 8


def talk(world: World) -> None:
    """People open channels and talk, in all places; then some come and go."""
    for _ in range(CHANNELS):
        members = tuple(world.random.choices(world.officials, k=world.random.randint(0, 4)))
        opening = ch.Create(kind=world.random.choice(KINDS), title="-", members=members)
        _keep(world, opening, world.random.choice(world.officials), world.channels)
    for _ in range(DIRECT):
        one, other = world.random.sample(world.officials, 2)
        _keep(world, ch.Direct(official=other), one, world.channels)
    for _ in range(MOVES):
        _move(world)
    for _ in range(MESSAGES):
        place = some_place(world)
        _keep(world, c.Post(channel=place, text="-"), hearer(world, place), world.messages)
    for _ in range(MOVES):
        _move(world)


def _keep(world: World, command: Command[Any], who: UUID, ids: list[UUID]) -> None:
    noun = world.run(command, who=who)
    if noun is not None and noun.id not in ids:
        ids.append(noun.id)


def _move(world: World) -> None:
    """Somebody comes or goes, or a channel has other rules."""
    channel, person = world.random.choice(world.channels), world.random.choice(world.officials)
    steps: tuple[Command[Any], ...] = (
        ch.Add(channel=channel, officials=(person,)),
        ch.Remove(channel=channel, official=hearer(world, channel)),
        ch.Remove(channel=channel, official=hearer(world, channel)),
        ch.Appoint(channel=channel, official=hearer(world, channel), moderator=world.chance(0.7)),
        ch.SetRules(channel=channel, posting="moderators" if world.chance(0.8) else "all"),
        ch.Archive(channel=channel),
    )
    world.run(world.random.choices(steps, (3, 2, 2, 2, 3, 1))[0])


def some_place(world: World) -> UUID:
    """A unit, task, directive or channel."""
    channels = [world.channels] * 3
    places = world.random.choice((world.units, world.tasks, world.directives, *channels))
    return world.random.choice(places)


def hearers(world: World, place: UUID) -> list[UUID]:
    """Those who hear what is said there; nobody where there is no place."""
    noun = world.nouns.get(place)
    at = place_of(noun) if noun is not None else None
    return [who for who in world.officials if at and sees(who, at.audience, world.organisation)]


def hearer(world: World, place: UUID) -> UUID:
    """Somebody who hears what is said there, most times."""
    there = hearers(world, place)
    return world.random.choice(there if there and world.chance(0.9) else world.officials)


def near(world: World, command: Command[Any]) -> list[UUID]:
    """Those who hear the place that the command is about, if it is about one."""
    message = world.known.get(getattr(command, "message", None) or world.units[0], Known()).message
    place = message.channel if message else getattr(command, "channel", None)
    return hearers(world, place) if place else []


def _channel(world: World) -> UUID:
    return world.random.choice(world.channels)


def _message(world: World) -> UUID:
    return world.random.choice(world.messages)


def _person(world: World) -> UUID:
    return world.id() if world.chance(0.05) else world.random.choice(world.officials)


def _place(world: World) -> UUID:
    """A place, or what is none."""
    none = (world.id(), world.some_post(), _message(world))
    return world.random.choice(none) if world.chance(0.1) else some_place(world)


def _mention(world: World, place: UUID) -> Mention:
    kinds: tuple[MentionKind, ...] = ("official", "post", "unit", "unit", "everyone", "everyone")
    match world.random.choice(kinds):
        case "official":
            return Mention(kind="official", id=hearer(world, place) if world.chance(0.7) else _person(world))
        case "post":
            return Mention(kind="post", id=world.some_post())
        case "unit":
            return Mention(kind="unit", id=world.random.choice((place, world.some_unit(), world.id(), None)))
    return Mention(kind="everyone", id=_person(world) if world.chance(0.3) else None)


def _mentions(world: World, place: UUID) -> tuple[Mention, ...]:
    number = world.random.choice((0, 0, 0, 0, 1, 1, 2))
    return tuple(_mention(world, place) for _ in range(number))


def _post(world: World) -> Command[Any]:
    place = _place(world)
    forward = None
    if world.chance(0.3):
        message = _message(world)
        known = world.known[message].message
        assert known is not None
        forward = Forward(message=message, channel=_place(world) if world.chance(0.2) else known.channel)
    return c.Post(channel=place, text="-", mentions=_mentions(world, place), forward=forward)


def _edit(world: World) -> Command[Any]:
    message = _message(world)
    known = world.known[message].message
    assert known is not None
    return c.Edit(message=message, text="-", mentions=_mentions(world, known.channel))


def _people(world: World) -> tuple[UUID, ...]:
    return tuple(_person(world) for _ in range(world.random.choice((0, 1, 1, 2))))


MAKE: dict[str, Callable[[World], Command[Any]]] = {
    "channel.create": lambda w: ch.Create(kind=w.random.choice(KINDS), title="-", members=_people(w)),
    "channel.direct": lambda w: ch.Direct(official=_person(w)),
    "channel.rename": lambda w: ch.Rename(channel=_channel(w), title="-"),
    "channel.add": lambda w: ch.Add(channel=_channel(w), officials=_people(w)),
    "channel.join": lambda w: ch.Join(channel=_channel(w)),
    "channel.leave": lambda w: ch.Leave(channel=_channel(w)),
    "channel.remove": lambda w: ch.Remove(channel=_channel(w), official=_person(w)),
    "channel.appoint": lambda w: ch.Appoint(channel=_channel(w), official=_person(w), moderator=True),
    "channel.setRules": lambda w: ch.SetRules(channel=_channel(w), posting="all"),
    "channel.archive": lambda w: ch.Archive(channel=_channel(w)),
    "channel.reopen": lambda w: ch.Reopen(channel=_channel(w)),
    "message.post": _post,
    "message.edit": _edit,
    "message.retract": lambda w: c.Retract(message=_message(w)),
    "message.expire": lambda w: c.Expire(message=_message(w)),
    "message.react": lambda w: c.React(message=_message(w), emoji="👍"),
    "message.unreact": lambda w: c.Unreact(message=_message(w), emoji="👍"),
    "message.pin": lambda w: c.Pin(message=_message(w)),
    "message.unpin": lambda w: c.Unpin(message=_message(w)),
    "export.make": lambda w: Make(channel=_place(w)),
    "preferences.set": lambda w: preferences.Set(),
    "preferences.mute": lambda w: preferences.Mute(channel=_place(w)),
    "snooze.put": lambda w: Put(subject=_place(w)),
    "draft.save": lambda w: Save(channel=_place(w), text="-"),
}
"""Commands about talk, and about what is a person's own."""
