"""Connections that are lost while a batch is stored: the caller still gets the true answer."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

import asyncpg
import pytest

from backend.store import writer
from backend.store.batch import MOST_ENTRIES
from backend.store.draft import Repeated
from backend.store.store import Store
from projections.faults import planted
from projections.kernel import Temporary
from tests.conftest import MASTER_KEY
from tests.store.conftest import OpenLog
from tests.store.drafts import draft, new, until
from tests.store.nouns import EVENTS, note, write

LOCK = 4848213701001
WAITING = """
select pid from pg_stat_activity
where application_name = 'congvu writer' and wait_event = 'advisory' and datname = current_database()
"""


class Wire:
    """Between a store and the server: passes everything on, until told to swallow the server's answer."""

    def __init__(self) -> None:
        self.swallow = False
        self.open: list[asyncio.StreamWriter] = []

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool) -> None:
        while data := await reader.read(65536):
            if answers and self.swallow:
                self.swallow = False
                for stream in self.open:
                    stream.close()
                return
            writer.write(data)
        writer.close()


@asynccontextmanager
async def wire_to(dsn: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire and the address of its near end."""
    wire, parts = Wire(), urlsplit(dsn)
    folder = parse_qs(parts.query).get("host", [None])[0]

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far = (
            await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
            if folder
            else await asyncio.open_connection(parts.hostname, parts.port or 5432)
        )
        wire.open += [writer, far[1]]
        await asyncio.gather(
            wire.carry(reader, far[1], False), wire.carry(far[0], writer, True), return_exceptions=True
        )

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    user = f"{parts.username}:{parts.password}" if parts.password else parts.username
    try:
        yield wire, f"postgresql://{user}@127.0.0.1:{port}{parts.path}?{urlencode({'sslmode': 'disable'})}"
    finally:
        for stream in wire.open:
            stream.close()
        server.close()


async def test_an_answer_lost_after_the_commit_is_found_again(open_log: OpenLog, dsn: str) -> None:
    there = await open_log(period=3600)
    async with wire_to(dsn) as (wire, near), await open_near(near) as log:
        await log.append(new())
        connection = await asyncpg.connect(dsn)
        # Only the writer talks while the lock is held: the next bytes from the server are its answer.
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        subject = write(note(), "một")
        storing = asyncio.create_task(log.append(draft(subject)))
        await until(lambda: waiting(connection))
        wire.swallow = True
        await connection.execute("select pg_advisory_unlock($1)", LOCK)
        async with asyncio.timeout(20):
            with pytest.raises(Repeated) as told:
                await storing
        assert told.value.stored.position == 3
        async with asyncio.timeout(20):
            while there.heads.head < 3:
                await there.heads.beyond(there.heads.head, 20)
        assert await connection.fetchval("select count(*) from congvu_events") == 3
        await connection.close()


async def waiting(connection: asyncpg.Connection) -> bool:
    return bool(await connection.fetch(WAITING))


async def open_near(dsn: str) -> Store:
    return await Store.open(dsn, events=EVENTS, master_key=MASTER_KEY, period=3600)


async def test_a_backend_ended_before_its_commit_has_done_nothing_and_the_batch_is_sent_again(
    log: Store, dsn: str
) -> None:
    await log.append(new())
    connection = await asyncpg.connect(dsn)
    await connection.execute("select pg_advisory_lock($1)", LOCK)
    storing = [asyncio.create_task(log.append(new())) for _ in range(3)]
    await until(lambda: waiting(connection))
    await connection.execute(f"select pg_terminate_backend(pid) from ({WAITING}) as writer")
    await connection.execute("select pg_advisory_unlock($1)", LOCK)
    async with asyncio.timeout(20):
        assert await asyncio.gather(*storing) == [2, 3, 4]
    await connection.close()


async def test_without_a_database_the_caller_is_told_to_try_again(open_log: OpenLog, dsn: str) -> None:
    log = await open_log()
    log._writer._patience = 0.0
    connection = await asyncpg.connect(dsn)
    await connection.execute("select pg_advisory_lock($1)", LOCK)
    command = new()
    storing = asyncio.create_task(log.append(command))
    await until(lambda: waiting(connection))
    await connection.execute(f"select pg_terminate_backend(pid) from ({WAITING}) as writer")
    with pytest.raises(Temporary):
        await storing
    await connection.execute("select pg_advisory_unlock($1)", LOCK)
    assert await log.append(command) == 1
    await connection.close()


async def test_a_closing_store_stores_what_waits_and_refuses_what_comes(open_log: OpenLog) -> None:
    log = await open_log()
    *stored, _ = await asyncio.gather(*(log.append(new()) for _ in range(300)), log.close())
    assert stored == list(range(1, 301))
    with pytest.raises(Temporary):
        await log.append(new())


async def test_a_store_that_cannot_store_any_more_tells_all_that_wait_before_it_closes(
    open_log: OpenLog, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "DRAIN", 0.0)
    log = await open_log()
    connection = await asyncpg.connect(dsn)
    await connection.execute("select pg_advisory_lock($1)", LOCK)
    storing = [asyncio.create_task(log.append(new())) for _ in range(3 * MOST_ENTRIES)]
    await until(lambda: waiting(connection))
    await log.close()
    async with asyncio.timeout(10):
        told = await asyncio.gather(*storing, return_exceptions=True)
    assert {type(outcome) for outcome in told} == {Temporary}
    await connection.close()


LISTENING = """
select pid from pg_stat_activity
where application_name = 'congvu listener' and datname = current_database()
"""
END = """
import asyncio, sys
import asyncpg

async def main():
    connection = await asyncpg.connect(sys.argv[1])
    await connection.execute("select pg_terminate_backend($1, 5000)", int(sys.argv[2]))
    await connection.close()

asyncio.run(main())
"""


async def test_what_could_not_be_told_is_told_over_the_next_connection(open_log: OpenLog, dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    log = await open_log(period=3600)
    pid = await connection.fetchval(LISTENING)
    other = await open_log(period=3600)
    await log.append(new())
    await until(lambda: heard(other, 1))
    # Nothing else runs meanwhile: the loop does not know yet that its connection is gone.
    subprocess.run([sys.executable, "-c", END, dsn, str(pid)], check=True)  # noqa: ASYNC221
    log._listener.announce(9)
    await until(lambda: heard(other, 9))
    await connection.close()


async def heard(log: Store, head: int) -> bool:
    await log.head()
    return log.heads.head >= head


async def test_a_database_without_our_tables_is_refused_at_once(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("drop table store_meta")
    async with asyncio.timeout(20):
        with pytest.raises(asyncpg.UndefinedTableError):
            await open_near(dsn)
    await connection.close()


CHILD = """
import asyncio, sys
from backend.store.draft import Repeated
from backend.store.store import Store
from tests.conftest import MASTER_KEY
from tests.store.drafts import new
from tests.store.nouns import EVENTS

async def main():
    async with await Store.open(sys.argv[1], events=EVENTS, master_key=MASTER_KEY) as log:
        for _ in range(5):
            print(await log.append(new()), flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize(("fault", "stored"), [("append.before-commit", 2), ("append.after-commit", 3)])
async def test_a_process_killed_around_its_commit_loses_nothing_it_acknowledged(
    open_log: OpenLog, dsn: str, fault: str, stored: int
) -> None:
    environment = os.environ | {"CONGVU_TEST_FAULT": f"{fault}:kill:3"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, dsn, stdout=asyncio.subprocess.PIPE, env=environment
    )
    said, _ = await child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert said.split() == [b"1", b"2"]
    log = await open_log()
    await until(lambda: stored_count(log, stored))
    assert await log.append(new()) == stored + 1


async def stored_count(log: Store, count: int) -> bool:
    return await log.head() == count


def test_a_fault_that_cannot_be_understood_is_refused() -> None:
    assert planted({}) is None
    with pytest.raises(ValueError, match="CONGVU_TEST_FAULT"):
        planted({"CONGVU_TEST_FAULT": "append.before-commit"})
    with pytest.raises(ValueError, match="CONGVU_TEST_FAULT"):
        planted({"CONGVU_TEST_FAULT": "append.before-commit:kill:soon"})
