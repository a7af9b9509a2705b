"""Accounts and sessions on a fresh database, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.auth.accounts import Account, Accounts
from backend.auth.attempts import Attempts
from backend.auth.passwords import Passwords
from backend.auth.revocations import Revocations
from backend.auth.sessions import Lives, Sessions
from backend.auth.tokens import Tokens

PASSWORD = "mật khẩu dài"


class Clock:
    """A time that only moves when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords(2)


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
def tokens(clock: Clock) -> Tokens:
    return Tokens(bytes(32), clock)


@pytest.fixture
def accounts(pool: asyncpg.Pool, passwords: Passwords) -> Accounts:
    return Accounts(pool, passwords)


@pytest.fixture
def sessions(pool: asyncpg.Pool, accounts: Accounts, tokens: Tokens, clock: Clock) -> Sessions:
    lives = Lives(access=timedelta(minutes=10), refresh=timedelta(days=30))
    return Sessions(pool, accounts, Attempts(pool, 3, 5), tokens, lives=lives, clock=clock)


@pytest.fixture
def revocations(pool: asyncpg.Pool, tokens: Tokens, clock: Clock) -> Revocations:
    return Revocations(pool, tokens, clock)


@pytest.fixture(scope="session")
async def hashed(passwords: Passwords) -> str:
    return await passwords.hash(PASSWORD)


@pytest.fixture
async def lan(accounts: Accounts, hashed: str) -> Account:
    account = Account("lan", uuid4(), hashed)
    await accounts.add([account])
    return account
