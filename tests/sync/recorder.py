"""One device on a stage, every step written down."""

from __future__ import annotations

import json
from typing import Any

from realtime.limits import Limits
from tests.realtime.stage import Stage
from tests.realtime.world import uid
from tests.sync.device import Device


class Recorder:
    """One device of one official on a stage; every step is written down."""

    def __init__(self, about: str, official: str = "lan", fill: int = 500) -> None:
        self.stage = Stage(Limits(window=4, messages=3, fill=fill))
        self.world = self.stage.world
        self.about = about
        self.name = official
        self.official = uid(official)
        self.device = Device()
        self.steps: list[dict[str, Any]] = []

    async def connect(self, open: list[str] | None = None) -> None:
        """A new session; takes all frames until the server has nothing more to say."""
        await self.begin(open)
        self.take()

    async def begin(self, open: list[str] | None = None) -> None:
        """A new session, of which no frame has been taken yet."""
        self.device.open = open or []
        hello = self.device.hello(self.name)
        self.steps.append({"connect": {"cursor": hello["cursor"], "open": hello["open"]}})
        await self.stage.publish()
        self.connection, self.wire = self.stage.connect()
        await self.stage.tell(self.connection, **hello)
        self.frames = self.wire.transport.take()

    def take(self, count: int | None = None) -> None:
        """The device takes frames (all, or so many)."""
        self.frames += self.wire.transport.take()
        for frame in self.frames[:count]:
            self.steps.append({"receive": frame})
            if self.device.receive(frame):
                self._state("state")
        self.frames = [] if count is None else self.frames[count:]

    def still(self) -> None:
        """Nothing may have changed in the middle of a page."""
        self._state("still")

    def _state(self, kind: str) -> None:
        state = {
            "to": self.device.to,
            "rows": self.device.state(),
            "pending": sorted(self.device.pending),
        }
        self.steps.append({kind: state})

    async def live(self) -> None:
        """The gateway learns what is new, and the device takes it."""
        await self.stage.publish()
        self.take()

    async def send(self, **frame: Any) -> None:
        """The device sends a frame and takes what comes back."""
        self.steps.append({"send": frame})
        if frame["t"] == "command":
            self.device.sent(frame["id"])
        await self.stage.tell(self.connection, **frame)
        self.take()

    async def disconnect(self) -> None:
        """The socket is gone, and all frames not taken with it."""
        self.connection.gone()
        self.frames = []
        self.steps.append({"disconnect": True})

    def file(self, name: str) -> str:
        """The vector as it is committed."""
        vector = {"name": name, "about": self.about, "official": str(self.official)}
        steps = ",\n    ".join(json.dumps(step, ensure_ascii=False) for step in self.steps)
        head = json.dumps(vector, ensure_ascii=False, indent=2).removesuffix("\n}")
        return f'{head},\n  "steps": [\n    {steps}\n  ]\n}}\n'
