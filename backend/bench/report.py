"""Where benches run, what they measured, and how that is told."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg
import msgspec

from backend.store.embedded import EmbeddedPostgres
from backend.store.schema import migrate


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. A bound is on its ratio to the peer's figure of the same run, if there is a peer."""

    what: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure ours is."""
        return self.value / self.peer_value if self.peer_value else None

    @property
    def held(self) -> bool:
        """Whether the bounds are kept."""
        measured = self.ratio if self.ratio is not None else self.value
        return (self.least is None or measured >= self.least) and (self.most is None or measured <= self.most)

    def bound(self) -> str:
        """The bound in words."""
        sign, bound = ("≥", self.least) if self.least is not None else ("≤", self.most)
        if bound is None:
            return ""
        return f"{sign} {bound:g}×" if self.peer else f"{sign} {bound:g} {self.unit}"


class Place:
    """An embedded server of its own with the settings it has in use; gone afterwards."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="congvu-bench-"))
        self.server = EmbeddedPostgres(self._folder / "postgres")

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.stop("immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    async def database(self) -> str:
        """The address of a fresh database with the store's tables."""
        name = f"bench_{secrets.token_hex(4)}"
        connection = await asyncpg.connect(self.server.dsn())
        await connection.execute(f'create database "{name}"')
        await connection.close()
        await migrate(self.server.dsn(name))
        return self.server.dsn(name)


def conditions(place: Place) -> str:
    """The machine and what runs on it, in one sentence."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, embedded PostgreSQL with fsync on; "
        f"load {os.getloadavg()[0]:.1f} at the start"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def table(said: str, lines: list[Line]) -> str:
    """Everything as a table in Markdown."""
    rows = ["| what | measured | against | ratio | bound | |", "|---|---|---|---|---|---|"]
    for line in lines:
        peer = f"{line.peer}: {_figure(line.peer_value or 0.0)}" if line.peer else ""
        ratio = f"{line.ratio:.2f}×" if line.ratio is not None else ""
        verdict = "" if not line.bound() else "held" if line.held else "**not held**"
        told = f"{line.what} ({line.note})" if line.note else line.what
        rows.append(
            f"| {told} | {_figure(line.value)} {line.unit} | {peer} | {ratio} | {line.bound()} | {verdict} |"
        )
    return f"{said}\n\n" + "\n".join(rows) + "\n"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def to_json(said: str, lines: list[Line]) -> str:
    """Everything as one JSON object."""
    figures = [{**msgspec.structs.asdict(line), "ratio": line.ratio, "held": line.held} for line in lines]
    encoded = msgspec.json.encode({"conditions": said, "lines": figures})
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
