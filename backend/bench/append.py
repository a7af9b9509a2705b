"""The durable append, against the eventsourcing library's recorder and a bare batched INSERT."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg
import msgspec
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from msgspec.structs import replace

from backend.bench.report import Line, Place
from backend.store.batch import MOST_EVENTS
from backend.store.draft import Draft
from backend.store.mapper import EventMapper
from backend.store.store import Store
from domain.catalog import EVENTS
from domain.facts import UnitFact
from domain.kernel import PLATFORM
from domain.unit import Created
from projections.kernel import Metadata

CALLERS = {8: 4_000, 256: 16_000}
"""Callers, and how many events they append in one round."""
LEAST = {8: 7.0, 256: 20.0}
OF_INSERT = {256: 0.75}
"""At full batches. With 8 callers the round trip and the callers' own turns are half of the time."""
ROUNDS = 2
THREADS = 8
RECORDED = 2_000
SHARE_WITH_FACTS = 0.1
FACTS = 3
NOW = datetime(2025, 7, 1, tzinfo=UTC)

WARD: dict[str, Any] = {
    "name": "Ủy ban nhân dân phường Sài Gòn",
    "short_name": "UBND P. Sài Gòn",
    "code": "H29.123.45",
    "kind": "ward",
    "parent": PLATFORM,
    "address": "47 Lê Duẩn, phường Sài Gòn",
    "phone": "028 3829 1234",
}

INSERT = """
with stored as (
    insert into congvu_events (originator_id, originator_version, topic, state, notification_id, metadata)
    select unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::bytea[]),
        unnest($5::bigint[]), unnest($6::jsonb[])
), answered as (
    insert into command_results (official, command, hash, position)
    select unnest($7::uuid[]), unnest($8::uuid[]), unnest($9::bytea[]), unnest($5::bigint[])
)
insert into access (subject, kind, position, fact)
select unnest($10::uuid[]), unnest($11::text[]), unnest($12::bigint[]), unnest($13::json[])
"""
"""The same rows into the same tables, in one statement: no probes, no lock, no numbers given, no notice."""


class Load:
    """What is appended: new units, one event each; a tenth with three access rows."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - no secret
        self.official = self.id()

    def id(self) -> UUID:
        """A random id."""
        return UUID(int=self._random.getrandbits(128))

    def drafts(self, count: int) -> list[Draft]:
        """Commands ready to be appended."""
        return [self._draft() for _ in range(count)]

    def _draft(self) -> Draft:
        command = self.id()
        facts: tuple[UnitFact, ...] = ()
        if self._random.random() < SHARE_WITH_FACTS:
            facts = tuple(UnitFact(subject=self.id(), parent=PLATFORM, active=True) for _ in range(FACTS))
        return Draft(
            official=self.official,
            command=command,
            hash=command.bytes,
            metadata=Metadata(command=command, account=self.official, post=self.official),
            events=(self._event(),),
            depends=(self.official,),
            facts=facts,
        )

    def _event(self) -> Created:
        return Created(
            originator_id=self.id(), originator_version=1, timestamp=NOW, originator_topic="unit", **WARD
        )


async def ours(place: Place, callers: int, drafts: list[Draft]) -> float:
    """Events a second through the store."""
    async with await Store.open(await place.database(), events=EVENTS, master_key=bytes(32)) as store:
        waiting = iter(drafts)

        async def caller() -> None:
            for draft in waiting:
                # Rights are looked at as the write path does: as of what this process knows.
                await store.append(replace(draft, seen=store.heads.head))

        await asyncio.gather(*(store.append(draft) for draft in Load(0).drafts(500)))
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(callers)))
        return len(drafts) / (time.perf_counter() - started)


def rows_of(drafts: list[Draft], encode: Callable[[Any], bytes]) -> list[tuple[Any, ...]]:
    """What the store makes of the drafts, as rows of the bare INSERT: same bytes."""
    rows = []
    for position, draft in enumerate(drafts, 1):
        event = draft.events[0]
        metadata = msgspec.json.encode(draft.metadata).decode()
        facts = [(f.subject, "unit", position, msgspec.json.encode(f).decode()) for f in draft.facts]
        rows.append(
            (event.originator_id, 1, "unit.created", encode(event), position, metadata,
             draft.official, draft.command, draft.hash, facts)
        )  # fmt: skip
    return rows


async def bare(place: Place, batch: int, rows: list[tuple[Any, ...]]) -> float:
    """Events a second by a batched INSERT."""
    connection = await asyncpg.connect(await place.database())
    statement = await connection.prepare(INSERT)
    started = time.perf_counter()
    for start in range(0, len(rows), batch):
        *columns, facts = zip(*rows[start : start + batch], strict=True)
        access = list(zip(*(fact for some in facts for fact in some), strict=True)) or [(), (), (), ()]
        await statement.fetch(*columns, *access)
    rate = len(rows) / (time.perf_counter() - started)
    await connection.close()
    return rate


def recorder(dsn: str, events: list[StoredEvent]) -> float:
    """Events a second through the library's recorder, by its threads."""
    parts = urlsplit(dsn)
    host = parse_qs(parts.query)["host"][0]
    datastore = PostgresDatastore(
        parts.path[1:], host, "5432", parts.username or "", "", pool_size=THREADS, max_overflow=0
    )
    library = PostgresApplicationRecorder(datastore)
    library.create_table()
    library.insert_events(events[:1])
    waiting = iter(events[1:])
    taking = threading.Lock()

    def work() -> None:
        while True:
            with taking:
                event = next(waiting, None)
            if event is None:
                return
            library.insert_events([event])

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = (len(events) - 1) / (time.perf_counter() - started)
    datastore.close()
    return rate


async def run(place: Place) -> list[Line]:
    """All three in turn, several rounds; the best of each."""
    mapper = EventMapper(EVENTS, lambda _: None)
    load = Load(1)
    library, store, insert = 0.0, dict.fromkeys(CALLERS, 0.0), dict.fromkeys(CALLERS, 0.0)
    for _ in range(ROUNDS):
        events = [mapper.to_stored_event(draft.events[0]) for draft in load.drafts(RECORDED)]
        library = max(library, await asyncio.to_thread(recorder, await place.database(), events))
        for callers, count in CALLERS.items():
            drafts = load.drafts(count)
            rows = rows_of(drafts, lambda event: mapper.to_stored_event(event).state)
            insert[callers] = max(insert[callers], await bare(place, min(callers, MOST_EVENTS), rows))
            store[callers] = max(store[callers], await ours(place, callers, drafts))
    return [line for callers in CALLERS for line in _lines(callers, store, library, insert)]


def _lines(callers: int, store: dict[int, float], library: float, insert: dict[int, float]) -> list[Line]:
    what = f"append, {callers} callers"
    return [
        Line(
            what=what,
            value=store[callers],
            unit="events/s",
            peer=f"eventsourcing recorder, {THREADS} threads",
            peer_value=library,
            least=LEAST[callers],
        ),
        Line(
            what=what,
            value=store[callers],
            unit="events/s",
            peer=f"bare INSERT of {min(callers, MOST_EVENTS)} rows at a time",
            peer_value=insert[callers],
            least=OF_INSERT.get(callers),
        ),
    ]
