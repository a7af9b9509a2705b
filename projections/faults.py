"""Named points where a test may kill the process: CONGVU_TEST_FAULT=name:kill:n, at the n-th passing.

A fault for a process that runs already is a file with the same text, named by the process's number, in the
folder CONGVU_TEST_FAULTS; it is taken away as it is read, so that the next process is whole again.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path


class Fault:
    """One planted fault, counted down as its point is passed."""

    def __init__(self, name: str, action: str, passing: int) -> None:
        self.name = name
        self._signal = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP, "term": signal.SIGTERM}[action]
        self._left = passing

    def passed(self) -> None:
        """Count one passing; the signal is sent at the last."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), self._signal)


def planted(environ: Mapping[str, str]) -> Fault | None:
    """The fault asked for by the environment; raises ValueError when it is not `name:action[:n]`."""
    text = environ.get("CONGVU_TEST_FAULT", "")
    return _read(text) if text else None


def _read(text: str) -> Fault:
    name, _, rest = text.partition(":")
    action, _, passing = rest.partition(":")
    if action not in {"kill", "stop", "term"} or not (passing or "1").isdigit():
        raise ValueError(f"CONGVU_TEST_FAULT={text!r} is not name:kill|stop|term[:n]")
    return Fault(name, action, int(passing or "1"))


class Points:
    """The points of this process: the fault planted at its start, or found in a folder later."""

    def __init__(self, fault: Fault | None, folder: str) -> None:
        self._fault = fault
        self._laid = Path(folder) / str(os.getpid()) if folder else None
        self.armed = fault is not None or self._laid is not None

    def passed(self, name: str) -> None:
        """Pass one point."""
        if self._laid is not None and self._laid.exists():
            self._fault = _read(self._laid.read_text())
            self._laid.unlink()
        if self._fault is not None and self._fault.name == name:
            self._fault.passed()


_POINTS = Points(planted(os.environ), os.environ.get("CONGVU_TEST_FAULTS", ""))


def point(name: str) -> None:
    """Pass the point `name`; nothing happens unless a fault was planted there."""
    if _POINTS.armed:
        _POINTS.passed(name)
