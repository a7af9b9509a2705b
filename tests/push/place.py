"""Devices of officials on a real database, and senders that reach them through stand-ins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.bench.push_service import PushService
from backend.push.outbox import CHANNEL, Notice, Outbox, enqueue
from backend.push.port import Payload, Provider
from backend.push.sender import Sender
from backend.push.targets import Address, Targets, Wishes
from backend.push.vapid import Vapid
from backend.push.webpush import WebPush
from backend.settings import Settings
from realtime.database import Bell
from tests.store.drafts import until

SESSION = """
INSERT INTO session (id, official, created_at, expires_at, access_until) VALUES ($1, $2, now(), $3, $3)
"""
DUE_NOW = """
UPDATE push_outbox SET due_at = now(), not_before = least(not_before, now())
WHERE id IN (SELECT id FROM push_outbox WHERE done_at IS NULL FOR UPDATE SKIP LOCKED)
"""
LEFT = "SELECT count(*) FROM push_outbox WHERE id = ANY($1) AND done_at IS NULL"
OUTCOMES = "SELECT outcome FROM push_outbox WHERE id = ANY($1) ORDER BY array_position($1, id)"
RING = "SELECT pg_notify($1, '')"


def notice(official: UUID, tag: str = "task:1", **fields: Any) -> Notice:
    """Something to tell an official."""
    payload = Payload(title="Việc mới", body="Báo cáo số hộ bị ngập", url="/viec/1", kind="task")
    return Notice(**({"official": official, "tag": tag, "payload": payload} | fields))


class Place:
    """A database with devices, and a push service of browsers."""

    def __init__(self, settings: Settings, pool: asyncpg.Pool, service: PushService, key: Vapid) -> None:
        self.settings = settings
        self.pool = pool
        self.service = service
        self.key = key
        self.outbox = Outbox(pool)
        self.targets = Targets(pool)

    async def session(self, official: UUID) -> UUID:
        """A sign-in."""
        session = uuid4()
        await self.pool.execute(SESSION, session, official, datetime.now(UTC) + timedelta(days=1))
        return session

    async def register(self, official: UUID, address: Address, **fields: Any) -> UUID:
        """A device of an official; its id."""
        device: UUID = fields.pop("device", None) or uuid4()
        session = fields.pop("session", None) or await self.session(official)
        wishes = Wishes(**({"label": "Chrome · Android", "language": "vi", "content_hidden": False} | fields))
        await self.targets.register(official, session, device, address, wishes)
        return device

    async def browser(self, official: UUID, name: str, **fields: Any) -> UUID:
        """A browser of an official that subscribed at the push service; its device."""
        subscription = self.service.subscribe(name, fields.pop("key", self.key.public))
        return await self.register(official, address_of(subscription, self.key.public), **fields)

    async def app(self, official: UUID, token: str, **fields: Any) -> UUID:
        """A phone of an official with the app; its device."""
        form = fields.pop("form", "token")
        return await self.register(official, Address("fcm", form, {"value": token}, token), **fields)

    async def enqueue(self, *notices: Notice) -> list[int]:
        """What a planner does."""
        return await enqueue(self.pool, notices)

    @asynccontextmanager
    async def sending(self, provider: Provider | None = None, rate: int = 100_000) -> AsyncIterator[Sender]:
        """A sender at work, to browsers unless told otherwise."""
        bell = Bell(self.pool, channel=CHANNEL)
        sender = Sender(provider or WebPush(self.key), self.outbox, bell, rate)
        running = asyncio.create_task(sender.run())
        try:
            yield sender
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def due(self) -> None:
        """The time of the next attempt has come, of all that wait."""
        await self.pool.execute(DUE_NOW)
        await self.pool.execute(RING, CHANNEL)

    async def row(self, id: int) -> asyncpg.Record:
        """A notice in the outbox."""
        row = await self.pool.fetchrow(
            "SELECT *, extract(epoch FROM due_at - now())::float8 AS seconds FROM push_outbox WHERE id = $1",
            id,
        )
        assert row is not None
        return row

    async def done(self, *ids: int) -> list[str]:
        """How notices ended, once all have."""

        async def all_done() -> bool:
            return bool(await self.pool.fetchval(LEFT, ids) == 0)

        await until(all_done, 60)
        return [row["outcome"] for row in await self.pool.fetch(OUTCOMES, ids)]

    async def tried(self, id: int, times: int = 1) -> asyncpg.Record:
        """A notice that could not be handed over, once so many attempts were written down."""

        async def failed() -> bool:
            written = await self.pool.fetchval("SELECT sum(n) FROM push_count")
            return bool(written and written >= times and (await self.row(id))["last_error"])

        await until(failed)
        return await self.row(id)

    async def device(self, official: UUID, device: UUID) -> Any:
        """A device as its owner sees it."""
        [found] = await self.targets.of(official, datetime.now(UTC), self.key.public, device)
        return found


def address_of(subscription: dict[str, Any], key: str) -> Address:
    """A subscription as it is registered."""
    return Address("webpush", "subscription", subscription, subscription["endpoint"], key)
