"""Golden files: each event type and version as it was stored, and what it meant.

`python -m tests.history.golden` writes the files that are missing: one for a version, and another one when
fields with defaults came later, to the event or to a value in it ("task.assigned.v1.2.json"). A file is never
written again: what it holds may be in somebody's log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.store.mapper import Codec
from domain.catalog import EVENTS
from domain.kernel import Event
from tests.history import sample

FOLDER = Path(__file__).parent
KEY = AESGCM(bytes(range(32)))
PLACE = ("originator_id", "originator_version")


class Golden(msgspec.Struct, frozen=True):
    """One stored event: where it stood, its stored JSON, and its fields once read."""

    topic: str
    stream: UUID
    version: int
    state: dict[str, Any]
    means: dict[str, Any]


def key_of(subject: UUID) -> AESGCM:
    """The key of everybody here."""
    return KEY


def meaning(event: Event) -> dict[str, Any]:
    """The fields of an event but its place, as plain JSON."""
    fields = {name: field for name, field in vars(event).items() if name not in PLACE}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(fields))
    return plain


def stored(codec: Codec, event: Event) -> dict[str, Any]:
    """The stored JSON of an event."""
    state: dict[str, Any] = msgspec.json.decode(codec.encode(event, key_of))
    return state


def read(codec: Codec, golden: Golden) -> Event:
    """The event in a golden file, as the store would give it back."""
    fields = codec.decode(golden.stream, golden.version, msgspec.json.encode(golden.state))
    return codec.event(fields, key_of)


def file_of(topic: str, version: int, shape: int = 1) -> Path:
    """Where an event type's version lies, in the shape that it was given so manieth."""
    return FOLDER / (f"{topic}.v{version}.json" if shape == 1 else f"{topic}.v{version}.{shape}.json")


def shapes(topic: str, version: int) -> list[Path]:
    """The files of an event type's version, oldest shape first."""
    paths = []
    while (path := file_of(topic, version, len(paths) + 1)).exists():
        paths.append(path)
    return paths


def is_whole(codec: Codec, path: Path) -> bool:
    """Whether a file has all the fields of its event type, and of the values in it."""
    full = stored(codec, sample.event(codec.topic, codec.cls))
    return set(places(load(path).state)) >= set(places(full))


def places(value: Any, at: str = "") -> Iterator[str]:
    """Where fields are in plain JSON, at any depth: "schedule.cutOff.days"."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{at}.{name}"
            yield from places(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from places(item, at)


def load(path: Path) -> Golden:
    """A golden file."""
    return msgspec.json.decode(path.read_bytes(), type=Golden)


def write_missing() -> list[Path]:
    """Write a file for each event type that has none in its present version."""
    written = []
    for topic, cls in EVENTS.items():
        codec = Codec(topic, cls)
        known = shapes(topic, codec.version)
        path = file_of(topic, codec.version, len(known) + 1)
        if not known or not is_whole(codec, known[-1]):
            event = sample.event(topic, cls)
            golden = Golden(
                topic=topic,
                stream=event.originator_id,
                version=event.originator_version,
                state=stored(codec, event),
                means=meaning(event),
            )
            text = json.dumps(msgspec.to_builtins(golden), ensure_ascii=False, indent=2)
            path.write_text(f"{text}\n")
            written.append(path)
    return written


if __name__ == "__main__":
    print("\n".join(path.name for path in write_missing()))
