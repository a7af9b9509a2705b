"""What `congvu bench` measures, and the peers and floors that it is measured against."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

import uvloop

from backend.bench.report import Line, Place, conditions, table, to_json

BENCHES: dict[str, str] = {
    "append": "backend.bench.append",
    "commands": "backend.bench.commands",
    "projections": "backend.bench.projections",
    "figures": "backend.bench.figures",
    "graphql": "backend.bench.graphql",
    "fanout": "backend.bench.fanout",
    "latency": "backend.bench.latency",
    "talk": "backend.bench.talk",
    "talk-reads": "backend.bench.talk_reads",
    "catchup": "backend.bench.catchup",
    "push": "backend.bench.push",
    "timers": "backend.bench.timers",
    "try-rule": "backend.bench.try_rule",
    "moving": "backend.bench.moving",
    "browser": "backend.bench.browser",
}
"""Each has `async def run(place) -> list[Line]`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what is named, or everything; 0 if every bound is held, else 1."""
    parser = argparse.ArgumentParser(prog="congvu bench", description="Measure, against peers and floors.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all if none is named"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(argv)
    wrong = [name for name in options.names if name not in BENCHES]
    if wrong:
        parser.error(f"no bench is called {', '.join(wrong)}")
    with Place() as place:
        said = conditions(place)
        lines = [line for name in options.names or BENCHES for line in _measure(name, place)]
    sys.stdout.write(to_json(said, lines) if options.json else table(said, lines))
    return 0 if all(line.held for line in lines) else 1


def _measure(name: str, place: Place) -> list[Line]:
    lines: list[Line] = uvloop.run(import_module(BENCHES[name]).run(place))
    return lines
