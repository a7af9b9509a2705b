"""Accounts: which login is which official, and with what password."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import asyncpg
import msgspec

from backend.auth.passwords import Passwords
from domain.kernel import Rejection

FIND = "SELECT login, official, password FROM account WHERE login = $1"
OF_OFFICIAL = "SELECT login FROM account WHERE official = $1"
# An official has one account: a second login for them replaces the first.
ADD = """
INSERT INTO account (login, official, password) VALUES ($1, $2, $3)
ON CONFLICT (official) DO UPDATE SET login = excluded.login,
    password = coalesce(excluded.password, account.password), changed_at = now()
"""
CHANGE = "UPDATE account SET password = $2, changed_at = now() WHERE login = $1"
# An official who has left can no longer sign in; one who is not registered yet can, and may do nothing.
ACTIVE = """
SELECT coalesce(bool_and((fact ->> 'active')::boolean), true) FROM access
WHERE subject = $1 AND kind = 'official'
"""


class Account(msgspec.Struct, frozen=True):
    """A login, its official, and the stored hash of its password."""

    login: str
    official: UUID
    password: str | None = None


class Accounts:
    """The accounts of an installation."""

    def __init__(self, pool: asyncpg.Pool, passwords: Passwords) -> None:
        self._pool = pool
        self._passwords = passwords

    async def add(self, accounts: Iterable[Account]) -> None:
        """Add accounts, or change the login (and password, if given) of officials who have one."""
        rows = [(normal(account.login), account.official, account.password) for account in accounts]
        try:
            await self._pool.executemany(ADD, rows)
        except asyncpg.UniqueViolationError:
            raise Rejection("account.login-taken") from None

    async def set_password(self, login: str, password: str) -> Account:
        """Give a login a new password; sessions are not touched here."""
        account = await self.find(login)
        if account is None:
            raise Rejection("account.unknown", login=login)
        await self._pool.execute(CHANGE, account.login, await self._passwords.hash(password))
        return account

    async def find(self, login: str) -> Account | None:
        """The account of a login."""
        row = await self._pool.fetchrow(FIND, normal(login))
        return Account(row["login"], row["official"], row["password"]) if row else None

    async def login_of(self, official: UUID) -> str | None:
        """The login that an official signs in with."""
        login: str | None = await self._pool.fetchval(OF_OFFICIAL, official)
        return login

    async def check(self, login: str, password: str) -> Account | None:
        """The account, if the password is its own and its official is active; it takes as long if not."""
        account = await self.find(login)
        right = await self._passwords.check(account.password if account else None, password)
        if account is None or not right or not await self.active(account.official):
            return None
        if account.password and self._passwords.outdated(account.password):
            await self.set_password(account.login, password)
        return account

    async def active(self, official: UUID) -> bool:
        """Whether an official may act at all."""
        return bool(await self._pool.fetchval(ACTIVE, official))


def normal(login: str) -> str:
    """A login as it is stored: case and surrounding blanks do not matter."""
    return login.strip().lower()
