"""A platform as a user starts it: real processes, found and killed by their numbers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
T = TypeVar("T")


class Platform:
    """`congvu serve` on free ports. Its log lines go to a file in the data folder's parent."""

    ROOT = ROOT
    COMMAND = (sys.executable, "-m", "backend.cli")

    def __init__(self, data: Path, *options: str, **settings: str) -> None:
        self.log = data.parent / f"{data.name}.log"
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
        command = [*self.COMMAND, "serve", "--data", str(data)]
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--realtime-port", "0", *options],
            cwd=ROOT,
            env=plain | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._said = threading.Condition()
        self._signs = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        with self.log.open("a") as log:
            for line in self.process.stderr:
                log.write(line)
                log.flush()
                self._sign()
        self.process.wait()
        self._sign()

    def _sign(self) -> None:
        with self._said:
            self._signs += 1
            self._said.notify_all()

    def until(self, look: Callable[[], T | None], otherwise: str) -> T:
        """What `look` finds: now, after a line that the platform says, or after its end."""
        end = time.monotonic() + PATIENCE
        while True:
            signs = self._signs
            found = look()
            if found:
                return found
            with self._said:
                told = self._said.wait_for(lambda signs=signs: self._signs != signs, end - time.monotonic())
            assert told, otherwise

    def ready(self) -> dict[str, Any]:
        """What it says when it serves; fails with its log if it ends instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.lines()
        said: dict[str, Any] = json.loads(line)
        return said

    def part(self, name: str) -> psutil.Process:
        """The process that is a part now; waits until there is one."""
        return self.until(lambda: self.find(name), f"no {name}")

    def find(self, name: str) -> psutil.Process | None:
        """The process that is a part now, if there is one."""
        try:
            children = psutil.Process(self.process.pid).children()
        except psutil.NoSuchProcess:
            return None
        for child in children:
            try:
                if name in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
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
        """All log lines so far; to the last one once it has ended."""
        if self.process.poll() is not None:
            self._listener.join(PATIENCE)
        return self.log.read_text()


def until(look: Callable[[], T | None], otherwise: str, seconds: float = PATIENCE) -> T:
    """What `look` finds by asking the platform; each look is a request that waits for its answer."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, otherwise
