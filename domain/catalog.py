"""The visible table: every noun, command, event and policy of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain import delegation, official, post, unit
from domain.kernel import Command, Event, Noun
from domain.policies import Policy

NOUNS: dict[str, type[Noun]] = {
    noun.TOPIC: noun
    for noun in (
        unit.Unit,
        post.Post,
        official.Official,
        delegation.Delegation,
    )
}

COMMANDS: dict[str, type[Command[Any]]] = {
    command.name: command
    for command in (
        unit.Create,
        unit.Rename,
        unit.Move,
        unit.Merge,
        unit.Divide,
        unit.Close,
        post.Create,
        post.Alter,
        post.HandOver,
        post.Close,
        post.Grant,
        post.Revoke,
        official.Register,
        official.Alter,
        official.Leave,
        official.Erase,
        delegation.Give,
        delegation.Revoke,
    )
}

POLICIES: dict[str, tuple[Policy, ...]] = {}
"""What follows from an event, by its topic."""


def _events(root: type[Event]) -> Iterator[type[Event]]:
    for event in root.__subclasses__():
        if "TOPIC" in event.__dict__:
            yield event
        yield from _events(event)


def table(events: Iterable[type[Event]]) -> dict[str, type[Event]]:
    """The events of the nouns above by their topic; refuses a topic used twice."""
    found: dict[str, type[Event]] = {}
    for event in events:
        topic: str = event.__dict__["TOPIC"]
        if found.setdefault(topic, event) is not event:
            raise TypeError(f"topic {topic} is used twice: {found[topic]}, {event}")
    return {topic: found[topic] for topic in sorted(found) if topic.partition(".")[0] in NOUNS}


EVENTS: dict[str, type[Event]] = table(_events(Event))
