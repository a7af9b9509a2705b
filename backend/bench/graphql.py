"""A list of tasks by GraphQL over HTTP, against the same rows by SQL and orjson over HTTP."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median

import orjson

from backend.bench.commands import City
from backend.bench.report import Line, Place
from backend.commands import CommandRunner
from backend.store.store import Store
from domain import access
from domain.catalog import COMMANDS, EVENTS
from projections.catalog import PROJECTIONS
from projections.kernel import Commands
from projections.runner import Projector
from projections.watch import Silent

MOST = 6.0
ROUNDS = 400
ROWS = 50
FIELDS = ("id", "title", "state", "urgency", "deadline", "percent", "waiting", "updatedAt")


class Head(Silent):
    """Where the projector is."""

    def __init__(self) -> None:
        self.position = 0
        self.moved = asyncio.Event()

    def applied(self, position: int, events: int) -> None:
        """A page was written."""
        self.position = position
        self.moved.set()

    async def reach(self, position: int) -> None:
        """Wait until the rows show a position."""
        while self.position < position:
            self.moved.clear()
            await self.moved.wait()


class Caller:
    """One kept-alive HTTP/1.1 connection; nothing but sending bytes and reading the answer."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def post(self, path: str, body: bytes) -> bytes:
        """The answer's body; fails on another status than 200."""
        head = (
            f"POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {self._token}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        told = await self._reader.readuntil(b"\r\n\r\n")
        length = next(int(h[15:]) for h in told.lower().split(b"\r\n") if h.startswith(b"content-length:"))
        answer = await self._reader.readexactly(length)
        if not told.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {told[:40]!r} {answer[:200]!r}")
        return answer


def graphql_body(random: Random) -> bytes:
    """The list under aliases that no request had before, so that no document is known."""
    mark = random.getrandbits(32)
    fields = " ".join(f"{name}{mark}: {name}" for name in FIELDS)
    listed = f"tasks(first: $first filter: {{dueAfter: $at}}) {{ nodes {{ {fields} }} }}"
    query = f"query ($first: Int! $at: DateTime!) {{ {listed} }}"
    return orjson.dumps({"query": query, "variables": {"first": ROWS, "at": "2020-01-01T00:00:00Z"}})


async def run(place: Place) -> list[Line]:
    """Requests one by one, in turns, each after some of the rows changed."""
    dsn = await place.database()
    async with await Store.open(dsn, events=EVENTS, master_key=bytes(32)) as store:
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends
        )
        city = City(runner)
        await city.build()
        head = Head()
        projecting = asyncio.create_task(Projector(store, dsn, PROJECTIONS, watch=head).run())
        await head.reach(await store.head())
        try:
            return await _measured(dsn, city, runner, store, head)
        finally:
            projecting.cancel()
            await asyncio.gather(projecting, return_exceptions=True)


async def _measured(dsn: str, city: City, runner: Commands, store: Store, head: Head) -> list[Line]:
    official = city.chairman.official
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.bench.graphql_server",
        dsn,
        str(official),
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None
    port, token = (await server.stdout.readline()).decode().split()
    caller = Caller(int(port), token)
    await caller.open()
    times: dict[str, list[float]] = {"/graphql": [], "/floor": []}
    random = Random(2)  # noqa: S311 - no secret
    bodies: dict[str, Callable[[], bytes]] = {
        "/graphql": lambda: graphql_body(random),
        "/floor": lambda: orjson.dumps({"first": ROWS}),
    }
    for number, (_, report) in enumerate(city.reports(ROUNDS)):
        outcome = await runner.run(report)
        await head.reach(outcome.position or 0)
        for path in sorted(bodies, reverse=bool(number % 2)):
            body = bodies[path]()
            start = time.perf_counter()
            answer = await caller.post(path, body)
            times[path].append(time.perf_counter() - start)
            _check(path, answer)
    server.terminate()
    await server.wait()
    ours, floor = (median(times[path]) * 1e3 for path in ("/graphql", "/floor"))
    return [
        Line(
            what=f"task list of {ROWS} × {len(FIELDS)} fields by GraphQL over HTTP",
            value=ours,
            unit="ms",
            peer="the same rows by SQL and orjson over HTTP, ms",
            peer_value=floor,
            most=MOST,
            note="median; new aliases and changed rows with each request",
        )
    ]


def _check(path: str, answer: bytes) -> None:
    told = orjson.loads(answer)
    rows = told["data"]["tasks"]["nodes"] if path == "/graphql" else told["tasks"]
    if len(rows) != ROWS or len(rows[0]) != len(FIELDS):
        raise RuntimeError(f"{path} gave {len(rows)} rows")
