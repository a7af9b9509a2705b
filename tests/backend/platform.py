"""A platform as a user starts it: real processes, found and killed by their numbers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0


class Platform:
    """`congvu serve` on free ports. Its log lines go to a file in the data folder's parent."""

    ROOT = ROOT
    COMMAND = (sys.executable, "-m", "backend.cli")

    def __init__(self, data: Path, *options: str, **settings: str) -> None:
        self.log = data.parent / f"{data.name}.log"
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
        command = [*self.COMMAND, "serve", "--data", str(data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", "0", "--realtime-port", "0", *options],
                cwd=ROOT,
                env=plain | settings,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ready(self) -> dict[str, Any]:
        """What it says when it serves; fails with its log if it ends instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.lines()
        said: dict[str, Any] = json.loads(line)
        return said

    def part(self, name: str) -> psutil.Process:
        """The process that is a part now; waits until there is one."""
        return until(lambda: self.find(name), f"no {name}")

    def find(self, name: str) -> psutil.Process | None:
        """The process that is a part now, if there is one."""
        for child in psutil.Process(self.process.pid).children():
            try:
                if name in child.cmdline():
                    return child
            except psutil.Error:
                continue
        return None

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Whatever became of it, nothing of it is left."""
        if self.process.poll() is None:
            self.stop()

    def lines(self) -> str:
        """All log lines so far."""
        return self.log.read_text()


def until(look: Any, otherwise: str, seconds: float = PATIENCE) -> Any:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.02)  # between two looks at other processes
    raise AssertionError(otherwise)
