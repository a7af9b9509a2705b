"""Web Push: parcels, each sealed for one browser (RFC 8291), for the service that it named (RFC 8030)."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from urllib.parse import urlsplit

import aiohttp
import msgspec
from pywebpush import WebPusher  # type: ignore[import-untyped]

from backend.push.again import retry_after
from backend.push.content import message, topic
from backend.push.port import Kind, Parcel, Result
from backend.push.vapid import Vapid

AT_ONCE = 100
"""Requests under way to one push service."""
ANSWER = aiohttp.ClientTimeout(total=10, sock_connect=5)
PATIENCE = 30.0
"""Seconds that a parcel may wait for its turn and for the answer."""
LONGEST = 28 * 24 * 3600
"""Seconds that the push services of browsers keep a message at most."""

GONE = (404, 410)
REFUSED = (401, 403)
UNFIT = (400, 413)


class WebPush:
    """All push services of browsers, over connections that stay open. `clock`: seconds since 1970."""

    kind: Kind = "webpush"

    def __init__(self, vapid: Vapid, clock: Callable[[], float] = time.time) -> None:
        self._vapid = vapid
        self._clock = clock
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
        connector = aiohttp.TCPConnector(limit=0, limit_per_host=AT_ONCE, ttl_dns_cache=300)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=ANSWER, cookie_jar=aiohttp.DummyCookieJar(), trust_env=True
        )

    async def send(self, batch: Sequence[Parcel]) -> AsyncIterator[tuple[Parcel, Result]]:
        """A request for each; a slow service holds up its own parcels alone."""
        sending = [asyncio.create_task(self._send(parcel)) for parcel in batch]
        try:
            for done in asyncio.as_completed(sending):
                yield await done
        finally:
            for task in sending:
                task.cancel()

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _send(self, parcel: Parcel) -> tuple[Parcel, Result]:
        if parcel.target.key != self._vapid.public:
            return parcel, Result("refused", "key")
        origin = origin_of(parcel.target.address["endpoint"])
        try:
            async with asyncio.timeout(PATIENCE), self._turns[origin]:
                return parcel, await self._post(parcel, origin)
        except TimeoutError:
            return parcel, Result("again", "timeout")
        except aiohttp.ClientError:
            return parcel, Result("again", "unreachable")
        except Exception as error:
            # A subscription whose keys cannot be used: whatever it is, it is of this parcel alone.
            return parcel, Result("unfit", type(error).__name__)

    async def _post(self, parcel: Parcel, origin: str) -> Result:
        address = parcel.target.address
        body = WebPusher(address).encode(msgspec.json.encode(message(parcel)))["body"]
        headers = {
            "authorization": self._vapid.authorization(origin, self._clock()),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(min(parcel.ttl, LONGEST)),
            "urgency": "high" if parcel.urgent else "normal",
            "topic": topic(parcel.tag),
        }
        async with self._session.post(
            address["endpoint"], data=body, headers=headers, allow_redirects=False
        ) as answer:
            return result(answer.status, answer.headers.get("retry-after"))


def result(status: int, after: str | None) -> Result:
    """What an answer of a push service means (RFC 8030, sections 5 to 8)."""
    code = str(status)
    if 200 <= status < 300:
        return Result("delivered", code)
    if status in GONE:
        return Result("gone", code)
    if status in REFUSED:
        return Result("refused", code)
    if status in UNFIT:
        return Result("unfit", code)
    return Result("again", code, retry_after(after))


def origin_of(endpoint: str) -> str:
    """Scheme, host and port: whom a signed word is for (RFC 8292, section 2)."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"
