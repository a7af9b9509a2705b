"""A whole unit acknowledges at once: each once, and nobody waits for anybody."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import pytest

from backend.commands import CommandRunner
from backend.store.store import Store
from domain.kernel import Actor
from domain.receipt import receipt_of
from projections.kernel import Request

SETUP = Actor(official=None, policy="setup")
READERS = 120


def request(name: str, actor: Actor = SETUP, /, **args: Any) -> Request:
    return Request(id=uuid4(), name=name, args=json.dumps(args, default=str).encode(), actor=actor)


def department(name: str, code: str) -> Request:
    return request("unit.create", name=name, shortName=name, code=code, kind="department", parent=None)


class Unit:
    """A unit with a leader and its people, and what the leader tells them."""

    def __init__(self, runner: CommandRunner) -> None:
        self.runner = runner
        self.people: list[Actor] = []
        self.unit = UUID(int=0)
        self.announcement = UUID(int=0)

    async def made(self, *requests: Request) -> list[UUID]:
        """Runs commands at once; the ids of what they made."""
        outcomes = await self.runner.run_all(requests)
        assert [outcome.problem for outcome in outcomes if outcome.problem] == []
        return [uuid5(each.id, each.name.partition(".")[0]) for each in requests]

    async def found(self) -> None:
        (self.unit,) = await self.made(department("Sở Y tế", "H1"))
        cards = [
            {"name": f"Cán bộ {n}", "email": f"p{n}@example.vn", "language": "vi"} for n in range(READERS + 1)
        ]
        people = await self.made(*(request("official.register", **card) for card in cards))
        posts = await self.made(
            *(
                request("post.create", unit=self.unit, title="Chuyên viên", leading=not n, order=n)
                for n in range(READERS + 1)
            )
        )
        pairs = list(zip(posts, people, strict=True))
        await self.made(*(request("post.handOver", post=post, holder=who) for post, who in pairs))
        self.people = [Actor(official=who, post=post) for post, who in pairs]
        tell = request("announcement.issue", self.people[0], title="-", text="Trực 24/24", units=[self.unit])
        (self.announcement,) = await self.made(tell)

    def acknowledging(self, reader: Actor) -> Request:
        about = {"announcement": self.announcement, "unit": self.unit, "edition": 1}
        return request("announcement.acknowledge", reader, **about)


@pytest.fixture
async def unit(runner: CommandRunner) -> Unit:
    made = Unit(runner)
    await made.found()
    return made


async def topics(store: Store, stream: UUID) -> Counter[str]:
    return Counter(recorded.topic for recorded in await store.stream(stream))


async def test_nobody_waits_for_anybody(unit: Unit, store: Store) -> None:
    retried = unit.runner.figures.retried
    await unit.made(*(unit.acknowledging(reader) for reader in unit.people[1:]))
    assert unit.runner.figures.retried == retried
    for reader in unit.people[1:]:
        assert reader.official is not None
        found = await topics(store, receipt_of(unit.announcement, reader.official))
        assert found == {"receipt.opened": 1, "receipt.acknowledged": 1}
    assert await topics(store, unit.announcement) == {"announcement.issued": 1}


async def test_two_devices_of_one_reader_leave_one_receipt(unit: Unit, store: Store) -> None:
    reader = unit.people[1]
    opening = request("announcement.open", reader, announcement=unit.announcement, unit=unit.unit, edition=1)
    await unit.made(opening, unit.acknowledging(reader), unit.acknowledging(reader))
    assert reader.official is not None
    found = await topics(store, receipt_of(unit.announcement, reader.official))
    assert found == {"receipt.opened": 1, "receipt.acknowledged": 1}


async def test_a_correction_meanwhile_loses_nobodys_word(unit: Unit, store: Store) -> None:
    about = {"announcement": unit.announcement, "title": "-", "text": "Đến ngày 12", "again": True}
    correct = request("announcement.correct", unit.people[0], **about)
    before, after = unit.people[1:40], unit.people[40:80]
    asked = [*map(unit.acknowledging, before), correct, *map(unit.acknowledging, after)]
    await unit.made(*asked)
    for reader in (*before, *after):
        assert reader.official is not None
        stream = await store.stream(receipt_of(unit.announcement, reader.official))
        assert [recorded.topic for recorded in stream] == ["receipt.opened", "receipt.acknowledged"]


async def test_it_was_done_when_the_device_says(unit: Unit, store: Store) -> None:
    reader = unit.people[1]
    earlier = datetime.now(UTC) - timedelta(hours=3)
    sent = msgspec.structs.replace(unit.acknowledging(reader), device_at=earlier)
    assert (await unit.runner.run(sent)).problem is None
    assert reader.official is not None
    stream = await store.stream(receipt_of(unit.announcement, reader.official))
    assert [vars(recorded.event)["at"] for recorded in stream] == [earlier, earlier]


async def test_a_stranger_is_told_why_not(unit: Unit) -> None:
    (who,) = await unit.made(request("official.register", name="Lê Mai", email="m@example.vn", language="vi"))
    (elsewhere,) = await unit.made(department("Sở Tài chính", "H2"))
    (post,) = await unit.made(request("post.create", unit=elsewhere, title="Chuyên viên"))
    await unit.made(request("post.handOver", post=post, holder=who))
    for reader in (Actor(official=who, post=post), unit.people[0]):
        problem = (await unit.runner.run(unit.acknowledging(reader))).problem
        assert problem is not None
        assert (problem.code, problem.status) == ("access.denied", 403)
        assert "thuộc đơn vị nhận thông báo" in problem.detail
