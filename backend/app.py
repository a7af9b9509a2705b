"""The only wiring: which store, commands, checks and readers each part of the platform is made of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import asyncpg
import msgspec

from backend.auth.accounts import Accounts
from backend.auth.attempts import Attempts
from backend.auth.passwords import Passwords
from backend.auth.revocations import Revocations
from backend.auth.sessions import Lives, Sessions
from backend.auth.tokens import Tokens
from backend.commands import CommandRunner
from backend.health import Health
from backend.markers import MARKERS
from backend.push import vapid
from backend.push.targets import Targets
from backend.reached import open_reached
from backend.settings import Settings
from backend.store import schema
from backend.store.connection import connect, connect_pool, patiently
from backend.store.keys import load_master_key
from backend.store.store import Store
from backend.supervisor import Failed
from domain import access, catalog
from projections.catalog import PROJECTIONS
from projections.group import Group

# ruff: noqa: PLC0415 - a part loads what it needs alone: it must be back soon after it died
if TYPE_CHECKING:
    from backend.http.services import Services

CATCH_UP_SECONDS = 0.1


def dsn_of(settings: Settings) -> str:
    """The database that a part was told to use."""
    if settings.database_url is None:
        raise RuntimeError("a part needs CONGVU_DATABASE_URL; `congvu serve` gives it")
    return settings.database_url


def master_key(settings: Settings) -> bytes:
    """The key that wraps all others."""
    return load_master_key(settings.data / "master.key", settings.master_key)


@asynccontextmanager
async def open_pool(settings: Settings, name: str, size: int = 8) -> AsyncIterator[asyncpg.Pool]:
    """Connections for reading, seen as `name` by the database."""
    async with await connect_pool(dsn_of(settings), f"congvu {name}", size) as pool:
        yield pool


@asynccontextmanager
async def connection(settings: Settings) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """One connection, for one thing."""
    connected = await connect(dsn_of(settings), "congvu tool")
    try:
        yield connected
    finally:
        await connected.close()


async def open_store(settings: Settings) -> Store:
    """The log."""
    return await Store.open(
        dsn_of(settings), events=catalog.EVENTS | MARKERS, master_key=master_key(settings)
    )


async def open_commands(store: Store) -> CommandRunner:
    """The only way to change anything."""
    return await CommandRunner.open(
        store, commands=catalog.COMMANDS, decide=access.decide, depends=access.depends
    )


class Auth(msgspec.Struct, frozen=True):
    """Everything about who someone is, and how often one may try."""

    attempts: Attempts
    passwords: Passwords
    accounts: Accounts
    sessions: Sessions
    revocations: Revocations


@asynccontextmanager
async def open_auth(settings: Settings, pool: asyncpg.Pool) -> AsyncIterator[Auth]:
    """Accounts and sessions; ended sessions are known from the start, and kept up."""
    passwords = Passwords(settings.password_hashers)
    accounts = Accounts(pool, passwords)
    attempts = Attempts(pool, settings.attempts_per_login, settings.attempts_per_address)
    tokens = Tokens(master_key(settings))
    lives = Lives(
        access=timedelta(seconds=settings.access_token_seconds),
        refresh=timedelta(days=settings.refresh_token_days),
    )
    sessions = Sessions(pool, accounts, attempts, tokens, lives=lives)
    revocations = Revocations(pool, tokens)
    await revocations.read()
    watching = asyncio.create_task(revocations.watch())
    try:
        yield Auth(attempts, passwords, accounts, sessions, revocations)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        passwords.close()


async def migrate(settings: Settings) -> list[str]:
    """Bring the database up to date, tables of read models included; the names of what was applied."""
    applied = await schema.migrate(dsn_of(settings))
    async with connection(settings) as connected, connected.transaction():
        await connected.execute("SELECT pg_advisory_xact_lock($1)", schema.MIGRATION_LOCK)
        await Group(PROJECTIONS).create(connected)
    return applied


async def rows_caught_up(settings: Settings) -> None:
    """Wait until the rows show all that the log has now."""
    async with open_pool(settings, "serve", 1) as pool:
        health = Health(pool)
        goal = (await patiently(health.heads)).log
        while (await patiently(health.heads)).rows < goal:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(CATCH_UP_SECONDS)


async def read_demo(settings: Settings) -> None:
    """Let the people of the demo city have read what is old, once the rows show it."""
    from backend.demo.reading import read_up

    async with connection(settings) as connected:
        await read_up(connected)


async def seed_demo(settings: Settings) -> list[dict[str, str]]:
    """See that the demo city is there; who can sign in to it. Raises Failed if something else is."""
    from backend.demo.seed import Interrupted, seed

    async with (
        await open_store(settings) as store,
        open_pool(settings, "demo") as pool,
        open_auth(settings, pool) as auth,
    ):
        try:
            return await seed(
                store=store, accounts=auth.accounts, passwords=auth.passwords, officials=settings.officials
            )
        except Interrupted as interrupted:
            raise Failed(str(interrupted)) from None


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """What requests to the API are answered with."""
    from backend.calendars.feeds import Feeds
    from backend.files.files import open_files
    from backend.http.services import Services

    async with (
        await open_store(settings) as store,
        open_pool(settings, "api") as pool,
        open_auth(settings, pool) as auth,
        open_reached(pool) as reached,
    ):
        commands = await open_commands(store)
        async with open_files(settings, pool, commands) as files:
            yield Services(
                settings=settings,
                pool=pool,
                log=store,
                epoch=lambda: store.epoch,
                commands=commands,
                scales=commands.scales,
                accounts=auth.accounts,
                sessions=auth.sessions,
                revocations=auth.revocations,
                health=Health(pool),
                reached=reached,
                targets=Targets(pool),
                vapid=vapid.load(settings),
                files=files,
                calendars=Feeds(pool, auth.attempts),
                organisation=commands.standing.current,
            )
