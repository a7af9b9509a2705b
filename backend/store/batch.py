"""Entries, and batches of them laid out as the columns that congvu_append takes."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent

from backend.store.draft import (
    AccessMoved,
    Conflict,
    Draft,
    KeyMade,
    Refusal,
    Repeated,
    Stored,
    Taken,
    VersionMoved,
)

MOST_EVENTS = 256
MOST_ENTRIES = 256

CALL = "select * from congvu_append(" + ", ".join(f"${n}" for n in range(1, 32)) + ")"

_encode = msgspec.json.Encoder().encode
_refusal = msgspec.json.Decoder(Refusal).decode


class Entry:
    """A draft made ready: encoded, sealed, with the future that its caller waits for."""

    __slots__ = ("answer", "draft", "events", "exclusive", "expects", "keys", "metadata")

    def __init__(
        self,
        draft: Draft,
        events: Sequence[StoredEvent],
        keys: dict[UUID, bytes],
        answer: asyncio.Future[int | None],
    ) -> None:
        self.draft = draft
        self.events = events
        self.keys = keys
        self.answer = answer
        self.metadata = _encode(draft.metadata).decode()
        self.expects = dict(draft.expects)
        for event in events:
            self.expects.setdefault(event.originator_id, event.originator_version - 1)
        self.exclusive = self._exclusive()

    def _exclusive(self) -> tuple[Hashable, ...]:
        """What no other entry of the same batch may share: the probes see only what earlier batches stored."""
        shared: list[Hashable] = [(self.draft.official, self.draft.command), *self.expects]
        shared.extend((claim.kind, claim.value) for claim in self.draft.claims)
        shared.extend(("key", subject) for subject in self.keys)
        return tuple(shared)


class Batch:
    """Entries that go to the database in one call."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.events = 0
        self._seen: set[Hashable] = set()
        self._touched: set[UUID] = set()

    def full(self, entry: Entry) -> bool:
        """Whether the batch has to go without `entry`."""
        events = self.events + len(entry.events)
        return bool(self.entries) and (events > MOST_EVENTS or len(self.entries) >= MOST_ENTRIES)

    def admits(self, entry: Entry) -> bool:
        """Whether nothing that `entry` was decided on is written by an earlier entry of this batch."""
        if not self._seen.isdisjoint(entry.exclusive):
            return False
        return not (self._touched and any(subject in self._touched for subject, _ in entry.draft.depends))

    def add(self, entry: Entry) -> None:
        """Take the entry in."""
        self.entries.append(entry)
        self.events += len(entry.events)
        self._seen.update(entry.exclusive)
        if entry.draft.facts:
            self._touched.update(fact.subject for fact in entry.draft.facts)

    def columns(self) -> tuple[list[Any], ...]:
        """The arguments of congvu_append, in its order."""
        items: tuple[list[Any], ...] = ([], [], [], [], [], [])
        events: tuple[list[Any], ...] = ([], [], [], [], [])
        streams: tuple[list[Any], ...] = ([], [], [])
        depends: tuple[list[Any], ...] = ([], [], [])
        claims: tuple[list[Any], ...] = ([], [], [], [], [])
        facts: tuple[list[Any], ...] = ([], [], [], [])
        keys: tuple[list[Any], ...] = ([], [], [])
        erased: tuple[list[Any], ...] = ([], [])
        for number, entry in enumerate(self.entries, 1):
            draft = entry.draft
            _row(
                items,
                draft.official,
                draft.command,
                draft.hash,
                _text(draft.refusal),
                entry.metadata,
                len(entry.events),
            )
            for event in entry.events:
                _row(events, number, event.originator_id, event.originator_version, event.topic, event.state)
            for stream, version in entry.expects.items():
                _row(streams, number, stream, version + 1)
            for subject, position in draft.depends:
                _row(depends, number, subject, position)
            for claim in draft.claims:
                _row(claims, number, claim.kind, claim.value, claim.subject, claim.release)
            for fact in draft.facts:
                _row(facts, number, fact.subject, fact.__struct_config__.tag, _encode(fact).decode())
            for subject, key in entry.keys.items():
                _row(keys, number, subject, key)
            for recorded in draft.events:
                if attribute := getattr(recorded, "erases", None):
                    _row(erased, number, getattr(recorded, attribute))
        return (*items, *events, *streams, *depends, *claims, *facts, *keys, *erased)


def _row(columns: tuple[list[Any], ...], *values: Any) -> None:
    for column, value in zip(columns, values, strict=True):
        column.append(value)


def _text(refusal: Refusal | None) -> str | None:
    return None if refusal is None else _encode(refusal).decode()


class Verdict:
    """What the database answered for a batch: the head before it, and the conflicts by item number."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.previous = 0
        self.conflicts: dict[int, Conflict] = {}
        for item, reason, detail, position, rejection, hashed in rows:
            if item == 0:
                self.previous = position
            elif reason == "repeated":
                refusal = None if rejection is None else _refusal(rejection)
                # An answer already given comes before any other conflict.
                self.conflicts[item] = Repeated(Stored(hash=hashed, position=position, refusal=refusal))
            else:
                self.conflicts.setdefault(item, _conflict(reason, detail))


def _conflict(reason: str, detail: str) -> Conflict:
    match reason:
        case "version":
            return VersionMoved(UUID(detail))
        case "access":
            return AccessMoved(UUID(detail))
        case "key":
            return KeyMade(UUID(detail))
    return Taken(detail)
