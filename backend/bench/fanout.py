"""Fan-out: the gateway against writing the same ready bytes to bare transports, in turns in one run.

Both servers are one thread that is never idle, so what counts is rows for a second of its processor time: on
a machine of its own that is rows a second, and beside others it is not theirs that is measured.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

import msgspec

from backend.bench import crowd
from backend.bench.fan_servers import batches
from backend.bench.report import Line, Place
from backend.part import allow_many_sockets

PAGES = 600
ROUNDS = 5
SOURCE = Path(__file__).with_name("sockets.c")
HELLO = '{"t":"hello","v":1,"token":"%d","device":"00000000-0000-4000-8000-000000000001","cursor":null}'


class Round(msgspec.Struct, frozen=True):
    """One server's run: rows a second as the sockets got them, and who used how much of a core."""

    rate: float
    server_cpu: float
    load_share: float
    per_connection: float
    """Bytes of memory of the server for each socket, once all have signed in."""
    rows: int

    @property
    def per_cpu(self) -> float:
        """Rows for a second of the server's processor time."""
        return self.rows / self.server_cpu


async def run(place: Place) -> list[Line]:
    """Both servers in turns; the best round of each counts."""
    allow_many_sockets()
    with tempfile.TemporaryDirectory() as folder:
        load = await compiled(Path(folder))
        rows = sum(data.count(b'["task",') * len(to) for groups in batches(PAGES) for data, to in groups)
        rounds: dict[str, list[Round]] = {"gateway": [], "floor": []}
        for _ in range(ROUNDS):
            for name, found in rounds.items():
                found.append(await once(name, load, rows))
    ours, bare = (max(found, key=lambda each: each.per_cpu) for found in rounds.values())
    note = (
        f"{crowd.SOCKETS:,} sockets, {crowd.EACH} of {crowd.SCOPES} scopes each, {rows:,} rows counted; "
        f"by the clock {ours.rate:,.0f} and {bare.rate:,.0f} rows/s; "
        f"load process {ours.load_share:.0%} of a core"
    )
    return [
        Line(
            what="fan-out",
            value=ours.per_cpu,
            unit="rows/s of the server's core",
            peer="ready frames to bare transports",
            peer_value=bare.per_cpu,
            least=0.85,
            note=note,
        ),
        Line(what="a connection", value=ours.per_connection / 1024, unit="KiB", most=25),
    ]


async def compiled(folder: Path) -> Path:
    """The load generator."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise SystemExit("the fan-out bench needs a C compiler: apt-get install gcc libc6-dev")
    target = folder / "sockets"
    done = await (await asyncio.create_subprocess_exec(compiler, "-O2", "-o", target, SOURCE)).wait()
    if done:
        raise SystemExit(f"{SOURCE.name} does not compile")
    return target


async def once(name: str, load: Path, rows: int) -> Round:
    """One server, all sockets, all pages."""
    server = await started(sys.executable, "-m", "backend.bench.fan_servers", name, str(PAGES))
    first = await said(server)
    sockets = await started(load, str(first["port"]), str(crowd.SOCKETS), HELLO, str(rows))
    try:
        await said(sockets)
        signed_in = await ask(server, "ready")
        await ask(server, "go", sockets)
        written, counted = await said(server), await said(sockets)
    finally:
        for process in (sockets, server):
            if process.returncode is None:
                process.kill()
            await process.wait()
    return Round(
        rate=counted["rows"] / counted["seconds"],
        server_cpu=written["cpu"],
        load_share=counted["cpu"] / counted["seconds"],
        per_connection=(signed_in["rss"] - first["rss"]) / crowd.SOCKETS,
        rows=int(counted["rows"]),
    )


async def started(*command: str | Path) -> Process:
    """A process with pipes."""
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)


async def ask(process: Process, word: str, first: Process | None = None) -> dict[str, Any]:
    """Says a word (to `first` before), and reads the answer."""
    for each in (first, process):
        if each is not None and each.stdin is not None:
            each.stdin.write(word.encode() + b"\n")
            await each.stdin.drain()
    return await said(process)


async def said(process: Process) -> dict[str, Any]:
    """The next line of figures."""
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 120)
    if not line:
        raise RuntimeError("a process of the bench died; its last words are above")
    figures: dict[str, Any] = json.loads(line)
    return figures
