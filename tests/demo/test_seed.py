"""The demo city in a real log: all that was told, once, and five people who can sign in."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.auth.accounts import Accounts
from backend.auth.passwords import Passwords
from backend.demo import seed as demo
from backend.demo.history import write
from backend.store.store import Store
from domain.kernel import Noun

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
async def accounts(store: Store) -> Accounts:
    return Accounts(store.pool, Passwords(2))


async def seeded(store: Store, accounts: Accounts) -> list[dict[str, str]]:
    return await demo.seed(store=store, accounts=accounts, passwords=Passwords(2), officials=400, now=NOW)


async def fold(store: Store) -> dict[Any, Noun]:
    nouns: dict[Any, Any] = {}
    after = 0
    while page := await store.read(after, 5000):
        for recorded in page:
            assert recorded.event is not None
            nouns[recorded.stream] = recorded.event.mutate(nouns.get(recorded.stream))
        after = page[-1].position
    return nouns


async def test_the_log_holds_the_city(store: Store, accounts: Accounts) -> None:
    sign_ins = await seeded(store, accounts)
    history = write(400, NOW)
    log = await store.read(0, 20_000)
    told = [event for draft in history.chronicle.drafts() for event in draft.events]
    assert [recorded.event for recorded in log] == told
    assert await fold(store) == history.chronicle.nouns
    assert await store.pool.fetchval("SELECT position FROM worker_position") == len(told)
    await _can_sign_in(accounts, sign_ins)
    assert await seeded(store, accounts) == sign_ins, "a second start finds it there"
    assert await store.head() == len(told)


async def _can_sign_in(accounts: Accounts, sign_ins: list[dict[str, str]]) -> None:
    assert [entry["post"] for entry in sign_ins] == [
        "Chủ tịch UBND Thành phố",
        "Giám đốc",
        "Chủ tịch UBND",
        "Chuyên viên",
        "Quản trị hệ thống",
    ]
    assert [entry["unit"] for entry in sign_ins[1:4]] == [
        "Sở Nông nghiệp và Môi trường",
        "Phường Sài Gòn",
        "Phường Sài Gòn",
    ]
    found = await asyncio.gather(*(accounts.check(entry["login"], entry["password"]) for entry in sign_ins))
    assert len({account.official for account in found if account}) == 5


async def test_half_a_city_is_not_taken_for_one(store: Store, accounts: Accounts) -> None:
    await demo.append(store, write(400, NOW).chronicle.drafts()[:3])
    with pytest.raises(demo.Interrupted, match="--data"):
        await seeded(store, accounts)
