"""From one client's command to another's data, through real processes; and a directive to 168 wards."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec

from backend.auth.tokens import Tokens
from backend.bench.city import City, build
from backend.bench.latency_load import Plan, Seen
from backend.bench.report import Line, Place

S = TypeVar("S")
SOCKETS = 500
RATE = 200.0
COMMANDS = 2_000


async def run(place: Place) -> list[Line]:
    """A city, the platform as it is served, and 500 sockets of another process."""
    key = secrets.token_bytes(32)
    dsn = await place.database()
    city = await build(dsn, key, SOCKETS - 1 - 2 * 168)
    async with platform(dsn, key) as url:
        seen = await measured("latency_load", Plan(url, city, tokens(city, key), COMMANDS, RATE), Seen)
    times = sorted(seen.latencies)
    load = f"load process {seen.cpu / seen.seconds:.0%} of a core"
    note = f"{RATE:.0f} commands/s, {seen.sockets} sockets, {len(times):,} commands; {load}"
    return [
        Line(
            what="command to another client's data, p50", value=at(times, 0.5), unit="ms", most=25, note=note
        ),
        Line(what="command to another client's data, p99", value=at(times, 0.99), unit="ms", most=100),
        Line(what="directive to the last of 168 wards", value=seen.directive, unit="s", most=1),
    ]


def at(times: list[float], share: float) -> float:
    """A quantile, in milliseconds."""
    return times[min(len(times) - 1, int(len(times) * share))] * 1000


def tokens(city: City, key: bytes) -> dict[str, str]:
    """An access token for everybody."""
    made = Tokens(key)
    until = datetime.now(UTC) + timedelta(hours=1)
    wards = chain.from_iterable((ward.chairman[0], ward.clerk[0]) for ward in city.wards)
    people: list[UUID] = [city.chairman[0], *wards, *(who for who, _ in city.others)]
    return {str(who): made.access(who, uuid4(), until) for who in people}


@asynccontextmanager
async def platform(dsn: str, key: bytes) -> AsyncIterator[str]:
    """`congvu serve` on this database; the address of its gateway."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")},
            "CONGVU_DATABASE_URL": dsn,
            "CONGVU_MASTER_KEY": base64.b64encode(key).decode(),
            "CONGVU_LOG_LEVEL": "warning",
        }
        options = ["--data", folder, "--port", "0", "--realtime-port", "0"]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend.cli", "serve", *options, stdout=PIPE, env=environment
        )
        try:
            yield str((await line(process, 60))["realtime"])
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def measured(load: str, plan: Any, seen: type[S]) -> S:
    """What a load process saw (a module of this folder), given its plan."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"backend.bench.{load}", stdin=PIPE, stdout=PIPE, limit=2**26
    )
    assert process.stdin is not None
    try:
        process.stdin.write(msgspec.json.encode(plan) + b"\n")
        return msgspec.convert(await line(process, 300), seen)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line(process: Process, seconds: float) -> dict[str, Any]:
    """The next line of JSON that a process says."""
    assert process.stdout is not None
    text = await asyncio.wait_for(process.stdout.readline(), seconds)
    if not text:
        raise RuntimeError("a process of the bench died; its last words are above")
    said: dict[str, Any] = json.loads(text)
    return said
