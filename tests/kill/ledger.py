"""What clients asked for, and the one answer that each command got."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from tests.kill.city import Person


class Order(msgspec.Struct, frozen=True):
    """A command of a person, with the id that it keeps however often it is sent."""

    id: UUID
    person: Person
    name: str
    args: dict[str, Any]

    def frame(self, **more: Any) -> dict[str, Any]:
        """As it goes over the wire."""
        acting = {"post": str(self.person.post)}
        return {"id": str(self.id), "name": self.name, "as": acting, "args": self.args, **more}


class Answer(msgspec.Struct, frozen=True):
    """A position, nothing (nothing was left to do), or the code of a problem."""

    position: int | None = None
    problem: str | None = None

    @classmethod
    def of(cls, said: dict[str, Any]) -> Answer:
        """What a `result` frame, or the API, said."""
        return cls(said.get("position"), said.get("problem", {}).get("code"))


class Ledger:
    """All orders of a crowd, and how far its devices are. Each answer to an order must be the first again."""

    def __init__(self) -> None:
        self.given: dict[UUID, Order] = {}
        self.answers: dict[UUID, Answer] = {}
        self.reached = 0
        self.session = 0.0
        self._heard: dict[str, float] = {}
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def give(self, order: Order) -> bool:
        """Note an order; False if it was given already."""
        if order.id in self.given:
            return False
        self.given[order.id] = order
        return True

    def answered(self, order: Order, answer: Answer, through: str) -> None:
        """Note an answer that came through a part."""
        known = self.answers.setdefault(order.id, answer)
        assert known == answer, f"{order.name} {order.id}: {known}, then {answer}"
        self._heard[through] = time.monotonic()
        self._look()

    def page(self, to: int, since: float) -> None:
        """Note that a device is true at `to`, in a session that began at `since`."""
        self.reached, self.session = max(self.reached, to), max(self.session, since)
        self._look()

    def _look(self) -> None:
        for condition, future in list(self._waiting):
            if condition() and not future.done():
                future.set_result(None)

    def last(self, through: str) -> float:
        """When an answer came through a part for the last time."""
        return self._heard.get(through, 0.0)

    async def until(self, condition: Callable[[], bool], otherwise: str, seconds: float = 60.0) -> None:
        """Wait until something heard makes it true."""
        if condition():
            return
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((condition, future))
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            raise AssertionError(otherwise) from None
        finally:
            self._waiting.remove((condition, future))
