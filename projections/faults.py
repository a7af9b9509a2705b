"""Named points where a test may kill the process: CONGVU_TEST_FAULT=name:kill:n, at the n-th passing."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping


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
    if not text:
        return None
    name, _, rest = text.partition(":")
    action, _, passing = rest.partition(":")
    if action not in {"kill", "stop", "term"} or not (passing or "1").isdigit():
        raise ValueError(f"CONGVU_TEST_FAULT={text!r} is not name:kill|stop|term[:n]")
    return Fault(name, action, int(passing or "1"))


_FAULT = planted(os.environ)


def point(name: str) -> None:
    """Pass the point `name`; nothing happens unless a fault was planted there."""
    if _FAULT is not None and _FAULT.name == name:
        _FAULT.passed()
