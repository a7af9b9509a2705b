"""The eventsourcing library's own PostgreSQL recorder reads and follows our log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from eventsourcing.persistence import Notification
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from backend.store.store import Store
from tests.store.drafts import draft, new
from tests.store.nouns import note, write


@pytest.fixture
def recorder(dsn: str) -> Iterator[PostgresApplicationRecorder]:
    parts = urlsplit(dsn)
    host = parts.hostname or parse_qs(parts.query)["host"][0]
    datastore = PostgresDatastore(
        parts.path[1:], host, str(parts.port or 5432), parts.username or "", parts.password or "", pool_size=4
    )
    yield PostgresApplicationRecorder(datastore, events_table_name="congvu_events")
    datastore.close()


async def test_it_reads_streams_and_notifications(log: Store, recorder: PostgresApplicationRecorder) -> None:
    subject = write(write(note(), "một"), "hai")
    await log.append(draft(subject))
    await log.append(new())

    def read() -> tuple[list[int], list[int], int | None]:
        events = recorder.select_events(subject.id, gt=1)
        notifications = recorder.select_notifications(2, 10)
        return (
            [e.originator_version for e in events],
            [n.id for n in notifications],
            recorder.max_notification_id(),
        )

    assert await asyncio.to_thread(read) == ([2, 3], [2, 3, 4], 4)
    ours = [recorded.event for recorded in await log.stream(subject.id)]
    stored = await asyncio.to_thread(recorder.select_events, subject.id)
    assert [log.mapper.to_domain_event(event) for event in stored] == ours
    assert log.mapper.to_stored_event(ours[0]) == stored[0]


async def test_it_follows_what_is_appended(log: Store, recorder: PostgresApplicationRecorder) -> None:
    await log.append(new())

    def follow() -> list[Notification]:
        with recorder.subscribe(gt=1) as subscription:
            return [next(subscription) for _ in range(3)]

    # The library looks before it listens: what comes between the two is seen with the next notice.
    following = asyncio.create_task(asyncio.to_thread(follow))
    async with asyncio.timeout(60):
        while not following.done():
            await asyncio.gather(log.append(new()), log.append(new()))
            await asyncio.wait({following}, timeout=0.2)
        assert [n.id for n in await following] == [2, 3, 4]
