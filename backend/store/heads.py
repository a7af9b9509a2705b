"""The newest position this process knows of, and those who wait for a newer one."""

from __future__ import annotations

import asyncio


class Heads:
    """Woken by own appends at once, by others' through NOTIFY."""

    def __init__(self) -> None:
        self.head = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def advance(self, head: int) -> None:
        """A newer event is known; lower positions change nothing."""
        if head > self.head:
            self.head = head
            self.wake()

    def wake(self) -> None:
        """Let everybody look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def beyond(self, position: int, timeout: float) -> None:  # noqa: ASYNC109 - the poll's period, no deadline
        """Return when the head may be above `position`, after `timeout` seconds at the latest."""
        if self.head > position:
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, timeout)
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)
