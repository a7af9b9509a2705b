"""The two servers of the fan-out bench, each a process: the gateway, and bare transports given ready bytes.

`python -m backend.bench.fan_servers gateway|floor PAGES` prints its port and memory, and again after each
line on standard input: "ready" when all sockets have signed in, "go" after all pages were written. The
sockets stay open until it is killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import uvloop

from backend.bench import crowd
from backend.bench.crowd import CrowdRows
from backend.part import allow_many_sockets
from projections.kernel import Outcome, Request, Temporary
from realtime import fanout
from realtime.fanout import Ready
from realtime.feed import end
from realtime.gateway import Config, Gateway
from realtime.hub import YIELD, Transport
from realtime.limits import Limits
from realtime.metrics import Metrics
from realtime.office import Office
from realtime.principal import Principal
from realtime.scopes import Index
from realtime.wire import frame

AHEAD = 32 * 2**20
"""Bytes that may wait in all transports together before the next page."""
EVERY = 10
"""Pages between two looks at that."""


class NoCommands:
    """Nobody sends one."""

    async def run(self, request: Request) -> Outcome:
        """Refused for now."""
        raise Temporary

    async def run_all(self, requests: Iterable[Request]) -> list[Outcome]:
        """Refused for now."""
        raise Temporary


class Silence:
    """A bell that never rings: pages are delivered as fast as they go."""

    async def wait(self) -> None:
        """For ever."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing to close."""


async def none(_: object) -> list[UUID]:
    """No session is revoked."""
    return []


def principal(token: str) -> Principal:
    """The token is the socket's number."""
    return Principal(UUID(int=int(token)), UUID(int=int(token)), time.time() + 3600)


def listening() -> socket.socket:
    """A socket for very many at once."""
    made = socket.create_server(("127.0.0.1", 0), backlog=4096)
    say(port=made.getsockname()[1])
    return made


async def settle(transports: Iterable[Transport], bound: int) -> None:
    """Waits until not more than so many bytes wait to be sent."""
    while sum(transport.get_write_buffer_size() for transport in transports) > bound:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def gateway(count: int) -> None:
    """The product's gateway on rows in memory."""
    metrics = Metrics()
    office = Office(
        rows=CrowdRows(),
        commands=NoCommands(),
        verify=principal,
        revoked=none,
        limits=Limits(silence=3600),
        clock=time.time,
        retry_after=lambda: 1.0,
        metrics=metrics,
    )
    served = Gateway(Config(socket=listening()), office, Silence(), metrics)
    running = asyncio.create_task(served.run(asyncio.Event(), lambda: None))
    pages = crowd.pages(count)
    await heard("ready")
    transports = [member.transport for member in office.hub.all_members()]
    await heard("go")
    began = time.process_time()
    for number, page in enumerate(pages):
        await office.deliver(page)
        if number % EVERY == 0:
            await settle(transports, AHEAD)
    await settle(transports, 0)
    say(cpu=time.process_time() - began)
    await running


class Bare(asyncio.Protocol):
    """A socket that is upgraded and greeted without being understood."""

    def __init__(self, sockets: dict[int, asyncio.Transport]) -> None:
        self._sockets = sockets
        self._upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """The request, then `hello`, whose token is the socket's number."""
        if not self._upgraded:
            self._upgraded = True
            self._transport.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
            return
        found = re.search(rb'"token":"(\d+)"', data)
        if found:
            self._sockets[int(found[1])] = self._transport
            self._transport.write(frame(b'{"t":"end","cursor":""}'))


async def floor(count: int) -> None:
    """The same bytes in the same batches to the same sockets, made beforehand."""
    sockets: dict[int, asyncio.Transport] = {}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Bare(sockets), sock=listening())
    deliveries = batches(count)
    await heard("ready")
    ready = [[(data, [sockets[n] for n in numbers]) for data, numbers in groups] for groups in deliveries]
    await heard("go")
    began = time.process_time()
    for number, groups in enumerate(ready):
        left = YIELD
        for data, transports in groups:
            for transport in transports:
                transport.write(data)
                left -= 1
                if not left:
                    await asyncio.sleep(0)
                    left = YIELD
        await asyncio.sleep(0)
        if number % EVERY == 0:
            await settle(sockets.values(), AHEAD)
    await settle(sockets.values(), 0)
    say(cpu=time.process_time() - began)
    await server.serve_forever()


def batches(count: int) -> list[list[tuple[bytes, list[int]]]]:
    """What the gateway writes for each page, and to which sockets."""
    index: Index[int] = Index()
    for number, scopes in enumerate(crowd.memberships()):
        index.add(number, scopes)
    return [
        fanout.group(index, Ready(page, fanout.begin(page.head), end(page.head)))
        for page in crowd.pages(count)
    ]


def say(**figures: float) -> None:
    """One line for the bench."""
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    sys.stdout.write(json.dumps({**figures, "rss": resident}) + "\n")
    sys.stdout.flush()


async def heard(word: str) -> None:
    """Waits for a line, then tells the memory in use."""
    line = await asyncio.to_thread(sys.stdin.readline)
    if line.strip() != word:
        raise SystemExit(f"expected {word}, got {line!r}")
    say()


SERVERS: dict[str, Callable[[int], Coroutine[Any, Any, None]]] = {"gateway": gateway, "floor": floor}


if __name__ == "__main__":
    allow_many_sockets()
    uvloop.run(SERVERS[sys.argv[1]](int(sys.argv[2])))
