"""The load of the talk bench, a process: thousands of signed-in sockets whose people talk with each other.

Reads a Plan as JSON from standard input; prints what was seen as one line of JSON.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import uvloop

from backend.bench.city import Room
from backend.bench.latency_load import Load
from backend.part import allow_many_sockets

SETTLE = 2.0
"""Seconds of talk before and after an announcement is issued."""


class Plan(msgspec.Struct):
    """Where to connect, who is in which room, everybody's token; how many messages at which rate.

    First those of `rooms` talk; then everybody is there, and `announcer` (official, post) tells `units`.
    """

    url: str
    rooms: list[Room]
    announcer: tuple[UUID, UUID]
    units: list[UUID]
    tokens: dict[str, str]
    messages: int
    rate: float


class Seen(msgspec.Struct):
    """Seconds from sending a message until each other member had it; the same while an announcement went out.

    `announced`: until the last of `told` sockets had the announcement. `cpu`: of the load in `seconds`.
    """

    latencies: list[float]
    meanwhile: list[float]
    announced: float
    sockets: int
    told: int
    cpu: float
    seconds: float


class Talk(Load):
    """People who say numbers in turn, and hear those of others."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.url)
        self._plan = plan
        self._sent: dict[int, float] = {}
        self._missing = 0
        self._heard: list[tuple[float, float]] = []
        self._announcement = ""
        self._untold: set[UUID] = set()
        self._told_at = 0.0
        self._moved = asyncio.Event()

    def page(self, official: UUID, rows: list[Any]) -> None:
        """Everybody hears their room, and what is announced."""
        for collection, id, _, _, fields in rows:
            if collection == "message" and fields is not None:
                if fields["author"] != str(official):
                    self._said(int(fields["text"]))
            elif id == self._announcement and official in self._untold:
                self._untold.remove(official)
                self._told_at = time.perf_counter()
        self._moved.set()

    def _said(self, number: int) -> None:
        self._missing -= 1
        self._heard.append((self._sent[number], time.perf_counter() - self._sent[number]))

    async def run(self) -> Seen:
        """Some talk; then all are there, and while some talk everybody is told something."""
        alive = asyncio.create_task(self.keep_alive())
        members = [str(official) for room in self._plan.rooms for official, _ in room.members]
        await self.enter({who: self._plan.tokens[who] for who in members})
        began, cpu, sockets = time.perf_counter(), time.process_time(), len(self.clients)
        await self._talk(range(self._plan.messages))
        spent = time.perf_counter() - began, time.process_time() - cpu
        latencies = [latency for _, latency in self._heard]
        await self.enter(
            {who: token for who, token in self._plan.tokens.items() if UUID(who) not in self.clients}
        )
        announced, meanwhile = await self._announce()
        alive.cancel()
        return Seen(latencies, meanwhile, announced, sockets, len(self.clients), spent[1], spent[0])

    async def _talk(self, numbers: Sequence[int]) -> None:
        """Says the numbers at the rate; returns once all have been heard by all."""
        rooms, began = self._plan.rooms, time.perf_counter()
        for turn, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, began + turn / self._plan.rate - time.perf_counter()))
            room = rooms[number % len(rooms)]
            official, post = room.members[number // len(rooms) % len(room.members)]
            self._missing += len(room.members) - 1
            self._sent[number] = time.perf_counter()
            said = {"channel": str(room.id), "text": str(number)}
            self.clients[official].command(uuid4(), "message.post", post, said)
        await self._until(lambda: not self._missing)

    async def _announce(self) -> tuple[float, list[float]]:
        """Seconds until everybody was told, and those of the messages that were heard from then on."""
        number = round(SETTLE * self._plan.rate)
        first, self._heard = self._plan.messages, []
        talking = asyncio.create_task(self._talk(range(first, first + 2 * number)))
        await asyncio.sleep(SETTLE)
        id, (official, post) = uuid4(), self._plan.announcer
        self._untold, self._announcement = set(self.clients), str(uuid5(id, "announcement"))
        said = {
            "title": "Triều cường",
            "text": "Trực 24/24 từ 7 giờ.",
            "units": [str(u) for u in self._plan.units],
        }
        sent = time.perf_counter()
        self.clients[official].command(id, "announcement.issue", post, said)
        await self._until(lambda: not self._untold)
        await talking
        return self._told_at - sent, [latency for at, latency in self._heard if at + latency >= sent]

    async def _until(self, holds: Any) -> None:
        try:
            async with asyncio.timeout(60):
                while not holds():
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            said = f"{self._missing} messages were not heard, {len(self._untold)} people not told"
            raise SystemExit(said) from None


async def main() -> None:
    """One plan."""
    plan = msgspec.json.decode(sys.stdin.buffer.readline(), type=Plan)
    seen = await Talk(plan).run()
    sys.stdout.buffer.write(msgspec.json.encode(seen) + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    allow_many_sockets()
    uvloop.run(main())
