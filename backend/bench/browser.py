"""The web app and its SDK in a real browser: catching up, opening from disk, an action's echo, their weight.

The figures are those of `npm --prefix clients/e2e run bench`, a process of its own with a city of its own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path

import msgspec

from backend.bench.report import Line, Place

CLIENTS = Path(__file__).parents[2] / "clients"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class CatchUp(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """From opening to live, the median of `runs`."""

    changed_rows: int
    scopes: int
    round_trip_ms: int
    ms: float
    runs: list[float]


class Slow(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something on a slowed CPU, the median of `runs`."""

    rows: int
    cpu_slowdown: int
    ms: float
    runs: list[float]


class Sdk(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The SDK in a bare page."""

    catch_up: CatchUp


class App(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The web app with its server."""

    from_disk: Slow
    echo: Slow


class Frames(msgspec.Struct, frozen=True, kw_only=True):
    """Frames a second: over the whole way, and in its worst second; the longest wait for one, in ms."""

    mean: float
    worst: float
    longest: float


class Scrolled(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A way through what was said, on a slowed CPU, the median of `runs`."""

    rows: int
    cpu_slowdown: int
    frames_per_second: float
    runs: list[Frames]


class Talk(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A long conversation in the web app."""

    opened: Slow
    scrolled: Scrolled


class Figures(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the clients' own bench says."""

    browser: str
    script_bytes: int
    sdk: Sdk
    app: App
    talk: Talk


async def run(_: Place) -> list[Line]:
    """The clients' figures against their bounds."""
    return lines(await measured(chromium(), npm()))


def lines(figures: Figures) -> list[Line]:
    """The figures as they are reported."""
    caught, opened, echo = figures.sdk.catch_up, figures.app.from_disk, figures.app.echo
    talk, scrolled = figures.talk.opened, figures.talk.scrolled
    return [
        Line(
            what=f"catch-up in the browser after {caught.changed_rows:,} rows, {caught.scopes} scopes",
            value=caught.ms / 1000,
            unit="s",
            most=3,
            note=f"{figures.browser}, round trip {caught.round_trip_ms} ms; {_all(caught.runs)}",
        ),
        Line(what="main script, gzipped", value=figures.script_bytes / 1000, unit="KB", most=120),
        Line(
            what="usable list from disk",
            value=opened.ms / 1000,
            unit="s",
            most=1,
            note=_slow(figures, opened),
        ),
        Line(what="echo of an action", value=echo.ms, unit="ms", most=100, note=_slow(figures, echo)),
        Line(
            what=f"conversation of {talk.rows:,} messages from disk",
            value=talk.ms / 1000,
            unit="s",
            most=1,
            note=_slow(figures, talk),
        ),
        Line(
            what="scrolling up through it",
            value=scrolled.frames_per_second,
            unit="frames/s",
            least=50,
            note=_frames(scrolled),
        ),
    ]


def _slow(figures: Figures, slow: Slow) -> str:
    return f"{figures.browser}, {slow.rows:,} rows, CPU slowed {slow.cpu_slowdown} times; {_all(slow.runs)}"


def _frames(scrolled: Scrolled) -> str:
    """The middle run tells how even it was."""
    runs = sorted(scrolled.runs, key=lambda each: each.mean)
    middle = runs[len(runs) // 2]
    means = ", ".join(f"{each.mean:.0f}" for each in scrolled.runs)
    return (
        f"CPU slowed {scrolled.cpu_slowdown} times; median of {means}; "
        f"worst second {middle.worst:.0f} frames, longest wait {middle.longest:.0f} ms"
    )


def _all(runs: list[float]) -> str:
    return f"median of {', '.join(f'{each:,.0f}' for each in runs)} ms"


def npm() -> str:
    """The path of npm; what the bench runs must be installed."""
    found = shutil.which("npm")
    if found is None:
        raise SystemExit("the browser bench needs Node.js 20 or newer with npm: apt-get install nodejs npm")
    if not (CLIENTS / "node_modules").is_dir() or not (CLIENTS / "web/dist/index.html").is_file():
        raise SystemExit("the browser bench needs the web app built: make install")
    return found


def chromium() -> str:
    """The path of a Chromium."""
    given = os.environ.get("CONGVU_TEST_CHROMIUM")
    found = next(filter(None, map(shutil.which, (given,) if given else CHROMIUM)), None)
    if found is None:
        raise SystemExit(
            "the browser bench needs a Chromium: apt-get install chromium, or set CONGVU_TEST_CHROMIUM"
        )
    return found


async def measured(browser: str, program: str) -> Figures:
    """Runs the clients' bench; its last line is the figures."""
    process = await asyncio.create_subprocess_exec(
        program,
        *("--silent", "--prefix", str(CLIENTS / "e2e"), "run", "bench"),
        stdout=PIPE,
        env={**os.environ, "CONGVU_TEST_CHROMIUM": browser},
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise SystemExit("the browser bench failed; why is above")
    return msgspec.json.decode(said.splitlines()[-1], type=Figures)
