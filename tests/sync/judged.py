"""Rules of evaluation and contests folded into plain dictionaries, the naive way.

Written from domain/access.md and what rows say of themselves; imports nothing of the domain or projections.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.sync.talked import Thing, as_json


class Judged:
    """What units evaluate work by, and what officials contest of what it came to."""

    def __init__(self) -> None:
        self.rules: dict[UUID, Thing] = {}
        self.contests: dict[UUID, Thing] = {}

    def _evaluation_rule(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "drafted":
            never = dict.fromkeys(("starts", "paper", "adoptedAt"))
            self.rules[id] = {"unit": event.unit, "state": "draft", **never}
        rule = self.rules[id]
        rule["version"] = recorded.version
        match verb:
            case "drafted" | "changed":
                rule.update(title=event.title, author=event.author, parameters=as_json(event.parameters))
            case "adopted":
                rule.update(starts=event.starts, paper=event.paper, adoptedAt=event.timestamp)
                rule["state"] = "adopted"
            case "withdrawn":
                rule["state"] = "withdrawn"

    def _contest(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "raised":
            names = ("official", "seat", "unit", "to", "period", "task", "reason")
            self.contests[id] = {name: getattr(event, name) for name in names}
            undecided = {"excuses": [], "answer": "", "decidedBy": None, "decidedAt": None}
            self.contests[id] |= {
                "attachments": [],
                "raisedAt": event.timestamp,
                "state": "open",
                **undecided,
            }
        contest = self.contests[id]
        contest["version"] = recorded.version
        if verb in ("accepted", "refused"):
            contest.update(answer=event.answer or "", decidedBy=event.author, decidedAt=event.timestamp)
        if verb == "accepted":
            contest["excuses"] = as_json(event.excuses)
        if verb != "raised":
            contest["state"] = verb
