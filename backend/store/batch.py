"""Entries, and batches of them laid out as the columns that congvu_append takes."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from backend.store.arrays import bigints, byteas, ints, jsonbs, jsons, texts, uuids
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

COLUMNS = 18
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
        "reads",
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
        streams = {event.stream.int for event in events}
        self.elsewhere = [pair for pair in draft.expects if pair[0].int not in streams]
        # What no other entry of the same batch may share: the probes see only what earlier batches stored.
        # Ids as plain integers: the hash of a UUID is computed in Python.
        self.exclusive: list[Hashable] = [(draft.official.int, draft.command.int), *streams]
        self.reads: list[Hashable] = [stream.int for stream, _ in self.elsewhere]
        self.special = bool(self.elsewhere or draft.refusal or draft.claims or keys or erased)
        if self.special:
            self.exclusive.extend([(claim.kind, claim.value) for claim in draft.claims])
            self.exclusive.extend([("key", subject.int) for subject in keys])

    def rest(self) -> dict[str, list[dict[str, Any]]]:
        """What few entries have, as congvu_append takes it."""
        draft = self.draft
        refusal = {"official": draft.official, "command": draft.command, "text": _text(draft.refusal)}
        return {
            "streams": [{"stream": stream, "next": version + 1} for stream, version in self.elsewhere],
            "refusals": [refusal] if draft.refusal is not None else [],
            "claims": [msgspec.structs.asdict(claim) for claim in draft.claims],
            "keys": [{"subject": subject, "key": key.hex()} for subject, key in self.keys.items()],
            "erased": [{"subject": subject} for subject in self.erased],
        }


def _text(refusal: Refusal | None) -> str | None:
    return None if refusal is None else _encode(refusal).decode()


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
        if not (self._seen.isdisjoint(entry.exclusive) and self._seen.isdisjoint(entry.reads)):
            return False
        return not self._touched or self._touched.isdisjoint(entry.draft.depends)

    def add(self, entry: Entry) -> None:
        """Take the entry in."""
        self.entries.append(entry)
        self.events += len(entry.events)
        self._seen.update(entry.exclusive)
        if entry.draft.facts:
            self._touched.update(fact.subject for fact in entry.draft.facts)

    @cached_property
    def columns(self) -> tuple[bytes | None, ...]:
        """The arguments of congvu_append, in its order; arrays in binary; made when it is complete."""
        return (*self._items(), *self._events(), *self._depends(), *self._facts(), self._rest())

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

    def _depends(self) -> tuple[bytes, ...]:
        depends = [
            (number, subject, entry.draft.seen)
            for number, entry in enumerate(self.entries, 1)
            for subject in entry.draft.depends
        ]
        return (
            ints([number for number, _, _ in depends]),
            uuids([subject for _, subject, _ in depends]),
            bigints([seen for _, _, seen in depends]),
        )

    def _facts(self) -> tuple[bytes, ...]:
        if not self._touched:
            return _NO_FACTS
        facts = [(n, fact) for n, entry in enumerate(self.entries, 1) for fact in entry.draft.facts]
        return (
            ints([number for number, _ in facts]),
            uuids([fact.subject for _, fact in facts]),
            texts([str(fact.__struct_config__.tag) for _, fact in facts]),
            jsons([_encode(fact) for _, fact in facts]),
        )

    def _rest(self) -> bytes | None:
        """What most entries do not have, as one JSON object; None if none of them has any."""
        rest: dict[str, list[dict[str, Any]]] = {name: [] for name in _REST}
        found = False
        for number, entry in enumerate(self.entries, 1):
            if entry.special:
                found = True
                for name, rows in entry.rest().items():
                    rest[name].extend({"item": number, **row} for row in rows)
        return _encode(rest) if found else None


_REST = ("streams", "refusals", "claims", "keys", "erased")
_NO_FACTS = (ints(()), uuids(()), texts(()), jsons(()))


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
