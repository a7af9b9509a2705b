"""Recurring work folded into plain dictionaries, the naive way.

Written from domain/access.md and what rows say of themselves; imports nothing of the domain or projections.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from tests.sync.talked import Thing, as_json

NEWEST = 12


def made(stream: UUID, version: int, noun: str) -> UUID:
    """The id of what follows from an occurrence."""
    return uuid5(uuid5(uuid5(stream, str(version)), "recurrence:occurrence"), noun)


class Recurring:
    """Each as of its last event."""

    def __init__(self) -> None:
        self.recurring: dict[UUID, Thing] = {}

    def _recurrence(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "set-up":
            self.recurring[id] = {"seat": event.seat, "creator": event.creator, "covered": None, "recent": []}
            self.recurring[id] |= {"number": 0, "occurred": 0, "skipped": 0, "createdAt": event.timestamp}
            self.recurring[id] |= {"state": "active", "entries": []}
        one = self.recurring[id]
        one["entries"] = [*one["entries"], [recorded.version, recorded.topic]]
        one |= {"version": recorded.version, "updatedAt": event.timestamp}
        if hasattr(event, "schedule"):
            asked, schedule = as_json(event.wanted), as_json(event.schedule)
            one |= {"wanted": asked, "title": event.wanted.title, "schedule": schedule}
        if hasattr(event, "after"):
            one["after"] = event.after.isoformat()
        match verb:
            case "paused" | "ended":
                one["state"] = verb
            case "resumed":
                one["state"] = "active"
            case "passed":
                one["seat"] = event.seat
            case "skipped":
                one |= {"number": event.last, "after": event.until.isoformat()}
                one["skipped"] += event.last - event.first + 1
            case "occurred":
                self._came(one, event, recorded)
            case "failed" | "retried":
                one["recent"] = [self._again(each, event, recorded) for each in one["recent"]]

    def _came(self, one: Thing, event: Any, recorded: Any) -> None:
        came = as_json(event.occurrence)
        one |= {"number": came["number"], "after": came["day"], "covered": came["until"]}
        one["occurred"] += 1
        happened = {"occurrence": came, "made": self._id(event, recorded), "failure": None}
        one["recent"] = [*one["recent"], happened][-NEWEST:]

    def _again(self, each: Thing, event: Any, recorded: Any) -> Thing:
        failed = hasattr(event, "reason")
        number = event.number if failed else event.occurrence.number
        if each["occurrence"]["number"] != number:
            return each
        if failed:
            return {**each, "failure": event.reason}
        return {"occurrence": as_json(event.occurrence), "made": self._id(event, recorded), "failure": None}

    def _id(self, event: Any, recorded: Any) -> str:
        noun = "task" if event.wanted.lead else "directive"
        return str(made(recorded.stream, recorded.version, noun))
