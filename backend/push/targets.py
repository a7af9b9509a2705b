"""Devices that take notices: registered by their owners, listed with how they fare, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec

from backend.push.port import Form, Kind
from domain import official
from domain.kernel import Rejection
from projections.kernel import Recorded

MOST = 30
"""Devices of one official that are reached."""
PATIENCE = timedelta(minutes=15)
"""How long a device may fail before its owner is told that it has stopped."""

# A device that has another address now, or is another person's now, must not get the former one's notices.
TAKE_OVER = """
UPDATE push_target SET removed_at = now(), removal = 'taken-over'
WHERE digest = $1 AND removed_at IS NULL AND (official, device, kind) <> ($2, $3, $4)
"""
# A dead address stays dead, however often it is registered: the device has to get a new one.
REGISTER = """
INSERT INTO push_target AS t
    (official, device, kind, session, form, address, digest, key, language, content_hidden, label)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (official, device, kind) DO UPDATE SET
    session = excluded.session, form = excluded.form, address = excluded.address, digest = excluded.digest,
    key = excluded.key, language = excluded.language, content_hidden = excluded.content_hidden,
    label = excluded.label,
    failing_since = CASE WHEN t.digest = excluded.digest THEN t.failing_since END,
    refused = CASE WHEN t.digest = excluded.digest THEN t.refused ELSE 0 END,
    held_until = CASE WHEN t.digest = excluded.digest THEN t.held_until END,
    removed_at = CASE WHEN t.digest = excluded.digest AND t.removal = 'gone' THEN t.removed_at END,
    removal = CASE WHEN t.digest = excluded.digest AND t.removal = 'gone' THEN t.removal END
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 0))"
OTHERS = "SELECT count(*) FROM push_live WHERE official = $1 AND (device, kind) <> ($2, $3)"
MINE = """
SELECT t.device, t.kind, t.label, t.language, t.content_hidden, t.created_at, t.last_success_at,
    t.last_failure_at, t.failure, t.failure_code, t.failing_since, t.removed_at, t.removal, t.key,
    l.id IS NOT NULL AS live
FROM push_target t LEFT JOIN push_live l USING (id)
WHERE t.official = $1 AND ($2::uuid IS NULL OR t.device = $2) ORDER BY t.created_at, t.kind
"""
REMOVE = "DELETE FROM push_target WHERE official = $1 AND device = $2"
END = "DELETE FROM push_target WHERE session = $1"
ERASE = "DELETE FROM push_target WHERE official = $1"

State = Literal["working", "never", "stopped", "removed"]


class Address(msgspec.Struct, frozen=True):
    """Where a device is reached: what a provider wants (`value`), and what makes it known again (`same`)."""

    kind: Kind
    form: Form
    value: dict[str, Any]
    same: str
    key: str | None = None

    @property
    def digest(self) -> bytes:
        """Equal for equal addresses."""
        return hashlib.sha256(f"{self.kind}:{self.same}".encode()).digest()


class Wishes(msgspec.Struct, frozen=True):
    """How a device wants its notices, and what its owner calls it."""

    label: str
    language: str
    content_hidden: bool


class Problem(msgspec.Struct, frozen=True):
    """gone, taken-over, session-over, refused, again, unfit or key; with the provider's code for it."""

    kind: str
    code: str = ""


class Device(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One of my devices, as its owner sees it. `since`: of the trouble."""

    device: UUID
    kind: Kind
    label: str
    state: State
    language: str
    content_hidden: bool
    created_at: datetime
    last_success: datetime | None
    last_failure: datetime | None
    since: datetime | None = None
    problem: Problem | None = None


class Targets:
    """All devices of an installation, each seen by its owner alone."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def register(
        self, person: UUID, session: UUID, device: UUID, address: Address, wishes: Wishes
    ) -> None:
        """Reach a device there from now on; what it had before is replaced."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(LOCK, address.digest)
            if await connection.fetchval(OTHERS, person, device, address.kind) >= MOST:
                raise Rejection("device.too-many", most=MOST)
            await connection.execute(TAKE_OVER, address.digest, person, device, address.kind)
            value = msgspec.json.encode(address.value).decode()
            row = (person, device, address.kind, session, address.form, value, address.digest, address.key)
            await connection.execute(REGISTER, *row, wishes.language, wishes.content_hidden, wishes.label)

    async def of(
        self, person: UUID, now: datetime, key: str | None, device: UUID | None = None
    ) -> list[Device]:
        """The devices of a person, or one of them; `key`: the VAPID key that holds now."""
        return [_device(row, now, key) for row in await self._pool.fetch(MINE, person, device)]

    async def remove(self, person: UUID, device: UUID) -> None:
        """Send nothing more to a device of a person."""
        await self._pool.execute(REMOVE, person, device)

    async def end(self, session: UUID) -> None:
        """Send nothing more to the device that signed out."""
        await self._pool.execute(END, session)

    def effects(self) -> dict[str, Callable[[Recorded], Awaitable[None]]]:
        """What follows here from events: of who was erased nothing is left."""

        async def erased(recorded: Recorded) -> None:
            await self._pool.execute(ERASE, recorded.stream)

        return {official.Erased.TOPIC: erased}


def _device(row: asyncpg.Record, now: datetime, key: str | None) -> Device:
    state, since, problem = _state(row, now, key)
    return Device(
        device=row["device"],
        kind=row["kind"],
        label=row["label"],
        state=state,
        language=row["language"],
        content_hidden=row["content_hidden"],
        created_at=row["created_at"],
        last_success=row["last_success_at"],
        last_failure=row["last_failure_at"],
        since=since,
        problem=problem,
    )


def _state(
    row: asyncpg.Record, now: datetime, key: str | None
) -> tuple[State, datetime | None, Problem | None]:
    """How a device fares, since when there is trouble, and which."""
    if row["removed_at"] is not None:
        return "removed", row["removed_at"], Problem(row["removal"], row["failure_code"] or "")
    if not row["live"]:
        return "removed", None, Problem("session-over")
    if row["key"] is not None and row["key"] != key:
        return "stopped", None, Problem("key")
    failing: datetime | None = row["failing_since"]
    trouble = Problem(row["failure"], row["failure_code"] or "") if failing is not None else None
    if failing is not None and now - failing >= PATIENCE:
        return "stopped", failing, trouble
    return ("working" if row["last_success_at"] else "never"), failing, trouble
