"""Every event type that was ever stored can still be read, and is still stored in the same form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.store.mapper import Codec
from domain.catalog import EVENTS
from domain.kernel import CreatedEvent
from tests.history.golden import FOLDER, Golden, file_of, is_whole, load, meaning, read, shapes, stored

FILES = sorted(FOLDER.glob("*.json"))


def codec(topic: str) -> Codec:
    return Codec(topic, EVENTS[topic])


def later(codec: Codec, golden: Golden) -> dict[str, Any]:
    """What fields that came after a file was written say of it."""
    plain = msgspec.json.decode(msgspec.json.encode(codec.later))
    return {name: value for name, value in plain.items() if name not in golden.means}


@pytest.mark.parametrize("topic", EVENTS)
def test_each_type_has_a_file_of_its_present_version_and_shape(topic: str) -> None:
    paths = shapes(topic, codec(topic).version)
    whole = bool(paths) and is_whole(codec(topic), paths[-1])
    assert whole, "run python -m tests.history.golden, and read what it wrote"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stored_event_still_means_the_same(path: Path) -> None:
    golden = load(path)
    assert golden.topic in EVENTS, "a topic once stored is never dropped"
    event = read(codec(golden.topic), golden)
    assert type(event) is EVENTS[golden.topic]
    assert meaning(event) == golden.means | later(codec(golden.topic), golden)
    assert (event.originator_id, event.originator_version) == (golden.stream, golden.version)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_stored_form_is_unchanged(path: Path) -> None:
    golden = load(path)
    event = read(codec(golden.topic), golden)
    again = stored(codec(golden.topic), event)
    assert again.keys() == golden.state.keys()
    open_fields = again.keys() - event.sealed.keys()
    assert {name: again[name] for name in open_fields} == {name: golden.state[name] for name in open_fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sealed_fields_are_not_stored_in_clear(path: Path) -> None:
    golden = load(path)
    for field, subject in EVENTS[golden.topic].sealed.items():
        assert golden.means[field] not in path.read_text().partition('"means"')[0]
        assert subject in golden.means or subject == "originator_id"


@pytest.mark.parametrize("topic", [t for t, cls in EVENTS.items() if issubclass(cls, CreatedEvent)])
def test_a_first_event_makes_its_aggregate(topic: str) -> None:
    golden = load(file_of(topic, codec(topic).version))
    aggregate: Any = read(codec(topic), golden).mutate(None)
    assert (aggregate.TOPIC, aggregate.id) == (topic.partition(".")[0], golden.stream)
