"""Web Push: parcels, each sealed for one browser (RFC 8291), for the service that it named (RFC 8030)."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from pywebpush import WebPusher  # type: ignore[import-untyped]

from backend.push.again import retry_after
from backend.push.content import message, topic
from backend.push.port import Kind, Parcel, Result
from backend.push.vapid import Vapid

AT_ONCE = 50
"""Requests of one batch that are under way to one push service."""
ANSWER = 10.0
"""Seconds that a service has for one."""
PATIENCE = 30.0
"""Seconds after which what is left of a batch is put off, as its service is slow."""
LONGEST = 28 * 24 * 3600
"""Seconds that the push services of browsers keep a message at most."""

MOST_BROWSERS = 20_000
"""Browsers whose keys are kept in memory."""

GONE = (404, 410)
REFUSED = (401, 403)
UNFIT = (400, 413)

Done = tuple[Parcel, Result]


class WebPush:
    """All push services of browsers, over connections that stay open. `clock`: seconds since 1970."""

    kind: Kind = "webpush"

    def __init__(self, vapid: Vapid, clock: Callable[[], float] = time.time) -> None:
        self._vapid = vapid
        self._clock = clock
        self._proxies: dict[str, str | None] = {}
        self._browsers: dict[bytes, WebPusher] = {}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=300),
            timeout=aiohttp.ClientTimeout(total=ANSWER),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def send(self, batch: Sequence[Parcel]) -> AsyncIterator[Done]:
        """A request for each; a slow service holds up its own parcels alone."""
        done: asyncio.Queue[Done] = asyncio.Queue()
        until = asyncio.get_running_loop().time() + PATIENCE
        hands = [
            asyncio.create_task(self._hand_over(left, origin, until, done))
            for origin, parcels in _by_service(batch).items()
            for left in [iter(parcels)]
            for _ in range(min(AT_ONCE, len(parcels)))
        ]
        try:
            for _ in batch:
                yield await done.get()
        finally:
            for hand in hands:
                hand.cancel()

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _hand_over(
        self, left: Iterator[Parcel], origin: str, until: float, done: asyncio.Queue[Done]
    ) -> None:
        """One parcel after another, of those that the hands of a service share."""
        loop = asyncio.get_running_loop()
        for parcel in left:
            late = loop.time() > until
            done.put_nowait((parcel, Result("again", "busy") if late else await self._send(parcel, origin)))

    async def _send(self, parcel: Parcel, origin: str) -> Result:
        if parcel.target.key != self._vapid.public:
            return Result("refused", "key")
        try:
            return await self._post(parcel, origin)
        except TimeoutError:
            return Result("again", "timeout")
        except (aiohttp.ClientError, OSError):
            return Result("again", "unreachable")
        except Exception as error:
            # A subscription whose keys cannot be used: whatever it is, it is of this parcel alone.
            return Result("unfit", type(error).__name__)

    async def _post(self, parcel: Parcel, origin: str) -> Result:
        browser = self._browser(parcel)
        headers = {
            "authorization": self._vapid.authorization(origin, self._clock()),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(min(parcel.ttl, LONGEST)),
            "urgency": "high" if parcel.urgent else "normal",
            "topic": topic(parcel.tag),
        }
        async with self._session.post(
            parcel.target.address["endpoint"],
            data=browser.encode(msgspec.json.encode(message(parcel)))["body"],
            headers=headers,
            proxy=self._proxy(origin),
            allow_redirects=False,
        ) as answer:
            return result(answer.status, answer.headers.get("retry-after"))

    def _browser(self, parcel: Parcel) -> WebPusher:
        """The keys of a browser, read once: it gets many notices."""
        known = self._browsers.get(parcel.target.digest)
        if known is None:
            if len(self._browsers) >= MOST_BROWSERS:
                self._browsers.clear()
            known = self._browsers[parcel.target.digest] = WebPusher(parcel.target.address)
        return known

    def _proxy(self, origin: str) -> str | None:
        """The proxy that this machine's environment names for a service (HTTPS_PROXY, NO_PROXY)."""
        if origin not in self._proxies:
            parts = urlsplit(origin)
            past = proxy_bypass(parts.netloc)
            self._proxies[origin] = None if past else getproxies().get(parts.scheme)
        return self._proxies[origin]


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


def _by_service(batch: Sequence[Parcel]) -> dict[str, list[Parcel]]:
    """Parcels by the origin of their endpoints: whom a signed word is for (RFC 8292, section 2)."""
    services = defaultdict(list)
    for parcel in batch:
        parts = urlsplit(parcel.target.address["endpoint"])
        services[f"{parts.scheme}://{parts.netloc}"].append(parcel)
    return services
