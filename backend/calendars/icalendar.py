"""Deadlines as an iCalendar object (RFC 5545): as events, since phones do not show its tasks (VTODO)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from icalendar import Calendar, Event

from backend.calendars.deadlines import Due
from domain.workdays import VIETNAM

LENGTH = timedelta(minutes=30)
"""An event ends at the deadline, and is as long as can be seen in a day."""
REFRESH = timedelta(hours=1)
WORDS = {
    "vi": {"calendar": "Công vụ: hạn nhiệm vụ", "due": "Hạn: {title}", "hidden": "Nhiệm vụ"},
    "en": {"calendar": "Công vụ: deadlines", "due": "Due: {title}", "hidden": "Task"},
}


def calendar(due: Iterable[tuple[UUID, Due]], address: str, language: str, *, hidden: bool) -> bytes:
    """The object; the same tasks give the same bytes. `hidden`: without titles and addresses."""
    words = WORDS.get(language, WORDS["vi"])
    made = Calendar()
    made.add("prodid", "-//congvu//deadlines//VI")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        made.add(name, words["calendar"])
    made.add("x-wr-timezone", str(VIETNAM))
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for id, each in due:
        made.add_component(_event(id, each, address, words, hidden=hidden))
    return bytes(made.to_ical())


def _event(id: UUID, due: Due, address: str, words: dict[str, str], *, hidden: bool) -> Event:
    """Without alarms: reminders are the platform's, by the rule of the unit."""
    event = Event()
    event.add("uid", f"{id}@congvu")
    event.add("dtstamp", due.updated_at)
    event.add("last-modified", due.updated_at)
    event.add("sequence", due.version)
    event.add("dtstart", due.deadline - LENGTH)
    event.add("dtend", due.deadline)
    event.add("summary", words["hidden"] if hidden else words["due"].format(title=due.title))
    event.add("status", "CONFIRMED" if due.suspension is None else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if not hidden:
        event.add("url", f"{address}/viec/{id}")
    return event
