"""The whole command path in one process: decode, rights, domain, sealing, append."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid5

import msgspec

from backend.bench.report import Line, Place
from backend.commands import CommandRunner
from backend.store.store import Store
from domain import access
from domain.catalog import COMMANDS, EVENTS
from domain.kernel import Actor
from projections.kernel import Request

CALLERS = 256
WARDS = 168
HOT = 16
OTHERS = 10_000
SHARE_OF_HOT = 0.1
COUNT = 40_000
LEAST = 6_000.0
MOST_RETRIED = 0.05
SETUP = Actor(official=None, policy="setup")
DEADLINE = datetime(2030, 1, 1, 10, tzinfo=UTC)

REPORTS = """
select originator_id, count(*) from congvu_events where topic = 'task.reported' group by originator_id
"""


class City:
    """A chairman, wards each with a leader, and tasks given to them, all made by commands."""

    def __init__(self, runner: CommandRunner) -> None:
        self._runner = runner
        self._random = Random(1)  # noqa: S311 - no secret
        self.tasks: list[tuple[UUID, Actor]] = []

    def request(self, name: str, actor: Actor, /, **args: Any) -> Request:
        """A command under a random id."""
        identity = UUID(int=self._random.getrandbits(128))
        return Request(id=identity, name=name, args=msgspec.json.encode(args), actor=actor)

    async def do(self, requests: list[Request], noun: str) -> list[UUID]:
        """The ids of what the commands made; fails when one is refused."""
        waiting = iter(requests)
        outcomes = []

        async def caller() -> None:
            for request in waiting:
                outcomes.append(await self._runner.run(request))

        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        refused = Counter(outcome.problem.code for outcome in outcomes if outcome.problem)
        if refused:
            raise RuntimeError(f"setting up was refused: {refused}")
        return [uuid5(request.id, noun) for request in requests]

    async def build(self) -> None:
        """Units, posts, officials, tasks."""
        [top] = await self.do([self._unit(0, None)], "unit")
        wards = await self.do([self._unit(n, top) for n in range(1, WARDS + 1)], "unit")
        seats = [top, *wards]
        posts = await self.do(
            [
                self.request("post.create", SETUP, unit=u, title="Chủ tịch", leading=True, order=1)
                for u in seats
            ],
            "post",
        )
        people = await self.do([self._official(n) for n in range(len(seats))], "official")
        pairs = list(zip(posts, people, strict=True))
        await self.do([self.request("post.handOver", SETUP, post=p, holder=o) for p, o in pairs], "post")
        actors = [Actor(official=official, post=post) for post, official in pairs]
        self.chairman = actors[0]
        leads = [self._random.randrange(1, len(seats)) for _ in range(HOT + OTHERS)]
        assigned = [self._assign(actors[0], seats[n], posts[n]) for n in leads]
        tasks = await self.do(assigned, "task")
        self.tasks = [(task, actors[n]) for task, n in zip(tasks, leads, strict=True)]

    def _unit(self, number: int, parent: UUID | None) -> Request:
        name = f"Phường {number}"
        return self.request(
            "unit.create", SETUP, name=name, shortName=name, code=f"H29.{number}", kind="ward", parent=parent
        )

    def _official(self, number: int) -> Request:
        return self.request(
            "official.register",
            SETUP,
            name=f"Nguyễn Văn {number}",
            email=f"o{number}@bench.vn",
            language="vi",
        )

    def _assign(self, actor: Actor, unit: UUID, post: UUID) -> Request:
        lead = {"unit": unit, "post": post}
        title = "Báo cáo số hộ bị ngập"
        return self.request("task.assign", actor, title=title, lead=lead, urgency="urgent", deadline=DEADLINE)

    def reports(self, count: int) -> list[tuple[UUID, Request]]:
        """Reports on tasks, of which few get many."""
        return [self._report(number) for number in range(count)]

    def warm(self) -> list[tuple[UUID, Request]]:
        """A report by each leader, so that each has a key."""
        leaders = {actor.official: (task, actor) for task, actor in self.tasks}
        return [self._told(task, actor, 0) for task, actor in leaders.values()]

    def _report(self, number: int) -> tuple[UUID, Request]:
        hot = self._random.random() < SHARE_OF_HOT
        task, actor = self._random.choice(self.tasks[:HOT] if hot else self.tasks[HOT:])
        return self._told(task, actor, number)

    def _told(self, task: UUID, actor: Actor, number: int) -> tuple[UUID, Request]:
        text = f"Đã di dời {number} hộ lên trường tiểu học, nước còn 30 cm"
        return task, self.request("task.report", actor, task=task, percent=50, text=text)


async def run(place: Place) -> list[Line]:
    """Reports by many callers; each accepted one must be in the log once."""
    async with await Store.open(await place.database(), events=EVENTS, master_key=bytes(32)) as store:
        runner = await CommandRunner.open(
            store, commands=COMMANDS, decide=access.decide, depends=access.depends
        )
        city = City(runner)
        await city.build()
        await city.do([request for _, request in city.warm()], "task")
        reports = city.reports(COUNT)
        retried = runner.figures.retried
        gc.collect()
        gc.freeze()
        busy, started = time.process_time(), time.perf_counter()
        await city.do([request for _, request in reports], "task")
        elapsed, busy = time.perf_counter() - started, time.process_time() - busy
        rows = await store.pool.fetch(REPORTS)
        retried = runner.figures.retried - retried
    stored = {row[0]: row[1] for row in rows}
    sent = Counter(task for task, _ in (*city.warm(), *reports))
    lost = sum(abs(count - stored.get(task, 0)) for task, count in sent.items())
    what = f"whole command path, {CALLERS} callers, {HOT} hot aggregates and {OTHERS:,} others"
    return [
        Line(
            what=what, value=COUNT / elapsed, unit="commands/s", least=LEAST,
            note=f"{busy / elapsed:.0%} of one core in process",
        ),
        Line(what="the same: decided again", value=retried / COUNT, unit="of commands", most=MOST_RETRIED),
        Line(what="the same: updates lost", value=float(lost), unit="updates", most=0.0),
    ]  # fmt: skip
