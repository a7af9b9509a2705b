"""A city of 168 wards made through the write path, with a task for each, and rooms where people talk."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from backend.commands import CommandRunner
from backend.store.store import Store
from domain import access
from domain.catalog import COMMANDS, EVENTS
from domain.kernel import Actor
from projections.kernel import Request

WARDS = 168
NAMES = UUID(int=0xBE)
SETUP = Actor(official=None, policy="setup")


class Ward(msgspec.Struct, frozen=True):
    """A ward: its unit, its chairman, an intake clerk, and its task. People as (official, post)."""

    unit: UUID
    chairman: tuple[UUID, UUID]
    clerk: tuple[UUID, UUID]
    task: UUID


class City(msgspec.Struct, frozen=True):
    """The city's chairman, the wards, and others in them. People as (official, post)."""

    unit: UUID
    chairman: tuple[UUID, UUID]
    wards: list[Ward]
    others: list[tuple[UUID, UUID]]


class Room(msgspec.Struct, frozen=True):
    """A channel and its members, the first of whom moderates."""

    id: UUID
    members: list[tuple[UUID, UUID]]


class Builder:
    """Commands in rounds: those of one round do not depend on each other. `made`: how many others made."""

    def __init__(self, runner: CommandRunner, made: int = 0) -> None:
        self._runner = runner
        self._made = made

    async def round(self, commands: Sequence[tuple[str, dict[str, Any]]], actor: Actor = SETUP) -> list[UUID]:
        """Runs them at once; the ids of what they create."""
        requests = []
        for name, args in commands:
            self._made += 1
            id = uuid5(NAMES, str(self._made))
            requests.append(
                Request(id=id, name=name, args=json.dumps(args, default=_text).encode(), actor=actor)
            )
        for request, outcome in zip(requests, await self._runner.run_all(requests), strict=True):
            if outcome.problem is not None:
                raise RuntimeError(f"{request.name}: {outcome.problem.code} {outcome.problem.params}")
        return [uuid5(request.id, request.name.partition(".")[0]) for request in requests]

    async def people(self, seats: Sequence[tuple[UUID, bool, bool]]) -> list[tuple[UUID, UUID]]:
        """Somebody for each seat: (unit, leading, intake)."""
        posts = await self.round(
            [
                ("post.create", {"unit": unit, "title": "Chức vụ", "leading": leading, "intake": intake})
                for unit, leading, intake in seats
            ]
        )
        officials = await self.round(
            [
                ("official.register", {"name": "Cán bộ", "email": f"{post}@example.vn", "language": "vi"})
                for post in posts
            ]
        )
        pairs = list(zip(officials, posts, strict=True))
        await self.round([("post.handOver", {"post": post, "holder": who}) for who, post in pairs])
        return pairs


async def build(dsn: str, key: bytes, others: int) -> City:
    """The city, in a database that is up to date."""
    async with _building(dsn, key) as builder:
        return await _city(builder, others)


async def build_rooms(dsn: str, key: bytes, rooms: int, each: int) -> tuple[City, list[Room]]:
    """The city, in which all others are in one room each."""
    async with _building(dsn, key) as builder:
        city = await _city(builder, rooms * each)
        groups = [city.others[start : start + each] for start in range(0, rooms * each, each)]
        made = [await builder.round([_channel(group)], Actor(*group[0])) for group in groups]
        return city, [Room(id, group) for (id,), group in zip(made, groups, strict=True)]


@asynccontextmanager
async def _building(dsn: str, key: bytes) -> AsyncIterator[Builder]:
    async with await Store.open(dsn, events=EVENTS, master_key=key) as store:
        yield Builder(
            await CommandRunner.open(store, commands=COMMANDS, decide=access.decide, depends=access.depends)
        )


async def _city(builder: Builder, others: int) -> City:
    [top] = await builder.round([("unit.create", _unit(0, None))])
    units = await builder.round([("unit.create", _unit(n + 1, top)) for n in range(WARDS)])
    [chairman] = await builder.people([(top, True, False)])
    powers = ("assign-across", "issue-directive")
    await builder.round(
        [("power.grant", {"post": chairman[1], "power": power, "unit": top}) for power in powers]
    )
    chairmen = await builder.people([(unit, True, False) for unit in units])
    clerks = await builder.people([(unit, False, True) for unit in units])
    onlookers = await builder.people([(units[n % WARDS], False, False) for n in range(others)])
    tasks = await builder.round([("task.assign", _task(unit)) for unit in units], Actor(*chairman))
    wards = [Ward(*each) for each in zip(units, chairmen, clerks, tasks, strict=True)]
    return City(top, chairman, wards, onlookers)


def _channel(group: Sequence[tuple[UUID, UUID]]) -> tuple[str, dict[str, Any]]:
    members = [official for official, _ in group[1:]]
    return "channel.create", {"kind": "group", "title": "Trực ban", "members": members}


def _unit(number: int, parent: UUID | None) -> dict[str, Any]:
    name = f"Phường {number}"
    return {"name": name, "shortName": name, "code": f"H{number}", "kind": "ward", "parent": parent}


def _task(unit: UUID) -> dict[str, Any]:
    return {
        "title": "Báo cáo số hộ bị ngập do triều cường",
        "lead": {"unit": unit, "post": None},
        "urgency": "urgent",
        "deadline": datetime.now(UTC) + timedelta(days=3),
    }


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
