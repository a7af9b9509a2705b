"""Timelines: who did what to a task, a directive or recurring work, when, as whom and why."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast
from uuid import UUID

import msgspec

from domain.directive import events as directive
from domain.recurrence import events as recurrence
from domain.task import events as task
from projections.kernel import Recorded
from projections.projection import Projection
from projections.row import Row, Value
from projections.tables import EventTable

NEWEST = 50
SAID = ("text", "remark", "reason")
PLACE = ("originator_id", "originator_version", "originator_topic", "timestamp")
LONG = ("form", "title", "description", "units", "checklist", "items", "wanted")
LEFT_OUT = frozenset({*PLACE, *SAID, *LONG, "author", "seat", "creator"})
"""What an entry says elsewhere, or what is too long for it."""

encode = msgspec.json.Encoder(order="deterministic").encode


JSON = f"""
    ('{{"entries":[' || coalesce((
        SELECT string_agg(newest.entry, ',' ORDER BY newest.version) FROM (
            SELECT version, json_build_object(
                'version', version, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'kind', kind, 'official', official, 'post', post, 'behalfOf', behalf_of, 'basis', basis,
                'policy', policy, 'text', text, 'data', data
            )::text AS entry
            FROM timeline_view t WHERE t.id = r.id ORDER BY version DESC LIMIT {NEWEST}
        ) newest
    ), '') || CASE WHEN r.fields ->> 'stale' IS NULL THEN ']}}' ELSE '],"stale":true}}' END)::json
"""  # noqa: S608 - constants
"""A TimelineRow, made of the table of events."""


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
    """The newest entries of a timeline, oldest first; the row has the id of what they are about."""

    entries: list[Entry]


class Timelines(Projection[TimelineRow]):
    """Whoever sees a task, directive or recurring work sees what happened to it. Kept as a line an event."""

    collection = "timeline"
    row = TimelineRow
    read = (("task", "directive", "recurrence"), JSON)
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
            "data": "jsonb",
        },
        indexes=("(official)", "USING gin ((data -> 'files')) WHERE data ? 'files'"),
    )
    erase = """
        UPDATE timeline_view SET text = left(text, 0),
            data = CASE WHEN data ? 'evidence' THEN data || '{"evidence": ""}' ELSE data END
        WHERE official = ANY($1)
    """

    def entry(self, at: Recorded) -> Sequence[Any] | None:
        told = _told(cast(Hashable, type(at.event)))
        if told is None:
            return None
        who, values = at.metadata, vars(at.event)
        data = {key: values[name] for name, key in told.data if values[name] != told.later.get(name)}
        return (
            at.stream,
            at.version,
            at.position,
            values["timestamp"],
            at.topic,
            who.account,
            who.post,
            who.behalf_of,
            who.basis,
            who.policy,
            values[told.said] if told.said else None,
            encode(data).decode(),
        )


KINDS = (
    *(task.Created, task.TaskEvent, directive.Created, directive.DirectiveEvent),
    *(recurrence.Created, recurrence.RecurrenceEvent),
)


class _Told(NamedTuple):
    """Which fields of an event class its entries tell: what was said, and `data` with their names there.

    What a field that came later says by default (else nothing: None) is left out.
    """

    said: str | None
    data: tuple[tuple[str, str], ...]
    later: dict[str, Any]


@cache
def _told(kind: Hashable) -> _Told | None:
    """None for events that are not a timeline's."""
    if not issubclass(cast(Any, kind), KINDS):
        return None
    known = {field.name: field for field in fields(cast(Any, kind))}
    said = next((name for name in SAID if name in known), None)
    later = {name: field.default for name, field in known.items() if field.default is not MISSING}
    return _Told(said, tuple((name, _camel(name)) for name in known if name not in LEFT_OUT), later)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
