"""A stand-in for the push services of browsers: takes what RFC 8030 says, and opens it as a browser would.

`python -m backend.bench.push_service` serves one on a free port and says which; each line on its standard
input is answered by a line of figures.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any, cast

import http_ece  # type: ignore[import-untyped]
import httptools
import msgspec
import uvloop
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from backend.part import allow_many_sockets

NEVER = 0
"""Instead of a status: no answer at all."""


class Answer(msgspec.Struct, frozen=True):
    """What one request gets: a status, headers, and seconds until then."""

    status: int = 201
    headers: dict[str, str] = {}
    seconds: float = 0.0


class Received(msgspec.Struct, frozen=True):
    """A message as it came: for which browser, with which headers, and what was in it once opened."""

    browser: str
    headers: dict[str, str]
    body: bytes


class Browser:
    """A subscription with its private key (RFC 8291, section 2)."""

    def __init__(self, origin: str, name: str, application: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        self.application = application
        point = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": _text(point), "auth": _text(self._secret)}
        self.subscription = {"endpoint": f"{origin}/push/{name}", "keys": keys}

    def open(self, body: bytes) -> Any:
        """What is in a message for this browser."""
        plain = http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        return msgspec.json.decode(plain)


class PushService:
    """Takes messages for its browsers; what it shall answer is planned by browser, else it is 201."""

    def __init__(self) -> None:
        self.origin = ""
        self.browsers: dict[str, Browser] = {}
        self.received: list[Received] = []
        self.topics: Counter[str] = Counter()
        self.plans: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self.keep = True
        """Whether messages are kept to be opened, or only counted."""
        self.arrived = asyncio.Event()
        self.clients: set[asyncio.Transport] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=4096)
        self.origin = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """No longer; connections that are open are cut."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for client in self.clients:
            client.abort()

    def subscribe(self, name: str, application: str) -> dict[str, Any]:
        """A new browser; its subscription, for the public key of an application (RFC 8292, section 4)."""
        self.browsers[name] = Browser(self.origin, name, application)
        return self.browsers[name].subscription

    def plan(self, name: str, *answers: Answer) -> None:
        """The next answers to messages for a browser."""
        self.plans[name].extend(answers)

    def shown(self) -> list[Any]:
        """What was in all messages, in the order in which they came."""
        return [self.browsers[each.browser].open(each.body) for each in self.received]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """The answer to a request, as it is planned or as the protocol says."""
        name = path.rpartition("/")[2]
        browser = self.browsers.get(name)
        if browser is None:
            return Answer(404)
        planned = self.plans[name].popleft() if self.plans.get(name) else Answer()
        if 200 <= planned.status < 300:
            wrong = self._wrong(browser, headers)
            if wrong is not None:
                return wrong
            self.topics[headers["topic"]] += 1
            if self.keep:
                self.received.append(Received(name, headers, body))
        self.arrived.set()
        return planned

    def _wrong(self, browser: Browser, headers: dict[str, str]) -> Answer | None:
        """What a real service objects to."""
        if "ttl" not in headers or headers.get("content-encoding") != "aes128gcm":
            return Answer(400)
        if len(headers.get("topic", "")) > 32:
            return Answer(400)
        return None if self._signed(browser, headers.get("authorization", "")) else Answer(403)

    def _signed(self, browser: Browser, authorization: str) -> bool:
        """Whether the application that the browser subscribed to says that it is us (RFC 8292, section 2)."""
        scheme, _, rest = authorization.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if scheme != "vapid" or parts.get("k") != browser.application:
            return False
        if not self.keep:
            return True
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
        claims = jwt.decode(parts["t"], ECKey.import_key(key), algorithms=["ES256"]).claims
        return bool(claims["aud"] == self.origin and str(claims["sub"]).startswith(("mailto:", "https://")))


class _Connection(asyncio.Protocol):
    """HTTP/1.1 of one client, requests one after another."""

    def __init__(self, service: PushService) -> None:
        self._service = service
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport
        self._path, self._headers, self._body = "", dict[str, str](), bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._service.clients.add(self._transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._service.clients.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """httptools: a request begins."""
        self._path, self._headers, self._body = "", {}, bytearray()

    def on_url(self, url: bytes) -> None:
        """httptools: its target."""
        self._path += url.decode()

    def on_header(self, name: bytes, value: bytes) -> None:
        """httptools: one header."""
        self._headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        """httptools: a piece of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """httptools: the end of the request."""
        answer = self._service.take(self._path, self._headers, bytes(self._body))
        if answer.status == NEVER:
            return
        lines = [f"HTTP/1.1 {answer.status} -", "content-length: 0"]
        text = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in answer.headers.items()), "", ""])
        if answer.seconds:
            asyncio.get_running_loop().call_later(answer.seconds, self._say, text)
        else:
            self._say(text)

    def _say(self, text: str) -> None:
        if not self._transport.is_closing():
            self._transport.write(text.encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def serve(say: Callable[[str], None]) -> None:
    """Take a number of browsers and a key (the first line), then count until standard input ends."""
    service = PushService()
    service.keep = False
    await service.start()
    say(json.dumps({"origin": service.origin}))
    loop = asyncio.get_running_loop()
    given = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    subscriptions = [service.subscribe(str(n), given["key"]) for n in range(given["browsers"])]
    say(json.dumps({"subscriptions": subscriptions}))
    while await loop.run_in_executor(None, sys.stdin.readline):
        counts = service.topics
        say(
            json.dumps(
                {"topics": len(counts), "messages": counts.total(), "most": max(counts.values(), default=0)}
            )
        )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    allow_many_sockets()
    uvloop.run(serve(_say))
