"""What readers get from the log, also when an event is bad or the database goes away."""

from __future__ import annotations

import asyncio
import json
from uuid import UUID, uuid4

import pytest

from backend.store.embedded import EmbeddedPostgres
from backend.store.schema import migrate
from backend.store.store import Store, Unreadable
from domain.kernel import Event
from projections.kernel import Recorded
from tests.store.conftest import OpenLog
from tests.store.drafts import draft, new
from tests.store.nouns import EVENTS, Note, note, write

INSERT = """
insert into congvu_events (originator_id, originator_version, topic, state, notification_id, metadata)
select $1, $2, $3, $4, coalesce(max(notification_id), 0) + 1, $5 from congvu_events
"""
METADATA = json.dumps({"command": str(UUID(int=1))})
WRITTEN = {"timestamp": "2025-07-01T07:05:00Z", "text": "s1.", "author": str(UUID(int=1)), "aside": None}


async def plant(
    log: Store, topic: str, state: object, stream: UUID | None = None, metadata: str = METADATA
) -> None:
    """Store an event as no append would."""
    raw = state if isinstance(state, bytes) else json.dumps(state).encode()
    await log.pool.execute(INSERT, stream or uuid4(), 1, topic, raw, metadata)


async def collect(log: Store, after: int, count: int, limit: int = 1000) -> list[Recorded]:
    seen: list[Recorded] = []
    async for page in log.tail(after, limit):
        assert page
        seen.extend(page)
        if len(seen) >= count:
            break
    return seen


async def test_a_page_starts_after_a_position_and_has_a_limit(log: Store) -> None:
    await log.append(draft(write(write(write(note(), "một"), "hai"), "ba")))
    assert [r.position for r in await log.read(1, 2)] == [2, 3]
    assert await log.read(4, 10) == []
    assert await log.head() == 4


async def test_a_stream_is_read_up_to_a_position(log: Store) -> None:
    subject = write(note(), "một")
    await log.append(draft(subject))
    await log.append(new())
    await log.append(draft(write(subject, "hai")))
    assert [r.version for r in await log.stream(subject.id)] == [1, 2, 3]
    assert [r.version for r in await log.stream(subject.id, upto=3)] == [1, 2]
    assert await log.stream(uuid4()) == []


async def test_an_aggregate_is_loaded_and_read_on_from_an_older_state(log: Store) -> None:
    subject = write(note("Triều cường"), "một")
    await log.append(draft(subject))
    older = await log.load(subject.id)
    await log.append(draft(write(subject, "hai")))
    assert await log.load(subject.id, older) == await log.load(subject.id) == subject
    assert await log.load(uuid4()) is None


@pytest.mark.parametrize(
    ("topic", "state", "error"),
    [
        ("note.unheard-of", {}, "note.unheard-of"),
        ("note.written", b"{not json", "DecodeError"),
        (
            "note.written",
            {k: v for k, v in WRITTEN.items() if k != "author"},
            "missing required field `author`",
        ),
        ("note.written", WRITTEN | {"text": 5}, "$.text"),
        ("note.written", WRITTEN | {"timestamp": "yesterday"}, "$.timestamp"),
        ("note.written", WRITTEN | {"class_version": 9}, "newer software"),
        ("note.written", WRITTEN | {"text": "plain"}, "holds plain text"),
    ],
)
async def test_a_bad_event_comes_with_its_error_among_good_ones(
    log: Store, topic: str, state: object, error: str
) -> None:
    stream = uuid4()
    await log.append(new())
    await plant(log, topic, state, stream)
    await log.append(new())
    before, bad, after = await log.read(0, 10)
    assert before.event is not None
    assert after.event is not None
    assert bad.event is None
    assert error in (bad.error or "")
    with pytest.raises(Unreadable):
        await log.load(stream)


async def test_bad_metadata_is_told_like_a_bad_event(log: Store) -> None:
    await plant(log, "note.written", WRITTEN, metadata="{}")
    [recorded] = await log.read(0, 10)
    assert recorded.event is None
    assert "`command`" in (recorded.error or "")


async def test_an_optional_field_may_be_missing(log: Store) -> None:
    await plant(log, "note.written", {k: v for k, v in WRITTEN.items() if k != "aside"})
    [recorded] = await log.read(0, 10)
    assert recorded.event.aside is None


class Renamed(Event):
    """A title, that version 1 called a name and version 2 kept in capitals."""

    TOPIC = "note.renamed"
    class_version = 3
    title: str

    @staticmethod
    def upcast_v1_v2(state: dict[str, object]) -> None:
        state["title"] = state.pop("name")

    @staticmethod
    def upcast_v2_v3(state: dict[str, object]) -> None:
        state["title"] = str(state["title"]).capitalize()


async def test_older_versions_are_upcast_on_reading(open_log: OpenLog) -> None:
    log = await open_log(events=EVENTS | {"note.renamed": Renamed})
    at = {"timestamp": "2025-07-01T07:05:00Z"}
    await plant(log, "note.renamed", at | {"name": "TRIỀU CƯỜNG"})
    await plant(log, "note.renamed", at | {"title": "NGẬP", "class_version": 2})
    subject = note()
    await log.append(draft(subject))
    current = Renamed(
        originator_id=subject.id, originator_version=2, timestamp=subject.created_on, title="Mưa"
    )
    await log.append(draft(events=[current]))
    events = [r.event for r in await log.read(0, 10)]
    assert [e.title for e in events if isinstance(e, Renamed)] == ["Triều cường", "Ngập", "Mưa"]


async def test_types_survive_the_way_through_the_log(log: Store) -> None:
    subject = note(author=uuid4())
    await log.append(draft(subject))
    loaded = await log.load(subject.id)
    assert isinstance(loaded, Note)
    assert loaded.author == subject.author
    assert loaded.created_on == subject.created_on


async def test_a_tail_is_woken_by_an_append_of_its_own_process(open_log: OpenLog) -> None:
    log = await open_log(period=3600)
    waiting = asyncio.create_task(collect(log, 0, 1))
    await log.append(new())
    async with asyncio.timeout(5):
        assert [r.position for r in await waiting] == [1]


async def test_a_tail_is_woken_by_an_append_of_another_process(open_log: OpenLog) -> None:
    here, there = await open_log(period=3600), await open_log(period=3600)
    waiting = asyncio.create_task(collect(here, 0, 2))
    await there.append(new())
    await there.append(new())
    async with asyncio.timeout(5):
        assert [r.position for r in await waiting] == [1, 2]


async def test_a_tail_looks_by_itself_when_no_notice_comes(open_log: OpenLog) -> None:
    log = await open_log(period=0.05)
    waiting = asyncio.create_task(collect(log, 0, 1))
    await plant(log, "note.written", WRITTEN)
    async with asyncio.timeout(5):
        assert [r.position for r in await waiting] == [1]


async def test_a_tail_gives_pages_no_longer_than_its_limit(log: Store) -> None:
    await asyncio.gather(*(log.append(new()) for _ in range(10)))
    pages = []
    async for page in log.tail(2, limit=3):
        pages.append([r.position for r in page])
        if page[-1].position == 10:
            break
    assert pages == [[3, 4, 5], [6, 7, 8], [9, 10]]


async def test_tails_and_writers_outlive_a_restart_of_the_database(
    own: EmbeddedPostgres, open_log: OpenLog
) -> None:
    await migrate(own.dsn())
    here, there = await open_log(dsn=own.dsn()), await open_log(dsn=own.dsn())
    await here.append(new())
    waiting = asyncio.create_task(collect(there, 0, 3))
    await asyncio.to_thread(own.stop, "immediate")
    late = asyncio.create_task(here.append(new()))
    await asyncio.to_thread(own.start)
    async with asyncio.timeout(20):
        assert await late == 2
        assert await there.append(new()) == 3
        assert [r.position for r in await waiting] == [1, 2, 3]


async def test_the_epoch_is_the_same_for_all_until_it_is_renewed(open_log: OpenLog) -> None:
    here, there = await open_log(), await open_log()
    assert here.epoch == there.epoch
    assert here.epoch.endswith("-1")
    await here.renew_epoch()
    assert (await open_log()).epoch == here.epoch != there.epoch


async def test_who_read_an_event_before_its_notice_knows_of_its_position(open_log: OpenLog) -> None:
    here, there = await open_log(period=3600), await open_log(period=3600)
    here._listener._appended = lambda _: None
    subject = note()
    await there.append(draft(subject))
    assert here.heads.head == 0
    await here.read(0, 10)
    assert here.heads.head == 1
    await there.append(draft(write(subject, "một")))
    await here.stream(subject.id)
    assert here.heads.head == 2
