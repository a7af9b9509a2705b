"""What administrators do on the machine: look, repair, take in data, hand out tokens."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TextIO

import msgspec

from backend import app, database
from backend.health import Health
from backend.markers import Rebuilt, Replay, mark
from backend.problems import problem
from backend.push import delivery
from backend.settings import Settings
from backend.supervisor import Failed
from domain.kernel import Rejection
from projections import rows
from projections.catalog import PROJECTIONS, ROWS


@asynccontextmanager
async def installation(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with a database that answers, also when nothing is being served; up to date."""
    async with _with_database(settings) as found:
        await app.migrate(found)
        yield found


@asynccontextmanager
async def _with_database(settings: Settings) -> AsyncIterator[Settings]:
    async with database.borrowed(settings) as dsn:
        yield msgspec.structs.replace(settings, database_url=dsn)


async def migrate(settings: Settings) -> None:
    """Bring the database up to date; says what was applied."""
    async with _with_database(settings) as found:
        for name in await app.migrate(found):
            say(name)


async def check(settings: Settings) -> int:
    """Look at everything that serving needs, changing nothing; 0 if it is fine."""
    from backend.files import storage  # noqa: PLC0415 - as below

    say("ok       settings")
    app.master_key(settings)
    delivery.check(settings)
    await storage.check(settings)
    async with _with_database(settings) as found, app.open_pool(found, "check", 1) as pool:
        checks = await Health(pool).checks()
    for each in checks:
        say(f"{'ok' if each.ok else 'wrong':8} {each.name}{': ' + each.detail if each.detail else ''}")
    return 0 if all(each.ok for each in checks) else 1


async def token(settings: Settings, login: str, hours: float) -> None:
    """Print an access token for a login: a session of its own, that signing out ends like any other."""
    async with (
        installation(settings) as found,
        app.open_pool(found, "token", 1) as pool,
        app.open_auth(found, pool) as auth,
    ):
        account = await auth.accounts.find(login)
        if account is None:
            raise _failed(Rejection("account.unknown", login=login))
        signed = await auth.sessions.open(account.official, timedelta(hours=hours))
        say(signed.access)


async def password(settings: Settings, login: str, given: TextIO) -> None:
    """Give a login the password on the first line of `given`, and end its sessions."""
    async with (
        installation(settings) as found,
        app.open_pool(found, "password", 1) as pool,
        app.open_auth(found, pool) as auth,
    ):
        line = await asyncio.to_thread(given.readline)
        try:
            account = await auth.accounts.set_password(login, line.rstrip("\r\n"))
        except Rejection as rejection:
            raise _failed(rejection) from None
        await auth.sessions.revoke_official(account.official, "password-changed")


async def rebuild(settings: Settings, name: str) -> None:
    """Fold the read models again beside the live ones, and bring in what differs; `name` is any of them."""
    from projections.rebuild import Rebuild  # noqa: PLC0415 - as below

    if name not in (rows.GROUP, *ROWS):
        raise Failed(f"there is no read model {name!r}: {rows.GROUP} (all together), {', '.join(ROWS)}")
    async with installation(settings) as found, await app.open_store(found) as store:
        rebuild = Rebuild(store, app.dsn_of(found), PROJECTIONS)
        done = await rebuild.run(lambda: mark(store, Rebuilt))
    say(f"true at {done.position}: {done.differed} rows differed, {done.extra} were too many")
    if done.parked:
        say(f"{done.parked} streams are parked; see the projector's log lines, then `congvu replay`")


async def replay(settings: Settings) -> None:
    """Have the projector try parked streams again, after what was wrong with them was mended."""
    async with installation(settings) as found, await app.open_store(found) as store:
        say(f"parked streams are tried again from {await mark(store, Replay)} on")


async def import_directory(settings: Settings, file: Path, language: str) -> int:
    """Take in a directory file; 1 if any row was refused."""
    from backend.importing.run import Into, import_file  # noqa: PLC0415 - the other tools do without the domain

    async with (
        installation(settings) as found,
        await app.open_store(found) as store,
        app.open_pool(found, "import", 1) as pool,
        app.open_auth(found, pool) as auth,
    ):
        commands = await app.open_commands(store)
        into = Into(
            commands=commands,
            accounts=auth.accounts,
            organisation=commands.standing.current,
            pool=pool,
            head=await store.head(),
        )
        report = await import_file(file, into)
    for line in report.lines(language):
        say(line)
    return 1 if report.wrong else 0


def say(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")


def _failed(rejection: Rejection) -> Failed:
    return Failed(problem(rejection.code, rejection.params, "en").detail)
