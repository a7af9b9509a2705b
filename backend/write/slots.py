"""One command at a time per aggregate: whoever comes second waits."""

from __future__ import annotations

import asyncio
from collections import deque
from uuid import UUID


class Slots:
    """A lock for each stream in use, without a lock object for those that nobody waits for."""

    def __init__(self) -> None:
        self._taken: dict[UUID, deque[asyncio.Future[None]] | None] = {}

    def taken(self, stream: UUID) -> bool:
        """Whether somebody has the stream now."""
        return stream in self._taken

    async def acquire(self, stream: UUID) -> None:
        """Wait for one's turn; `release` must follow."""
        if stream not in self._taken:
            self._taken[stream] = None
            return
        queue = self._taken[stream]
        if queue is None:
            queue = self._taken[stream] = deque()
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.release(stream)
            raise

    def release(self, stream: UUID) -> None:
        """Let the next one in."""
        queue = self._taken[stream]
        while queue:
            turn = queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._taken[stream]
