"""One platform for the tests of a module, and a table of how long each part was away."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.conftest import Server, fresh
from tests.kill.stage import Back, Stage, serving
from tests.kill.wire import wire_to

BACKS: list[Back] = []


@pytest.fixture
def backs() -> list[Back]:
    """All deaths of this run."""
    return BACKS


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the embedded server's own user can pass through."""
    made = Path(tempfile.mkdtemp(prefix="congvu-kill-"))
    made.chmod(0o711)
    yield made / "data"
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
async def stage(postgres: Server, template: str) -> AsyncIterator[Stage]:
    """A platform whose database is reached by a wire."""
    data = Path(tempfile.mkdtemp(prefix="congvu-kill-")) / "data"
    async with (
        fresh(postgres, template) as dsn,
        wire_to(dsn) as (wire, near),
        serving(data, BACKS, near, dsn) as stage,
    ):
        stage.wire = wire
        yield stage
    shutil.rmtree(data.parent, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long each part was away, and on how busy a machine."""
    if not BACKS:
        return
    terminalreporter.write_sep("-", f"back after kill -9 (load {os.getloadavg()[0]:.1f} on {os.cpu_count()})")
    for back in BACKS:
        wait = f"{back.seconds:5.2f} s with {back.share:4.0%} of a core: {back.own:4.2f} s alone"
        terminalreporter.write_line(f"{back.part:<10} {wait}  {back.where}")
