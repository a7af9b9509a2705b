"""Channels, memberships and messages folded into plain dictionaries, the naive way: what was said where.

Written from domain/access.md and what rows say of themselves; imports nothing of the domain or projections.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import msgspec

Thing = dict[str, Any]

WINDOW = 3
"""How many of the newest messages of a place devices have in these tests, so that many fall out."""
PREVIEW = 120


class Talked:
    """What was said as of the last event, and in which channels of people and units."""

    def __init__(self) -> None:
        self.channels: dict[UUID, Thing] = {}
        self.messages: dict[UUID, Thing] = {}
        self.said: dict[UUID, list[UUID]] = {}
        """The messages of each place, in their order."""

    def found_channel(self, id: UUID, kind: str, name: str, at: Any, **more: Any) -> None:
        """A unit's channel begins, or one of people."""
        self.channels[id] = {
            "kind": kind,
            "name": name,
            "topic": None,
            "unit": None,
            "posting": "all",
            "retentionDays": None,
            "archived": False,
            "count": 0,
            "last": None,
            "pinned": [],
            "createdAt": at,
            "people": {},
        } | more

    def _channel(self, verb: str, id: UUID, event: Any, _: Any) -> None:
        if verb == "created":
            people = {member.official: member.moderator for member in event.members}
            more = {"topic": event.topic, "people": people}
            return self.found_channel(id, event.kind, event.name, event.timestamp, **more)
        channel = self.channels[id]
        match verb:
            case "renamed":
                channel["name"], channel["topic"] = event.name, event.topic
            case "joined":
                channel["people"] |= dict.fromkeys(event.officials, False)
            case "left":
                del channel["people"][event.official]
            case "appointed":
                channel["people"][event.official] = event.moderator
            case "rules-changed":
                channel["posting"], channel["retentionDays"] = event.posting, event.retention_days
            case "archived" | "reopened":
                channel["archived"] = verb == "archived"
        return None

    def _message(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "posted":
            self._posted(id, event, recorded)
        message, channel = self.messages[id], self.channels.get(event.channel, {"pinned": [], "last": None})
        message["version"] = recorded.version
        match verb:
            case "edited":
                message["text"], message["mentions"] = event.text, as_json(event.mentions)
                message["editedAt"] = event.timestamp
            case "retracted" | "expired":
                message.update(text="", mentions=[], attachments=[], cards=[], reactions=[], pinned=False)
                message["expired"] = verb == "expired"
                message["retractedBy"] = event.official if verb == "retracted" else None
            case "reacted" | "unreacted":
                message["reactions"] = _reacted(message["reactions"], event, verb == "reacted")
            case "pinned" | "unpinned":
                message["pinned"] = verb == "pinned"
        if verb == "pinned" or not message["pinned"]:
            others = [each for each in channel["pinned"] if each != str(id)]
            channel["pinned"] = [*others, str(id)] if message["pinned"] else others
        if channel["last"] and channel["last"]["id"] == str(id):
            channel["last"]["text"] = message["text"][:PREVIEW]
            channel["last"]["files"] = len(message["attachments"])

    def _posted(self, id: UUID, event: Any, recorded: Any) -> None:
        there = self.said.setdefault(event.channel, [])
        numbered = [each for each in there if self.messages[each]["thread"] is None]
        there.append(id)
        names = ("channel", "kind", "author", "text", "thread")
        self.messages[id] = {
            **{name: getattr(event, name) for name in names},
            **{
                name: as_json(getattr(event, name)) for name in ("mentions", "attachments", "cards", "origin")
            },
            "post": recorded.metadata.post,
            "replies": 0,
            "at": event.device_at or event.timestamp,
            "order": recorded.position,
            "number": 0 if event.thread else len(numbered) + 1,
            "editedAt": None,
            "retractedBy": None,
            "expired": False,
            "pinned": False,
            "reactions": [],
        }
        if event.thread:
            self.messages[event.thread]["replies"] += 1
        elif event.channel in self.channels:
            self.channels[event.channel]["count"] += 1
            last = {"id": id, "author": event.author, "at": event.timestamp, "text": "", "files": 0}
            self.channels[event.channel]["last"] = as_json(last)

    # What devices get of it

    def channel_row(self, id: UUID) -> Thing:
        """A channel, with its members."""
        channel = self.channels[id]
        people: dict[UUID, bool] = channel["people"]
        return {
            **{name: value for name, value in channel.items() if name != "people"},
            "members": [str(person) for person in people],
            "memberCount": len(people),
            "moderators": [str(person) for person, moderator in people.items() if moderator],
        }

    def membership(self, channel: UUID, person: UUID) -> tuple[str, Thing]:
        """The id and the row of somebody's membership."""
        moderator = self.channels[channel]["people"][person]
        row = {"channel": channel, "official": person, "moderator": moderator, "active": True}
        return str(uuid5(channel, str(person))), row

    def newest(self, place: UUID) -> list[UUID]:
        """The messages of a place that devices have."""
        return self.said.get(place, [])[-WINDOW:]

    def talk_row(self, place: UUID) -> Thing:
        """What is said at a task or directive."""
        messages = [{"id": id, **self.messages[id]} for id in self.newest(place)]
        numbers = [self.messages[id]["number"] for id in self.said[place]]
        return {"count": max(numbers), "messages": as_json(messages)}


def _reacted(reactions: list[Thing], event: Any, given: bool) -> list[Thing]:
    """The emoji on a message in the order of their first, with who gave each in their order."""
    by_emoji = {each["emoji"]: list(each["officials"]) for each in reactions}
    who = by_emoji.setdefault(event.emoji, [])
    if given:
        who.append(str(event.official))
    else:
        who.remove(str(event.official))
    return [{"emoji": emoji, "officials": officials} for emoji, officials in by_emoji.items() if officials]


def as_json(value: Any) -> Any:
    """As JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))
