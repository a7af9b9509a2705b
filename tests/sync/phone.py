"""A device of an official with its line, as a scene moves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from realtime.connection import Connection
from tests.realtime.stage import Wire
from tests.sync.device import Device


class Phone:
    """A device with its line: frames wait in `air` until it takes them."""

    def __init__(self, name: str, official: UUID) -> None:
        self.name = name
        self.official = official
        self.device = Device()
        self.connection: Connection | None = None
        self.wire = Wire()
        self.air: list[dict[str, Any]] = []
        self.begun: set[str] = set()
        """Scopes that pages of this session began: what is opened on screen is empty until its page comes."""
        self.applied = 0
        self.seq = 0
        self.outbox: dict[str, dict[str, Any]] = {}
