"""The contract of the log."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from backend.store.draft import Draft, Refusal, Repeated, VersionMoved
from backend.store.store import Store
from projections.kernel import Metadata
from tests.conftest import MASTER_KEY
from tests.store.nouns import EVENTS, Note, note, write


@pytest.fixture
async def log(dsn: str):
    async with await Store.open(dsn, events=EVENTS, master_key=MASTER_KEY) as opened:
        yield opened


def draft(subject: Note, **fields) -> Draft:
    command = fields.pop("command", None) or uuid4()
    return Draft(
        official=uuid4(),
        command=command,
        hash=b"h",
        metadata=Metadata(command=command),
        events=tuple(subject.collect_events()),
        **fields,
    )


async def test_an_appended_event_is_read_back(log: Store) -> None:
    subject = write(note(), "Hẻm 5 ngập 30 cm", aside=None)
    position = await log.append(draft(subject))
    assert position == 2
    page = await log.read(0, 10)
    assert [(r.position, r.version, r.topic, r.error) for r in page] == [
        (1, 1, "note.created", None),
        (2, 2, "note.written", None),
    ]
    assert page[1].event.text == "Hẻm 5 ngập 30 cm"
    assert await log.load(subject.id) == subject
