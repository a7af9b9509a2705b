"""Timelines: who did what to a task or directive, when, as whom and why."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

import msgspec

from domain import official
from domain.directive import events as directive
from domain.kernel import Event
from domain.task import events as task
from projections.kernel import Recorded
from projections.projection import Projection, begins, erasing, on
from projections.row import Row, Value
from projections.tables import EventTable

NEWEST = 50
SAID = ("text", "remark", "reason")
PLACE = ("originator_id", "originator_version", "originator_topic", "timestamp")
LEFT_OUT = frozenset({*PLACE, *SAID, "author", "seat", "form", "title", "description", "creator", "units"})
"""What an entry says elsewhere, or what is too long for it."""

encode = msgspec.json.Encoder().encode


class Entry(Value, kw_only=True):
    """One event. `kind` is its topic, `post` the acting post, `text` what was written, `data` the rest."""

    version: int
    at: datetime
    kind: str
    official: UUID | None
    post: UUID | None
    behalf_of: UUID | None
    basis: str | None
    policy: str | None
    text: str | None
    data: dict[str, Any]


class TimelineRow(Row, kw_only=True):
    """The newest entries of a timeline, oldest first; the row has the id of the task or directive."""

    entries: list[Entry]


class Timeline(Row, kw_only=True):
    """The same with entries that stay encoded, since only their number matters to most events."""

    entries: list[msgspec.Raw]


class Timelines(Projection[Timeline]):
    """Whoever sees the task or directive sees what happened to it."""

    collection = "timeline"
    row = TimelineRow
    state = Timeline
    follows = ("task", "directive")
    events = EventTable(
        "timeline_view",
        {
            "id": "uuid",
            "version": "int",
            "position": "bigint",
            "at": "timestamptz",
            "kind": "text",
            "official": "uuid",
            "post": "uuid",
            "behalf_of": "uuid",
            "basis": "text",
            "policy": "text",
            "text": "text",
            "data": "json",
        },
        indexes=("(official)",),
    )
    words = "SELECT DISTINCT official, id FROM timeline_view WHERE official = ANY($1)"
    erase = "UPDATE timeline_view SET text = left(text, 0), data = '{}' WHERE official = ANY($1)"

    @begins(task.Created, directive.Created)
    def begun(self, _: None, event: Event, at: Recorded) -> Timeline:
        return Timeline(entries=[msgspec.Raw(encode(entry(at)))])

    @on(*task.TaskEvent.__subclasses__(), *directive.DirectiveEvent.__subclasses__())
    def happened(self, row: Timeline, event: Event, at: Recorded) -> Timeline:
        row.entries = [*row.entries[1 - NEWEST :], msgspec.Raw(encode(entry(at)))]
        return row

    @erasing(official.Erased)
    def erased(self, row: Timeline, event: official.Erased, at: Recorded) -> Timeline:
        entries = [msgspec.json.decode(raw, type=Entry) for raw in row.entries]
        for one in entries:
            if one.official == at.stream:
                one.text, one.data = one.text and "", {}
        row.entries = [msgspec.Raw(encode(one)) for one in entries]
        return row

    def entry(self, at: Recorded) -> Sequence[Any] | None:
        if not isinstance(at.event, KINDS):
            return None
        who = at.metadata
        return (
            at.stream,
            at.version,
            at.position,
            at.event.timestamp,
            at.topic,
            who.account,
            who.post,
            who.behalf_of,
            who.basis,
            who.policy,
            _said(at.event),
            encode(_data(at.event)).decode(),
        )


KINDS = (task.Created, task.TaskEvent, directive.Created, directive.DirectiveEvent)


def entry(at: Recorded) -> Entry:
    """An event as a timeline tells it."""
    event, who = at.event, at.metadata
    assert isinstance(event, Event)
    return Entry(
        version=at.version,
        at=event.timestamp,
        kind=at.topic,
        official=who.account,
        post=who.post,
        behalf_of=who.behalf_of,
        basis=who.basis,
        policy=who.policy,
        text=_said(event),
        data=_data(event),
    )


def _said(event: object) -> str | None:
    values = vars(event)
    return next((values[name] for name in SAID if values.get(name) is not None), None)


def _data(event: object) -> dict[str, Any]:
    values = vars(event)
    return {key: values[name] for name, key in _told(cast(Hashable, type(event))) if values[name] is not None}


@cache
def _told(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of an event that its entry's `data` has, with their names there."""
    names = [name for field in fields(kind) if (name := field.name) not in LEFT_OUT]
    return tuple((name, _camel(name)) for name in names)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
