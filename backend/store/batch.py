"""Entries, and batches of them laid out as the columns that congvu_append takes."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from backend.store.arrays import bigints, booleans, byteas, ints, jsonbs, jsons, texts, uuids
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

MOST_EVENTS = 128
MOST_ENTRIES = 128
"""While one batch is in the database, the callers of the one before prepare the next: two fill both cores."""

COLUMNS = 32
CALL = "select * from congvu_append(" + ", ".join(f"${n}" for n in range(1, COLUMNS + 1)) + ")"  # noqa: S608

_encode = msgspec.json.Encoder().encode
_refusal = msgspec.json.Decoder(Refusal).decode


class Encoded(NamedTuple):
    """An event as it is stored, with its place."""

    stream: UUID
    version: int
    topic: str
    state: bytes


class Entry:
    """A draft made ready: encoded, sealed, with the future that its caller waits for."""

    __slots__ = (
        "answer",
        "draft",
        "elsewhere",
        "erased",
        "events",
        "exclusive",
        "keys",
        "metadata",
        "special",
    )

    def __init__(
        self,
        draft: Draft,
        events: Sequence[Encoded],
        answer: asyncio.Future[int | None],
        keys: Mapping[UUID, bytes] = MappingProxyType({}),
        erased: Sequence[UUID] = (),
    ) -> None:
        self.draft = draft
        self.events = events
        self.keys = keys
        self.erased = erased
        self.answer = answer
        self.metadata = _encode(draft.metadata)
        self.special = bool(draft.facts or draft.claims or keys or erased)
        streams = {event.stream.int for event in events}
        self.elsewhere = [pair for pair in draft.expects if pair[0].int not in streams]
        # What no other entry of the same batch may share: the probes see only what earlier batches stored.
        # Ids as plain integers: the hash of a UUID is computed in Python.
        self.exclusive: list[Hashable] = [(draft.official.int, draft.command.int), *streams]
        self.exclusive.extend([stream.int for stream, _ in self.elsewhere])
        if self.special:
            self.exclusive.extend([(claim.kind, claim.value) for claim in draft.claims])
            self.exclusive.extend([("key", subject.int) for subject in keys])


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

    def columns(self) -> tuple[bytes, ...]:
        """The arguments of congvu_append, in its order, in binary."""
        return (*self._items(), *self._refusals(), *self._events(), *self._ground(), *self._rest())

    def _items(self) -> tuple[bytes, ...]:
        drafts = [entry.draft for entry in self.entries]
        upto: list[int | None] = []
        number = 0
        for entry in self.entries:
            number += len(entry.events)
            upto.append(number if entry.events else None)
        return (
            uuids([draft.official for draft in drafts]),
            uuids([draft.command for draft in drafts]),
            byteas([draft.hash for draft in drafts]),
            ints(upto),
        )

    def _refusals(self) -> tuple[bytes, ...]:
        refused = [(n, e.draft.refusal) for n, e in enumerate(self.entries, 1) if e.draft.refusal is not None]
        return ints([number for number, _ in refused]), texts([_encode(r).decode() for _, r in refused])

    def _events(self) -> tuple[bytes, ...]:
        events = [(n, entry, event) for n, entry in enumerate(self.entries, 1) for event in entry.events]
        return (
            ints([number for number, _, _ in events]),
            uuids([event.stream for _, _, event in events]),
            bigints([event.version for _, _, event in events]),
            texts([event.topic for _, _, event in events]),
            byteas([event.state for _, _, event in events]),
            jsonbs([entry.metadata for _, entry, _ in events]),
        )

    def _ground(self) -> tuple[bytes, ...]:
        """What the entries were decided on, as far as their own events do not say it."""
        streams = [(n, *expected) for n, e in enumerate(self.entries, 1) for expected in e.elsewhere]
        depends = [(n, *seen) for n, e in enumerate(self.entries, 1) for seen in e.draft.depends]
        return (
            ints([number for number, _, _ in streams]),
            uuids([stream for _, stream, _ in streams]),
            bigints([version + 1 for _, _, version in streams]),
            ints([number for number, _, _ in depends]),
            uuids([subject for _, subject, _ in depends]),
            bigints([position for _, _, position in depends]),
        )

    def _rest(self) -> tuple[bytes, ...]:
        """What most entries do not have."""
        if not any(entry.special for entry in self.entries):
            return _NOTHING
        entries = list(enumerate(self.entries, 1))
        claims = [(n, claim) for n, e in entries for claim in e.draft.claims]
        facts = [(n, fact) for n, e in entries for fact in e.draft.facts]
        keys = [(n, *pair) for n, e in entries for pair in e.keys.items()]
        erased = [(n, subject) for n, e in entries for subject in e.erased]
        return (
            ints([n for n, _ in claims]),
            texts([claim.kind for _, claim in claims]),
            texts([claim.value for _, claim in claims]),
            uuids([claim.subject for _, claim in claims]),
            booleans([claim.release for _, claim in claims]),
            ints([n for n, _ in facts]),
            uuids([fact.subject for _, fact in facts]),
            texts([str(fact.__struct_config__.tag) for _, fact in facts]),
            jsons([_encode(fact) for _, fact in facts]),
            ints([n for n, _, _ in keys]),
            uuids([subject for _, subject, _ in keys]),
            byteas([key for _, _, key in keys]),
            ints([n for n, _ in erased]),
            uuids([subject for _, subject in erased]),
        )


_NOTHING = (
    ints(()),
    texts(()),
    texts(()),
    uuids(()),
    booleans(()),
    ints(()),
    uuids(()),
    texts(()),
    jsons(()),
    ints(()),
    uuids(()),
    byteas(()),
    ints(()),
    uuids(()),
)


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
