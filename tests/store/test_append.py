"""What the append stores, and what it refuses."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.store.draft import AccessMoved, Conflict, Refusal, Repeated, Stored, Taken, VersionMoved
from backend.store.store import Store
from domain.facts import OfficialFact, TouchFact
from domain.kernel import Claim
from projections.kernel import Metadata
from tests.store.conftest import OpenLog
from tests.store.drafts import OFFICIAL, draft, new, until
from tests.store.nouns import Erased, by, note, write

SUBJECT = UUID(int=9)


async def answers(*appends) -> list[object]:
    return await asyncio.gather(*appends, return_exceptions=True)


async def test_events_get_positions_without_gaps_in_the_order_of_the_append(log: Store) -> None:
    assert await log.append(draft(write(write(note(), "một"), "hai"))) == 3
    assert await log.append(new()) == 4
    page = await log.read(0, 10)
    assert [(r.position, r.version, r.topic) for r in page] == [
        (1, 1, "note.created"),
        (2, 2, "note.written"),
        (3, 3, "note.written"),
        (4, 1, "note.created"),
    ]


async def test_metadata_is_stored_beside_each_event(log: Store) -> None:
    told = Metadata(
        command=uuid4(),
        account=OFFICIAL,
        post=uuid4(),
        behalf_of=uuid4(),
        basis="deputy",
        device=uuid4(),
        causation=3,
    )
    await log.append(draft(write(note(), "một"), command=told.command, metadata=told))
    assert [r.metadata for r in await log.read(0, 10)] == [told, told]


async def test_waiting_commands_share_one_transaction_and_one_notice(log: Store, dsn: str) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    listener = await asyncpg.connect(dsn)
    await listener.add_listener("congvu_events", lambda *args: told.put_nowait(args[3]))
    await asyncio.gather(*(log.append(new()) for _ in range(100)))
    transactions = await listener.fetchval("select count(distinct xmin::text) from congvu_events")
    notices = [await told.get()]
    while notices[-1] != "100":
        notices.append(await told.get())
    await listener.close()
    assert transactions == len(notices) <= 2


async def test_a_version_that_is_taken_refuses_that_command_alone(log: Store) -> None:
    subject = note()
    await log.append(draft(subject))
    moved = await log.load(subject.id)
    await log.append(draft(write(moved, "trước")))
    late = draft(write(subject, "sau"))
    first, refused, last = await answers(log.append(new()), log.append(late), log.append(new()))
    assert (first, last) == (3, 4)
    assert isinstance(refused, VersionMoved)
    assert refused.stream == subject.id
    assert [r.position for r in await log.read(0, 10)] == [1, 2, 3, 4]


async def test_of_two_that_change_the_same_version_at_once_one_wins(log: Store) -> None:
    subject = note()
    await log.append(draft(subject))
    other = await log.load(subject.id)
    got = await answers(log.append(draft(write(subject, "một"))), log.append(draft(write(other, "hai"))))
    [position] = [answer for answer in got if isinstance(answer, int)]
    [conflict] = [answer for answer in got if not isinstance(answer, int)]
    assert position == 2
    assert isinstance(conflict, VersionMoved)


async def test_a_repeated_command_gets_the_stored_answer_and_stores_nothing(log: Store) -> None:
    command = uuid4()
    position = await log.append(new(command=command))
    with pytest.raises(Repeated) as repeated:
        await log.append(new(command=command, hash=b"else"))
    assert repeated.value.stored == Stored(hash=b"same", position=position)
    assert await log.head() == position


async def test_a_command_twice_in_one_batch_is_done_once(log: Store) -> None:
    command = uuid4()
    got = await answers(*(log.append(new(command=command)) for _ in range(3)))
    assert got[0] == 1
    assert all(isinstance(answer, Repeated) for answer in got[1:])
    assert await log.head() == 1


async def test_the_same_id_of_another_official_is_another_command(log: Store) -> None:
    command = uuid4()
    assert await log.append(new(command=command)) == 1
    assert await log.append(new(command=command, official=uuid4())) == 2


async def test_a_command_without_events_has_an_answer_without_position(log: Store) -> None:
    command = uuid4()
    assert await log.append(draft(command=command)) is None
    with pytest.raises(Repeated) as repeated:
        await log.append(draft(command=command))
    assert repeated.value.stored == Stored(hash=b"same")


async def test_a_refusal_is_recorded_beside_events_of_others(log: Store) -> None:
    command, refusal = uuid4(), Refusal("note.full", {"lines": 3, "text": "đầy \u0000"})
    got = await asyncio.gather(
        log.append(new()), log.append(draft(command=command, refusal=refusal)), log.append(new())
    )
    assert got == [1, None, 2]
    with pytest.raises(Repeated) as repeated:
        await log.append(draft(command=command))
    assert repeated.value.stored == Stored(hash=b"same", refusal=refusal)


async def test_a_refusal_decided_on_a_state_that_moved_is_not_recorded(log: Store) -> None:
    subject = note()
    await log.append(draft(subject))
    await log.append(draft(write(subject, "một")))
    command = uuid4()
    with pytest.raises(VersionMoved):
        await log.append(draft(command=command, refusal=Refusal("note.empty"), expects=[(subject.id, 1)]))
    assert (
        await log.append(draft(command=command, refusal=Refusal("note.full"), expects=[(subject.id, 2)]))
        is None
    )


async def test_many_may_rest_on_a_stream_that_none_of_them_changes(log: Store) -> None:
    """In one batch; who comes after a change of it is refused."""
    subject = note()
    await log.append(draft(subject))
    batches: list[int] = []
    log.watch(lambda previous, head, _: batches.append(head - previous))
    assert await asyncio.gather(*(log.append(new(expects=[(subject.id, 1)])) for _ in range(5))) == [
        2,
        3,
        4,
        5,
        6,
    ]
    assert batches == [5]
    subject.record(Erased, by(), author=subject.author)
    got = await answers(
        log.append(new(expects=[(subject.id, 1)])),
        log.append(draft(subject)),
        log.append(new(expects=[(subject.id, 1)])),
    )
    assert got[:2] == [7, 8]
    assert isinstance(got[2], VersionMoved)


async def test_a_decision_on_rights_that_moved_is_refused(log: Store) -> None:
    position = await log.append(new(facts=[OfficialFact(subject=SUBJECT, active=True)]))
    with pytest.raises(AccessMoved) as moved:
        await log.append(new(depends=[SUBJECT]))
    assert moved.value.subject == SUBJECT
    assert await log.append(new(depends=[SUBJECT], seen=position)) == 2


async def test_rights_that_move_in_the_same_batch_refuse_who_comes_after(log: Store) -> None:
    got = await answers(
        log.append(new(depends=[SUBJECT])),
        log.append(new(facts=[OfficialFact(subject=SUBJECT, active=False)])),
        log.append(new(depends=[SUBJECT])),
    )
    assert got[:2] == [1, 2]
    assert isinstance(got[2], AccessMoved)


async def test_facts_are_replaced_as_a_whole_and_a_touch_moves_the_version_alone(log: Store) -> None:
    await log.append(new(facts=[OfficialFact(subject=SUBJECT, active=True)]))
    await asyncio.gather(
        log.append(new(facts=[OfficialFact(subject=SUBJECT, active=False)])),
        log.append(new(facts=[TouchFact(subject=SUBJECT)])),
    )
    assert await log.reader.access(0) == [
        (2, OfficialFact(subject=SUBJECT, active=False)),
        (3, TouchFact(subject=SUBJECT)),
    ]


async def test_own_facts_are_told_with_the_positions_between_which_they_lie(log: Store) -> None:
    told: list[tuple[int, int, list[tuple[int, list[object]]]]] = []
    log.watch(lambda previous, head, facts: told.append((previous, head, [(p, list(f)) for p, f in facts])))
    fact = OfficialFact(subject=SUBJECT, active=True)
    await log.append(new())
    await asyncio.gather(log.append(new(facts=[fact])), log.append(new()))
    assert told == [(0, 1, []), (1, 3, [(2, [fact])])]


async def test_a_unique_value_has_one_holder_until_it_is_given_back(log: Store) -> None:
    one, two = uuid4(), uuid4()

    def claim(subject: UUID, release: bool = False) -> Claim:
        return Claim(kind="unit.code", value="H29.1", subject=subject, release=release)

    got = await answers(log.append(new(claims=[claim(one)])), log.append(new(claims=[claim(two)])))
    assert got[0] == 1
    assert isinstance(got[1], Taken)
    assert got[1].kind == "unit.code"
    assert await log.append(new(claims=[claim(one)])) == 2
    await log.append(new(claims=[claim(one, release=True)]))
    assert await log.append(new(claims=[claim(two)])) == 4


async def test_an_entry_that_the_database_cannot_take_fails_alone(log: Store) -> None:
    bad = new(metadata=Metadata(command=uuid4(), basis="\0"))
    got = await answers(log.append(new()), log.append(bad), log.append(new()))
    assert (got[0], got[2]) == (1, 2)
    assert isinstance(got[1], asyncpg.PostgresError)


async def test_refused_entries_leave_no_trace_among_many(log: Store) -> None:
    """Every third of a full batch is refused for one reason or another; numbers and answers still agree."""
    subject = note()
    await log.append(draft(subject, facts=[OfficialFact(subject=SUBJECT, active=True)]))
    await log.append(draft(write(subject, "một")))
    grounds = [{"depends": [SUBJECT]}, {"expects": [(subject.id, 1)]}]
    drafts = [
        draft(
            write(note(), "hai"),
            **(grounds[n % 2] if n % 3 == 0 else {}),
            facts=[TouchFact(subject=UUID(int=n))],
        )
        for n in range(100)
    ]
    got = await answers(*map(log.append, drafts))
    stored = {r.stream: r.position for r in await log.read(0, 1000)}
    facts = {fact.subject: position for position, fact in await log.reader.access(0)}
    for n, (asked, answer) in enumerate(zip(drafts, got, strict=True)):
        stream = asked.events[0].originator_id
        if n % 3 == 0:
            assert isinstance(answer, Conflict)
            assert stream not in stored
            assert UUID(int=n) not in facts or n == SUBJECT.int
        else:
            assert stored[stream] == answer == facts[UUID(int=n)]
    assert [r.position for r in await log.read(0, 1000)] == list(range(1, await log.head() + 1))


async def test_answers_are_forgotten_after_their_time(log: Store) -> None:
    old, young = new(), new()
    await log.append(old)
    await log.pool.execute("update command_results set recorded_at = now() - interval '401 days'")
    await log.append(young)
    assert await log.forget_answers(datetime.now(UTC) - timedelta(days=400)) == 1
    with pytest.raises(VersionMoved):
        await log.append(old)
    with pytest.raises(Repeated):
        await log.append(young)


async def test_probes_stay_on_the_keys_whatever_the_statistics_say(log: Store) -> None:
    """Statistics taken while the tables were all but empty make a scan look cheap."""
    await log.append(new(facts=[OfficialFact(subject=SUBJECT, active=True)]))
    await log.pool.execute("analyze")
    scans = (
        "select coalesce(sum(seq_scan), 0), sum(idx_scan) from pg_stat_user_tables where relname = any($1)"
    )
    tables = ["congvu_events", "command_results", "access"]
    await until(lambda: scanned(log, scans, tables, 1))
    before, used = await log.pool.fetchrow(scans, tables)
    for _ in range(20):
        await log.append(new(depends=[SUBJECT], seen=1))
    await until(lambda: scanned(log, scans, tables, used + 60))
    # The listener may look for the head now and then, and scan so small a table for it; the appends must not.
    assert (await log.pool.fetchrow(scans, tables))[0] < before + 10


async def scanned(log: Store, scans: str, tables: list[str], count: int) -> bool:
    """Whether the server has counted so many uses of indexes; it counts after a while."""
    await log.append(draft(expects=[(SUBJECT, 0)]))
    return (await log.pool.fetchrow(scans, tables))[1] >= count


async def test_two_processes_writing_at_once_lose_and_double_nothing(open_log: OpenLog) -> None:
    """Two stores, many writers on few streams, and a reader that tails: every event once, in order."""
    stores = [await open_log(), await open_log()]
    subject = note()
    await stores[0].append(draft(subject))
    seen: list[tuple[int, UUID, int]] = []

    async def follow() -> None:
        async for page in stores[1].tail(0, limit=7):
            seen.extend((r.position, r.stream, r.version) for r in page)
            if len(seen) >= 121:
                return

    async def writer(number: int) -> None:
        for _ in range(10):
            while True:
                current = await stores[number % 2].load(subject.id)
                try:
                    await stores[number % 2].append(draft(write(current, f"{number}")))
                    break
                except VersionMoved:
                    continue
            await stores[number % 2].append(new())

    await asyncio.gather(follow(), *map(writer, range(6)))
    assert [position for position, _, _ in seen] == list(range(1, 122))
    assert [version for _, stream, version in seen if stream == subject.id] == list(range(1, 62))


async def test_the_last_append_of_a_process_that_ends_is_still_told(open_log: OpenLog) -> None:
    here, there = await open_log(period=3600), await open_log(period=3600)
    beyond = asyncio.create_task(here.heads.beyond(1, 3600))
    await there.append(new())
    await there.append(new())
    await there.close()
    async with asyncio.timeout(5):
        await beyond
    assert here.heads.head == 2
