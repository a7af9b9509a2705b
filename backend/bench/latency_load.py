"""The load of the latency bench, a process: 500 signed-in sockets, of which some act and others watch.

Reads a Plan as JSON from standard input; prints what was seen as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import uvloop
from websockets.asyncio.client import ClientConnection, connect

from backend.bench.city import City

AT_ONCE = 20
"""Sockets that sign in at the same time."""
HEARTBEAT = 20.0
"""Seconds between pings."""


class Plan(msgspec.Struct):
    """Where to connect, who is who, each official's token, how many commands at which rate."""

    url: str
    city: City
    tokens: dict[str, str]
    commands: int
    rate: float


class Seen(msgspec.Struct):
    """Seconds from sending a command to another client's end of the page; the same to the last ward."""

    latencies: list[float]
    directive: float
    sockets: int
    cpu: float
    seconds: float


class Client:
    """One socket; `pages` are told of each row of a page once the page has ended."""

    def __init__(self, load: Load, official: UUID) -> None:
        self._load = load
        self.official = official
        self.ready = asyncio.Event()
        self._rows: list[Any] = []
        self._seq = 0
        self._socket: ClientConnection

    async def enter(self, url: str, token: str) -> None:
        """Signs in, and reads until closed."""
        self._socket = await connect(url, compression=None, ping_interval=None, max_size=None)
        hello = {"t": "hello", "v": 1, "token": token, "device": str(uuid4()), "cursor": None}
        await self._socket.send(json.dumps(hello))
        self._reading = asyncio.create_task(self._load.guard(self._read()))
        await self.ready.wait()

    async def ping(self) -> None:
        """A sign of life."""
        await self._socket.send('{"t":"ping"}')

    async def _read(self) -> None:
        async for text in self._socket:
            frame = msgspec.json.decode(text)
            match frame["t"]:
                case "rows":
                    self._rows += frame["rows"]
                case "end":
                    self._load.page(self.official, self._rows)
                    self._rows = []
                    if not frame.get("more"):
                        self.ready.set()
                case "result" if "position" not in frame:
                    raise RuntimeError(f"refused: {text!r}")

    async def command(self, id: UUID, name: str, post: UUID, args: dict[str, Any]) -> None:
        """Sends a command."""
        self._seq += 1
        frame = {"t": "command", "id": str(id), "seq": self._seq, "name": name, "args": args}
        await self._socket.send(json.dumps({**frame, "as": {"post": str(post)}}))


class Load:
    """All clients, and when what they sent was seen by others."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._clients: dict[UUID, Client] = {}
        self._sent: dict[int, float] = {}
        self._clerks = {ward.clerk[0] for ward in plan.city.wards}
        self._chairmen = {ward.chairman[0] for ward in plan.city.wards}
        self._latencies: list[float] = []
        self._waiting: set[UUID] = set()
        self._directive = ""
        self._last = 0.0
        self._done = asyncio.Event()

    async def guard(self, work: Coroutine[Any, Any, None]) -> None:
        """What fails ends the bench, in one line."""
        try:
            await work
        except Exception as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)

    def page(self, official: UUID, rows: list[Any]) -> None:
        """A client applied a page: clerks see their chairman's report, chairmen their part of a directive."""
        for collection, _, _, _, fields in rows:
            if collection == "task" and fields is not None:
                report = fields["lastReport"]
                if report is not None and official in self._clerks:
                    self._reported(int(report["text"]))
                if fields["directive"] == self._directive and official in self._chairmen:
                    self._waiting.discard(official)
                    self._last = time.perf_counter()
        if self._directive and not self._waiting:
            self._done.set()

    def _reported(self, number: int) -> None:
        """A row may come once for several reports about it: all up to this one have been seen."""
        now = time.perf_counter()
        for each in range(number, -1, -len(self._plan.city.wards)):
            sent = self._sent.pop(each, None)
            if sent is None:
                break
            self._latencies.append(now - sent)
        if len(self._latencies) == self._plan.commands:
            self._done.set()

    async def run(self) -> Seen:
        """Everybody signs in; then reports at a steady rate; then the directive."""
        pinging = asyncio.create_task(self._ping())
        await self._enter()
        began, cpu = time.perf_counter(), time.process_time()
        await self._reports()
        spent = time.perf_counter() - began, time.process_time() - cpu
        directive = await self._issue()
        pinging.cancel()
        return Seen(self._latencies, directive, len(self._clients), spent[1], spent[0])

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            for client in list(self._clients.values()):
                if client.ready.is_set():
                    await client.ping()

    async def _enter(self) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(official: UUID, token: str) -> None:
            async with gate:
                client = self._clients[official] = Client(self, official)
                await client.enter(self._plan.url, token)

        await asyncio.gather(*(one(UUID(who), token) for who, token in self._plan.tokens.items()))

    async def _reports(self) -> None:
        wards = self._plan.city.wards
        began = time.perf_counter()
        for number in range(self._plan.commands):
            await asyncio.sleep(max(0.0, began + number / self._plan.rate - time.perf_counter()))
            ward = wards[number % len(wards)]
            official, post = ward.chairman
            self._sent[number] = time.perf_counter()
            args = {"task": str(ward.task), "percent": number % 100, "text": str(number)}
            await self._clients[official].command(uuid4(), "task.report", post, args)
        await self._all_seen(30)

    async def _issue(self) -> float:
        city = self._plan.city
        official, post = city.chairman
        id = uuid4()
        self._waiting = set(self._chairmen)
        self._directive = str(uuid5(id, "directive"))
        args = {
            "title": "Báo cáo số hộ bị ngập",
            "text": "Triều cường lúc 07:05; báo cáo trước 11:00.",
            "deadline": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
            "urgency": "flash",
            "units": [str(ward.unit) for ward in city.wards],
        }
        sent = time.perf_counter()
        await self._clients[official].command(id, "directive.issue", post, args)
        await self._all_seen(60)
        return self._last - sent

    async def _all_seen(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._done.wait()
        except TimeoutError:
            seen, missing = len(self._latencies), len(self._waiting)
            raise SystemExit(f"{seen} reports were seen, {missing} wards wait for the directive") from None
        self._done.clear()


async def main() -> None:
    """One plan."""
    plan = msgspec.json.decode(sys.stdin.buffer.readline(), type=Plan)
    seen = await Load(plan).run()
    sys.stdout.buffer.write(msgspec.json.encode(seen) + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
