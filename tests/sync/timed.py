"""The calendar, rules of reminders and personal reminders folded into plain dictionaries, the naive way.

Written from domain/access.md and what rows say of themselves; imports nothing of the domain or projections.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.sync.talked import Thing, as_json

OFFICE = [{"start": "07:30", "end": "11:30"}, {"start": "13:00", "end": "17:00"}]
DUE_TO: dict[str, str] = {
    "lead": "chain",
    "assigner": "judge",
    "leader": "leaders",
    "chaser": "chaser",
    "coordinating": "coordinating",
}
"""Whom a reminder reaches by each role, in the order of the rules, and as whom a task names them."""


class Timed:
    """What holds for all as of the last event, and what each wants to be reminded of."""

    def __init__(self) -> None:
        self.calendars: dict[UUID, Thing] = {}
        self.remindings: dict[UUID, Thing] = {}
        self.reminders: dict[UUID, Thing] = {}

    def _calendar(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        calendar = self.calendars.setdefault(id, {"days": [], "years": [], "hours": OFFICE})
        if verb == "hours-changed":
            calendar["hours"] = as_json(event.hours)
        else:
            days = {day["day"]: day for day in calendar["days"]}
            for gone in getattr(event, "removed", ()):
                days.pop(gone.isoformat(), None)
            for day in as_json(event.days):
                days[day["day"]] = day
            calendar["days"] = [days[day] for day in sorted(days)]
            years = {*calendar["years"], event.year} - {None}
            calendar["years"] = sorted(years)
        calendar["version"] = recorded.version

    def _reminding(self, _: str, id: UUID, event: Any, recorded: Any) -> None:
        self.remindings[id] = {"unit": event.unit, "rule": as_json(event.rule), "version": recorded.version}
        self.remindings[id]["ending"] = event.ending

    def _reminder(self, verb: str, id: UUID, event: Any, recorded: Any) -> None:
        if verb == "set":
            self.reminders[id] = {"official": event.official, "subject": event.subject}
        reminder = self.reminders[id]
        if verb in ("set", "changed"):
            reminder |= {"text": event.text, "at": event.at, "status": "pending"}
        else:
            reminder["status"] = verb
        reminder["version"] = recorded.version

    def timed(self, person: UUID) -> dict[tuple[str, str], Thing]:
        """What a person has of it: what holds for all, and what they have not done yet."""
        everybody = (("calendar", self.calendars), ("reminding", self.remindings))
        found = {(name, str(id)): thing for name, things in everybody for id, thing in things.items()}
        return found | {
            ("reminder", str(id)): one
            for id, one in self.reminders.items()
            if one["official"] == person and one["status"] != "done"
        }
