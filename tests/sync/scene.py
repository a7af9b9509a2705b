"""The whole way of a change in one process: commands, log, rows step by step, gateway, faltering devices."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from backend.commands import CommandRunner
from backend.markers import MARKERS, Rebuilt, mark
from backend.store.store import Store
from backend.timers.keeping import Timers
from backend.worker import Rules, Worker
from domain import access
from domain.catalog import COMMANDS, EVENTS, POLICIES
from domain.kernel import Actor
from projections.catalog import PROJECTIONS
from projections.group import Group
from projections.kernel import Outcome, Recorded, Request
from projections.rebuild import Rebuild
from realtime.connection import Connection
from realtime.database import AWAY, DatabaseRows
from realtime.limits import Limits
from realtime.office import Office
from realtime.principal import Principal
from tests.backend.shown import ShownWork
from tests.conftest import MASTER_KEY
from tests.realtime.stage import Wire
from tests.sync.device import Device
from tests.sync.oracle import COLLECTIONS, Oracle, differences
from tests.sync.phone import Phone

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SETUP = Actor(official=None, policy="setup")


class Wrong(AssertionError):
    """A device does not show what its official may see."""


class Scene:
    """`now` is virtual; nothing moves but by its methods."""

    def __init__(self, dsn: str, store: Store, runner: CommandRunner, pool: Any, limits: Limits) -> None:
        self.dsn = dsn
        self.store = store
        self.runner = runner
        self.pool = pool
        self.now = NOW
        self.log: list[Recorded] = []
        self.group = Group(PROJECTIONS)
        self.phones: list[Phone] = []
        self.compared: Counter[str] = Counter()
        """How many rows of each collection devices were found to have, and to be true."""
        self._numbers = 0
        self._followed = 0
        work = ShownWork(self.catch_up, pool, runner.standing)
        self._timers = Timers(pool, runner, runner.standing.current, lambda: self.now)
        self._worker = Worker(dsn, store, runner, work, Rules(POLICIES))
        self.office = Office(
            rows=DatabaseRows(pool),
            commands=runner,
            verify=self._verify,
            revoked=self._revoked,
            limits=limits,
            clock=self._clock,
            retry_after=lambda: 1.0,
            away=AWAY,
        )

    @classmethod
    @asynccontextmanager
    async def open(cls, dsn: str, limits: Limits) -> AsyncIterator[Scene]:
        """A scene on an empty database, which need not survive a crash."""
        scene: list[Scene] = []
        await _hurry(dsn)
        async with (
            await Store.open(dsn, events=EVENTS | MARKERS, master_key=MASTER_KEY) as store,
            asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool,
        ):
            runner = await CommandRunner.open(
                store,
                commands=COMMANDS,
                decide=access.decide,
                depends=access.depends,
                now=lambda: scene[0].now,
            )
            scene.append(cls(dsn, store, runner, pool, limits))
            async with pool.acquire() as conn:
                await scene[0].group.create(conn)
                await scene[0].group.open(conn)
            await scene[0].office.refresh()
            yield scene[0]

    def _clock(self) -> float:
        return self.now.timestamp()

    @staticmethod
    def _verify(token: str) -> Principal:
        return Principal(UUID(token), UUID(token), NOW.timestamp() + 1e9)

    async def _revoked(self, sessions: object) -> list[UUID]:
        return []

    # What happens

    def request(self, name: str, args: dict[str, Any], actor: Actor = SETUP) -> Request:
        """A command with the next id, a minute later."""
        self._numbers += 1
        self.now += timedelta(minutes=1)
        id = uuid5(UUID(int=11), str(self._numbers))
        return Request(id=id, name=name, args=json.dumps(args, default=_text).encode(), actor=actor)

    async def command(self, name: str, args: dict[str, Any], actor: Actor = SETUP) -> tuple[UUID, Outcome]:
        """Somebody does something elsewhere; the id of what it created, if it did."""
        request = self.request(name, args, actor)
        outcome = await self.runner.run(request)
        await self._read()
        return uuid5(request.id, name.partition(".")[0]), outcome

    async def _read(self) -> None:
        self.log += await self.store.read(len(self.log) and self.log[-1].position, 1000)

    async def project(self, count: int) -> None:
        """The projector takes in so many more events."""
        behind = [at for at in self.log if at.position > self.group.position][:count]
        if behind:
            async with self.pool.acquire() as conn:
                await self.group.write(conn, await self.group.apply(conn, behind))

    async def catch_up(self) -> None:
        """The projector takes in all that happened."""
        await self._read()
        await self.project(len(self.log))

    async def follow(self) -> None:
        """The worker does what follows from events since it last did, and what is due."""
        await self.project(len(self.log))
        await self._timers.settle()
        await self._read()
        while self._followed < len(self.log):
            recorded = self.log[self._followed]
            if recorded.topic in POLICIES:
                await self._worker.take(recorded)
                await self._read()
            self._followed += 1

    async def publish(self) -> None:
        """The gateway learns of the rows, and writes to all who are connected."""
        await self.office.refresh()
        await self._settle()

    async def _settle(self) -> None:
        for phone in self.phones:
            if phone.connection is not None:
                await phone.connection.settled()
                phone.air += phone.wire.transport.take()

    async def restore(self) -> None:
        """The database was restored: its epoch is another."""
        await self.pool.execute("UPDATE store_meta SET epoch = gen_random_uuid()")

    async def sweep(self) -> None:
        """Half a year later: tombstones up to the head are no longer kept."""
        async with self.pool.acquire() as conn, conn.transaction():
            floor = self.group.position
            await conn.execute("DELETE FROM row_scope WHERE gone AND position <= $1", floor)
            await conn.execute("DELETE FROM person_scope WHERE gone AND position <= $1", floor)
            await conn.execute("UPDATE projection_head SET floor = $1", floor)

    async def rebuild(self, damage: str) -> None:
        """The rows are damaged by a statement, and folded anew from the log before anybody reads them."""
        await self._settle()
        await self.pool.execute(damage)
        await Rebuild(self.store, self.dsn, PROJECTIONS).run(lambda: mark(self.store, Rebuilt))
        await self._read()
        async with self.pool.acquire() as conn:
            await self.group.open(conn)

    # Devices

    async def connect(self, phone: Phone, random: Random, wait: bool = True) -> None:
        """A new session."""
        phone.wire = Wire()
        phone.air = []
        phone.begun = set()
        phone.seq = 0
        session = UUID(int=random.getrandbits(128))
        phone.connection = Connection(self.office, phone.wire, session)
        await self.tell(phone, phone.device.hello(str(phone.official)), wait)
        for id, frame in phone.outbox.items():
            if id in phone.device.pending and phone.device.pending[id] is None:
                await self._send(phone, frame)

    async def tell(self, phone: Phone, frame: dict[str, Any], wait: bool = True) -> None:
        """The device sends a frame; without `wait` what follows from it goes on beside what comes next."""
        assert phone.connection is not None
        await phone.connection.receive(json.dumps(frame, default=_text))
        if wait:
            await self._settle()

    def disconnect(self, phone: Phone) -> None:
        """The line breaks; what is in the air is lost."""
        if phone.connection is not None:
            phone.connection.gone()
            phone.connection = None
            phone.air = []

    async def send(self, phone: Phone, name: str, args: dict[str, Any], post: UUID | None) -> None:
        """The device sends a command; it is sent again in the next session if no answer came."""
        request = self.request(name, args)
        frame = {"t": "command", "id": request.id, "name": name, "args": args, "as": {"post": post}}
        phone.device.sent(str(request.id))
        phone.outbox[str(request.id)] = frame | {"at": self.now}
        await self._send(phone, phone.outbox[str(request.id)])

    async def _send(self, phone: Phone, frame: dict[str, Any]) -> None:
        phone.seq += 1
        await self.tell(phone, frame | {"seq": phone.seq})
        await self._read()

    def take(self, phone: Phone, count: int) -> None:
        """The device takes frames; after every page it must show what its official may see."""
        for frame in phone.air[:count]:
            phone.begun.update(frame.get("added", ()))
            if phone.device.receive(frame):
                phone.applied += 1
                self.check(phone)
        del phone.air[:count]

    def check(self, phone: Phone) -> None:
        """Compares a device with the oracle at the device's own position."""
        device = phone.device
        oracle = Oracle(at for at in self.log if at.position <= device.to)
        rows = {key: row for key, row in device.rows.items() if key[0] in COLLECTIONS}
        standing = {key: row.fields for key, row in rows.items() if any(map(_is_standing, row.scopes))}
        if device.more:
            fallen = oracle.fallen(phone.official)
            standing = {key: fields for key, fields in standing.items() if key not in fallen}
        wrong = differences(standing, oracle.sees(phone.official))
        if device.more:
            wrong = [each for each in wrong if not each.startswith("lacks")]
        for scope in {scope for row in device.rows.values() for scope in row.scopes} | set(device.open):
            if not _is_standing(scope):
                inside = {key: row.fields for key, row in rows.items() if scope in row.scopes}
                seen = oracle.sees_below(phone.official, _unit(scope))
                if scope not in phone.begun:
                    seen = {key: thing for key, thing in seen.items() if key in inside}
                wrong += self._below(device, scope, inside, seen)
        wrong += [f"{key} was sent for nothing" for key in device.useless]
        self.compared.update(key[0] for key in rows)
        if wrong:
            raise Wrong(f"{phone.name} at {device.to}: " + "; ".join(wrong[:5]))

    def _below(self, device: Device, scope: str, inside: dict[Any, Any], seen: dict[Any, Any]) -> list[str]:
        """A window that is not full is complete; a full one has nothing that may not be seen."""
        if scope not in device.open:
            return [f"{scope} is not on screen"]
        size = sum(scope in row.scopes for row in device.rows.values())
        if size < device.window:
            return differences(inside, seen)
        known = {key: thing for key, thing in seen.items() if key in inside}
        return differences(inside, known) + ([f"{size} rows of {scope}"] if size > device.window else [])


async def _hurry(dsn: str) -> None:
    conn = await asyncpg.connect(dsn)
    name = await conn.fetchval("SELECT current_database()")
    await conn.execute(f'ALTER DATABASE "{name}" SET synchronous_commit TO off')
    await conn.close()


def _is_standing(scope: str) -> bool:
    return not scope.startswith("below:")


def _unit(scope: str) -> UUID:
    return UUID(scope.removeprefix("below:"))


def _text(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
