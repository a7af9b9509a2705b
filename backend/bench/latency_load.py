"""The load of the latency bench, a process: 500 signed-in sockets, of which some act and others watch.

Reads a Plan as JSON from standard input; prints what was seen as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import uvloop

from backend.bench.city import City
from backend.bench.lean import Socket, connect

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
    """One socket; the load is told of the rows of a page once the page has ended."""

    def __init__(self, load: Load, official: UUID) -> None:
        self._load = load
        self.official = official
        self.ready = asyncio.Event()
        self._rows: list[Any] = []
        self._seq = 0
        self._socket: Socket

    async def enter(self, url: str, token: str) -> None:
        """Signs in, and reads from then on."""
        self._socket = await connect(url, self._heard)
        cursor = self._load.cursor
        hello = {"t": "hello", "v": 1, "token": token, "device": str(uuid4()), "cursor": cursor}
        self._socket.send(json.dumps(hello).encode())
        await self.ready.wait()

    def ping(self) -> None:
        """A sign of life."""
        self._socket.send(b'{"t":"ping"}')

    def _heard(self, text: bytes) -> None:
        try:
            self._take(text)
        except Exception as error:
            fail(error)

    def _take(self, text: bytes) -> None:
        if text.startswith(b'{"t":"rows"'):
            self._rows += msgspec.json.decode(text)["rows"]
        elif text.startswith(b'{"t":"end"'):
            rows, self._rows = self._rows, []
            self._load.page(self.official, rows)
            if not self.ready.is_set() and b'"more":true' not in text:
                self._load.cursor = msgspec.json.decode(text)["cursor"]
                self.ready.set()
        elif text.startswith((b'{"t":"result"', b'{"t":"bye"')) and b'"position"' not in text:
            raise RuntimeError(f"refused: {text!r}")

    def command(self, id: UUID, name: str, post: UUID, args: dict[str, Any]) -> None:
        """Sends a command."""
        self._seq += 1
        frame = {"t": "command", "id": str(id), "seq": self._seq, "name": name, "args": args}
        self._socket.send(json.dumps({**frame, "as": {"post": str(post)}}).encode())


def fail(error: Exception) -> None:
    """What fails ends the bench, in one line."""
    sys.stderr.write(f"{type(error).__name__}: {error}\n")
    os._exit(1)


class Load:
    """Clients that are signed in, and what they see.

    Only the first is filled with the whole directory: all others have its cursor, as if they had been there.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.cursor: str | None = None
        self.clients: dict[UUID, Client] = {}

    def page(self, official: UUID, rows: list[Any]) -> None:
        """A client applied a page of rows."""
        raise NotImplementedError

    async def enter(self, tokens: dict[str, str]) -> None:
        """These officials sign in."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(official: UUID, token: str) -> None:
            async with gate:
                client = self.clients[official] = Client(self, official)
                await client.enter(self._url, token)

        first, *others = tokens.items()
        await one(UUID(first[0]), first[1])
        await asyncio.gather(*(one(UUID(who), token) for who, token in others))

    async def keep_alive(self) -> None:
        """All give signs of life, until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            for client in list(self.clients.values()):
                if client.ready.is_set():
                    client.ping()


class Reports(Load):
    """Chairmen report at a steady rate, which their clerks see; then one directive goes to all of them."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.url)
        self._plan = plan
        self._sent: dict[int, float] = {}
        self._clerks = {ward.clerk[0] for ward in plan.city.wards}
        self._chairmen = {ward.chairman[0] for ward in plan.city.wards}
        self._latencies: list[float] = []
        self._waiting: set[UUID] = set()
        self._directive = ""
        self._last = 0.0
        self._done = asyncio.Event()

    def page(self, official: UUID, rows: list[Any]) -> None:
        """Clerks see their chairman's report, chairmen their part of a directive."""
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
        alive = asyncio.create_task(self.keep_alive())
        await self.enter(self._plan.tokens)
        began, cpu = time.perf_counter(), time.process_time()
        await self._reports()
        spent = time.perf_counter() - began, time.process_time() - cpu
        directive = await self._issue()
        alive.cancel()
        return Seen(self._latencies, directive, len(self.clients), spent[1], spent[0])

    async def _reports(self) -> None:
        wards = self._plan.city.wards
        began = time.perf_counter()
        for number in range(self._plan.commands):
            await asyncio.sleep(max(0.0, began + number / self._plan.rate - time.perf_counter()))
            ward = wards[number % len(wards)]
            official, post = ward.chairman
            self._sent[number] = time.perf_counter()
            args = {"task": str(ward.task), "percent": number % 100, "text": str(number)}
            self.clients[official].command(uuid4(), "task.report", post, args)
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
        self.clients[official].command(id, "directive.issue", post, args)
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
    seen = await Reports(plan).run()
    sys.stdout.buffer.write(msgspec.json.encode(seen) + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
