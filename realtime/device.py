"""A connected device, as those see it who tell it of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from realtime import protocol
from realtime.protocol import ReadUpTo, State

UNTOLD = 10_000
"""Read positions that one may wait for; what is more, it learns in its next session."""

Tell = Callable[[protocol.FromServer], bool]


class Device:
    """One connection. `tell` hands it a frame; False: it has no room for it now.

    `told`: the people that it watches, with what it was told last; `untold`: read positions that it had no
    room for; `written`: when what it looks at was last written down, `here`: whether it is still connected.
    """

    __slots__ = (
        "here",
        "id",
        "looking",
        "official",
        "subjects",
        "tell",
        "told",
        "untold",
        "watched",
        "written",
    )

    def __init__(self, id: UUID, official: UUID, tell: Tell) -> None:
        self.id = id
        self.official = official
        self.tell = tell
        self.here = True
        self.looking = False
        self.subjects: tuple[UUID, ...] = ()
        self.told: dict[UUID, State | None] = {}
        self.untold: dict[UUID, int] = {}
        self.watched = float("-inf")
        self.written: datetime | None = None

    def keep(self, reads: Iterable[ReadUpTo]) -> None:
        """Read positions to be told once there is room."""
        for thing, number in reads:
            before = self.untold.get(thing)
            if before is not None or len(self.untold) < UNTOLD:
                self.untold[thing] = max(number, before or 0)
