"""Supervision of small programs: started again, given up, drained, killed when they do not stop."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.supervisor import Deaths, Failed, Program, Supervisor

READY = "import sys; print('{\"ready\": true}', flush=True); "


def program(code: str, name: str = "part") -> Program:
    return Program(name=name, command=[sys.executable, "-c", code], environment=dict(os.environ))


async def run(*programs: Program, drain: float = 5.0, ready: Callable[[], None] = lambda: None) -> None:
    stop = asyncio.Event()

    async def all_ready() -> None:
        ready()
        stop.set()

    async with asyncio.timeout(60):
        await Supervisor(programs, drain).run(stop, all_ready)


async def test_ready_comes_once_all_are_and_the_end_of_input_ends_them(tmp_path: Path) -> None:
    marks = [tmp_path / "one", tmp_path / "two"]
    seen: list[bool] = []
    programs = [program(f"open({str(mark)!r}, 'w').close(); {READY} sys.stdin.read()") for mark in marks]
    await run(*programs, ready=lambda: seen.append(all(mark.exists() for mark in marks)))
    assert seen == [True]


async def test_one_that_dies_before_it_is_ready_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "tried"
    once = f"""
import os
first = not os.path.exists({str(mark)!r})
open({str(mark)!r}, "w").close()
first and os._exit(3)
"""
    await run(program(once + READY + "sys.stdin.read()"))
    assert mark.exists()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit(3)", "the last time: exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "the last time: signal SIGKILL"),
        ("""print('{"failed": "the disk is full"}')""", "the last time: the disk is full"),
    ],
)
async def test_one_that_keeps_dying_ends_it_all_with_its_reason(code: str, reason: str) -> None:
    with pytest.raises(Failed, match=r"part died 5 times within 30 seconds") as caught:
        await run(program(code), program(READY + "sys.stdin.read()", "other"))
    assert reason in str(caught.value)


async def test_what_hinders_saying_ready_ends_it_all() -> None:
    def away() -> None:
        raise ConnectionError("the database is away")

    with pytest.raises(ConnectionError):
        await run(program(READY + "sys.stdin.read()"), ready=away)


async def test_one_that_does_not_drain_is_killed() -> None:
    code = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        + READY
        + "\nwhile True: signal.pause()"
    )
    await run(program(code), drain=0.3)


def test_deaths_far_apart_are_forgiven() -> None:
    deaths = Deaths(limit=3, window=10.0)
    pauses = [deaths.pause(now) for now in (0.0, 5.0, 11.0, 22.0, 23.0)]
    assert None not in pauses
    assert pauses[3] == pauses[0]
    assert deaths.pause(24.0) is None
