"""Open work of a test that has no projector running beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from backend.work import OpenWork
from domain.policies import Need, Work


class ShownWork(OpenWork):
    """`catch_up` brings the rows up to the log before each policy looks."""

    def __init__(self, catch_up: Callable[[], Awaitable[None]], *parts: Any) -> None:
        super().__init__(*parts)
        self._catch_up = catch_up

    async def for_need(self, need: Need, position: int) -> Work:
        await self._catch_up()
        return await super().for_need(need, position)
