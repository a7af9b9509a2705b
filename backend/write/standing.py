"""The organisation in this process: kept up with every append, own or other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from backend.store.store import Store
from domain.kernel import Fact
from domain.organisation import Organisation


class Standing:
    """Facts up to a position: own batches as they are stored, others' when a decision is due."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.organisation = Organisation()
        self.upto = 0
        self._reading = asyncio.Lock()
        store.watch(self._own)

    async def current(self) -> Organisation:
        """The organisation, at least at the newest position this process knows of."""
        return await self.reaching(self._store.heads.head)

    async def reaching(self, position: int) -> Organisation:
        """The organisation, at least at a position; those who ask at once are answered by one look."""
        if self.upto < position:
            async with self._reading:
                if self.upto < position:
                    await self._read(position)
        return self.organisation

    async def catch_up(self) -> None:
        """Read what was appended since, also beyond the known head."""
        async with self._reading:
            await self._read(self._store.heads.head)

    async def _read(self, head: int) -> None:
        # Whatever is below a head that is known was committed before the look, so the look sees it.
        for position, fact in await self._store.reader.access(self.upto):
            self.organisation.apply(position, (fact,))
            head = max(head, position)
        self.upto = max(self.upto, head)

    def _own(self, previous: int, head: int, facts: Sequence[tuple[int, Sequence[Fact]]]) -> None:
        if previous > self.upto:
            return  # somebody else's batch lies between: the next look reads both
        for position, changed in facts:
            self.organisation.apply(position, changed)
        self.upto = max(self.upto, head)
