"""Talk through real processes: a message to another's device; one announcement to everybody meanwhile."""

from __future__ import annotations

import os
import secrets

from backend.bench.city import WARDS, build_rooms
from backend.bench.latency import at, measured, platform, tokens
from backend.bench.report import Line, Place
from backend.bench.talk_load import Plan, Seen
from backend.part import allow_many_sockets

ROOMS, EACH = 200, 10
PEOPLE = int(os.environ.get("CONGVU_BENCH_PEOPLE", "5000"))
"""Sockets that the announcement goes to, the city's and the wards' people among them."""
RATE = 200.0
MESSAGES = 2_000


async def run(place: Place) -> list[Line]:
    """A city that talks, the platform as it is served, and all sockets in another process."""
    allow_many_sockets()
    key = secrets.token_bytes(32)
    dsn = await place.database()
    city, rooms = await build_rooms(dsn, key, (PEOPLE - 1 - 2 * WARDS) // EACH, EACH)
    units = [city.unit, *(ward.unit for ward in city.wards)]
    async with platform(dsn, key) as url:
        plan = Plan(url, rooms[:ROOMS], city.chairman, units, tokens(city, key), MESSAGES, RATE)
        seen = await measured("talk_load", plan, Seen)
    times, meanwhile = sorted(seen.latencies), sorted(seen.meanwhile)
    note = (
        f"{RATE:.0f} messages/s, {seen.sockets:,} sockets in {len(plan.rooms)} channels, "
        f"{len(times):,} times heard; load process {seen.cpu / seen.seconds:.0%} of a core"
    )
    return [
        Line(what="message to another's device, p50", value=at(times, 0.5), unit="ms", most=25, note=note),
        Line(what="message to another's device, p99", value=at(times, 0.99), unit="ms", most=120),
        Line(
            what=f"announcement to the last of {seen.told:,} sockets", value=seen.announced, unit="s", most=1
        ),
        Line(what="messages meanwhile, p99", value=at(meanwhile, 0.99), unit="ms", most=250),
    ]
