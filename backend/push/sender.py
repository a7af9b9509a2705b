"""A sender: takes what is due for one provider, hands it over, and writes down what became of it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence

import structlog

from backend.push.again import delay
from backend.push.bucket import Bucket
from backend.push.outbox import Outbox
from backend.push.port import BATCH, Parcel, Provider, Result
from backend.store.connection import LOST, pause
from projections import faults
from realtime.database import Bell

log = structlog.get_logger("push")

MOST = 2_000
"""Parcels under way at once."""
GRACE_SECONDS = 5.0
"""What is under way may take so long when the sender is told to stop."""
TOLD_SECONDS = 600.0
"""Between two log lines that say the same of a provider."""

Done = tuple[Parcel, Result]


class Sender:
    """The way from the outbox to one provider. `clock`: seconds, of any beginning."""

    def __init__(
        self,
        provider: Provider,
        outbox: Outbox,
        bell: Bell,
        rate: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._provider = provider
        self._outbox = outbox
        self._bell = bell
        self._clock = clock
        self._bucket = Bucket(rate, clock())
        self._sending: set[asyncio.Task[None]] = set()
        self._done: asyncio.Queue[Done] = asyncio.Queue()
        self._under_way = 0
        self._freed = asyncio.Event()
        self._told: dict[str, float] = {}

    async def run(self) -> None:
        """Send for ever. Told to stop, what is under way is finished, if that does not take long."""
        recording = asyncio.create_task(self._recording())
        claiming = asyncio.create_task(self._claiming())
        try:
            ended, _ = await asyncio.wait([recording, claiming], return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            claiming.cancel()
            await self._finish()
            recording.cancel()
            await asyncio.gather(recording, claiming, return_exceptions=True)
            await self._bell.close()
            await self._provider.close()

    async def _claiming(self) -> None:
        attempt = 0
        while True:
            try:
                found = await self._claim()
                attempt = 0
            except LOST as error:
                log.warning("put off", provider=self._provider.kind, error=type(error).__name__)
                await pause(attempt)
                attempt += 1
                continue
            if not found:
                await self._bell.wait()

    async def _claim(self) -> bool:
        """Take as many as the provider may be handed now; whether there was anything to look at."""
        while self._under_way + BATCH > MOST:
            self._freed.clear()
            await self._freed.wait()
        await asyncio.sleep(self._bucket.wait(BATCH // 4, self._clock()))
        most = self._bucket.take(BATCH, self._clock())
        parcels, looked_at = await self._outbox.claim(self._provider.kind, most)
        self._bucket.give_back(most - len(parcels))
        faults.point("push.claimed")
        if parcels:
            self._under_way += len(parcels)
            task = asyncio.create_task(self._send(parcels))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return looked_at > 0

    async def _send(self, parcels: Sequence[Parcel]) -> None:
        """A result for each, whatever happens in the provider's code."""
        left = {parcel.id: parcel for parcel in parcels}
        try:
            async for parcel, result in self._provider.send(parcels):
                del left[parcel.id]
                self._done.put_nowait((parcel, result))
        except Exception as error:
            log.exception("provider failed", provider=self._provider.kind)
            for parcel in left.values():
                self._done.put_nowait((parcel, Result("again", type(error).__name__)))

    async def _recording(self) -> None:
        """Whatever has come is written together, so that the slowest of a batch holds up nobody's result."""
        while True:
            done = [await self._done.get()]
            while len(done) < BATCH and not self._done.empty():
                done.append(self._done.get_nowait())
            faults.point("push.sent")
            await self._record(done)
            faults.point("push.recorded")
            self._under_way -= len(done)
            self._freed.set()

    async def _record(self, done: Sequence[Done]) -> None:
        self._learn(done)
        results = [(parcel, result, self._later(parcel, result)) for parcel, result in done]
        attempt = 0
        while True:
            try:
                return await self._outbox.record(self._provider.kind, results)
            except LOST as error:
                log.warning("not recorded yet", provider=self._provider.kind, error=type(error).__name__)
                await pause(attempt)
                attempt += 1

    def _later(self, parcel: Parcel, result: Result) -> float:
        return delay(result, parcel.attempt, random.random())  # noqa: S311 - no secret

    def _learn(self, done: Sequence[Done]) -> None:
        """Slow down when told so; operators hear when a provider refuses us, not of each parcel."""
        now = self._clock()
        if any(result.code in ("429", "QUOTA_EXCEEDED") for _, result in done):
            self._bucket.slow(now)
        for code in {result.code for _, result in done if result.outcome == "refused"}:
            if now - self._told.get(code, -TOLD_SECONDS) >= TOLD_SECONDS:
                self._told[code] = now
                log.error("the push provider refuses us", provider=self._provider.kind, code=code)

    async def _finish(self) -> None:
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                while self._under_way:
                    self._freed.clear()
                    await self._freed.wait()
        except TimeoutError:
            log.warning("left to the next sender", provider=self._provider.kind, parcels=self._under_way)
        for task in self._sending:
            task.cancel()
