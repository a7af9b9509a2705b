"""A device that was away while 10,000 rows changed in its 20 scopes: from its hello to the end of the page.

`python -m backend.bench.catchup DSN` is the gateway that it comes back to, a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import sys
import time
from typing import Any
from uuid import UUID

import asyncpg
import uvloop
from websockets.asyncio.client import connect

from backend.bench.crowd import FIELDS
from backend.bench.fan_servers import NoCommands, none, principal
from backend.bench.latency import line
from backend.bench.report import Line, Place
from projections import rows
from realtime import gateway

ROWS = 10_000
SCOPES = 20
RUNS = 5
OFFICIAL = UUID(int=7)


async def run(place: Place) -> list[Line]:
    """The median of several returns with the same cursor."""
    dsn = await place.database()
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.bench.catchup", dsn, stdout=asyncio.subprocess.PIPE
    )
    try:
        await _prepare(dsn)
        url = f"ws://127.0.0.1:{(await line(server, 30))['port']}/sync"
        cursor = (await _session(url, None)).cursor
        await _change(dsn)
        returns = [await _session(url, cursor) for _ in range(RUNS)]
    finally:
        server.kill()
        await server.wait()
    if {each.rows for each in returns} != {ROWS}:
        raise RuntimeError(f"{returns[0].rows} rows came, not {ROWS}")
    seconds = statistics.median(each.seconds for each in returns)
    note = f"{returns[0].size / 2**20:.1f} MiB, client in another process on the same machine"
    return [
        Line(
            what=f"catch-up after {ROWS:,} rows, {SCOPES} scopes", value=seconds, unit="s", most=1, note=note
        )
    ]


class Session:
    """What one session brought."""

    def __init__(self) -> None:
        self.rows = 0
        self.size = 0
        self.seconds = 0.0
        self.cursor = ""


async def _session(url: str, cursor: str | None) -> Session:
    """From hello to the first page that leaves nothing to fill."""
    found = Session()
    hello = {"t": "hello", "v": 1, "token": str(OFFICIAL.int), "device": str(OFFICIAL), "cursor": cursor}
    async with connect(url, compression=None, max_size=None, max_queue=None) as client:
        began = time.perf_counter()
        await client.send(json.dumps(hello))
        frames: list[bytes] = []
        while not frames or not frames[-1].startswith(b'{"t":"end"') or b'"more":true' in frames[-1]:
            frames.append(await client.recv(decode=False))
        found.seconds = time.perf_counter() - began
    for text in frames:
        found.size += len(text)
        frame = json.loads(text)
        found.rows += len(frame.get("rows", []))
        found.cursor = frame.get("cursor", found.cursor)
    return found


async def _prepare(dsn: str) -> None:
    """The tables, and a person with 20 scopes."""
    conn: asyncpg.Connection[Any] = await asyncpg.connect(dsn)
    await rows.create(conn)
    await conn.execute(
        "INSERT INTO projection_head (name, position, generation, tree, floor, schema) "
        "VALUES ($1, 1, 1, 0, 0, '') ON CONFLICT (name) DO UPDATE SET position = 1",
        rows.GROUP,
    )
    held = [(OFFICIAL, _scope(number), 1, False) for number in range(SCOPES)]
    await conn.copy_records_to_table("person_scope", records=held)
    await conn.close()


async def _change(dsn: str) -> None:
    """The rows change, each in one scope, while 10 times as many elsewhere do not concern the person."""
    conn: asyncpg.Connection[Any] = await asyncpg.connect(dsn)
    fields = json.dumps(FIELDS, ensure_ascii=False)
    elsewhere = [(n, f"unit:{UUID(int=1_000 + n % 500)}") for n in range(ROWS, 11 * ROWS)]
    changed = [(n, _scope(n % SCOPES)) for n in range(ROWS)] + elsewhere
    await conn.copy_records_to_table(
        "row",
        records=[("task", UUID(int=n), n + 2, fields, [scope]) for n, scope in changed],
        columns=["collection", "id", "position", "fields", "audience"],
    )
    await conn.copy_records_to_table(
        "row_scope", records=[(scope, "task", UUID(int=n), n + 2, False) for n, scope in changed]
    )
    await conn.execute("ANALYZE row, row_scope")
    await conn.execute("UPDATE projection_head SET position = $1", len(changed) + 1)
    await conn.close()


def _scope(number: int) -> str:
    return f"unit:{UUID(int=number)}"


async def serve(dsn: str) -> None:
    """The product's gateway on this database."""
    listening = socket.create_server(("127.0.0.1", 0))
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool:
        conn: asyncpg.Connection[Any] = await asyncpg.connect(dsn)
        await rows.create(conn)
        await conn.close()

        def ready() -> None:
            sys.stdout.write(json.dumps({"port": listening.getsockname()[1]}) + "\n")
            sys.stdout.flush()

        await gateway.run(
            gateway.Config(socket=listening),
            pool=pool,
            commands=NoCommands(),
            verify=principal,
            revoked=none,
            stop=asyncio.Event(),
            ready=ready,
        )


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1]))
