"""Clients by the book: a phone on the gateway that keeps its outbox, and a desk that uses HTTP."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.kill.city import Person
from tests.kill.ledger import Answer, Ledger, Order
from tests.sync.device import Device

AT_ONCE = 16
PAUSE_SECONDS = 0.02
"""What a client lets pass before it tries again, or sends its next command over HTTP."""
BUSY = 503


class Phone:
    """A device whose session may end at any moment; `noticed` is called after each page with its rows."""

    def __init__(self, url: str, person: Person, ledger: Ledger, noticed: Callable[[Phone], None]) -> None:
        self.person = person
        self.device = Device()
        self._url = url
        self._ledger = ledger
        self._noticed = noticed
        self._outbox: deque[Order] = deque()
        self._flying: deque[Order] = deque()
        self._wake = asyncio.Event()
        self._next = 0
        self._since = 0.0
        self._held = False

    def give(self, order: Order) -> None:
        """Put an order in the outbox, once; it stays there until it is answered."""
        if self._ledger.give(order):
            self._outbox.append(order)
            self._wake.set()

    async def run(self) -> None:
        """Be connected, again whenever the connection ends, until cancelled."""
        while True:
            try:
                async with connect(self._url, max_size=None, open_timeout=60, close_timeout=1) as socket:
                    await self._session(socket)
            except (OSError, TimeoutError, WebSocketException):
                pass  # the next session goes on from the cursor and the outbox
            await asyncio.sleep(PAUSE_SECONDS)

    async def _session(self, socket: ClientConnection) -> None:
        self._flying.clear()
        self._next, self._held = 0, False
        await socket.send(json.dumps(self.device.hello(self.person.token)))
        sending = asyncio.create_task(self._sending(socket))
        try:
            async for text in socket:
                self._heard(json.loads(text))
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    def _heard(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "welcome":
                self._next, self._since = 1, time.monotonic()
            case "result":
                self._answered(frame)
        if self.device.receive(frame):
            self._ledger.page(self.device.to, self._since)
            self._noticed(self)
        self._wake.set()

    def _answered(self, frame: dict[str, Any]) -> None:
        order = self._flying.popleft()
        assert frame["id"] == str(order.id), "answers come in the order of the commands"
        if frame.get("retry"):
            self._held, self._next = True, min(self._next, frame["seq"])
            return
        self._outbox.remove(order)
        self._ledger.answered(order, Answer.of(frame), "gateway")

    async def _sending(self, socket: ClientConnection) -> None:
        """All that waits, in order; after a `retry` only once every number in flight came back."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if not self._next or (self._held and self._flying):
                continue
            self._held = False
            for order in list(self._outbox)[len(self._flying) : AT_ONCE]:
                self.device.sent(str(order.id))
                self._flying.append(order)
                seq, self._next = self._next, self._next + 1
                await socket.send(json.dumps(order.frame(t="command", seq=seq)))


async def synced(url: str, person: Person) -> Device:
    """A new device of the person's, filled once."""
    device = Device()
    async with connect(url, max_size=None, open_timeout=60, close_timeout=1) as socket:
        await socket.send(json.dumps(device.hello(person.token)))
        while not device.receive(json.loads(await socket.recv())) or device.more:
            pass
    return device


class Desk:
    """A program that sends one command after the other to the API, each until it is answered."""

    def __init__(self, url: str, ledger: Ledger) -> None:
        self._ledger = ledger
        self._client = httpx.AsyncClient(base_url=url, timeout=60)

    async def give(self, order: Order) -> Answer:
        """Send it; the answer."""
        self._ledger.give(order)
        await asyncio.sleep(PAUSE_SECONDS)
        answer = await self.ask(order)
        self._ledger.answered(order, answer, "api")
        return answer

    async def ask(self, order: Order) -> Answer:
        """Its answer, however often it takes."""
        headers = {"authorization": f"Bearer {order.person.token}"}
        while True:
            try:
                said = await self._client.post("/api/commands", json=order.frame(), headers=headers)
                if said.status_code != BUSY:
                    return Answer.of(said.json() if said.is_success else {"problem": said.json()})
            except httpx.TransportError:
                pass  # whether it was done is not known: the same id tells
            await asyncio.sleep(PAUSE_SECONDS)

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()
